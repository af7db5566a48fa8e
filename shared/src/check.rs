//! Checks for values and gradients, for our tests and for the students': what differs, where and by how much.

use ndarray::{ArrayBase, ArrayD, Data, Dimension};

use crate::feed::Feeds;
use crate::gradient::gradients;
use crate::graph::Tensor;
use crate::session::Session;

/// Step of the difference quotients: a power of two, so that adding it is nearly exact in f32.
const STEP: f32 = 1.0 / 128.0;

/// Allowed error of a gradient against its difference quotient, times (1 + the quotient's size).
const GRADIENT_TOLERANCE: f64 = 4e-3;

/// Asserts that two arrays have equal shapes, and elements that differ by at most `tolerance · max(1, |expected|)`.
/// Equal infinities are equal, and so are two NaN.
///
/// ```
/// shared::check::assert_close(&ndarray::arr1(&[0.333_333]), &ndarray::arr1(&[1.0 / 3.0]), 1e-5);
/// ```
///
/// # Panics
/// At the caller's line, with the shapes or the worst element, its place and both values.
#[track_caller]
pub fn assert_close<S, R, D, E>(actual: &ArrayBase<S, D>, expected: &ArrayBase<R, E>, tolerance: f32)
where
    S: Data<Elem = f32>,
    R: Data<Elem = f32>,
    D: Dimension,
    E: Dimension,
{
    let (found, wanted) = (actual.shape(), expected.shape());
    assert!(found == wanted, "the shape is {found:?}, expected {wanted:?}");
    let error = |a: f32, e: f32| match a == e || (a.is_nan() && e.is_nan()) {
        true => 0.0,
        false => (a - e).abs() / e.abs().max(1.0),
    };
    let pairs = actual.iter().zip(expected);
    let errors = pairs.enumerate().map(|(k, (&a, &e))| (k, a, e, error(a, e)));
    // A NaN error (one side NaN, or infinities of different sign) is never below the tolerance.
    let wrong: Vec<_> =
        errors.filter(|(.., error)| !matches!(error.partial_cmp(&tolerance), Some(o) if o.is_le())).collect();
    if let Some(&(first, ..)) = wrong.first() {
        let &(k, a, e, error) = wrong.iter().max_by(|x, y| x.3.total_cmp(&y.3)).expect("not empty");
        panic!(
            "{} of {} elements differ, the first at {:?}; the worst, at {:?}, is {a}, expected {e} (off by {error:.1e}, \
             tolerance {tolerance:.0e})",
            wrong.len(),
            actual.len(),
            place(first, actual.shape()),
            place(k, actual.shape()),
        );
    }
}

/// The index of the element number `k` in row-major order.
pub(crate) fn place(mut k: usize, shape: &[usize]) -> Vec<usize> {
    let mut index: Vec<usize> = shape.iter().rev().map(|&size| (k % size, k /= size).0).collect();
    index.reverse();
    index
}

/// Asserts that the gradients of `of` with respect to `with_respect_to` equal difference quotients,
/// (f(x + h) − f(x − h)) / 2h, one element at a time. The elements of `of` are weighted, so that errors cannot cancel.
///
/// Choose inputs away from kinks (0 for relu, ties for a maximum): there the quotient is between both slopes.
///
/// # Panics
/// At the caller's line, naming the tensor, the element and both values; also if a run fails.
#[track_caller]
pub fn assert_gradients(of: &Tensor<f32>, with_respect_to: &[&Tensor<f32>], feeds: Feeds<'_>) {
    let mut session = Session::new(of.graph());
    let value = session.run(of, feeds.borrowed()).unwrap_or_else(|error| panic!("{error}"));
    let weights = weights(value.shape());
    let weighted = of * of.graph().constant(&weights);
    for (gradient, tensor) in gradients(&weighted, with_respect_to).iter().zip(with_respect_to) {
        let run = session.run((gradient, *tensor), feeds.borrowed());
        let (gradient, value) = run.unwrap_or_else(|error| panic!("{error}"));
        assert!(gradient.shape() == value.shape(), "the gradient of {tensor:?} has shape {:?}", gradient.shape());
        for k in 0..value.len() {
            let mut at = |offset: f32| -> f64 {
                let mut moved = value.clone();
                moved.as_slice_mut().expect("fetched values are row-major")[k] += offset;
                let value = session.run(of, feeds.borrowed().with(*tensor, &moved)).expect("it ran before");
                value.iter().zip(&weights).map(|(&v, &w)| f64::from(v) * f64::from(w)).sum()
            };
            let quotient = (at(STEP) - at(-STEP)) / (2.0 * f64::from(STEP));
            let found = f64::from(gradient.as_slice().expect("fetched values are row-major")[k]);
            assert!(
                (found - quotient).abs() <= GRADIENT_TOLERANCE * (1.0 + quotient.abs()),
                "the gradient with respect to {tensor:?} at {:?} is {found:.6}, the difference quotient {quotient:.6}",
                place(k, value.shape())
            );
        }
    }
}

/// Weights between 0.5 and 1.5, none equal to another: the golden ratio's multiples, without their whole part.
fn weights(shape: &[usize]) -> ArrayD<f32> {
    let len = shape.iter().product();
    let values = (0..len).map(|k| 0.5 + (k as f32 * 0.618_034).fract()).collect();
    ArrayD::from_shape_vec(shape, values).expect("as many values as the shape has")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::element::{View, ViewMut};
    use crate::op::{Call, Context, Op};
    use crate::prelude::*;

    #[test]
    #[should_panic(expected = "1 of 4 elements differ, the first at [1, 0]; the worst, at [1, 0], is 3, expected 5")]
    fn the_worst_element_is_named() {
        assert_close(&ndarray::arr2(&[[1.0, 2.0], [3.0, 4.0]]), &ndarray::arr2(&[[1.0, 2.0], [5.0, 4.0]]), 1e-6);
    }

    #[test]
    #[should_panic(expected = "1 of 1 elements differ")]
    fn nan_is_not_close_to_a_number() {
        assert_close(&ndarray::arr1(&[f32::NAN]), &ndarray::arr1(&[1.0]), 1e9);
    }

    #[derive(Debug)]
    struct Wrong;

    impl Op for Wrong {
        fn name(&self) -> &'static str {
            "wrong"
        }
        fn shape(&self, inputs: &[&Shape]) -> std::result::Result<Shape, String> {
            Ok(inputs[0].clone())
        }
        fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
            output.f32().iter_mut().zip(inputs[0].f32()).for_each(|(y, x)| *y = x * x * x);
        }
        fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
            vec![Some(gradient * call.input(0) * 2.0)]
        }
    }

    #[test]
    #[should_panic(expected = "the gradient with respect to Tensor(x: f32 [?]) at [0] is ")]
    fn a_wrong_gradient_is_found() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&x.apply(Wrong), &[&x], feed![x => [1.0, 2.0]]);
    }
}
