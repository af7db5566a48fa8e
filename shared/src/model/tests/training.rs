//! What `fit` does beside the numbers of one training.

use ndarray::{Array1, Array2, array};

use super::{STILL, X, Y, silent, small};
use crate::model::{Callback, OutputLoss, Samples, Scores, Training};
use crate::prelude::*;

fn weights(model: &mut Model) -> Vec<Vec<u32>> {
    let variables = model.graph().variables();
    variables.iter().map(|v| model.session().value(v).iter().map(|w| w.to_bits()).collect()).collect()
}

#[test]
fn fit_goes_on_where_it_stopped() {
    let mut whole = small(1);
    whole.compile(Adam::new(0.01), Mse);
    let both = whole.fit(X, Y, silent().batch_size(4).epochs(6)).unwrap();
    let mut parts = small(1);
    parts.compile(Adam::new(0.01), Mse);
    let first = parts.fit(X, Y, silent().batch_size(4).epochs(6)).unwrap();
    assert_eq!(both, first);
    // Each training shuffles from the first order, so only unshuffled ones can be cut in two.
    let unshuffled =
        |model: &mut Model, epochs| model.fit(X, Y, silent().batch_size(4).epochs(epochs).shuffle(false)).unwrap();
    let six = unshuffled(&mut whole, 6);
    let cut = [unshuffled(&mut parts, 2), unshuffled(&mut parts, 4)];
    assert_eq!([&cut[0]["loss"], &cut[1]["loss"]].concat(), &six["loss"]);
    assert_eq!(weights(&mut whole), weights(&mut parts));
}

#[test]
fn compiled_again_the_weights_stay_and_the_optimizer_starts_anew() {
    let mut model = small(1);
    model.compile(Adam::new(0.01), Mse);
    model.fit(X, Y, silent().epochs(3)).unwrap();
    let before = weights(&mut model);
    model.compile(Adam::new(STILL), Mse);
    assert_eq!(weights(&mut model), before);
    model.fit(X, Y, silent()).unwrap();
    assert_eq!(weights(&mut model), before);
    let iterations = |name: &str, model: &mut Model| {
        let variable = model.graph().variable_named(name);
        model.session().value(&variable).item()
    };
    assert_eq!(iterations("Adam/iterations", &mut model), 3.0);
    assert_eq!(iterations("Adam/iterations_1", &mut model), 1.0);
}

#[test]
fn seeds_decide_and_threads_do_not() {
    let x = Array2::from_shape_fn((300, 64), |(n, k)| ((n * 31 + k * 17) % 13) as f32 / 6.0 - 1.0);
    let y = x.sum_axis(ndarray::Axis(1)) / 10.0;
    let train = |seed, threads| {
        let graph = Graph::new();
        let input = Input::new([64]).apply(&graph);
        let net = Dense::new(256).activation(Relu).apply(&input);
        let net = Dropout::new(0.8).apply(&net);
        let mut model = Model::new(&input, &Dense::new(1).apply(&net)).seed(seed).threads(threads);
        model.compile(Adam::new(0.01), Mse);
        let history = model.fit(&x, &y, silent().batch_size(128).epochs(2).validation_split(0.1)).unwrap();
        (history, weights(&mut model))
    };
    let one = train(1, 1);
    assert_eq!(one, train(1, 2));
    assert_eq!(one, train(1, 3));
    assert_ne!(one.0["loss"], train(2, 1).0["loss"]);
}

#[test]
fn shuffling_shows_every_sample_once_an_epoch_in_another_order() {
    /// Writes down the loss of each step: with weights that stay 0, that of sample k is k².
    struct Steps(Vec<f64>);
    impl Callback for Steps {
        fn on_batch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
            let mean = training.scores().loss();
            self.0.push(mean * training.step() as f64);
            Ok(())
        }
    }
    let order = |shuffle: bool| {
        let graph = Graph::new();
        let input = Input::new([1]).apply(&graph);
        let net = Dense::new(1).kernel_init(Init::Constant(0.0)).apply(&input);
        let mut model = Model::new(&input, &net).seed(3);
        model.compile(GradientDescent::new(STILL), Mse);
        let numbers: Array1<f32> = (0..10).map(|n| n as f32).collect();
        let mut steps = Steps(Vec::new());
        model.fit(&numbers, &numbers, silent().batch_size(1).epochs(2).shuffle(shuffle).callback(&mut steps)).unwrap();
        let epoch = |sums: &[f64]| -> Vec<usize> {
            let before = [0.0].iter().chain(sums);
            sums.iter().zip(before).map(|(sum, before)| (sum - before).sqrt().round() as usize).collect()
        };
        steps.0.chunks(10).map(epoch).collect::<Vec<_>>()
    };
    let in_order: Vec<usize> = (0..10).collect();
    assert_eq!(order(false), [in_order.clone(), in_order.clone()]);
    let [mut first, mut second] = <[Vec<usize>; 2]>::try_from(order(true)).unwrap();
    assert!(first != second && first != in_order);
    assert_eq!(order(true), [first.clone(), second.clone()]);
    first.sort_unstable();
    second.sort_unstable();
    assert_eq!([first, second], [in_order.clone(), in_order]);
}

#[test]
fn validation_samples_are_the_last_ones_and_are_not_trained_on() {
    let train = |fit: Fit<'_>, rows: usize| {
        let mut model = small(1);
        model.compile(GradientDescent::new(0.1), Mse);
        let (x, y) = (ndarray::arr2(&X), ndarray::arr1(&Y));
        let history = model.fit(x.slice(ndarray::s![..rows, ..]), y.slice(ndarray::s![..rows]), fit).unwrap();
        (history, weights(&mut model))
    };
    let fit = || silent().batch_size(2).epochs(3);
    let split = train(fit().validation_split(0.3), 6);
    assert_eq!(split, train(fit().validation_data([X[4], X[5]], [Y[4], Y[5]]), 4));
    let without = train(fit(), 4);
    assert_eq!((&split.0["loss"], &split.1), (&without.0["loss"], &without.1));
    assert_eq!(without.0.names().collect::<Vec<_>>(), ["loss"]);
}

#[test]
fn samples_come_in_any_layout_and_type() {
    let mut model = small(1);
    let rows = ndarray::arr2(&X);
    let columns = rows.t().to_owned();
    let expected = model.predict(&rows).unwrap();
    assert_eq!(model.predict(columns.t()).unwrap(), expected);
    assert_eq!(model.predict(X).unwrap(), expected);
    assert_eq!(model.predict([[0, 1], [2, -1]]).unwrap(), model.predict([[0.0, 1.0], [2.0, -1.0]]).unwrap());
    assert_eq!(Samples::arrays(&[&rows, &rows]).len(), 2);
    assert_eq!(Samples::arrays(&(&rows, X)).len(), 2);
}

#[test]
fn predictions_have_the_outputs_shape_also_over_several_batches() {
    let graph = Graph::new();
    let input = Input::new([4, 4, 1]).apply(&graph);
    let output = Conv2d::new(2, 3).apply(&input);
    let mut model = Model::new(&input, &output);
    let images = ndarray::Array4::from_shape_fn((600, 4, 4, 1), |(n, y, x, _)| (n + 2 * y + x) as f32 / 600.0);
    let all = model.predict(&images).unwrap();
    assert_eq!(all.shape(), [600, 2, 2, 2]);
    let last = model.predict(images.slice(ndarray::s![599.., .., .., ..])).unwrap();
    crate::check::assert_close(&last.index_axis(ndarray::Axis(0), 0), &all.index_axis(ndarray::Axis(0), 599), 1e-6);
}

#[test]
fn dropout_drops_nothing_in_evaluation() {
    let graph = Graph::new();
    let input = Input::new([8]).apply(&graph);
    let output = Dropout::new(0.5).apply(&input);
    let output = Dense::new(1).kernel_init(Init::Constant(1.0)).apply(&output);
    let mut model = Model::new(&input, &output);
    model.compile(GradientDescent::new(STILL), Mse);
    let (x, y) = (Array2::<f32>::ones((4, 8)), array![8.0, 8.0, 8.0, 8.0]);
    assert_eq!(model.evaluate(&x, &y).unwrap().loss(), 0.0);
    let history = model.fit(&x, &y, silent().validation_data(&x, &y)).unwrap();
    assert!(history["loss"][0] > 0.0);
    assert_eq!(history["val_loss"], [0.0]);
}

#[test]
fn softmax_and_sigmoid_are_compared_by_their_logits() {
    let loss_of = |units: usize, activation, loss: OutputLoss, y: &dyn Fn(&mut Model) -> Scores| {
        let graph = Graph::new();
        let input = Input::new([units]).apply(&graph);
        let identity = (0..units * units).map(|k| if k % (units + 1) == 0 { 1.0 } else { 0.0 }).collect();
        let output = Dense::new(units).kernel_init(Init::Values(identity)).activation(activation).apply(&input);
        let mut model = Model::new(&input, &output);
        model.compile(GradientDescent::new(0.1), loss);
        y(&mut model).loss()
    };
    // A probability of e⁻²⁰⁰ is 0 in f32: its loss would be −ln 1e-7 = 16.1.
    let class = |model: &mut Model| model.evaluate([[200.0, 0.0]], [1]).unwrap();
    let one_hot = |model: &mut Model| model.evaluate([[200.0, 0.0]], [[0.0, 1.0]]).unwrap();
    let single = |model: &mut Model| model.evaluate([200.0], [0.0]).unwrap();
    for (sparse, categorical, binary) in [
        (SparseCategoricalCrossentropy.into(), CategoricalCrossentropy.into(), BinaryCrossentropy.into()),
        // As in Keras, `from_logits` of a softmax's or sigmoid's output means what it was made of.
        (
            SparseCategoricalCrossentropy.from_logits(),
            CategoricalCrossentropy.from_logits(),
            BinaryCrossentropy.from_logits(),
        ),
    ] {
        assert_eq!(loss_of(2, Softmax, sparse, &class), 200.0);
        assert_eq!(loss_of(2, Softmax, categorical, &one_hot), 200.0);
        assert_eq!(loss_of(1, Sigmoid, binary, &single), 200.0);
    }
}

#[test]
fn a_metric_asked_for_twice_is_reported_once() {
    let mut model = small(1);
    model.compile(GradientDescent::new(0.1), Mse).metrics([Accuracy, Metric::Mae]).metrics([Accuracy]);
    assert_eq!(model.metric_names(), ["loss", "accuracy", "mae"]);
    let scores = model.evaluate(X, Y).unwrap();
    assert_eq!(scores.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["loss", "accuracy", "mae"]);
    assert_eq!(scores.get("val_loss"), None);
}

#[test]
fn saved_weights_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    let mut trained = small(1);
    trained.compile(Adam::new(0.05), Mse);
    trained.fit(X, Y, silent().epochs(5)).unwrap();
    trained.save(&path).unwrap();
    let mut other = small(2); // not compiled: it only predicts
    other.load(&path).unwrap();
    assert_eq!(other.predict(X).unwrap(), trained.predict(X).unwrap());
}

#[test]
fn a_history_is_plotted() {
    let folder = tempfile::tempdir().unwrap();
    let mut model = small(1);
    model.compile(GradientDescent::new(0.1), Mse);
    let history = model.fit(X, Y, silent().epochs(4).validation_split(0.2)).unwrap();
    let path = history.plot(folder.path().join("loss.png")).unwrap();
    let picture = image::open(path).unwrap().into_rgb8();
    let colours: std::collections::HashSet<_> = picture.pixels().collect();
    assert!(colours.len() > 10);
    let error = history.plot_of("accuracy", folder.path().join("accuracy.png")).unwrap_err().to_string();
    assert_eq!(error, "history: expected loss or val_loss, found accuracy");
}
