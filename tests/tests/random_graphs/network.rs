//! Random networks: layers, element-wise ops, reductions and joins, one upon the other; a loss over the last of
//! them; its gradients; and some values from the middle, fetched.

use ndarray::ArrayD;
use shared::ops::{concat, keep_dims};
use shared::prelude::*;

use crate::random::Random;

/// A network with everything that a run of it needs.
pub struct Network {
    pub graph: Graph,
    pub inputs: Vec<(Tensor<f32>, ArrayD<f32>)>,
    pub fetches: Vec<Tensor<f32>>,
    pub train_step: TrainStep,
}

struct Builder {
    graph: Graph,
    random: Random,
    keep_prob: Tensor<f32>,
    /// What new ops are put upon: images `[?, height, width, channels]` and rows `[?, features]`, all of one batch size.
    values: Vec<Tensor<f32>>,
}

impl Network {
    pub fn new(seed: u64) -> Network {
        let mut random = Random::new(seed);
        let graph = Graph::new();
        // Each eighth network is large enough that threads get something to do.
        let batch = if seed.is_multiple_of(8) { 48 } else { random.within(1, 4) };
        let image = [random.within(4, 10), random.within(4, 10), random.within(1, 3)];
        let features = random.within(1, 20);
        let images = graph.placeholder::<f32>("images", shape![?, image[0], image[1], image[2]]);
        let rows = graph.placeholder::<f32>("rows", shape![?, features]);
        let inputs = vec![
            (images.clone(), random.values(&[batch, image[0], image[1], image[2]])),
            (rows.clone(), random.values(&[batch, features])),
        ];
        let keep_prob = graph.when_training(0.75, 1.0);
        let mut builder = Builder { graph: graph.clone(), random, keep_prob, values: Vec::new() };
        builder.grow(&images, &rows);
        let loss = builder.loss();
        let fetches = builder.fetches(&loss, &[&images, &rows], seed % 4 == 1);
        Network { graph, inputs, fetches, train_step: GradientDescent::new(0.05).minimize(&loss) }
    }
}

impl Builder {
    fn grow(&mut self, images: &Tensor<f32>, rows: &Tensor<f32>) {
        let first = if self.random.chance(1, 2) { self.pooled_layer(images) } else { self.convolution(images) };
        self.values = vec![first, self.dense(rows)];
        for _ in 0..self.random.within(4, 10) {
            let value = self.recent();
            let next = if value.shape().rank() == 4 { self.upon_images(&value) } else { self.upon_rows(&value) };
            self.values.push(next);
        }
    }

    /// One of the newest values, so that there are chains, and now and then a branch.
    fn recent(&mut self) -> Tensor<f32> {
        let first = self.values.len().saturating_sub(3);
        self.random.pick(&self.values[first..]).clone()
    }

    fn upon_images(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        match self.random.within(0, 11) {
            0..=2 => self.convolution(x),
            3..=5 => self.pooling(x),
            6 => self.element_wise(x),
            7 => self.join(x),
            8 => x.dropout(&self.keep_prob),
            9..=10 => self.pooled_layer(x),
            _ => {
                let features = sizes(x).iter().product();
                x.reshape(shape![?, features])
            }
        }
    }

    fn upon_rows(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        match self.random.within(0, 9) {
            0..=3 => self.dense(x),
            4 => self.element_wise(x),
            5 => self.join(x),
            6 => x.dropout(&self.keep_prob),
            7 => self.reduction(x),
            8 => self.cut_and_concat(x),
            _ => x.softmax(),
        }
    }

    fn convolution(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        let image = sizes(x);
        let size = [self.random.within(1, 3), self.random.within(1, 3)];
        let strides = [self.random.within(1, 2), self.random.within(1, 2)];
        let padding = self.padding(size, &image);
        let channels = *self.random.pick(&[1, 2, 3, 5, 8, 16, 17]);
        let kernel = self.graph.variable("kernel", glorot_uniform([size[0], size[1], image[2], channels]));
        let y = x.conv2d(&kernel, strides, padding);
        self.bias_and_relu(y, channels)
    }

    /// A layer as networks for images have it, whose pooling is its only reader.
    fn pooled_layer(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        let image = sizes(x);
        let channels = self.random.within(1, 20);
        let kernel = self.graph.variable("kernel", glorot_uniform([3, 3, image[2], channels]));
        let bias = self.graph.variable("bias", truncated_normal([channels], 0.1));
        let size = [self.random.within(1, 3), self.random.within(1, 3)];
        let y = (x.conv2d(&kernel, [1, 1], Padding::Same) + bias).relu();
        y.max_pool2d(size, [2, 2], Padding::Same)
    }

    fn dense(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        let (inputs, outputs) = (sizes(x)[0], self.random.within(1, 24));
        let weights = self.graph.variable("weights", glorot_uniform([inputs, outputs]));
        self.bias_and_relu(x.matmul(&weights), outputs)
    }

    /// A bias from either side or none, a relu or none.
    fn bias_and_relu(&mut self, product: Tensor<f32>, channels: usize) -> Tensor<f32> {
        let bias = self.graph.variable("bias", truncated_normal([channels], 0.1));
        let sum = match self.random.within(0, 3) {
            0 => product,
            1 => bias + product,
            _ => product + bias,
        };
        if self.random.chance(2, 3) { sum.relu() } else { sum }
    }

    fn pooling(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        let size = [self.random.within(1, 3), self.random.within(1, 3)];
        let strides = [self.random.within(1, 3), self.random.within(1, 3)];
        let padding = self.padding(size, &sizes(x));
        match self.random.within(0, 3) {
            0 => x.average_pool2d(size, strides, padding),
            1 => x.max_pool2d(size, strides, padding),
            _ => x.relu().max_pool2d(size, strides, padding),
        }
    }

    /// Any padding with which one window fits at least.
    fn padding(&mut self, window: [usize; 2], image: &[usize]) -> Padding {
        let fits = window[0] <= image[0] && window[1] <= image[1];
        if fits && self.random.chance(1, 2) { Padding::Valid } else { Padding::Same }
    }

    /// Values stay within a few units whatever is put upon what.
    fn element_wise(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        match self.random.within(0, 7) {
            0 => x.relu(),
            1 => x.tanh(),
            2 => x.sigmoid(),
            3 => -x,
            4 => x.tanh().exp(),
            5 => x.tanh().square() - x * 0.5,
            6 => (x.abs() + 1.0).ln(),
            _ => x / (x.square() + 1.0).sqrt(),
        }
    }

    /// Two values of one shape, or one with itself.
    fn join(&mut self, a: &Tensor<f32>) -> Tensor<f32> {
        let alike: Vec<&Tensor<f32>> = self.values.iter().filter(|b| b.shape() == a.shape()).collect();
        let b = *self.random.pick(&alike);
        match self.random.within(0, 3) {
            0 => a + b,
            1 => a - b * 0.5,
            2 => a * b.sigmoid(),
            _ => a.maximum(&b.tanh()),
        }
    }

    fn reduction(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        match self.random.within(0, 3) {
            0 => x - x.mean_axes([0]),
            1 => x - x.mean_axes(keep_dims([1])),
            2 => x.tanh() * x.sum_axes(keep_dims([1])).sigmoid(),
            _ => x + x.max_axes(keep_dims([1])) * 0.5,
        }
    }

    fn cut_and_concat(&mut self, x: &Tensor<f32>) -> Tensor<f32> {
        let features = sizes(x)[0];
        let cut = self.random.within(0, features);
        concat(&[&x.slice(1, cut..features), &x.slice(1, 0..cut)], 1)
    }

    fn loss(&mut self) -> Tensor<f32> {
        let ends = &self.values[self.values.len() - 3..];
        let losses = ends.iter().map(|end| end.tanh().square().mean());
        losses.reduce(|sum, loss| sum + loss).expect("three ends")
    }

    /// The loss, two values, gradients of the loss with respect to the inputs and to a value, and, if asked for, a
    /// gradient of a gradient.
    fn fetches(&mut self, loss: &Tensor<f32>, inputs: &[&Tensor<f32>], second_order: bool) -> Vec<Tensor<f32>> {
        let middle = [self.random.pick(&self.values).clone(), self.random.pick(&self.values).clone()];
        let slopes = gradients(loss, &[inputs[0], inputs[1], &middle[0]]);
        let mut fetches = vec![loss.clone()];
        fetches.extend(middle);
        if second_order {
            fetches.extend(gradients(&slopes[0].square(), &[&self.graph.variables()[0]]));
        }
        fetches.extend(slopes);
        fetches
    }
}

/// The sizes of all axes but the batch.
fn sizes(x: &Tensor<f32>) -> Vec<usize> {
    x.shape().dims()[1..].iter().map(|dim| dim.known().expect("only the batch is open")).collect()
}
