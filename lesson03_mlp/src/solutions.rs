//! The answers to the exercises of lesson 3, which take the place of `exercises.rs` with the feature `solutions`.

use std::collections::BTreeSet;
use std::f64::consts::LN_2;

use ndarray::{Array1, Array2, Axis, Zip};
use shared::prelude::*;

use crate::gates::{INPUTS, XOR};
use crate::nested::Nested;

/// Exercise 3-1: the shape of a nested array.
pub fn shape_of(nested: &Nested) -> Option<Vec<usize>> {
    let items = match nested {
        Nested::Number(_) => return Some(vec![]),
        Nested::List(items) => items,
    };
    let Some(first) = items.first() else { return Some(vec![0]) };
    let of_each = shape_of(first)?;
    // An item without a shape differs from `of_each` too.
    let are_equal = items.iter().all(|item| shape_of(item).as_ref() == Some(&of_each));
    are_equal.then(|| [vec![items.len()], of_each].concat())
}

/// Exercise 3-1: shapes after ops.
pub fn shapes_after_ops([a, b, c, d]: [usize; 4]) -> [Vec<usize>; 6] {
    [
        vec![a, c, d],      // the summed axis is gone
        vec![a, b],         // so are both averaged ones
        vec![2, b, c, d],   // 0 and 1
        vec![a, d, b, c],   // axis 1 is now what axis 3 was
        vec![a, b * c * d], // as many elements as before
        vec![a, b, c],      // a place instead of d numbers
    ]
}

/// Exercise 3-1: shapes on the way through a network.
pub fn shapes_through(batch: usize, [rows, columns]: [usize; 2], nodes: &[usize]) -> Vec<Vec<usize>> {
    let before_dense = [vec![batch, rows, columns], vec![batch, rows * columns]];
    // A dense layer keeps the batch axis; how many numbers came in does not show in its output.
    before_dense.into_iter().chain(nodes.iter().map(|&nodes| vec![batch, nodes])).collect()
}

/// Exercise 3-2: a network for XOR, trained.
pub fn xor_classifier(hidden_layer_conf: &[usize], seed: u64) -> Result<Model> {
    let graph = Graph::new();
    let input_layer = Input::new([2]).apply(&graph);
    let mut net = input_layer.clone();
    for &nodes in hidden_layer_conf {
        net = Dense::new(nodes).activation(Sigmoid).apply(&net);
    }
    let output = Dense::new(1).activation(Sigmoid).apply(&net);
    let mut model = Model::new(&input_layer, &output).seed(seed);
    // Ten times the learning rate of AND, and three times the epochs: on the plain around 0.25 every step is small.
    model.compile(GradientDescent::new(1.0), Mse);
    model.fit(INPUTS, XOR, Fit::new().batch_size(1).epochs(5000).verbose(Verbose::Silent))?;
    Ok(model)
}

/// Exercise 3-2: what the two networks can.
pub fn slp_and_mlp(seed: u64) -> Result<[(f64, usize); 2]> {
    let observe = |hidden_layer_conf: &[usize]| -> Result<(f64, usize)> {
        let mut model = xor_classifier(hidden_layer_conf, seed)?;
        let loss = model.evaluate(INPUTS, XOR)?.loss();
        let outputs = model.predict(INPUTS)?; // [4, 1]
        let right = outputs.iter().zip(XOR).filter(|&(&y, answer)| (y > 0.5) == (answer == 1.0)).count();
        Ok((loss, right))
    };
    Ok([observe(&[])?, observe(&[4])?])
}

/// Exercise 3-3: the softmax of `<c, 0>`.
pub fn softmax_of_c_and_0(c: f32) -> f32 {
    // e^c / (e^c + e^0), divided by e^c above and below: the sigmoid. For c = -1000, e^1000 is infinite, and 1 / inf is 0.
    1.0 / (1.0 + (-c).exp())
}

/// Exercise 3-4: cross-entropy in bits.
pub fn cross_entropy_bits(p: &Array2<f32>, q: &Array2<f32>) -> Array1<f32> {
    // 0 * log2 0 would be 0 * -inf, which is NaN.
    let of_class = |&p: &f32, &q: &f32| if p > 0.0 { p * q.log2() } else { 0.0 };
    // From 0 down, so that a perfect prediction gives 0 and not -0.
    0.0 - Zip::from(p).and(q).map_collect(of_class).sum_axis(Axis(1))
}

/// Exercise 3-5: binary cross-entropy in bits.
pub fn binary_cross_entropy_bits(p_1: f64, q_1: f64) -> f64 {
    // The general sum has two terms, with p_2 = 1 - p_1 and q_2 = 1 - q_1 in the second.
    let of_class = |p: f64, q: f64| if p > 0.0 { p * q.log2() } else { 0.0 };
    0.0 - of_class(p_1, q_1) - of_class(1.0 - p_1, 1.0 - q_1)
}

/// Exercise 3-5: binary cross-entropy of a logit, in bits.
pub fn binary_cross_entropy_of_logit(p_1: f64, c: f64) -> f64 {
    // q_1 = 1 / (1 + e^-c) and 1 - q_1 = 1 / (1 + e^c), so in nats the loss is
    //   p_1 ln(1 + e^-c) + (1 - p_1) ln(1 + e^c),
    // and both logarithms share the part that the sign of c does not change.
    let shared = (-c.abs()).exp().ln_1p();
    (p_1 * (-c).max(0.0) + (1.0 - p_1) * c.max(0.0) + shared) / LN_2
}

/// Exercise 3-6: argmax along an axis.
pub fn argmax_along(numbers: &Array2<f32>, axis: usize) -> Array1<i32> {
    // `lanes(Axis(1))` are the rows: what one walks through when the index of axis 1 grows.
    numbers
        .lanes(Axis(axis))
        .into_iter()
        .map(|lane| {
            let mut best = 0;
            for place in 1..lane.len() {
                // Greater, not greater or equal: the first among equals stays.
                if lane[place] > lane[best] {
                    best = place;
                }
            }
            best as i32
        })
        .collect()
}

/// Exercise 3-7: the perceptron learning rule.
pub fn perceptron_learning(yes: &Array2<f32>, no: &Array2<f32>, most_epochs: usize) -> Option<(Array1<f32>, usize)> {
    let with_bias = |examples: &Array2<f32>| {
        let mut wider = Array2::ones((examples.nrows(), examples.ncols() + 1));
        wider.slice_mut(ndarray::s![.., ..-1]).assign(examples);
        wider
    };
    let (yes, no) = (with_bias(yes), with_bias(no));
    let mut w = Array1::zeros(yes.ncols());
    for epoch in 1..=most_epochs {
        let mut mistakes = 0;
        for x in yes.rows() {
            if w.dot(&x) <= 0.0 {
                w += &x;
                mistakes += 1;
            }
        }
        for x in no.rows() {
            if w.dot(&x) > 0.0 {
                w -= &x;
                mistakes += 1;
            }
        }
        if mistakes == 0 {
            return Some((w, epoch));
        }
    }
    None
}

/// Exercise 3-8: a network for clothes.
pub fn clothes_model() -> Model {
    let graph = Graph::new();
    let input = Input::new([28, 28]).apply(&graph);
    let net = Flatten::new().apply(&input);
    let net = Dense::new(256).activation(Relu).apply(&net);
    let net = Dense::new(128).activation(Relu).apply(&net);
    let output = Dense::new(10).activation(Softmax).apply(&net);
    let mut model = Model::new(&input, &output);
    model.compile(Adam::new(0.001), SparseCategoricalCrossentropy).metrics([Accuracy]);
    model
}

/// Exercise 3-8: training until the validation images say that it is enough.
pub fn clothes_fit() -> Fit<'static> {
    // Accuracies of single epochs go up and down by half a percent; the best one's weights come back.
    let stopping = EarlyStopping::new("val_accuracy").patience(5).restore_best_weights();
    Fit::new().batch_size(128).epochs(14).validation_split(1.0 / 12.0).callback(stopping)
}

/// Exercise 3-9: updates in all, and the size of the last batch.
pub fn count_updates(samples: usize, batch_size: usize, epochs: usize) -> (usize, usize) {
    // Each epoch begins with a new batch, so it is the batches of one epoch that are rounded up.
    let per_epoch = samples.div_ceil(batch_size);
    (per_epoch * epochs, samples - (per_epoch - 1) * batch_size)
}

/// Exercise 3-10: the sizes of three sets.
pub fn set_sizes(samples: usize, proportions: [usize; 3]) -> [usize; 3] {
    let total: usize = proportions.iter().sum();
    let [train, validation, _] = proportions;
    // Borders are rounded, not sizes: what lies between two borders cannot be lost.
    let (first, second) = (samples * train / total, samples * (train + validation) / total);
    [first, second - first, samples - second]
}

/// Exercise 3-10: examples in more than one set.
pub fn in_several_sets(sets: [&[usize]; 3]) -> Vec<usize> {
    let [train, validation, test] = sets.map(|set| set.iter().copied().collect::<BTreeSet<usize>>());
    let pairs = [&train & &validation, &train & &test, &validation & &test];
    // Through one more set: in order, and each once even if it is in all three.
    pairs.into_iter().flatten().collect::<BTreeSet<usize>>().into_iter().collect()
}

/// Exercise 3-11: the parameters of a multi-layer perceptron.
pub fn count_parameters(nodes: &[usize]) -> usize {
    // The + 1 is the bias: a weight for an input that is always 1.
    nodes.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

/// Exercise 3-12: where a perceptron says 1.
pub fn decision_region([w_1, w_2, bias]: [f32; 3], side: usize) -> Array2<u8> {
    let coordinate = |index: usize| index as f32 / (side - 1) as f32;
    Array2::from_shape_fn((side, side), |(row, column)| {
        // Lines are counted from the top, b from the bottom.
        let (a, b) = (coordinate(column), coordinate(side - 1 - row));
        u8::from(w_1 * a + w_2 * b + bias > 0.0)
    })
}

/// Exercise 3-12: XOR of three perceptrons.
pub fn xor_of_steps() -> [[f32; 3]; 3] {
    // "One of them, but not both": OR and not AND. The borders a + b = 0.5 and a + b = 1.5 lie halfway between the inputs.
    [[1.0, 1.0, -0.5], [1.0, 1.0, -1.5], [1.0, -1.0, -0.5]]
}
