//! Activations: the functions at the end of a layer.

use crate::graph::Tensor;

/// What a layer does with its sums; without one, a stack of layers would be a single linear function.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![?]);
/// let y = Session::new(&graph).run(&Relu.apply(&x), feed![x => [-1.0, 2.0]])?;
/// assert_eq!(y.as_slice().unwrap(), [0.0, 2.0]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Activation {
    /// None: the sums themselves, as for logits.
    #[default]
    Linear,
    /// max(x, 0).
    Relu,
    /// 1 / (1 + e⁻ˣ), between 0 and 1.
    Sigmoid,
    /// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), between −1 and 1.
    Tanh,
    /// eˣ over the sum of eˣ along the last axis: a probability for each class.
    Softmax,
}

impl Activation {
    /// The activation of each element (of each row, for softmax); the shape stays.
    ///
    /// # Panics
    /// At the caller's line, if softmax is asked of a tensor without axes.
    #[track_caller]
    pub fn apply(self, x: &Tensor<f32>) -> Tensor<f32> {
        match self {
            Activation::Linear => x.clone(),
            Activation::Relu => x.relu(),
            Activation::Sigmoid => x.sigmoid(),
            Activation::Tanh => x.tanh(),
            Activation::Softmax => x.softmax(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn each_activation_is_its_op() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let mut session = Session::new(&graph);
        let pairs =
            [(Linear, x.clone()), (Relu, x.relu()), (Sigmoid, x.sigmoid()), (Tanh, x.tanh()), (Softmax, x.softmax())];
        for (activation, expected) in pairs {
            let run = session.run((&activation.apply(&x), &expected), feed![x => [[-1.5, 0.0], [0.25, 3.0]]]);
            let (actual, expected) = run.unwrap();
            assert_eq!(actual, expected, "{activation:?}");
        }
        assert_eq!(Activation::default(), Linear);
    }
}
