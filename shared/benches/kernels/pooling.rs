//! Pooling by windows of 2 x 2 behind the convolutions of the fifth lesson's two networks.

use shared::kernels::pool2d::{self, Padding, PoolShape};

use crate::measure::{Bench, Kernel, Work};
use crate::naive::{for_each_two_by_two, largest};
use crate::values;

/// Images `[batch, height, width, channels]`: two of the default network, two of the expert's.
const LAYERS: [[usize; 4]; 4] = [[64, 28, 28, 16], [64, 14, 14, 36], [50, 28, 28, 32], [50, 14, 14, 64]];

struct Layer {
    images: [usize; 4],
    shape: PoolShape,
    size: String,
    /// As it leaves a relu.
    x: Vec<f32>,
    /// Of the output.
    gradient: Vec<f32>,
}

impl Layer {
    fn new(images: [usize; 4]) -> Layer {
        let [batch, height, width, channels] = images;
        let mut x = values(images.iter().product());
        x.iter_mut().for_each(|x| *x = x.max(0.0));
        Layer {
            images,
            shape: PoolShape::new(images, [2, 2], [2, 2], Padding::Same).expect("sizes that fit"),
            size: format!("{batch} x {height} x {width} x {channels}"),
            gradient: values(x.len() / 4),
            x,
        }
    }

    fn backwards(&self) -> Work {
        Work::Values { read: self.x.len() + self.gradient.len(), written: self.x.len() }
    }
}

pub fn run(bench: &mut Bench) {
    let layers = LAYERS.map(Layer::new);
    for pass in [max_forward, max_gradient, max_gradient_through_relu] {
        layers.iter().for_each(|layer| pass(bench, layer));
    }
    average(bench, &layers[0]);
}

fn max_forward(bench: &mut Bench, layer: &Layer) {
    let Layer { images, shape, size, x, gradient } = layer;
    bench.kernel(Kernel {
        name: "max pooling forward",
        size,
        work: Work::Values { read: x.len(), written: gradient.len() },
        out: gradient.len(),
        fast: &mut |out| pool2d::max_forward(shape, x, out),
        naive: Some(&mut |out| for_each_two_by_two(*images, |output, cells| out[output] = x[largest(x, cells)])),
    });
}

fn max_gradient(bench: &mut Bench, layer: &Layer) {
    let Layer { images, shape, size, x, gradient } = layer;
    bench.kernel(Kernel {
        name: "max pooling gradient",
        size,
        work: layer.backwards(),
        out: x.len(),
        fast: &mut |out| pool2d::max_gradient(shape, x, gradient, out),
        naive: Some(&mut |out| {
            out.fill(0.0);
            for_each_two_by_two(*images, |output, cells| out[largest(x, cells)] += gradient[output]);
        }),
    });
}

fn max_gradient_through_relu(bench: &mut Bench, layer: &Layer) {
    let Layer { images, shape, size, x, gradient } = layer;
    bench.kernel(Kernel {
        name: "max pooling and relu gradient",
        size,
        work: layer.backwards(),
        out: x.len(),
        fast: &mut |out| pool2d::max_gradient_through_relu(shape, x, gradient, out),
        naive: Some(&mut |out| {
            out.fill(0.0);
            for_each_two_by_two(*images, |output, cells| out[largest(x, cells)] += gradient[output]);
            out.iter_mut().zip(x).filter(|(_, y)| **y == 0.0).for_each(|(out, _)| *out = 0.0);
        }),
    });
}

fn average(bench: &mut Bench, layer: &Layer) {
    let Layer { images, shape, size, x, gradient } = layer;
    bench.kernel(Kernel {
        name: "average pooling forward",
        size,
        work: Work::Values { read: x.len(), written: gradient.len() },
        out: gradient.len(),
        fast: &mut |out| pool2d::average_forward(shape, x, out),
        naive: Some(&mut |out| {
            let mean = |cells: [usize; 4]| cells.iter().map(|&cell| x[cell]).sum::<f32>() / 4.0;
            for_each_two_by_two(*images, |output, cells| out[output] = mean(cells));
        }),
    });
    bench.kernel(Kernel {
        name: "average pooling gradient",
        size,
        work: Work::Values { read: gradient.len(), written: x.len() },
        out: x.len(),
        fast: &mut |out| pool2d::average_gradient(shape, gradient, out),
        naive: Some(&mut |out| {
            for_each_two_by_two(*images, |output, cells| {
                cells.into_iter().for_each(|cell| out[cell] = gradient[output] / 4.0)
            });
        }),
    });
}
