//! Feeds: the values that a run gives to placeholders, or to any other tensor.

use ndarray::{ArrayBase, CowArray, Data, Dimension, IxDyn};

use crate::element::{Element, Values};
use crate::error::{Error, Result};
use crate::graph::{Handle, Tensor};

/// The values fed into one run; written with [`feed!`](crate::feed!).
#[derive(Default)]
pub struct Feeds<'a>(pub(crate) Vec<Feed<'a>>);

pub(crate) struct Feed<'a> {
    pub tensor: Handle,
    pub values: Values<'a>,
}

/// Pairs tensors with the arrays or numbers that a run gives to them: `feed![x => batch.images, y_true => batch.labels]`.
///
/// The values are borrowed, not copied; `feed![]` feeds nothing. Not only placeholders can be fed: a fed tensor is taken as
/// it is, and what only it depends on is not computed.
#[macro_export]
macro_rules! feed {
    ($($tensor:expr => $value:expr),* $(,)?) => { $crate::Feeds::none()$(.with(&$tensor, &$value))* };
}

impl<'a> Feeds<'a> {
    /// No feeds.
    pub fn none() -> Feeds<'a> {
        Feeds::default()
    }

    /// The same feeds once more, borrowed from these.
    pub(crate) fn borrowed(&self) -> Feeds<'_> {
        let again = self.0.iter().map(|feed| Feed { tensor: feed.tensor.clone(), values: feed.values.borrowed() });
        Feeds(again.collect())
    }

    /// Adds a value for a tensor; a later value for the same tensor replaces an earlier one.
    #[must_use]
    pub fn with<T: Element, V: Feedable<T> + ?Sized>(mut self, tensor: &Tensor<T>, value: &'a V) -> Feeds<'a> {
        let feed = Feed { tensor: tensor.handle().clone(), values: T::into_values(row_major(value.as_array())) };
        self.0.retain(|other| other.tensor.id() != feed.tensor.id() || !other.tensor.graph().is(feed.tensor.graph()));
        self.0.push(feed);
        self
    }
}

/// The array in row-major order, as kernels read it: any other layout (a transposed view, say) is copied.
pub(crate) fn row_major<T: Element>(array: CowArray<'_, T, IxDyn>) -> CowArray<'_, T, IxDyn> {
    if array.is_standard_layout() { array } else { array.as_standard_layout().into_owned().into() }
}

/// Something that can be fed to a tensor of elements `T`: an array of any number of axes, a view, a number, a
/// plain Rust array of numbers.
pub trait Feedable<T: Element> {
    /// The value as an array, without a copy where possible.
    fn as_array(&self) -> CowArray<'_, T, IxDyn>;
}

impl<T: Element, S: Data<Elem = T>, D: Dimension> Feedable<T> for ArrayBase<S, D> {
    fn as_array(&self) -> CowArray<'_, T, IxDyn> {
        self.view().into_dyn().into()
    }
}

impl<T: Element> Feedable<T> for T {
    fn as_array(&self) -> CowArray<'_, T, IxDyn> {
        ndarray::arr0(*self).into_dyn().into()
    }
}

impl<T: Element, const N: usize> Feedable<T> for [T; N] {
    fn as_array(&self) -> CowArray<'_, T, IxDyn> {
        ndarray::ArrayView1::from(self).into_dyn().into()
    }
}

impl<T: Element, const N: usize, const M: usize> Feedable<T> for [[T; M]; N] {
    fn as_array(&self) -> CowArray<'_, T, IxDyn> {
        ndarray::ArrayView2::from(self).into_dyn().into()
    }
}

impl<T: Element> Feedable<T> for Vec<T> {
    fn as_array(&self) -> CowArray<'_, T, IxDyn> {
        ndarray::ArrayView1::from(self.as_slice()).into_dyn().into()
    }
}

impl Feed<'_> {
    /// The sizes of the value.
    pub(crate) fn shape(&self) -> &[usize] {
        self.values.shape()
    }

    /// Checks that the value has the tensor's shape, wherever that is known.
    pub(crate) fn check(&self) -> Result<()> {
        let shape = self.tensor.shape();
        if shape.accepts(self.shape()) {
            return Ok(());
        }
        let help = match shape.rank() == self.shape().len() {
            true => "the sizes written ? may be any; the others must be as the graph says",
            false => "reshape the value, or add an axis, so that the number of axes agrees",
        };
        Err(Error::feed(self.tensor.name())
            .expected(format!("a value of shape {shape}"))
            .found(format!("{:?}", self.shape()))
            .help(help))
    }
}
