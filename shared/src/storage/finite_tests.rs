use ndarray::{ArrayD, arr1, arr2};

use crate::error::ErrorKind;
use crate::prelude::*;

/// softmax regression with the cross-entropy as the formula says, on two pixels and two classes.
struct Naive {
    graph: Graph,
    x: Tensor<f32>,
    y_true: Tensor<f32>,
    w: Tensor<f32>,
    loss: Tensor<f32>,
    train_step: TrainStep,
}

impl Naive {
    fn new(rate: f32) -> Naive {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let y_true = graph.placeholder::<f32>("y_true", shape![?, 2]);
        let w = graph.variable("W", zeros([2, 2]));
        let b = graph.variable("b", zeros([2]));
        let y = (x.matmul(&w) + &b).softmax();
        let loss = -(&y_true * y.ln()).sum();
        let train_step = GradientDescent::new(rate).minimize(&loss);
        Naive { graph, x, y_true, w, loss, train_step }
    }

    fn step(&self, session: &mut Session) -> Result<()> {
        session.run(&self.train_step, feed![self.x => [[1.0, 0.0]], self.y_true => [[0.0, 1.0]]])
    }
}

fn values(session: &mut Session) -> Vec<u32> {
    let variables = session.graph().all_variables();
    variables.iter().flat_map(|variable| session.value(variable)).map(f32::to_bits).collect()
}

#[track_caller]
fn assert_numerics(error: &Error, start: &str) {
    assert_eq!((error.kind(), error.exit_code()), (ErrorKind::Numerics, 1), "{error}");
    let text = error.to_string();
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("\n  help: usual causes: a learning rate that is too large"), "{text}");
}

#[test]
fn training_stops_with_the_step_the_op_and_the_variable_and_nothing_changes() {
    let naive = Naive::new(500.0);
    let mut session = Session::new(&naive.graph);
    naive.step(&mut session).unwrap();
    // The weights are now so far apart that the probability of the false class is rounded to 0. From the true side ...
    let before = values(&mut session);
    let feeds = || feed![naive.x => [[1.0, 0.0]], naive.y_true => [[1.0, 0.0]]];
    for _ in 0..2 {
        let error = session.run(&naive.train_step, feeds()).unwrap_err();
        let first =
            "gradients/div: expected finite numbers, found -inf at [0, 0] in training step 2, computed by div from";
        assert_numerics(&error, first);
        assert!(error.to_string().contains(" and softmax [1, 2] (0 to 1); it reaches the gradient of W\n"), "{error}");
        // With the loss, an op before it is the first.
        let error = session.run((&naive.loss, &naive.train_step), feeds()).unwrap_err();
        let first =
            "ln: expected finite numbers, found -inf at [0, 0] in training step 2, computed by ln from softmax [1, 2]";
        assert_numerics(&error, first);
        assert_eq!(values(&mut session), before);
    }
    // ... and a run that does not train is not looked at.
    assert_eq!(session.run(&naive.loss, feeds()).unwrap().item(), f32::INFINITY);
}

#[test]
fn training_goes_on_if_it_must() {
    let naive = Naive::new(500.0);
    let mut session = Session::new(&naive.graph).ignore_numerics();
    for _ in 0..3 {
        naive.step(&mut session).unwrap();
    }
    assert!(session.value(&naive.w).iter().any(|value| !value.is_finite()));
}

#[test]
fn a_loss_that_is_fetched_is_looked_at_even_if_the_gradients_are_finite() {
    let graph = Graph::new();
    let w = graph.variable("w", constant([], 1.0));
    let x = graph.placeholder::<f32>("x", shape![?]);
    let loss = w.square();
    let train_step = GradientDescent::new(0.1).minimize(&loss);
    let mut session = Session::new(&graph);
    let shown = x.sqrt();
    let error = session.run((&shown, &train_step), feed![x => [4.0, -1.0]]).unwrap_err();
    assert_numerics(
        &error,
        "sqrt: expected finite numbers, found NaN at [1] in training step 1, computed by sqrt from x [2] (-1 to 4)\n",
    );
    assert_eq!(session.value(&w).item(), 1.0);
}

#[test]
fn a_feed_that_is_not_finite_is_named_first() {
    let naive = Naive::new(0.1);
    let mut session = Session::new(&naive.graph);
    let feeds = feed![naive.x => [[1.0, f32::NAN]], naive.y_true => [[0.0, 1.0]]];
    let error = session.run(&naive.train_step, feeds).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Feed);
    assert_eq!(
        error.to_string(),
        "x: expected finite numbers, found NaN at [0, 1] in training step 1\n  help: look for missing or damaged numbers in \
         what was fed"
    );
}

#[test]
fn a_weight_that_was_left_so_is_named() {
    let naive = Naive::new(0.1);
    let mut session = Session::new(&naive.graph);
    naive.step(&mut session).unwrap();
    session.assign(&naive.w, &arr2(&[[0.0, 1.0], [f32::INFINITY, 0.0]])).unwrap();
    let error = naive.step(&mut session).unwrap_err();
    assert_numerics(&error, "W: expected finite numbers, found inf at [1, 0] before training step 2: an earlier step");
}

/// A weight that no gradient tells of: its input is 0 wherever it is looked at, and the loss takes no notice.
#[test]
fn every_weight_is_looked_at_within_256_steps() {
    const SIZE: usize = 300_000;
    let graph = Graph::new();
    let w = graph.variable("w", zeros([SIZE]));
    let other = graph.variable("other", zeros([3]));
    let loss = w.slice(0, SIZE - 1..SIZE).sum() * 0.0 + other.square().sum();
    let train_step = GradientDescent::new(0.1).minimize(&loss);
    let mut session = Session::new(&graph);
    for hidden in [0, 2000, SIZE / 2, SIZE - 2] {
        let mut spoilt = ArrayD::zeros(vec![SIZE]);
        spoilt[hidden] = f32::NAN;
        session.assign(&w, &spoilt).unwrap();
        let steps = (1..).find(|_| session.run(&train_step, feed![]).is_err()).unwrap();
        assert!(steps <= 256, "{hidden}: found after {steps} steps");
        session.assign(&w, &ArrayD::<f32>::zeros(vec![SIZE])).unwrap();
    }
}

#[test]
fn a_gradient_that_overflows_in_the_update_itself_is_named() {
    // 70 x 64 weights: their gradient is a product that the update computes block by block.
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 70]);
    let w = graph.variable("w", zeros([70, 64]));
    let loss = x.matmul(&w).sum() * 1e30;
    let train_step = GradientDescent::new(1.0).minimize(&loss);
    let mut session = Session::new(&graph).check_numerics(true);
    let large = ArrayD::from_elem(vec![1, 70], 1e30f32);
    assert!(session.plan(&train_step, feed![x => large]).unwrap().to_string().contains("in the update"));
    let error = session.run(&train_step, feed![x => large]).unwrap_err();
    assert_numerics(&error, "the gradient of w: expected finite numbers, found inf at [0, 0] in training step 1\n");
    assert!(session.value(&w).iter().all(|&value| value == 0.0));
}

#[test]
fn with_every_op_checked_the_update_that_overflows_is_named() {
    let graph = Graph::new();
    let w = graph.variable("w", constant([2], 1e30));
    let train_step = GradientDescent::new(1e38).minimize(&(w.sum() * 1e3));
    let mut session = Session::new(&graph).check_numerics(true);
    let error = session.run(&train_step, feed![]).unwrap_err();
    assert_numerics(
        &error,
        "w: expected finite numbers, found -inf at [0], written by GradientDescent in training step 1\n",
    );
}

#[test]
fn with_every_op_checked_each_run_is_looked_at_and_the_bits_are_the_same() {
    let results = [false, true].map(|every_op| {
        let naive = Naive::new(0.1);
        let mut session = Session::new(&naive.graph).check_numerics(every_op);
        (0..5).for_each(|_| naive.step(&mut session).unwrap());
        values(&mut session)
    });
    assert_eq!(results[0], results[1]);

    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?]);
    let hidden = (&x / 0.0).named("ratio").minimum(&graph.scalar(1.0));
    let mut session = Session::new(&graph).check_numerics(true);
    let error = session.run(&hidden, feed![x => arr1(&[2.0, 0.0])]).unwrap_err();
    assert_numerics(
        &error,
        "ratio: expected finite numbers, found inf at [0] in this run, computed by div from x [2] (0 to 2) and ",
    );
}

#[test]
fn an_empty_batch_is_refused_in_training_only() {
    let naive = Naive::new(0.1);
    let mut session = Session::new(&naive.graph);
    let nothing = ndarray::Array2::<f32>::zeros((0, 2));
    let error = session.run(&naive.train_step, feed![naive.x => nothing, naive.y_true => nothing]).unwrap_err();
    assert_eq!((error.kind(), error.exit_code()), (ErrorKind::Feed, 1));
    assert_eq!(
        error.to_string(),
        "x: expected at least one sample in a training step, found an empty value of shape [0, 2]\n  help: look at how the batch \
         was made; a data set without samples gives no batch at all"
    );
    assert_eq!(session.run(&naive.loss, feed![naive.x => nothing, naive.y_true => nothing]).unwrap().item(), 0.0);
}

#[test]
fn a_label_outside_the_classes_is_named_with_its_row() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 2]);
    let labels = graph.placeholder::<i32>("labels", shape![?]);
    let logits = x.matmul(&graph.variable("W", zeros([2, 3])));
    let loss = crate::ops::sparse_softmax_cross_entropy(&logits, &labels).mean();
    let train_step = GradientDescent::new(0.1).minimize(&loss);
    let mut session = Session::new(&graph);
    for wrong in [3, -1] {
        let error = session.run(&train_step, feed![x => [[1.0, 2.0], [3.0, 4.0]], labels => [0, wrong]]).unwrap_err();
        assert_eq!((error.kind(), error.exit_code()), (ErrorKind::Feed, 1));
        let text = error.to_string();
        assert!(text.starts_with("labels: expected ") && text.contains(&format!("found {wrong} ")), "{text}");
    }
}

#[test]
fn ranges_are_short() {
    let texts = [0.0, -1.0, 0.25, 568_347_500_000.0, -1.5e-30].map(super::short);
    assert_eq!(texts, ["0", "-1", "0.25", "5.683e11", "-1.500e-30"]);
}
