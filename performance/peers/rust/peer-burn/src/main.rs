//! burn, on its `flex` backend.
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::loss::{CrossEntropyLoss, CrossEntropyLossConfig, MseLoss, Reduction};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{Dropout, DropoutConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer, SgdConfig};
use burn::prelude::*;
use burn::tensor::activation::{relu, sigmoid, softmax};
use common::{Data, Rng};

#[derive(Module, Debug)]
struct Mlp {
    layers: Vec<Linear>,
}

impl Mlp {
    fn new(sizes: &[usize], d: &Device) -> Self {
        Self { layers: sizes.windows(2).map(|s| LinearConfig::new(s[0], s[1]).init(d)).collect() }
    }
    fn forward(&self, mut x: Tensor<2>, act: fn(Tensor<2>) -> Tensor<2>) -> Tensor<2> {
        for l in &self.layers[..self.layers.len() - 1] {
            x = act(l.forward(x));
        }
        self.layers[self.layers.len() - 1].forward(x)
    }
}

#[derive(Module, Debug)]
struct Cnn {
    c1: Conv2d,
    c2: Conv2d,
    pool: MaxPool2d,
    f1: Linear,
    f2: Linear,
    drop: Dropout,
}

impl Cnn {
    fn new(ch1: usize, ch2: usize, hidden: usize, drop: f64, d: &Device) -> Self {
        let conv = |i, o| {
            Conv2dConfig::new([i, o], [5, 5]).with_padding(PaddingConfig2d::Explicit(2, 2, 2, 2)).init(d)
        };
        Self {
            c1: conv(1, ch1),
            c2: conv(ch1, ch2),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            f1: LinearConfig::new(49 * ch2, hidden).init(d),
            f2: LinearConfig::new(hidden, 10).init(d),
            drop: DropoutConfig::new(drop).init(),
        }
    }
    fn w4(d: &Device) -> Self {
        Self::new(16, 36, 128, 0.0, d)
    }
    fn w5(d: &Device) -> Self {
        Self::new(32, 64, 1024, 0.5, d)
    }
    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let n = x.dims()[0];
        let x = x.reshape([n, 1, 28, 28]);
        let x = self.pool.forward(relu(self.c1.forward(x)));
        let x = self.pool.forward(relu(self.c2.forward(x)));
        let x = relu(self.f1.forward(x.flatten(1, 3)));
        self.f2.forward(self.drop.forward(x))
    }
}

fn images(x: Vec<f32>, n: usize, d: &Device) -> Tensor<2> {
    let dim = x.len() / n;
    Tensor::from_data(TensorData::new(x, [n, dim]), d)
}

fn labels(y: &[u8], d: &Device) -> Tensor<1, Int> {
    let y: Vec<i32> = y.iter().map(|&v| v as i32).collect();
    let n = y.len();
    Tensor::from_data(TensorData::new(y, [n]), d)
}

fn adam() -> ModuleOptimizer {
    AdamConfig::new().with_epsilon(1e-8).init()
}

/// Model and optimizer; `step` backpropagates a loss.
struct Trainer<M> {
    model: Option<M>,
    opt: ModuleOptimizer,
    lr: f64,
}

impl<M: Module> Trainer<M> {
    fn new(model: M, opt: ModuleOptimizer, lr: f64) -> Self {
        Self { model: Some(model), opt, lr }
    }
    fn step(&mut self, want: bool, loss: impl FnOnce(&M) -> Tensor<1>) -> f32 {
        let model = self.model.take().unwrap();
        let loss = loss(&model);
        let grads = GradientsParams::from_grads(loss.backward(), &model);
        self.model = Some(self.opt.step(self.lr, model, grads));
        if want { loss.into_scalar() } else { 0.0 }
    }
}

fn classifier<'a, M: Module>(
    mut t: Trainer<M>, data: &'a Data, b: usize, d: &'a Device,
    fwd: impl Fn(&M, Tensor<2>) -> Tensor<2> + 'a,
) -> impl FnMut(bool) -> f32 + 'a
where
    M: 'a,
{
    let (ce, mut r): (CrossEntropyLoss, _) = (CrossEntropyLossConfig::new().init(d), Rng(1));
    move |want| {
        let (x, y) = data.batch(b, &mut r);
        t.step(want, |m| ce.forward(fwd(m, images(x, b, d)), labels(&y, d)))
    }
}

fn run(w: &str, d: &Device) {
    let mut r = Rng(1);
    match w {
        "W1" => {
            let data = common::mnist();
            let mut t = Trainer::new(Mlp::new(&[784, 10], d), SgdConfig::new().init(), 0.01);
            common::train(w, 100, |want| {
                let (x, y) = data.batch(100, &mut r);
                let y = images(data.one_hot(&y), 100, d);
                t.step(want, |m| -(y * softmax(m.forward(images(x, 100, d), relu), 1).log()).sum())
            })
        }
        "W2" => {
            let mut t = Trainer::new(Mlp::new(&[2, 4, 1], d), SgdConfig::new().init(), 0.1);
            common::train(w, 1, |want| {
                let (x, y) = common::XOR[r.below(4)];
                let (x, y) = (images(x.to_vec(), 1, d), images(vec![y], 1, d));
                t.step(want, |m| {
                    MseLoss::new().forward(sigmoid(m.forward(x, sigmoid)), y, Reduction::Mean)
                })
            })
        }
        "W3" | "W6" => {
            let (data, sizes, b) = if w == "W3" {
                (common::fashion(), [784, 128, 128, 10], 32)
            } else {
                (common::animals(), [10800, 1024, 512, 5], 50)
            };
            let t = Trainer::new(Mlp::new(&sizes, d), adam(), 1e-3);
            common::train(w, b, classifier(t, &data, b, d, |m, x| m.forward(x, relu)))
        }
        "W4" | "W5" => {
            let data = common::mnist();
            let (net, b) = if w == "W4" { (Cnn::w4(d), 64) } else { (Cnn::w5(d), 50) };
            common::train(w, b, classifier(Trainer::new(net, adam(), 1e-4), &data, b, d, Cnn::forward))
        }
        "I4" | "I5" => {
            let net = if w == "I4" { Cnn::w4(d) } else { Cnn::w5(d) }.valid();
            let d = d.clone().inner();
            common::infer(w, |x, n| net.forward(images(x, n, &d)).into_data().try_into_vec().unwrap())
        }
        _ => panic!("unknown workload {w}"),
    }
}

fn main() {
    let d = Device::flex().autodiff();
    std::env::args().skip(1).for_each(|w| run(&w, &d));
}
