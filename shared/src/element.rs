//! Elements and where they are kept: f32, i32 and bool, in typed buffers and views.

use std::fmt;

use ndarray::{CowArray, IxDyn};

use crate::kernels::pages;

/// The type of a tensor's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DType {
    /// 32-bit floating point: images, weights, everything that has a gradient.
    F32,
    /// 32-bit integers: class numbers, what `argmax` gives.
    I32,
    /// Truth values, what `equal` gives.
    Bool,
}

impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            DType::F32 => "f32",
            DType::I32 => "i32",
            DType::Bool => "bool",
        })
    }
}

/// A Rust type that a tensor can hold: `f32`, `i32` or `bool`.
pub trait Element: Copy + Default + PartialEq + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The same, as a value.
    const DTYPE: DType;

    /// Takes a vector of this type into a buffer.
    fn into_buffer(values: Vec<Self>) -> Buffer;

    /// Borrows the elements as a typed slice in an enum.
    fn into_data(values: &[Self]) -> Data<'_>;

    /// The typed slice, if the elements are of this type.
    fn from_data(data: Data<'_>) -> Option<&[Self]>;

    /// The typed mutable slice, if the elements are of this type.
    fn from_data_mut(data: DataMut<'_>) -> Option<&mut [Self]>;

    /// Takes an array into the enum of what can be fed.
    #[doc(hidden)]
    fn into_values(array: CowArray<'_, Self, IxDyn>) -> Values<'_>;
}

/// Elements that are owned: a variable, a constant, a slot of the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Buffer {
    /// f32 elements.
    F32(Vec<f32>),
    /// i32 elements.
    I32(Vec<i32>),
    /// bool elements.
    Bool(Vec<bool>),
}

/// Elements that are borrowed, in row-major order.
#[derive(Clone, Copy, Debug)]
pub enum Data<'a> {
    /// f32 elements.
    F32(&'a [f32]),
    /// i32 elements.
    I32(&'a [i32]),
    /// bool elements.
    Bool(&'a [bool]),
}

/// Elements of a fed array, borrowed from it or, where its layout is not row-major, copied.
#[derive(Debug)]
pub enum Values<'a> {
    /// f32 elements.
    F32(CowArray<'a, f32, IxDyn>),
    /// i32 elements.
    I32(CowArray<'a, i32, IxDyn>),
    /// bool elements.
    Bool(CowArray<'a, bool, IxDyn>),
}

impl Data<'_> {
    /// No elements, of this type.
    pub fn none(dtype: DType) -> Data<'static> {
        match dtype {
            DType::F32 => Data::F32(&[]),
            DType::I32 => Data::I32(&[]),
            DType::Bool => Data::Bool(&[]),
        }
    }
}

impl Values<'_> {
    /// The same values, borrowed from these.
    pub fn borrowed(&self) -> Values<'_> {
        match self {
            Values::F32(array) => Values::F32(array.view().into()),
            Values::I32(array) => Values::I32(array.view().into()),
            Values::Bool(array) => Values::Bool(array.view().into()),
        }
    }

    /// The sizes of the array's axes.
    pub fn shape(&self) -> &[usize] {
        match self {
            Values::F32(array) => array.shape(),
            Values::I32(array) => array.shape(),
            Values::Bool(array) => array.shape(),
        }
    }

    /// The elements in row-major order.
    ///
    /// # Panics
    /// If the array is not in standard layout.
    pub fn data(&self) -> Data<'_> {
        const LAYOUT: &str = "values are made from arrays in standard layout";
        match self {
            Values::F32(array) => Data::F32(array.as_slice().expect(LAYOUT)),
            Values::I32(array) => Data::I32(array.as_slice().expect(LAYOUT)),
            Values::Bool(array) => Data::Bool(array.as_slice().expect(LAYOUT)),
        }
    }
}

/// Elements that are borrowed to be written, in row-major order.
#[derive(Debug)]
pub enum DataMut<'a> {
    /// f32 elements.
    F32(&'a mut [f32]),
    /// i32 elements.
    I32(&'a mut [i32]),
    /// bool elements.
    Bool(&'a mut [bool]),
}

macro_rules! element {
    ($type:ty, $variant:ident) => {
        impl Element for $type {
            const DTYPE: DType = DType::$variant;

            fn into_buffer(values: Vec<$type>) -> Buffer {
                Buffer::$variant(values)
            }

            fn into_data(values: &[$type]) -> Data<'_> {
                Data::$variant(values)
            }

            fn from_data(data: Data<'_>) -> Option<&[$type]> {
                if let Data::$variant(values) = data { Some(values) } else { None }
            }

            fn from_data_mut(data: DataMut<'_>) -> Option<&mut [$type]> {
                if let DataMut::$variant(values) = data { Some(values) } else { None }
            }

            fn into_values(array: CowArray<'_, $type, IxDyn>) -> Values<'_> {
                Values::$variant(array)
            }
        }
    };
}

element!(f32, F32);
element!(i32, I32);
element!(bool, Bool);

impl Buffer {
    /// An empty buffer for elements of this type.
    pub fn empty(dtype: DType) -> Buffer {
        match dtype {
            DType::F32 => Buffer::F32(Vec::new()),
            DType::I32 => Buffer::I32(Vec::new()),
            DType::Bool => Buffer::Bool(Vec::new()),
        }
    }

    /// Makes room for at least `len` elements; what is already there stays.
    pub fn grow(&mut self, len: usize) {
        fn grow<T: Element>(values: &mut Vec<T>, len: usize) {
            if values.len() < len {
                if values.is_empty() {
                    *values = pages::room(len);
                }
                values.resize(len, T::default());
            }
        }
        match self {
            Buffer::F32(values) => grow(values, len),
            Buffer::I32(values) => grow(values, len),
            Buffer::Bool(values) => grow(values, len),
        }
    }

    /// The first `len` elements.
    pub fn data(&self, len: usize) -> Data<'_> {
        match self {
            Buffer::F32(values) => Data::F32(&values[..len]),
            Buffer::I32(values) => Data::I32(&values[..len]),
            Buffer::Bool(values) => Data::Bool(&values[..len]),
        }
    }

    /// The first `len` elements, to be written.
    pub fn data_mut(&mut self, len: usize) -> DataMut<'_> {
        match self {
            Buffer::F32(values) => DataMut::F32(&mut values[..len]),
            Buffer::I32(values) => DataMut::I32(&mut values[..len]),
            Buffer::Bool(values) => DataMut::Bool(&mut values[..len]),
        }
    }
}

/// What an op reads: elements in row-major order, and the sizes of their axes.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The sizes of the axes, outermost first.
    pub shape: &'a [usize],
    /// The elements; empty for an input whose values the op does not read ([`Op::reads`](crate::op::Op::reads)).
    pub data: Data<'a>,
}

impl<'a> View<'a> {
    /// No elements: what stands in arrays of views where none has been put yet.
    pub(crate) const EMPTY: View<'static> = View { shape: &[], data: Data::F32(&[]) };

    /// The elements as a typed slice.
    ///
    /// # Panics
    /// If they are of another type: an op's `dtype` and `run` disagree.
    pub fn slice<T: Element>(&self) -> &'a [T] {
        T::from_data(self.data).unwrap_or_else(|| panic!("the op reads {} where the graph has another type", T::DTYPE))
    }

    /// The elements as f32; panics if they are not.
    pub fn f32(&self) -> &'a [f32] {
        self.slice()
    }

    /// The elements as i32; panics if they are not.
    pub fn i32(&self) -> &'a [i32] {
        self.slice()
    }

    /// The elements as bool; panics if they are not.
    pub fn bool(&self) -> &'a [bool] {
        self.slice()
    }
}

/// What an op writes: every element, in row-major order. What stood there before is not zero.
#[derive(Debug)]
pub struct ViewMut<'a> {
    /// The sizes of the axes, outermost first.
    pub shape: &'a [usize],
    /// The elements.
    pub data: DataMut<'a>,
}

impl<'a> ViewMut<'a> {
    /// The elements as a typed slice.
    ///
    /// # Panics
    /// If they are of another type: an op's `dtype` and `run` disagree.
    pub fn slice<T: Element>(self) -> &'a mut [T] {
        T::from_data_mut(self.data)
            .unwrap_or_else(|| panic!("the op writes {} where the graph has another type", T::DTYPE))
    }

    /// The elements as f32; panics if they are not.
    pub fn f32(self) -> &'a mut [f32] {
        self.slice()
    }
}
