//! The dense layers of the course's networks: forward, and the gradients of input and weights.

use shared::kernels::epilogue::Activation;
use shared::kernels::gemm::{Matrix, gemm, gemm_bias_activation};

use crate::measure::{Bench, Kernel, Work};
use crate::naive::{add_bias_relu, product};
use crate::values;

/// `[batch, inputs, outputs]`.
const LAYERS: [[usize; 3]; 8] = [
    [64, 1764, 128],  // lesson 5, the default network
    [64, 128, 10],    // its last layer
    [50, 3136, 1024], // lesson 5, the expert network
    [256, 1764, 128], // both in larger batches
    [256, 3136, 1024],
    [50, 10800, 1024], // lesson 2
    [32, 784, 128],    // lesson 3
    [100, 784, 10],    // lesson 4
];

struct Layer {
    sizes: [usize; 3],
    size: String,
    x: Vec<f32>,
    w: Vec<f32>,
    bias: Vec<f32>,
    /// Of the output.
    gradient: Vec<f32>,
}

impl Layer {
    fn new([batch, inputs, outputs]: [usize; 3]) -> Layer {
        Layer {
            sizes: [batch, inputs, outputs],
            size: format!("{batch} x {inputs} x {outputs}"),
            x: values(batch * inputs),
            w: values(inputs * outputs),
            bias: values(outputs),
            gradient: values(batch * outputs),
        }
    }

    fn work(&self) -> Work {
        Work::Operations(2 * self.sizes.iter().product::<usize>())
    }
}

pub fn run(bench: &mut Bench) {
    let layers = LAYERS.map(Layer::new);
    for pass in [forward, input_gradient, weight_gradient] {
        layers.iter().for_each(|layer| pass(bench, layer));
    }
}

fn forward(bench: &mut Bench, layer: &Layer) {
    let Layer { sizes, size, x, w, bias, gradient } = layer;
    let &[batch, inputs, outputs] = sizes;
    let matrices = (Matrix::row_major(x, batch, inputs), Matrix::row_major(w, inputs, outputs));
    bench.kernel(Kernel {
        name: "dense forward, bias, relu",
        size,
        work: layer.work(),
        out: gradient.len(),
        fast: &mut |out| gemm_bias_activation(matrices.0, matrices.1, Some(bias), Activation::Relu, out),
        naive: Some(&mut |out| {
            product([batch, inputs, outputs], |r, k| x[r * inputs + k], |k, c| w[k * outputs + c], out);
            add_bias_relu(out, bias);
        }),
    });
}

fn input_gradient(bench: &mut Bench, layer: &Layer) {
    let Layer { sizes, size, x, w, gradient, .. } = layer;
    let &[batch, inputs, outputs] = sizes;
    let matrices = (Matrix::row_major(gradient, batch, outputs), Matrix::row_major(w, inputs, outputs).transposed());
    bench.kernel(Kernel {
        name: "dense input gradient",
        size,
        work: layer.work(),
        out: x.len(),
        fast: &mut |out| gemm(matrices.0, matrices.1, false, out),
        naive: Some(&mut |out| {
            product([batch, outputs, inputs], |r, k| gradient[r * outputs + k], |k, c| w[c * outputs + k], out);
        }),
    });
}

fn weight_gradient(bench: &mut Bench, layer: &Layer) {
    let Layer { sizes, size, x, w, gradient, .. } = layer;
    let &[batch, inputs, outputs] = sizes;
    let matrices = (Matrix::row_major(x, batch, inputs).transposed(), Matrix::row_major(gradient, batch, outputs));
    bench.kernel(Kernel {
        name: "dense weight gradient",
        size,
        work: layer.work(),
        out: w.len(),
        fast: &mut |out| gemm(matrices.0, matrices.1, false, out),
        naive: Some(&mut |out| {
            product([inputs, batch, outputs], |r, k| x[k * inputs + r], |k, c| gradient[k * outputs + c], out);
        }),
    });
}
