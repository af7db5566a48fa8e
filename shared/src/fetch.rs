//! Fetches: what a run is asked for, and the type in which it comes back.

use ndarray::{ArrayD, IxDyn};

use crate::element::{Data, Element};
use crate::graph::{Handle, Tensor};
use crate::optimizers::TrainStep;
use crate::plan::Operand;

/// Something that [`Session::run`](crate::Session::run) can be asked for: a tensor, a training step, a list of tensors, or a
/// tuple of these. Each comes back in its own type: an array, `()`, a vector, a tuple.
pub trait Fetch {
    /// What comes back.
    type Output;

    /// Writes down what is wanted, in order.
    fn request<'a>(&'a self, request: &mut Request<'a>);

    /// Takes this fetch's part of the results, in the same order.
    fn collect(&self, results: &mut Results<'_>) -> Self::Output;
}

/// What a run must compute and do.
#[derive(Default)]
pub struct Request<'a> {
    pub(crate) tensors: Vec<&'a Handle>,
    pub(crate) train_steps: Vec<&'a TrainStep>,
}

/// The values of the requested tensors, in the order of the request.
pub struct Results<'a> {
    pub(crate) fetches: std::slice::Iter<'a, Operand>,
    /// Finds the elements of a fetch.
    pub(crate) data: &'a dyn Fn(&'a Operand) -> Data<'a>,
}

impl<T: Element> Fetch for &Tensor<T> {
    type Output = ArrayD<T>;

    fn request<'a>(&'a self, request: &mut Request<'a>) {
        request.tensors.push(self.handle());
    }

    #[expect(clippy::expect_used, reason = "the plan has a result for each request, of its type and shape")]
    fn collect(&self, results: &mut Results<'_>) -> ArrayD<T> {
        let fetch = results.fetches.next().expect("as many results as requests");
        let values = T::from_data((results.data)(fetch)).expect("the result has the tensor's type").to_vec();
        ArrayD::from_shape_vec(IxDyn(&fetch.shape), values).expect("as many values as the shape has")
    }
}

impl Fetch for &TrainStep {
    type Output = ();

    fn request<'a>(&'a self, request: &mut Request<'a>) {
        request.train_steps.push(self);
    }

    fn collect(&self, _: &mut Results<'_>) {}
}

impl<T: Element> Fetch for &[Tensor<T>] {
    type Output = Vec<ArrayD<T>>;

    fn request<'a>(&'a self, request: &mut Request<'a>) {
        request.tensors.extend(self.iter().map(Tensor::handle));
    }

    fn collect(&self, results: &mut Results<'_>) -> Vec<ArrayD<T>> {
        self.iter().map(|tensor| tensor.collect(results)).collect()
    }
}

impl<T: Element> Fetch for &Vec<Tensor<T>> {
    type Output = Vec<ArrayD<T>>;

    fn request<'a>(&'a self, request: &mut Request<'a>) {
        request.tensors.extend(self.iter().map(Tensor::handle));
    }

    fn collect(&self, results: &mut Results<'_>) -> Vec<ArrayD<T>> {
        self.as_slice().collect(results)
    }
}

macro_rules! tuple {
    ($($fetch:ident . $index:tt),+) => {
        impl<$($fetch: Fetch),+> Fetch for ($($fetch,)+) {
            type Output = ($($fetch::Output,)+);

            fn request<'a>(&'a self, request: &mut Request<'a>) {
                $(self.$index.request(request);)+
            }

            fn collect(&self, results: &mut Results<'_>) -> Self::Output {
                ($(self.$index.collect(results),)+)
            }
        }
    };
}

tuple!(A.0);
tuple!(A.0, B.1);
tuple!(A.0, B.1, C.2);
tuple!(A.0, B.1, C.2, D.3);
tuple!(A.0, B.1, C.2, D.3, E.4);
tuple!(A.0, B.1, C.2, D.3, E.4, F.5);

/// The single number of a fetched scalar.
pub trait Item<T> {
    /// The only element.
    ///
    /// # Panics
    /// If there is not exactly one element.
    fn item(&self) -> T;
}

impl<T: Element> Item<T> for ArrayD<T> {
    #[expect(clippy::expect_used, reason = "the one element has just been counted")]
    #[track_caller]
    fn item(&self) -> T {
        assert!(self.len() == 1, "item: the array has shape {:?}, not a single element", self.shape());
        *self.first().expect("one element")
    }
}
