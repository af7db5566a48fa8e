//! Softmax regression is small, but ends at 92 %; and it has more parameters than a small convolutional network.

pub fn smallest_network(x: &Tensor<f32>) -> Tensor<f32> {
    Dense::new(10).apply(x)
}
