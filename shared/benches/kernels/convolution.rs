//! The convolutions of the fifth lesson's two networks: 5 x 5, stride 1, as large as the image.

use shared::kernels::conv2d::{self, Activation, ConvShape, Padding, naive};
use shared::kernels::pool2d::{PoolShape, PooledGradient};

use crate::im2col;
use crate::measure::{Bench, Kernel, Work};
use crate::naive::{add_bias_relu, for_each_two_by_two, largest};
use crate::values;

/// Images `[batch, height, width, channels]`, and filters. The first two are the default network's, the others the expert's.
const LAYERS: [([usize; 4], usize); 4] =
    [([64, 28, 28, 1], 16), ([64, 14, 14, 16], 36), ([50, 28, 28, 1], 32), ([50, 14, 14, 32], 64)];

struct Layer {
    shape: ConvShape,
    size: String,
    x: Vec<f32>,
    kernel: Vec<f32>,
    bias: Vec<f32>,
    /// Of the output.
    gradient: Vec<f32>,
}

impl Layer {
    fn new(&(input, filters): &([usize; 4], usize)) -> Layer {
        let [batch, height, width, channels] = input;
        let shape = ConvShape::new(input, [5, 5, channels, filters], [1, 1], Padding::Same).expect("sizes that fit");
        Layer {
            shape,
            size: format!("{batch} x {height} x {width} x {channels} to {filters}"),
            x: values(input.iter().product()),
            kernel: values(25 * channels * filters),
            bias: values(filters),
            gradient: values(batch * height * width * filters),
        }
    }

    fn work(&self) -> Work {
        Work::Operations(2 * self.gradient.len() * 25 * self.shape.in_channels)
    }
}

pub fn run(bench: &mut Bench) {
    let layers: Vec<Layer> = LAYERS.iter().map(Layer::new).collect();
    for pass in [
        by_im2col,
        forward,
        forward_and_max_pool,
        forward_and_max_pool_with_places,
        input_gradient,
        kernel_gradient,
        input_gradient_of_pooled,
        kernel_gradient_of_pooled,
    ] {
        layers.iter().for_each(|layer| pass(bench, layer));
    }
}

fn by_im2col(bench: &mut Bench, layer: &Layer) {
    let Layer { shape, size, x, kernel, gradient, .. } = layer;
    bench.kernel(Kernel {
        name: "conv2d forward by im2col, gemm",
        size,
        work: layer.work(),
        out: gradient.len(),
        fast: &mut |out| im2col::forward(shape, x, kernel, out),
        naive: Some(&mut |out| naive::forward(shape, x, kernel, out)),
    });
}

fn forward(bench: &mut Bench, layer: &Layer) {
    let Layer { shape, size, x, kernel, bias, gradient } = layer;
    bench.kernel(Kernel {
        name: "conv2d forward, bias, relu",
        size,
        work: layer.work(),
        out: gradient.len(),
        fast: &mut |out| conv2d::forward(shape, x, kernel, Some(bias), Activation::Relu, out),
        naive: Some(&mut |out| {
            naive::forward(shape, x, kernel, out);
            add_bias_relu(out, bias);
        }),
    });
}

fn forward_and_max_pool(bench: &mut Bench, layer: &Layer) {
    let Layer { shape, size, x, kernel, bias, gradient } = layer;
    let pool = two_by_two(shape);
    bench.kernel(Kernel {
        name: "conv2d forward, bias, relu, max pooling",
        size,
        work: layer.work(),
        out: gradient.len() / 4,
        fast: &mut |out| {
            conv2d::forward_and_max_pool((shape, &pool), x, kernel, Some(bias), Activation::Relu, out);
        },
        naive: Some(&mut |out| {
            let mut images = vec![0.0; gradient.len()];
            naive::forward(shape, x, kernel, &mut images);
            add_bias_relu(&mut images, bias);
            for_each_two_by_two(shape.output(), |output, cells| out[output] = images[largest(&images, cells)]);
        }),
    });
}

fn input_gradient(bench: &mut Bench, layer: &Layer) {
    let Layer { shape, size, x, kernel, gradient, .. } = layer;
    bench.kernel(Kernel {
        name: "conv2d input gradient",
        size,
        work: layer.work(),
        out: x.len(),
        fast: &mut |out| conv2d::input_gradient(shape, gradient, kernel, out),
        naive: Some(&mut |out| naive::input_gradient(shape, gradient, kernel, out)),
    });
}

fn kernel_gradient(bench: &mut Bench, layer: &Layer) {
    let Layer { shape, size, x, kernel, gradient, .. } = layer;
    bench.kernel(Kernel {
        name: "conv2d kernel gradient",
        size,
        work: layer.work(),
        out: kernel.len(),
        fast: &mut |out| conv2d::kernel_gradient(shape, x, gradient, out),
        naive: Some(&mut |out| naive::kernel_gradient(shape, x, gradient, out)),
    });
}

/// What training does: the pooled values, and where they came from.
fn forward_and_max_pool_with_places(bench: &mut Bench, layer: &Layer) {
    let Layer { shape, size, x, kernel, bias, gradient } = layer;
    let pool = two_by_two(shape);
    bench.kernel(Kernel {
        name: "conv2d forward, bias, relu, max pooling with places",
        size,
        work: layer.work(),
        out: gradient.len() / 2,
        fast: &mut |out| pool_with_places(layer, &pool, out),
        naive: Some(&mut |out| {
            let mut images = vec![0.0; gradient.len()];
            naive::forward(shape, x, kernel, &mut images);
            add_bias_relu(&mut images, bias);
            let (values, places) = out.split_at_mut(gradient.len() / 4);
            for_each_two_by_two(shape.output(), |output, cells| {
                let best = largest(&images, cells);
                values[output] = images[best];
                places[output] = cells.iter().position(|&cell| cell == best).expect("one of the four") as f32;
            });
        }),
    });
}

fn two_by_two(shape: &ConvShape) -> PoolShape {
    PoolShape::new(shape.output(), [2, 2], [2, 2], Padding::Same).expect("sizes that fit")
}

/// `out` is values, then places.
fn pool_with_places(layer: &Layer, pool: &PoolShape, out: &mut [f32]) {
    let Layer { shape, x, kernel, bias, .. } = layer;
    let (values, places) = out.split_at_mut(out.len() / 2);
    let inputs = (&x[..], &kernel[..], Some(&bias[..]));
    conv2d::forward_and_max_pool_with_places((shape, pool), inputs, Activation::Relu, values, places);
}

/// The gradient of the pooled values as that of the images.
fn sent_back(gradient: PooledGradient<'_>) -> Vec<f32> {
    let mut images = vec![0.0; 4 * gradient.gradient.len()];
    for_each_two_by_two(gradient.shape.input(), |output, cells| {
        images[cells[gradient.places[output] as usize]] = gradient.gradient[output];
    });
    images
}

/// Calls `measure` with a gradient of the layer's pooled values.
fn with_pooled(layer: &Layer, measure: impl FnOnce(PooledGradient<'_>)) {
    let pool = two_by_two(&layer.shape);
    let mut pooled = vec![0.0; layer.gradient.len() / 2];
    pool_with_places(layer, &pool, &mut pooled);
    let places = &pooled[pooled.len() / 2..];
    measure(PooledGradient { shape: &pool, places, gradient: &layer.gradient[..places.len()] });
}

fn input_gradient_of_pooled(bench: &mut Bench, layer: &Layer) {
    let Layer { shape, size, x, kernel, .. } = layer;
    with_pooled(layer, |pooled| {
        bench.kernel(Kernel {
            name: "conv2d input gradient of max pooling",
            size,
            work: layer.work(),
            out: x.len(),
            fast: &mut |out| conv2d::input_gradient_of_pooled(shape, pooled, kernel, out),
            naive: Some(&mut |out| naive::input_gradient(shape, &sent_back(pooled), kernel, out)),
        });
    });
}

fn kernel_gradient_of_pooled(bench: &mut Bench, layer: &Layer) {
    let Layer { shape, size, x, kernel, .. } = layer;
    with_pooled(layer, |pooled| {
        bench.kernel(Kernel {
            name: "conv2d kernel gradient of max pooling",
            size,
            work: layer.work(),
            out: kernel.len(),
            fast: &mut |out| conv2d::kernel_gradient_of_pooled(shape, x, pooled, out),
            naive: Some(&mut |out| naive::kernel_gradient(shape, x, &sent_back(pooled), out)),
        });
    });
}
