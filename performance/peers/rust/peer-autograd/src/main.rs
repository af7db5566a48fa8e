//! rust-autograd.
use ag::ndarray::{ArrayView, IxDyn};
use ag::ndarray_ext::zeros;
use ag::optimizers::{Adam, SGD};
use ag::prelude::*;
use ag::tensor_ops as T;
use autograd as ag;
use common::{Data, Rng};

type Env<'n> = ag::VariableEnvironment<'n, f32>;
type Ctx<'e, 'n> = ag::Context<'e, 'n, f32>;
type Tensor<'g> = ag::Tensor<'g, f32>;

fn view<'a>(v: &'a [f32], shape: &[usize]) -> ArrayView<'a, f32, IxDyn> {
    ArrayView::from_shape(IxDyn(shape), v).unwrap()
}

fn dense(env: &mut Env, i: usize, from: usize, to: usize, r: &mut Rng) {
    let w = view(&r.glorot(from * to, from, to), &[from, to]).to_owned();
    env.name(["w0", "w1", "w2", "w3"][i]).set(w);
    env.name(["b0", "b1", "b2", "b3"][i]).set(zeros(&[1, to]));
}

fn conv(env: &mut Env, i: usize, from: usize, to: usize, r: &mut Rng) {
    let w = r.glorot(to * from * 25, from * 25, to * 25);
    env.name(["w0", "w1"][i]).set(view(&w, &[to, from, 5, 5]).to_owned());
    env.name(["b0", "b1"][i]).set(zeros(&[1, to, 1, 1]));
}

fn mlp<'g>(c: &'g Ctx, dim: isize, n: usize, act: fn(Tensor<'g>) -> Tensor<'g>) -> Tensor<'g> {
    let mut x = c.placeholder("x", &[-1, dim]);
    for i in 0..n {
        x = T::matmul(x, c.variable(["w0", "w1", "w2"][i])) + c.variable(["b0", "b1", "b2"][i]);
        if i + 1 < n {
            x = act(x);
        }
    }
    x
}

fn cnn<'g>(c: &'g Ctx, flat: isize, drop: f32, train: bool) -> Tensor<'g> {
    let layer = |x: Tensor<'g>, w, b| {
        let y = T::conv2d(x, c.variable(w), 2, 1) + c.variable(b);
        T::max_pool2d(T::relu(y), 2, 0, 2)
    };
    let x = c.placeholder("x", &[-1, 784]).reshape(&[-1, 1, 28, 28]);
    let x = layer(layer(x, "w0", "b0"), "w1", "b1").reshape(&[-1, flat]);
    let x = T::relu(T::matmul(x, c.variable("w2")) + c.variable("b2"));
    let x = if train && drop > 0.0 { T::dropout(x, drop, true) } else { x };
    T::matmul(x, c.variable("w3")) + c.variable("b3")
}

fn sparse_ce<'g>(c: &'g Ctx, logits: Tensor<'g>) -> Tensor<'g> {
    T::mean_all(T::sparse_softmax_cross_entropy(logits, c.placeholder("y", &[-1, 1])))
}

/// One training step: the graph is built once, only the feeds change.
fn step(c: &Ctx, loss: Tensor, update: Tensor, x: &[f32], y: &[f32], b: usize) -> f32 {
    let out = c
        .evaluator()
        .push(loss)
        .push(update)
        .feed("x", view(x, &[b, x.len() / b]))
        .feed("y", view(y, &[b, y.len() / b]))
        .run();
    out[1].as_ref().unwrap();
    *out[0].as_ref().unwrap().iter().next().unwrap()
}

fn classes(y: &[u8]) -> Vec<f32> {
    y.iter().map(|&v| v as f32).collect()
}

fn update<'g, O: Optimizer<f32>>(c: &'g Ctx, loss: Tensor<'g>, opt: &O) -> Tensor<'g> {
    let ns = c.default_namespace();
    let names = ["w0", "b0", "w1", "b1", "w2", "b2", "w3", "b3"];
    let n = 2 * (0..4).filter(|&i| ns.get_array_by_name(names[2 * i]).is_some()).count();
    let vars: Vec<Tensor> = names[..n].iter().map(|&s| c.variable(s)).collect();
    opt.get_update_op(&vars, &T::grad(&[loss], &vars), c)
}

fn adam(env: &mut Env, lr: f32) -> Adam<f32> {
    let ids: Vec<_> = env.default_namespace().current_var_ids();
    Adam::new(lr, 1e-8, 0.9, 0.999, ids, env, "adam")
}

fn train_sparse(c: &Ctx, w: &str, data: &Data, b: usize, loss: Tensor, upd: Tensor) {
    let mut r = Rng(2);
    common::train(w, b, |_| {
        let (x, y) = data.batch(b, &mut r);
        step(c, loss, upd, &x, &classes(&y), b)
    })
}

fn run(w: &str) {
    let (mut env, mut r) = (Env::new(), Rng(1));
    match w {
        "W1" => {
            let data = common::mnist();
            dense(&mut env, 0, 784, 10, &mut r);
            env.run(|c| {
                let p = T::softmax(mlp(c, 784, 1, T::relu), -1);
                let loss = T::neg(T::sum_all(c.placeholder("y", &[-1, 10]) * T::ln(p)));
                let upd = update(c, loss, &SGD::new(0.01));
                common::train(w, 100, |_| {
                    let (x, y) = data.batch(100, &mut r);
                    step(c, loss, upd, &x, &data.one_hot(&y), 100)
                })
            })
        }
        "W2" => {
            dense(&mut env, 0, 2, 4, &mut r);
            dense(&mut env, 1, 4, 1, &mut r);
            env.run(|c| {
                let out = T::sigmoid(mlp(c, 2, 2, T::sigmoid));
                let loss = T::mean_all(T::square(out - c.placeholder("y", &[-1, 1])));
                let upd = update(c, loss, &SGD::new(0.1));
                common::train(w, 1, |_| {
                    let (x, y) = common::XOR[r.below(4)];
                    step(c, loss, upd, &x, &[y], 1)
                })
            })
        }
        "W3" | "W6" => {
            let (data, sizes, b) = if w == "W3" {
                (common::fashion(), [784, 128, 128, 10], 32)
            } else {
                (common::animals(), [10800, 1024, 512, 5], 50)
            };
            (0..3).for_each(|i| dense(&mut env, i, sizes[i], sizes[i + 1], &mut r));
            let opt = adam(&mut env, 1e-3);
            env.run(|c| {
                let loss = sparse_ce(c, mlp(c, sizes[0] as isize, 3, T::relu));
                train_sparse(c, w, &data, b, loss, update(c, loss, &opt))
            })
        }
        "W4" | "W5" | "I4" | "I5" => {
            let (ch1, ch2, hidden, drop) =
                if w.ends_with('4') { (16, 36, 128, 0.0) } else { (32, 64, 1024, 0.5) };
            let data = common::mnist();
            conv(&mut env, 0, 1, ch1, &mut r);
            conv(&mut env, 1, ch1, ch2, &mut r);
            dense(&mut env, 2, 49 * ch2, hidden, &mut r);
            dense(&mut env, 3, hidden, 10, &mut r);
            let opt = adam(&mut env, 1e-4);
            let flat = 49 * ch2 as isize;
            env.run(|c| {
                let loss = sparse_ce(c, cnn(c, flat, drop, true));
                let upd = update(c, loss, &opt);
                if w.starts_with('W') {
                    return train_sparse(c, w, &data, if w == "W5" { 50 } else { 64 }, loss, upd);
                }
                let out = cnn(c, flat, drop, false);
                common::infer(w, |x, n| {
                    let res = c.evaluator().push(out).feed("x", view(&x, &[n, 784])).run();
                    res[0].as_ref().unwrap().iter().copied().collect()
                })
            })
        }
        _ => panic!("unknown workload {w}"),
    }
}

fn main() {
    std::env::args().skip(1).for_each(|w| run(&w));
}
