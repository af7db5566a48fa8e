//! What the answers to the exercises are compared with, and random inputs for them.

use lesson03_mlp::clothes::{Clothes, argmax};
use lesson03_mlp::gates::XOR;
use lesson03_mlp::nested::Nested;
use ndarray::{Array1, Array2, arr1};
use ndarray_rand::rand::Rng;
use ndarray_rand::rand::rngs::StdRng;
use shared::model::{Callback, Training};
use shared::prelude::*;

/// Fails unless both are equal but for rounding to six digits; also infinite ones.
#[track_caller]
pub fn near(what: &str, found: f64, expected: f64) {
    let is_near = found == expected || (found - expected).abs() < 2e-6 * (1.0 + expected.abs());
    assert!(is_near, "{what}: found {found}, expected {expected}");
}

/// A nested array of this shape.
pub fn nested_of(shape: &[usize]) -> Nested {
    match shape.split_first() {
        None => Nested::Number(0.5),
        Some((&len, rest)) => Nested::list((0..len).map(|_| nested_of(rest))),
    }
}

/// Takes an item out of an inner list, or puts a list in the place of a number, so that there is no shape. All lists have at
/// least two items.
pub fn spoil(nested: &mut Nested, random: &mut StdRng) {
    let Nested::List(items) = nested else { unreachable!("a list") };
    let place = random.random_range(0..items.len());
    match &mut items[place] {
        Nested::Number(number) => items[place] = Nested::list([Nested::Number(*number)]),
        Nested::List(inner) if random.random_bool(0.4) => {
            inner.pop();
        }
        inner => spoil(inner, random),
    }
}

/// The shapes of the values that the engine computes for a batch of images.
pub fn shapes_in_the_engine(batch: usize, image: [usize; 2], nodes: &[usize]) -> Vec<Vec<usize>> {
    let graph = Graph::new();
    let input = Input::new(image).apply(&graph);
    let mut tensors = vec![input.clone(), Flatten::new().apply(&input)];
    for &nodes in nodes {
        let output = Dense::new(nodes).activation(Relu).apply(&tensors[tensors.len() - 1]);
        tensors.push(output);
    }
    let images = ndarray::Array3::<f32>::zeros((batch, image[0], image[1]));
    let values = Session::new(&graph).run(&tensors, feed![input => images]).expect("a batch of images");
    values.iter().map(|value| value.shape().to_vec()).collect()
}

/// What the engine makes of a shape of rank 4.
pub fn shapes_of_ops(sizes: [usize; 4]) -> [(&'static str, Vec<usize>); 6] {
    let tensor = Graph::new().constant(&ndarray::ArrayD::<f32>::zeros(&sizes[..]));
    [
        ("sum over axis 1", tensor.sum_axes([1]).shape()),
        ("mean over axes 2 and 3", tensor.mean_axes([2, 3]).shape()),
        ("part 0..2 of axis 0", tensor.slice(0, 0..2).shape()),
        ("axes in the order 0, 3, 1, 2", tensor.permute(&[0, 3, 1, 2]).shape()),
        ("flattened, but for axis 0", tensor.flatten().shape()),
        ("argmax along axis 3", tensor.argmax(3).shape()),
    ]
    .map(|(what, shape)| (what, shape.known().expect("all sizes are known")))
}

/// The mean squared error of four outputs for XOR, and how many of them are right.
pub fn loss_and_right(outputs: impl Iterator<Item = f32>) -> (f64, usize) {
    let pairs: Vec<(f32, f32)> = outputs.zip(XOR).collect();
    let loss = pairs.iter().map(|(y, answer)| f64::from(y - answer).powi(2)).sum::<f64>() / 4.0;
    (loss, pairs.iter().filter(|(y, answer)| f32::from(*y > 0.5) == *answer).count())
}

/// Rows that add up to 1, some of them with zeros.
pub fn distributions(rows: usize, classes: usize, random: &mut StdRng) -> Vec<f32> {
    let mut row = || {
        let mut weights: Vec<u32> = (0..classes).map(|_| random.random_range(0..4)).collect();
        weights[random.random_range(0..classes)] += 1;
        let total: u32 = weights.iter().sum();
        weights.into_iter().map(|weight| weight as f32 / total as f32).collect::<Vec<f32>>()
    };
    (0..rows).flat_map(|_| row()).collect()
}

/// The cross-entropy of two distributions in bits.
pub fn bits(p: &[f32], q: &[f32]) -> f64 {
    let mut sum = 0.0;
    for (&p, &q) in p.iter().zip(q) {
        if p != 0.0 {
            sum -= f64::from(p) * f64::from(q).log2();
        }
    }
    sum
}

/// The cross-entropy of `<p, 1 - p>` and `<q, 1 - q>` in bits.
pub fn two_class_bits(p: f64, q: f64) -> f64 {
    match (p, q) {
        (0.0, q) => -(1.0 - q).log2(),
        (1.0, q) => -q.log2(),
        (p, q) => -p * q.log2() - (1.0 - p) * (1.0 - q).log2(),
    }
}

/// Examples with whole numbers as features that some perceptron tells apart: M+ and M-, together at least one.
pub fn separable(random: &mut StdRng) -> (Array2<f32>, Array2<f32>) {
    let (features, examples) = (random.random_range(1..=4), random.random_range(1..=9));
    let plane: Vec<i32> = (0..=features).map(|_| random.random_range(-3..=3)).collect();
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for _ in 0..examples {
        let x: Vec<i32> = (0..features).map(|_| random.random_range(-3..=3)).collect();
        let sum = plane[features] + x.iter().zip(&plane).map(|(x, w)| x * w).sum::<i32>();
        if sum > 0 { &mut yes } else { &mut no }.extend(x.iter().map(|&x| x as f32));
    }
    let rows = |values: Vec<f32>| Array2::from_shape_vec((values.len() / features, features), values).expect("rows");
    (rows(yes), rows(no))
}

/// Weights and epochs of the perceptron learning rule, one number after the other.
pub fn learned_by_rule(yes: &Array2<f32>, no: &Array2<f32>) -> (Array1<f32>, usize) {
    let features = yes.ncols();
    let mut w = vec![0.0; features + 1];
    for epoch in 1.. {
        let before = w.clone();
        let mut mistakes = 0;
        for (x, sign) in yes.rows().into_iter().map(|x| (x, 1.0)).chain(no.rows().into_iter().map(|x| (x, -1.0))) {
            let sum = w[features] + (0..features).map(|k| w[k] * x[k]).sum::<f32>();
            if (sum > 0.0) != (sign > 0.0) {
                (0..features).for_each(|k| w[k] += sign * x[k]);
                w[features] += sign;
                mistakes += 1;
            }
        }
        if mistakes == 0 {
            return (arr1(&before), epoch);
        }
    }
    unreachable!("what can be separated is separated in the end")
}

/// The parameters of dense layers, as the table of layers has them.
pub fn parameters_in_summary(nodes: &[usize]) -> usize {
    let graph = Graph::new();
    let input = Input::new([nodes[0]]).apply(&graph);
    let output = nodes[1..].iter().fold(input.clone(), |net, &nodes| Dense::new(nodes).apply(&net));
    Model::new(&input, &output).summary().total_parameters()
}

/// A perceptron with the binary step.
pub fn step([w_1, w_2, bias]: [f32; 3], [a, b]: [f32; 2]) -> f32 {
    f32::from(w_1 * a + w_2 * b + bias > 0.0)
}

/// What a perceptron says on a grid over the unit square, `b` growing upwards.
pub fn region_point_by_point(w: [f32; 3], side: usize) -> Array2<u8> {
    let last = (side - 1) as f32;
    let mut region = Array2::zeros((side, side));
    for row in 0..side {
        for column in 0..side {
            region[[row, column]] = step(w, [column as f32 / last, (last - row as f32) / last]) as u8;
        }
    }
    region
}

/// How many training steps `fit` makes.
pub fn updates_of_fit(samples: usize, batch_size: usize, epochs: usize) -> usize {
    let mut seen = Updates::default();
    let graph = Graph::new();
    let input = Input::new([1]).apply(&graph);
    let mut model = Model::new(&input, &Dense::new(1).apply(&input));
    model.compile(GradientDescent::new(0.1), Mse);
    let fit = Fit::new().batch_size(batch_size).epochs(epochs).verbose(Verbose::Silent).callback(&mut seen);
    model.fit(vec![0.0f32; samples], vec![0.0f32; samples], fit).expect("as many targets as samples");
    seen.0
}

/// Counts training steps.
#[derive(Default)]
struct Updates(usize);

impl Callback for Updates {
    fn on_batch_end(&mut self, _training: &mut Training<'_>) -> Result<()> {
        self.0 += 1;
        Ok(())
    }
}

/// Trains the model from this seed, and fails unless 8800 of the 10,000 test images are right.
#[track_caller]
pub fn must_recognise_clothes(model: Model, fit: Fit<'_>, seed: u64) {
    let (mut model, fit) = (model.seed(seed), fit.verbose(Verbose::Lines));
    let clothes = Clothes::load(None).unwrap_or_else(|error| panic!("{error}"));
    model.fit(&clothes.train_images, &clothes.train_labels, fit).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    let outputs = model.predict(&clothes.test_images).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    assert_eq!(outputs.shape(), [10_000, 10], "expected an output for each of ten classes");
    let predicted = argmax(outputs.into_dimensionality().unwrap().view(), 1).unwrap();
    let right = predicted.iter().zip(&clothes.test_labels).filter(|(predicted, label)| predicted == label).count();
    println!("seed {seed}: {right} of 10000 test images are right");
    assert!(right >= 8800, "seed {seed}: expected 8800 of 10000 test images to be right, found {right}");
}
