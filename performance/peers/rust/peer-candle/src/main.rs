//! candle.
use candle_core::{DType, Device, Result, Tensor, Var, D};
use candle_nn::{
    conv2d, linear, loss, ops, AdamW, Conv2d, Conv2dConfig, Linear, Module, Optimizer, ParamsAdamW,
    VarBuilder, VarMap, SGD,
};
use common::Rng;

const CPU: Device = Device::Cpu;

struct Mlp(Vec<Linear>);

impl Mlp {
    fn new(sizes: &[usize], vb: VarBuilder) -> Result<Self> {
        let layer = |(i, s): (usize, &[usize])| linear(s[0], s[1], vb.pp(i));
        Ok(Self(sizes.windows(2).enumerate().map(layer).collect::<Result<_>>()?))
    }
    fn forward(&self, x: &Tensor, act: fn(&Tensor) -> Result<Tensor>) -> Result<Tensor> {
        let (last, rest) = self.0.split_last().unwrap();
        let mut x = x.clone();
        for l in rest {
            x = act(&l.forward(&x)?)?;
        }
        last.forward(&x)
    }
}

struct Cnn {
    c1: Conv2d,
    c2: Conv2d,
    f1: Linear,
    f2: Linear,
    drop: f32,
}

impl Cnn {
    fn new(w: &str, vb: VarBuilder) -> Result<Self> {
        let (ch1, ch2, hidden, drop) =
            if w.ends_with('4') { (16, 36, 128, 0.0) } else { (32, 64, 1024, 0.5) };
        let cfg = Conv2dConfig { padding: 2, ..Default::default() };
        Ok(Self {
            c1: conv2d(1, ch1, 5, cfg, vb.pp("c1"))?,
            c2: conv2d(ch1, ch2, 5, cfg, vb.pp("c2"))?,
            f1: linear(49 * ch2, hidden, vb.pp("f1"))?,
            f2: linear(hidden, 10, vb.pp("f2"))?,
            drop,
        })
    }
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let x = x.reshape(((), 1, 28, 28))?;
        let x = self.c1.forward(&x)?.relu()?.max_pool2d(2)?;
        let x = self.c2.forward(&x)?.relu()?.max_pool2d(2)?;
        let x = self.f1.forward(&x.flatten_from(1)?)?.relu()?;
        let x = if train && self.drop > 0.0 { ops::dropout(&x, self.drop)? } else { x };
        self.f2.forward(&x)
    }
}

fn images(x: Vec<f32>, n: usize) -> Result<Tensor> {
    let dim = x.len() / n;
    Tensor::from_vec(x, (n, dim), &CPU)
}

fn labels(y: &[u8]) -> Result<Tensor> {
    Tensor::from_vec(y.iter().map(|&v| v as u32).collect(), y.len(), &CPU)
}

fn adam(vars: Vec<Var>, lr: f64) -> Result<AdamW> {
    AdamW::new(vars, ParamsAdamW { lr, weight_decay: 0.0, ..Default::default() })
}

fn step(opt: &mut impl Optimizer, want: bool, loss: Result<Tensor>) -> f32 {
    let go = || -> Result<f32> {
        let loss = loss?;
        opt.backward_step(&loss)?;
        if want { loss.to_scalar() } else { Ok(0.0) }
    };
    go().unwrap()
}

fn run(w: &str) -> Result<()> {
    let (vm, mut r) = (VarMap::new(), Rng(1));
    let vb = VarBuilder::from_varmap(&vm, DType::F32, &CPU);
    match w {
        "W1" => {
            let (data, net) = (common::mnist(), Mlp::new(&[784, 10], vb)?);
            let mut opt = SGD::new(vm.all_vars(), 0.01)?;
            common::train(w, 100, |want| {
                let (x, y) = data.batch(100, &mut r);
                let loss = || {
                    let p = ops::softmax(&net.forward(&images(x, 100)?, Tensor::relu)?, D::Minus1)?;
                    (images(data.one_hot(&y), 100)? * p.log()?)?.sum_all()?.neg()
                };
                step(&mut opt, want, loss())
            })
        }
        "W2" => {
            let net = Mlp::new(&[2, 4, 1], vb)?;
            let mut opt = SGD::new(vm.all_vars(), 0.1)?;
            common::train(w, 1, |want| {
                let (x, y) = common::XOR[r.below(4)];
                let loss = || {
                    let out = ops::sigmoid(&net.forward(&images(x.to_vec(), 1)?, ops::sigmoid)?)?;
                    loss::mse(&out, &images(vec![y], 1)?)
                };
                step(&mut opt, want, loss())
            })
        }
        "W3" | "W6" => {
            let (data, sizes, b) = if w == "W3" {
                (common::fashion(), [784, 128, 128, 10], 32)
            } else {
                (common::animals(), [10800, 1024, 512, 5], 50)
            };
            let net = Mlp::new(&sizes, vb)?;
            let mut opt = adam(vm.all_vars(), 1e-3)?;
            common::train(w, b, |want| {
                let (x, y) = data.batch(b, &mut r);
                let loss =
                    || loss::cross_entropy(&net.forward(&images(x, b)?, Tensor::relu)?, &labels(&y)?);
                step(&mut opt, want, loss())
            })
        }
        "W4" | "W5" | "I4" | "I5" => {
            let (data, net) = (common::mnist(), Cnn::new(w, vb)?);
            let mut opt = adam(vm.all_vars(), 1e-4)?;
            let b = if w == "W5" { 50 } else { 64 };
            let one = |want: bool| {
                let (x, y) = data.batch(b, &mut r);
                let loss = || loss::cross_entropy(&net.forward(&images(x, b)?, true)?, &labels(&y)?);
                step(&mut opt, want, loss())
            };
            if w.starts_with('W') {
                common::train(w, b, one);
            } else {
                let logits = |x, n| net.forward(&images(x, n)?, false)?.flatten_all()?.to_vec1();
                common::infer(w, |x, n| logits(x, n).unwrap());
            }
        }
        _ => panic!("unknown workload {w}"),
    }
    Ok(())
}

fn main() {
    std::env::args().skip(1).for_each(|w| run(&w).unwrap());
}
