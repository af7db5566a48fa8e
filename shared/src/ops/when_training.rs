//! One number in runs that contain a training step, another in all others. Keras: the argument `training`. Lesson 5.

use crate::element::{View, ViewMut};
use crate::graph::{Graph, Tensor};
use crate::onnx::OnnxCall;
use crate::op::{Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
struct WhenTraining {
    training: f32,
    otherwise: f32,
}

impl Op for WhenTraining {
    fn name(&self) -> &'static str {
        "when_training"
    }

    fn shape(&self, _: &[&Shape]) -> Result<Shape, String> {
        Ok(Shape::scalar())
    }

    fn run(&self, _: &[View<'_>], output: ViewMut<'_>, context: &Context) {
        output.f32()[0] = if context.training { self.training } else { self.otherwise };
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.write_number(self.otherwise);
        Ok(())
    }

    fn details(&self) -> String {
        format!("{} else {}", self.training, self.otherwise)
    }
}

impl Graph {
    /// A number, of shape `[]`: `training` in runs that contain a training step, else `otherwise`. The keep probability of
    /// [`dropout`](Tensor::dropout), for those who do not want to feed it:
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let keep_prob = graph.when_training(0.5, 1.0);
    /// let w = graph.variable("w", constant([], 1.0));
    /// let train_step = GradientDescent::new(0.1).minimize(&w.square());
    /// let mut session = Session::new(&graph);
    /// let (_, training) = session.run((&train_step, &keep_prob), feed![])?;
    /// let otherwise = session.run(&keep_prob, feed![])?;
    /// assert_eq!((training.item(), otherwise.item()), (0.5, 1.0));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn when_training(&self, training: f32, otherwise: f32) -> Tensor<f32> {
        self.source(WhenTraining { training, otherwise })
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn it_can_be_fed_like_any_tensor_and_has_no_gradient() {
        let graph = Graph::new();
        let number = graph.when_training(0.5, 1.0);
        let double = &number * 2.0;
        let slope = gradients(&double, &[&number]).remove(0);
        let mut session = Session::new(&graph);
        let (fed, slope) = session.run((&double, &slope), feed![number => 7.0]).unwrap();
        assert_eq!((fed.item(), slope.item()), (14.0, 2.0));
        assert_eq!(graph.to_string().matches("when_training 0.5 else 1").count(), 1);
        assert_eq!(session.run(&double, feed![]).unwrap().item(), 2.0);
    }
}
