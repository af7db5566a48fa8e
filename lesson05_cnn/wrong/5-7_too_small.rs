//! So small that it no longer tells the digits apart.

pub fn smallest_network(x: &Tensor<f32>) -> Tensor<f32> {
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(2, 3).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(3, 3).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(4, 3).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    Dense::new(10).apply(&Flatten::new().apply(&net))
}
