//! dfdx. No convolutions: in dfdx 0.13 they need a nightly compiler, and it no longer builds with today's.
use common::Rng;
use dfdx::optim::{Adam, AdamConfig, Sgd, SgdConfig};
use dfdx::prelude::*;

type Logits<const B: usize, const O: usize> = Tensor<Rank2<B, O>, f32, Cpu, OwnedTape<f32, Cpu>>;
type Target<const B: usize, const O: usize> = Tensor<Rank2<B, O>, f32, Cpu>;
type Loss = Tensor<Rank0, f32, Cpu, OwnedTape<f32, Cpu>>;

fn literal_ce<const B: usize, const O: usize>(x: Logits<B, O>, y: Target<B, O>) -> Loss {
    (x.softmax::<Axis<1>>().ln() * y).sum().negate()
}

/// Trains a network of type `$net`; `$batch` yields the inputs and (one-hot) targets as vectors.
macro_rules! fit {
    ($w:ident, $net:ty, [$b:literal, $in:literal, $out:literal], $opt:expr, $loss:expr, $batch:expr) => {{
        let dev = Cpu::default();
        let mut net = dev.build_module::<$net, f32>();
        let mut grads = Some(net.alloc_grads());
        let mut opt = $opt(&net);
        let mut batch = $batch;
        common::train($w, $b, |want| {
            let (x, y) = batch();
            let x = dev.tensor_from_vec(x, (Const::<$b>, Const::<$in>));
            let y = dev.tensor_from_vec(y, (Const::<$b>, Const::<$out>));
            let loss = $loss(net.forward_mut(x.traced(grads.take().unwrap())), y);
            let value = if want { loss.array() } else { 0.0 };
            let mut g = loss.backward();
            opt.update(&mut net, &g).unwrap();
            net.zero_grads(&mut g);
            grads = Some(g);
            value
        })
    }};
}

macro_rules! one_hot_batch {
    ($data:ident, $r:ident, $b:literal) => {
        || {
            let (x, y) = $data.batch($b, &mut $r);
            (x, $data.one_hot(&y))
        }
    };
}

fn run(w: &str) {
    let mut r = Rng(1);
    match w {
        "W1" => {
            let data = common::mnist();
            let opt = |n: &_| Sgd::new(n, SgdConfig { lr: 0.01, ..Default::default() });
            fit!(w, Linear<784, 10>, [100, 784, 10], opt, literal_ce, one_hot_batch!(data, r, 100))
        }
        "W2" => {
            type Net = (Linear<2, 4>, Sigmoid, Linear<4, 1>, Sigmoid);
            let opt = |n: &_| Sgd::new(n, SgdConfig { lr: 0.1, ..Default::default() });
            fit!(w, Net, [1, 2, 1], opt, mse_loss, || {
                let (x, y) = common::XOR[r.below(4)];
                (x.to_vec(), vec![y])
            })
        }
        "W3" => {
            type Net = (Linear<784, 128>, ReLU, Linear<128, 128>, ReLU, Linear<128, 10>);
            let data = common::fashion();
            let opt = |n: &_| Adam::new(n, AdamConfig::default());
            let loss = cross_entropy_with_logits_loss;
            fit!(w, Net, [32, 784, 10], opt, loss, one_hot_batch!(data, r, 32))
        }
        "W6" => {
            type Net = (Linear<10800, 1024>, ReLU, Linear<1024, 512>, ReLU, Linear<512, 5>);
            let data = common::animals();
            let opt = |n: &_| Adam::new(n, AdamConfig::default());
            let loss = cross_entropy_with_logits_loss;
            fit!(w, Net, [50, 10800, 5], opt, loss, one_hot_batch!(data, r, 50))
        }
        _ => panic!("dfdx has no {w}"),
    }
}

fn main() {
    dfdx::flush_denormals_to_zero();
    std::env::args().skip(1).for_each(|w| run(&w));
}
