//! Dropout: each element is kept with probability `keep_prob` and then divided by it, or else replaced by 0, so that
//! its expected value stays what it was. TensorFlow 1: `tf.nn.dropout`; Keras: `Dropout` (of the rate 1 − keep_prob).
//! Lesson 5.
//!
//! Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014.

use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::random::dropout_mask;
use crate::onnx::OnnxCall;
use crate::op::{Context, Mismatch, Op};
use crate::shape::Shape;

/// Inputs: the tensor whose shape (only) is taken, and `keep_prob`. The output is `1 / keep_prob` where an element is
/// kept, else 0.
///
/// The forward pass and the gradient multiply by this one node, and so by the same mask.
#[derive(Debug)]
struct DropoutMask;

impl Op for DropoutMask {
    fn name(&self) -> &'static str {
        "dropout_mask"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        match inputs[1].rank() {
            0 => Ok(inputs[0].clone()),
            _ => Err(format!("needs keep_prob as a single number, found {}", inputs[1])),
        }
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, context: &Context) {
        dropout_mask(context.seed, inputs[1].f32()[0], output.f32());
    }

    fn reads(&self, input: usize) -> bool {
        input == 1
    }

    fn check(&self, inputs: &[View<'_>]) -> Result<(), Mismatch> {
        let keep_prob = inputs[1].f32()[0];
        if keep_prob > 0.0 && keep_prob <= 1.0 {
            return Ok(());
        }
        Err(Mismatch {
            input: 1,
            expected: "a keep probability above 0 and at most 1".to_owned(),
            found: keep_prob.to_string(),
        })
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        // Outside of training everything is kept.
        call.write_number(1.0);
        Ok(())
    }
}

impl Tensor<f32> {
    /// Each element, kept with probability `keep_prob` (of shape `[]`, above 0 and at most 1) and divided by it, else 0.
    /// Which elements are kept is drawn anew in every run, from the session's seed.
    ///
    /// Feed `keep_prob`, with 1 outside of training, or take [`Graph::when_training`](crate::Graph::when_training).
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let keep_prob = graph.placeholder::<f32>("keep_prob", shape![]);
    /// let dropped = x.dropout(&keep_prob);
    /// let mut session = Session::new(&graph);
    /// let half = session.run(&dropped, feed![x => [1.0, 2.0, 3.0], keep_prob => 0.5])?;
    /// assert!(half.iter().zip([2.0, 4.0, 6.0]).all(|(&y, doubled)| y == 0.0 || y == doubled));
    /// let all = session.run(&dropped, feed![x => [1.0, 2.0, 3.0], keep_prob => 1.0])?;
    /// assert_eq!(all.as_slice().unwrap(), [1.0, 2.0, 3.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If `keep_prob` is not a single number.
    #[track_caller]
    pub fn dropout(&self, keep_prob: &Tensor<f32>) -> Tensor<f32> {
        let mask: Tensor<f32> = apply(DropoutMask, &[self.handle(), keep_prob.handle()]);
        self * mask
    }
}

#[cfg(test)]
mod tests {
    use ndarray::ArrayD;

    use crate::prelude::*;

    struct Dropped {
        graph: Graph,
        x: Tensor<f32>,
        keep_prob: Tensor<f32>,
        y: Tensor<f32>,
    }

    fn dropped() -> Dropped {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?]);
        let keep_prob = graph.placeholder::<f32>("keep_prob", shape![]);
        let y = x.dropout(&keep_prob);
        Dropped { graph, x, keep_prob, y }
    }

    fn ones(rows: usize, columns: usize) -> ArrayD<f32> {
        ArrayD::ones(vec![rows, columns])
    }

    #[test]
    fn the_kept_share_and_the_mean_are_as_asked() {
        let Dropped { graph, x, keep_prob, y } = dropped();
        let y = Session::new(&graph).seed(1).run(&y, feed![x => ones(100, 100), keep_prob => 0.75]).unwrap();
        assert!(y.iter().all(|&y| y == 0.0 || y == 1.0 / 0.75));
        // Four standard deviations of the mean of 10,000 elements are 0.023.
        assert!((y.mean().unwrap() - 1.0).abs() < 0.023, "{}", y.mean().unwrap());
    }

    #[test]
    fn the_gradient_goes_where_the_values_went() {
        let Dropped { graph, x, keep_prob, y } = dropped();
        let slope = gradients(&y, &[&x]).remove(0);
        let fetches = (&y, &slope);
        let (y, slope) = Session::new(&graph).run(fetches, feed![x => ones(8, 9), keep_prob => 0.5]).unwrap();
        assert_eq!(y, slope);
    }

    #[test]
    fn masks_differ_by_run_layer_and_seed_and_repeat_with_the_seed() {
        let Dropped { graph, x, keep_prob, y } = dropped();
        let other_layer = x.dropout(&keep_prob);
        let draw = |session: &mut Session, of: &Tensor<f32>| {
            session.run(of, feed![x => ones(8, 8), keep_prob => 0.5]).unwrap()
        };
        let mut session = Session::new(&graph).seed(1);
        let (first, second) = (draw(&mut session, &y), draw(&mut session, &y));
        assert_ne!(first, second);
        assert_ne!(first, draw(&mut Session::new(&graph).seed(1), &other_layer));
        assert_ne!(first, draw(&mut Session::new(&graph).seed(2), &y));
        assert_eq!(first, draw(&mut Session::new(&graph).seed(1), &y));
    }

    #[test]
    fn a_keep_probability_of_1_changes_nothing_and_empty_batches_pass() {
        let Dropped { graph, x, keep_prob, y } = dropped();
        let mut session = Session::new(&graph);
        assert_eq!(
            session.run(&y, feed![x => [[0.1, -3.0]], keep_prob => 1.0]).unwrap(),
            ndarray::arr2(&[[0.1, -3.0]]).into_dyn()
        );
        assert_eq!(session.run(&y, feed![x => ones(0, 3), keep_prob => 0.5]).unwrap().shape(), [0, 3]);
    }

    #[test]
    fn a_probability_out_of_range_is_an_error_that_names_the_feed() {
        let Dropped { graph, x, keep_prob, y } = dropped();
        for (wrong, text) in [(0.0, "0"), (-0.5, "-0.5"), (1.5, "1.5"), (f32::NAN, "NaN")] {
            let error = Session::new(&graph).run(&y, feed![x => ones(1, 1), keep_prob => wrong]).unwrap_err();
            let expected = format!("keep_prob: expected a keep probability above 0 and at most 1, found {text}");
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
    }

    #[test]
    #[should_panic(
        expected = "dropout_mask: needs keep_prob as a single number, found [3]\n  x: f32 [?, 3]\n  keep_prob: f32 [3]"
    )]
    fn one_probability_is_for_all_elements() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        x.dropout(&graph.placeholder::<f32>("keep_prob", shape![3]));
    }
}
