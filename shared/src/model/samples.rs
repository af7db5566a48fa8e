//! What a model is given: one array of samples for each of its inputs and outputs.

use ndarray::{ArrayBase, ArrayView1, ArrayView2, Data, Dimension};

use crate::element::{Element, Values};
use crate::feed::row_major;

/// The samples of one input or output, one behind the other along the first axis: an ndarray array or view of f32 or
/// i32, or a plain Rust array (of numbers or of rows) or vector.
pub trait SampleArray {
    /// The values, borrowed where they are row-major.
    fn values(&self) -> Values<'_>;
}

/// The samples of all inputs, or of all outputs: one array, a tuple `(&a, &b)`, or a list `[&a, &b]`.
///
/// The order is that of [`Model::new`](crate::model::Model::new). Sample number k is row k of each array.
pub trait Samples {
    /// One array for each input or output.
    fn arrays(&self) -> Vec<Values<'_>>;
}

impl<T: Element, S: Data<Elem = T>, D: Dimension> SampleArray for ArrayBase<S, D> {
    fn values(&self) -> Values<'_> {
        T::into_values(row_major(self.view().into_dyn().into()))
    }
}

macro_rules! plain {
    ($($element:ty),+) => {$(
        impl<const N: usize> SampleArray for [$element; N] {
            fn values(&self) -> Values<'_> {
                <$element>::into_values(ArrayView1::from(self).into_dyn().into())
            }
        }

        impl SampleArray for Vec<$element> {
            fn values(&self) -> Values<'_> {
                <$element>::into_values(ArrayView1::from(self.as_slice()).into_dyn().into())
            }
        }

        impl<const N: usize, const M: usize> SampleArray for [[$element; M]; N] {
            fn values(&self) -> Values<'_> {
                <$element>::into_values(ArrayView2::from(self).into_dyn().into())
            }
        }
    )+};
}

// Not for every `T: Element`: a list of references, below, could then be an array of numbers as well.
plain!(f32, i32, bool);

impl<A: SampleArray + ?Sized> SampleArray for &A {
    fn values(&self) -> Values<'_> {
        (**self).values()
    }
}

impl<A: SampleArray> Samples for A {
    fn arrays(&self) -> Vec<Values<'_>> {
        vec![self.values()]
    }
}

impl<A: SampleArray, const N: usize> Samples for [&A; N] {
    fn arrays(&self) -> Vec<Values<'_>> {
        self.iter().map(|array| array.values()).collect()
    }
}

macro_rules! tuple {
    ($($array:ident . $index:tt),+) => {
        impl<$($array: SampleArray),+> Samples for ($($array,)+) {
            fn arrays(&self) -> Vec<Values<'_>> {
                vec![$(self.$index.values()),+]
            }
        }
    };
}

tuple!(A.0);
tuple!(A.0, B.1);
tuple!(A.0, B.1, C.2);
tuple!(A.0, B.1, C.2, D.3);
