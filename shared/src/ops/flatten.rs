//! All axes but the batch joined into one. Keras: `Flatten`. Lesson 3. A derived op: a reshape.

use crate::element::Element;
use crate::graph::Tensor;
use crate::shape::{Dim, Shape};

impl<T: Element> Tensor<T> {
    /// The elements of each example in one row: `[?, 7, 7, 36]` becomes `[?, 1764]`. Nothing is copied.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let net = graph.placeholder::<f32>("net", shape![?, 7, 7, 36]);
    /// assert_eq!(net.flatten().shape().to_string(), "[?, 1764]");
    /// ```
    ///
    /// # Panics
    /// If there is no batch axis, or another axis than the batch is open.
    #[track_caller]
    pub fn flatten(&self) -> Tensor<T> {
        let shape = self.shape();
        let Some((&batch, rest)) = shape.dims().split_first() else {
            panic!("flatten: {} has no batch axis", self.handle().describe());
        };
        let Some(features) = Shape::new(rest.to_vec()).elements() else {
            panic!("flatten: only the first axis may be open\n  {}", self.handle().describe());
        };
        self.reshape(Shape::new(vec![batch, Dim::Known(features)]))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::prelude::*;

    #[test]
    fn the_batch_axis_stays() {
        let graph = Graph::new();
        let flattened = |shape: Shape| graph.placeholder::<f32>("x", shape).flatten().shape();
        assert_eq!(flattened(shape![?, 28, 28]), shape![?, 784]);
        assert_eq!(flattened(shape![5, 3]), shape![5, 3]);
        assert_eq!(flattened(shape![?]), shape![?, 1]);
        assert_eq!(flattened(shape![2, 0, 3]), shape![2, 0]);
    }

    #[test]
    fn an_empty_batch_stays_empty() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2, 2]);
        let y = Session::new(&graph).run(&x.flatten(), feed![x => ndarray::Array3::<f32>::zeros([0, 2, 2])]).unwrap();
        assert_eq!(y.shape(), [0, 4]);
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 1, 2]);
        assert_gradients(&x.flatten().square(), &[&x], feed![x => ndarray::arr3(&[[[1.0, 2.0]], [[-1.0, 0.5]]])]);
    }

    #[test]
    #[should_panic(expected = "flatten: only the first axis may be open\n  x: f32 [?, ?, 3]")]
    fn another_open_axis_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, ?, 3]).flatten();
    }

    #[test]
    #[should_panic(expected = "flatten: x: f32 [] has no batch axis")]
    fn a_scalar_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![]).flatten();
    }
}
