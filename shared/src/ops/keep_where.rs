//! A value where a truth value says so, and 0 elsewhere: what gradients of ops that choose are made of.
//! NumPy: `np.where(mask, value, 0)`.

use super::for_kernel;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::broadcast::zip_broadcast;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Inputs: the mask, and the value; where the mask is not `when`, the value is dropped, even if it is infinite or NaN.
#[derive(Debug)]
pub(crate) struct KeepWhere {
    when: bool,
}

impl Op for KeepWhere {
    fn name(&self) -> &'static str {
        "keep_where"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        inputs[0].broadcast(inputs[1])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let (mask, value) = (for_kernel(inputs[0]), for_kernel(inputs[1]));
        let shape = output.shape;
        let when = self.when;
        zip_broadcast(
            mask,
            value,
            output.f32(),
            shape,
            |mask: bool, value: f32| if mask == when { value } else { 0.0 },
        );
    }

    // y = x where kept, else 0  =>  dL/dx = dL/dy where kept, else 0
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![None, Some(apply(KeepWhere { when: self.when }, &[call.handle(0), gradient.handle()]))]
    }

    fn details(&self) -> String {
        self.when.to_string()
    }
}

impl Tensor<f32> {
    /// Each element where `mask` is true, 0 where it is false; with broadcasting.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let large = x.keep_where(&x.greater(&graph.scalar(1.0)));
    /// let large = Session::new(&graph).run(&large, feed![x => [0.5, 2.0, 1.0, 3.0]])?;
    /// assert_eq!(large.as_slice().unwrap(), [0.0, 2.0, 0.0, 3.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn keep_where(&self, mask: &Tensor<bool>) -> Tensor<f32> {
        apply(KeepWhere { when: true }, &[mask.handle(), self.handle()])
    }

    /// Each element where `mask` is false, 0 where it is true: the rest of [`keep_where`](Tensor::keep_where).
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn drop_where(&self, mask: &Tensor<bool>) -> Tensor<f32> {
        apply(KeepWhere { when: false }, &[mask.handle(), self.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::prelude::*;

    #[test]
    fn what_one_drops_the_other_keeps() {
        let graph = Graph::new();
        let mask = graph.placeholder::<bool>("mask", shape![?, 1]);
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let feeds = feed![mask => [[true], [false]], x => [[1.0, f32::NAN, 3.0]]];
        let (kept, dropped) = Session::new(&graph).run((&x.keep_where(&mask), &x.drop_where(&mask)), feeds).unwrap();
        let rows = |rows: [[f32; 3]; 2]| ndarray::arr2(&rows).into_dyn();
        assert_eq!(kept.map(|x| if x.is_nan() { 2.0 } else { *x }), rows([[1.0, 2.0, 3.0], [0.0; 3]]));
        assert_eq!(dropped.map(|x| if x.is_nan() { 2.0 } else { *x }), rows([[0.0; 3], [1.0, 2.0, 3.0]]));
    }

    #[test]
    fn nothing_is_kept_of_nothing() {
        let graph = Graph::new();
        let mask = graph.placeholder::<bool>("mask", shape![]);
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let none = ndarray::Array2::<f32>::zeros((0, 3));
        let kept = Session::new(&graph).run(&x.keep_where(&mask), feed![mask => true, x => none]).unwrap();
        assert_eq!(kept.shape(), [0, 3]);
    }

    #[test]
    fn gradients_pass_where_the_value_does() {
        let graph = Graph::new();
        let mask = graph.placeholder::<bool>("mask", shape![?]);
        let x = graph.placeholder::<f32>("x", shape![?, 1]);
        let y = x.keep_where(&mask).square() + x.drop_where(&mask);
        assert_gradients(&y, &[&x], feed![mask => [true, false, true], x => [[1.0], [-2.0]]]);
    }

    #[test]
    #[should_panic(expected = "keep_where: cannot broadcast [2] with [?, 3]\n  mask: bool [2]\n  x: f32 [?, 3]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let mask = graph.placeholder::<bool>("mask", shape![2]);
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let _ = x.keep_where(&mask);
    }
}
