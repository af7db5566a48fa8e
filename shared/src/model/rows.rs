//! Samples that were checked, and batches of them as feeds, gathered into buffers that are used again and again.

use std::ops::Range;

use ndarray::{ArrayViewD, Dimension, IxDyn};

use crate::element::{Buffer, DType, Data, DataMut, Element, Values};
use crate::error::{Error, Result};
use crate::feed::{Feed, Feeds};
use crate::graph::Handle;
use crate::shape::Shape;

/// Samples for some placeholders: as many rows of each.
pub(super) struct Rows<'a> {
    columns: Vec<Column<'a>>,
    pub len: usize,
}

/// The values for one placeholder, one sample behind the other.
struct Column<'a> {
    tensor: Handle,
    values: Values<'a>,
    /// The sizes of one sample, and their product.
    sample: Vec<usize>,
    elements: usize,
}

/// Room for the samples of one batch, for each placeholder.
#[derive(Default)]
pub(super) struct BatchBuffers(Vec<Buffer>);

impl<'a> Rows<'a> {
    /// Checks the arrays for these placeholders: their number, shapes and element types, and that they are equally
    /// long.
    pub fn new(tensors: &[Handle], arrays: Vec<Values<'a>>) -> Result<Rows<'a>> {
        let names = || tensors.iter().map(Handle::name).collect::<Vec<_>>().join(", ");
        if tensors.len() != arrays.len() {
            return Err(Error::feed(names())
                .expected(count(tensors.len(), "array"))
                .found(arrays.len().to_string())
                .help("give one array for each, in this order: a tuple (&a, &b) or a list [&a, &b]"));
        }
        let columns = tensors.iter().zip(arrays).map(|(tensor, values)| Column::new(tensor.clone(), values));
        let columns: Vec<(Column<'a>, usize)> = columns.collect::<Result<_>>()?;
        let (first, len) = columns.first().map_or((String::new(), 0), |(column, len)| (column.tensor.name(), *len));
        if let Some((other, found)) = columns.iter().find(|(_, found)| *found != len) {
            return Err(Error::feed(other.tensor.name())
                .expected(format!("{}, as many as {}", count(len, "sample"), first))
                .found(found.to_string())
                .help("sample k of each array must belong to sample k of the others"));
        }
        if len == 0 {
            return Err(Error::feed(names()).expected("at least 1 sample").found("0").help("the arrays are empty"));
        }
        Ok(Rows { columns: columns.into_iter().map(|(column, _)| column).collect(), len })
    }

    /// Checks that the values for this placeholder are class numbers below `classes`.
    pub fn check_classes(&self, tensor: &Handle, classes: usize) -> Result<()> {
        let column = self.columns.iter().find(|column| column.tensor.id() == tensor.id());
        let Some(Data::I32(labels)) = column.map(|column| column.values.data()) else { return Ok(()) };
        // A negative number becomes a huge one, which is outside as well.
        match labels.iter().enumerate().find(|(_, label)| **label as usize >= classes) {
            Some((k, label)) => Err(Error::feed(tensor.name())
                .expected(format!("class numbers 0 to {}", classes as i64 - 1))
                .found(format!("{label} at sample {k}"))
                .help("the output has one place for each class; give it more, or correct the labels")),
            None => Ok(()),
        }
    }

    /// The samples of a range as feeds, borrowed.
    pub fn feeds(&self, range: Range<usize>) -> Feeds<'_> {
        Feeds(self.columns.iter().map(|column| column.feed(range.clone())).collect())
    }

    /// The samples of these numbers as feeds, gathered into the buffers.
    pub fn gather<'b>(&self, indices: &[usize], buffers: &'b mut BatchBuffers) -> Feeds<'b> {
        let columns = self.columns.iter();
        buffers.0.extend(columns.skip(buffers.0.len()).map(|column| Buffer::empty(column.tensor.dtype())));
        let filled = self.columns.iter().zip(&mut buffers.0).map(|(column, buffer)| column.gather(indices, buffer));
        Feeds(filled.collect())
    }
}

impl<'a> Column<'a> {
    /// The column, and its number of samples.
    fn new(tensor: Handle, values: Values<'a>) -> Result<(Column<'a>, usize)> {
        let values = convert(&tensor, values)?;
        let expected = tensor.shape();
        let sizes = fit(&expected, values.shape());
        let Some((&len, sample)) = sizes.as_deref().and_then(<[usize]>::split_first) else {
            return Err(Error::feed(tensor.name())
                .expected(format!("samples of shape {expected}"))
                .found(format!("{:?}", values.shape()))
                .help("the first axis counts the samples; the others must be as the model says"));
        };
        let elements = sample.iter().product();
        Ok((Column { tensor, values, sample: sample.to_vec(), elements }, len))
    }

    #[expect(clippy::indexing_slicing, reason = "ranges end at the number of samples, which `new` has counted")]
    fn feed(&self, range: Range<usize>) -> Feed<'_> {
        let elements = range.start * self.elements..range.end * self.elements;
        match self.values.data() {
            Data::F32(values) => self.feed_of(range.len(), &values[elements]),
            Data::I32(values) => self.feed_of(range.len(), &values[elements]),
            Data::Bool(values) => self.feed_of(range.len(), &values[elements]),
        }
    }

    fn gather<'b>(&self, indices: &[usize], buffer: &'b mut Buffer) -> Feed<'b> {
        let len = indices.len() * self.elements;
        buffer.grow(len);
        match (self.values.data(), buffer.data_mut(len)) {
            (Data::F32(from), DataMut::F32(to)) => self.feed_of(indices.len(), pick(from, indices, self.elements, to)),
            (Data::I32(from), DataMut::I32(to)) => self.feed_of(indices.len(), pick(from, indices, self.elements, to)),
            _ => unreachable!("values and buffer have the type of the placeholder, f32 or i32"),
        }
    }

    #[expect(
        clippy::indexing_slicing,
        clippy::expect_used,
        reason = "the values are as many as those of `len` samples"
    )]
    fn feed_of<'b, T: Element>(&self, len: usize, values: &'b [T]) -> Feed<'b> {
        let mut shape = IxDyn::zeros(1 + self.sample.len());
        shape[0] = len;
        shape.slice_mut()[1..].copy_from_slice(&self.sample);
        let view = ArrayViewD::from_shape(shape, values).expect("as many values as the samples have");
        Feed { tensor: self.tensor.clone(), values: T::into_values(view.into()) }
    }
}

/// Copies the rows of these numbers, `elements` values each.
#[expect(clippy::indexing_slicing, reason = "indices are below the number of samples, and `to` has room for them")]
fn pick<'b, T: Copy>(from: &[T], indices: &[usize], elements: usize, to: &'b mut [T]) -> &'b [T] {
    for (k, &index) in indices.iter().enumerate() {
        to[k * elements..(k + 1) * elements].copy_from_slice(&from[index * elements..(index + 1) * elements]);
    }
    to
}

/// Values of the placeholder's element type: whole numbers and truth values become f32, but no f32 becomes a class
/// number.
fn convert<'a>(tensor: &Handle, values: Values<'a>) -> Result<Values<'a>> {
    match (tensor.dtype(), values) {
        (DType::F32, Values::I32(values)) => Ok(Values::F32(values.mapv(|value| value as f32).into())),
        (DType::F32, Values::Bool(values)) => Ok(Values::F32(values.mapv(f32::from).into())),
        (DType::I32, Values::F32(_)) => Err(Error::feed(tensor.name())
            .expected("class numbers, of type i32")
            .found("numbers of type f32")
            .help("convert them: labels.mapv(|label| label as i32); one-hot rows need categorical_crossentropy")),
        (_, values) => Ok(values),
    }
}

/// The sizes that an array gets to fit a placeholder. As in Keras, a last axis of size 1 may be left out, or be too
/// many.
fn fit(expected: &Shape, found: &[usize]) -> Option<Vec<usize>> {
    let with_one = [found, &[1]].concat();
    let mut candidates = vec![found, &with_one];
    candidates.extend(found.strip_suffix(&[1]));
    candidates.into_iter().find(|sizes| !sizes.is_empty() && expected.accepts(sizes)).map(<[usize]>::to_vec)
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
