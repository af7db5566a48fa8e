//! The tests of the exercises: `cargo test -p lesson05_cnn -- --ignored`, or `cargo course run 5-1`.

mod support;

use std::fs;

use lesson05_cnn::evaluation::count_correct;
use lesson05_cnn::exercises::*;
use lesson05_cnn::network::Network;
use lesson05_cnn::stack::Part;
use ndarray::{ArrayD, Axis, Ix1, Ix3, Ix4, arr1, s};
use shared::check::assert_gradients;
use shared::data::Mnist;
use shared::plot::layer_output;
use shared::prelude::*;

use support::*;

#[test]
#[ignore = "exercise 5-1"]
fn ex_5_1_sigmoid_where_it_belongs() {
    let (_, x) = graph_with_images();
    let logits = sigmoid_in_some_layers(&x);
    assert_is_reference(&logits, &x, [Relu, Sigmoid, Sigmoid], Shrink::Pooling);
}

#[test]
#[ignore = "exercise 5-2"]
fn ex_5_2_all_hidden_layers_have_the_activation() {
    for activation in [Relu, Sigmoid, Tanh, Linear] {
        let (_, x) = graph_with_images();
        let logits = one_activation_for_all(&x, activation);
        assert_is_reference(&logits, &x, [activation; 3], Shrink::Pooling);
    }
}

#[test]
#[ignore = "exercise 5-3"]
fn ex_5_3_with_1_nothing_is_left_out() {
    let (graph, x) = graph_with_images();
    let [keep_prob, dropped, logits] = with_dropout(&x);
    let (name, shape) = (keep_prob.name(), keep_prob.shape());
    assert!(name == "keep_prob" && shape == shape![], "expected a placeholder keep_prob: [], found {name}: {shape}");
    assert_lesson_variables(&graph, &logits);
    let [dense, expected] = reference(&x, [Relu; 3], Shrink::Pooling);
    for seed in 1..=3 {
        let images = random(&[4, 784], [0.0, 1.0], seed);
        let feeds = feed![x => images, keep_prob => 1.0];
        let run = session_with_biases(&graph, seed).run((&dropped, &dense, &logits, &expected), feeds);
        let (dropped, dense, logits, expected) = run.unwrap_or_else(|error| panic!("keep_prob fed with 1: {error}"));
        assert!(dropped.shape() == dense.shape(), "the dropout gives {:?}, expected [4, 128]", dropped.shape());
        for (what, found, expected) in [("dropout", &dropped, &dense), ("logits", &logits, &expected)] {
            let wrong = found.iter().zip(expected).find(|(f, e)| (*f - *e).abs() > 1e-3);
            assert!(wrong.is_none(), "keep_prob 1: {what}: (found, expected) are {wrong:?}: nothing may change");
        }
    }
}

#[test]
#[ignore = "exercise 5-3"]
fn ex_5_3_with_a_half_the_rest_is_doubled() {
    let (graph, x) = graph_with_images();
    let [keep_prob, dropped, logits] = with_dropout(&x);
    assert_lesson_variables(&graph, &logits);
    let [dense, _] = reference(&x, [Relu; 3], Shrink::Pooling);
    let kernel = graph.variable_named("layer_fc_out/kernel");
    let from_dropped = dropped.matmul(&kernel) + graph.variable_named("layer_fc_out/bias");
    let mut session = session_with_biases(&graph, 4);
    let images = random(&[64, 784], [0.0, 1.0], 4);
    for probability in [0.5, 0.25] {
        let fetches = (&dropped, &dense, &logits, &from_dropped);
        let run = session.run(fetches, feed![x => images, keep_prob => probability]);
        let (dropped, dense, logits, expected) = run.unwrap_or_else(|error| panic!("keep_prob {probability}: {error}"));
        assert_dropped(&dropped, &dense, probability);
        let wrong = logits.iter().zip(&expected).find(|(f, e)| (*f - *e).abs() > 1e-3);
        assert!(wrong.is_none(), "the logits are not those of the dropout's output: (found, expected) are {wrong:?}");
    }
}

#[test]
#[ignore = "exercise 5-3"]
fn ex_5_3_what_is_fed() {
    for (training, expected) in [(true, 0.5), (false, 1.0)] {
        let found = keep_prob_to_feed(training);
        assert!(found == expected, "keep_prob_to_feed({training}) is {found}, expected {expected}");
    }
}

#[test]
#[ignore = "exercise 5-4"]
fn ex_5_4_largest_of_each_window_and_its_picture() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (path, expected_path) = (folder.path().join("found.png"), folder.path().join("expected.png"));
    for seed in 1..=2 {
        let network = Network::build(1e-4);
        let mut session = session_with_biases(&network.graph, seed);
        let image = random(&[784], [0.0, 1.0], seed).into_dimensionality::<Ix1>().expect("784 pixels");
        let found =
            pooling_output(&mut session, &network, image.view(), &path).unwrap_or_else(|error| panic!("{error}"));
        let conv = session.run(&network.layer_conv1, feed![network.x => image.insert_axis(Axis(0))]);
        let conv = conv.expect("a run of one image").into_dimensionality::<Ix4>().expect("rank 4");
        assert!(
            found.shape() == [1, 14, 14, 16],
            "the values have shape {:?}, expected [1, 14, 14, 16]",
            found.shape()
        );
        assert_pooled(&found, &conv);
        assert!(path.exists(), "no picture was written to the given path");
        layer_output(found.view(), &expected_path, "Output of the first pooling").expect("a picture");
        let same = fs::read(&path).expect("a file") == fs::read(&expected_path).expect("a file");
        assert!(same, "the picture is not the one of the returned values by layer_output, with the title of the task");
    }
}

#[test]
#[ignore = "exercise 5-5"]
fn ex_5_5_strides_in_place_of_pooling() {
    let (_, x) = graph_with_images();
    let logits = strided_network(&x);
    assert_is_reference(&logits, &x, [Relu; 3], Shrink::Stride);
}

#[test]
#[ignore = "exercise 5-5"]
fn ex_5_5_each_seed_is_a_run_of_its_own() {
    let mut small = mnist();
    (small.train, small.validation) = (first(&small.train, 3000), first(&small.validation, 1000));
    // The test set has other names for its digits here, so it cannot be taken for the validation set.
    small.test = renamed(&first(&small.test, 1000));
    let run = |seeds: &[u64]| accuracies(one_dense_layer, &small, seeds, 40).unwrap_or_else(|error| panic!("{error}"));
    let (found, expected) = (run(&[1, 2, 3]), [1, 2, 3].map(|seed| accuracy_after_40_steps(&small, seed)));
    let is_near = found.len() == 3 && found.iter().zip(expected).all(|(f, e)| (f - e).abs() <= 0.004);
    assert!(is_near, "seeds 1, 2, 3: the accuracies are {found:?}, expected about {expected:?}");
    let none = run(&[]);
    assert!(none.is_empty(), "no seeds: expected no accuracies, found {none:?}");
    let backwards = run(&[3, 2, 1]);
    let reversed: Vec<f64> = found.into_iter().rev().collect();
    assert!(backwards == reversed, "seeds 3, 2, 1: the accuracies are {backwards:?}, expected {reversed:?}");
}

#[test]
#[ignore = "exercise 5-5"]
fn ex_5_5_difference_and_standard_error() {
    let numbers =
        |count: usize, seed| random(&[count], [0.9, 1.0], seed).iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
    let fixed = (vec![0.98, 0.99, 1.00], vec![0.95, 0.97], (0.03, 0.011_547_005));
    let drawn = (1..=5).map(|seed| (numbers(2 + seed as usize, seed), numbers(9 - seed as usize, 10 + seed)));
    let drawn = drawn.map(|(a, b)| {
        let expected = difference_and_error_by_moments(&a, &b);
        (a, b, expected)
    });
    for (a, b, (difference, error)) in std::iter::once(fixed).chain(drawn) {
        let found = difference_and_error(&a, &b);
        let is_near = (found.0 - difference).abs() < 1e-7 && (found.1 - error).abs() < 1e-7;
        assert!(is_near, "of {a:.4?} and {b:.4?}: found {found:.6?}, expected {:.6?}", (difference, error));
    }
}

#[test]
#[ignore = "exercise 5-5"]
fn ex_5_5_more_than_chance() {
    for (a, b, expected) in [
        (&[0.98, 0.99, 1.00][..], &[0.95, 0.97][..], true),
        (&[0.95, 0.97], &[0.98, 0.99, 1.00], true),
        (&[0.96, 0.99, 1.00], &[0.95, 0.99], false),
        (&[0.95, 0.99], &[0.96, 0.99, 1.00], false),
        // 1.96 and 2.45 standard errors.
        (&[0.96, 0.99, 0.93, 0.96], &[0.93, 0.9525, 0.9075, 0.93], false),
        (&[0.99, 0.98, 0.99, 0.98], &[0.97, 0.98, 0.98, 0.97], true),
        // The same difference of means is chance if the values scatter, and none if they do not.
        (&[0.9801, 0.9802, 0.9803], &[0.9791, 0.9792, 0.9793], true),
        (&[0.9702, 0.9802, 0.9902], &[0.9692, 0.9792, 0.9892], false),
    ] {
        let found = is_more_than_chance(a, b);
        assert!(found == expected, "is_more_than_chance({a:?}, {b:?}) is {found}, expected {expected}");
    }
}

#[test]
#[ignore = "exercise 5-6"]
fn ex_5_6_biases_of_the_session() {
    for seed in 1..=3 {
        let Network { graph, .. } = Network::build(1e-4);
        let mut session = session_with_biases(&graph, seed);
        for layer in ["layer_conv1", "layer_conv2", "layer_fc1"] {
            let found = biases_as_text(&mut session, layer);
            let values = session.value(&graph.variable_named(&format!("{layer}/bias")));
            let mut expected = format!("{layer}/bias:");
            values.iter().for_each(|bias| expected.push_str(&format!(" {bias:.4}")));
            assert!(found == expected, "biases_as_text(session, {layer:?}) is\n  {found}\nexpected\n  {expected}");
        }
    }
}

#[test]
#[ignore = "exercise 5-7"]
fn ex_5_7_is_small() {
    let (graph, x) = graph_with_images();
    let logits = smallest_network(&x);
    let (shape, count) = (logits.shape(), parameters(&graph));
    assert!(shape == shape![?, 10], "the logits have shape {shape}, expected [?, 10]");
    assert!(count <= 6000, "the network has {count} parameters, expected at most 6000");
}

#[test]
#[ignore = "exercise 5-7"]
fn ex_5_7_is_right_above_98_percent() {
    let (graph, x) = graph_with_images();
    let logits = smallest_network(&x);
    let (shape, count) = (logits.shape(), parameters(&graph));
    // A large network would take minutes here.
    assert!(
        shape == shape![?, 10] && count <= 6000,
        "logits {shape} and {count} parameters, expected [?, 10] and at most 6000"
    );
    let (mut session, mnist) = (Session::new(&graph).seed(1), mnist());
    train(&mut session, [&x, &logits], &mnist.train, (Adam::new(3e-3), 1, 900));
    // Smaller steps at the end: the last batches then decide less by chance.
    train(&mut session, [&x, &logits], &mnist.train, (Adam::new(3e-4), 2, 300));
    let percent = 100.0 * accuracy(&mut session, [&x, &logits], &mnist.test);
    assert!(percent > 98.0, "{percent:.2} % of the test images are right after 1200 steps, expected more than 98 %");
}

#[test]
#[ignore = "exercise 5-8"]
fn ex_5_8_the_networks_of_the_lesson() {
    let conv = |filters| Part::Conv { filters, kernel: 5, stride: 1, padding: Same };
    let pool = Part::Pool { size: 2 };
    for (filters, units) in [([16, 36], 128), ([32, 64], 1024)] {
        let dense = [Part::Dense { units }, Part::Dense { units: 10 }];
        let parts = [conv(filters[0]), pool, conv(filters[1]), pool, dense[0], dense[1]];
        assert_shapes_and_parameters(&shapes_and_parameters([28, 28, 1], &parts), [28, 28, 1], &parts);
    }
}

#[test]
#[ignore = "exercise 5-8"]
fn ex_5_8_other_kernels_and_depths() {
    for seed in 0..60 {
        let (image, parts) = random_stack(seed);
        assert_shapes_and_parameters(&shapes_and_parameters(image, &parts), image, &parts);
    }
}

#[test]
#[ignore = "exercise 5-9"]
fn ex_5_9_values_without_overflow() {
    for seed in 1..=3 {
        let shapes = [vec![], vec![7], vec![3, 4], vec![2, 3, 1, 5]];
        let drawn = shapes.iter().map(|shape| random(shape, [-20.0, 20.0], seed));
        let extreme =
            arr1(&[-1000.0, -100.0, -88.0, -17.0, -0.0, 0.0, 1e-4, 17.0, 88.0, 89.0, 100.0, 1000.0, 3e38]).into_dyn();
        for inputs in drawn.chain([extreme]) {
            let graph = Graph::new();
            let y = graph.constant(&inputs).apply(Softplus);
            let found = Session::new(&graph).run(&y, feed![]).expect("a run without feeds");
            assert_values("softplus", &inputs, &found, &inputs.mapv(|x| softplus_and_slope(x).0));
        }
    }
    let graph = Graph::new();
    let y = graph.placeholder::<f32>("x", shape![?, 3]).apply(Softplus);
    assert!(y.shape() == shape![?, 3], "of [?, 3] the shape is {}, expected [?, 3]", y.shape());
    assert!(y.name() == "softplus", "the node's name is {:?}, expected \"softplus\"", y.name());
}

#[test]
#[ignore = "exercise 5-9"]
fn ex_5_9_gradient_and_gradient_of_the_gradient() {
    for seed in 1..=3 {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let y = x.apply(Softplus);
        let inputs = random(&[6], [-3.0, 3.0], seed);
        assert_gradients(&y, &[&x], feed![x => inputs]);
        // Behind another op the gradient that arrives is not 1.
        assert_gradients(&(&y * &y), &[&x], feed![x => inputs]);
        let slope = gradients(&y, &[&x]).remove(0);
        assert_gradients(&slope, &[&x], feed![x => inputs]);
        let extreme: ArrayD<f32> = arr1(&[-1000.0, -100.0, 0.0, 100.0, 1000.0]).into_dyn();
        let found = Session::new(&graph).run(&slope, feed![x => extreme]).expect("a run");
        assert_values("the gradient of softplus", &extreme, &found, &extreme.mapv(|x| softplus_and_slope(x).1));
        let curvature = gradients(&slope, &[&x]).remove(0);
        let found = Session::new(&graph).run(&curvature, feed![x => extreme]).expect("a run");
        let expected = arr1(&[0.0, 0.0, 0.25, 0.0, 0.0]).into_dyn();
        assert_values("the gradient of the gradient of softplus", &extreme, &found, &expected);
    }
}

#[test]
#[ignore = "exercise 5-10"]
fn ex_5_10_seed_steps_and_images() {
    let mnist = mnist();
    let images = mnist.test.images.slice(s![..601, ..]);
    let run =
        |steps, seed| train_and_predict(&mnist.train, steps, seed, images).unwrap_or_else(|error| panic!("{error}"));
    let (first, again, other) = (run(5, 1), run(5, 1), run(5, 2));
    assert!(first.len() == 601, "{} predictions for 601 images", first.len());
    assert!(first.iter().all(|class| (0..10).contains(class)), "expected classes 0 to 9, found {first}");
    assert!(first == again, "the same seed gives other predictions");
    assert!(first != other, "seeds 1 and 2 give the same predictions for 601 images after 5 steps: is the seed used?");
    let untrained = count_correct(mnist.test.classes.slice(s![..601]), run(0, 1).view());
    assert!(untrained < 300, "after 0 steps {untrained} of 601 are right: expected a network that has learned nothing");
    let one =
        train_and_predict(&mnist.train, 5, 1, images.slice(s![..1, ..])).unwrap_or_else(|error| panic!("{error}"));
    assert!(one == first.slice(s![..1]), "one image alone is predicted as {one}, among others as {}", first[0]);
}

#[test]
#[ignore = "exercise 5-10"]
fn ex_5_10_learns_what_the_data_say() {
    let Mnist { train, test, .. } = mnist();
    // Only who learns from these labels knows the new names.
    let (train, test) = (renamed(&train), renamed(&first(&test, 3001)));
    let predicted = train_and_predict(&train, 300, 7, test.images.view()).unwrap_or_else(|error| panic!("{error}"));
    assert!(predicted.len() == 3001, "{} predictions for 3001 images", predicted.len());
    let correct = count_correct(test.classes.view(), predicted.view());
    let percent = 100.0 * correct as f64 / 3001.0;
    assert!(percent > 94.0, "{percent:.1} % of 3001 test images are right after 300 steps, expected more than 94 %");
}

#[test]
#[ignore = "exercise 5-11"]
fn ex_5_11_as_the_engine_counts() {
    let usual = [(28, 5, 1, Same), (28, 5, 1, Valid), (28, 5, 2, Valid), (14, 2, 2, Valid), (5, 5, 3, Valid)];
    let inputs_and_kernels = (1..=12).flat_map(|input| (1..=6).map(move |kernel| (input, kernel)));
    let all = inputs_and_kernels.flat_map(|(input, kernel)| {
        (1..=4).flat_map(move |stride| [(input, kernel, stride, Same), (input, kernel, stride, Valid)])
    });
    for (input, kernel, stride, padding) in usual.into_iter().chain(all) {
        let found = output_size(input, kernel, stride, padding);
        let expected = output_size_of_graph(input, kernel, stride, padding);
        let call = format!("output_size({input}, {kernel}, {stride}, {padding:?})");
        assert!(found == expected, "{call} is {found:?}, expected {expected:?}");
    }
}

#[test]
#[ignore = "exercise 5-12"]
fn ex_5_12_as_the_engine_computes() {
    for (seed, (image, kernel)) in (1..).zip([
        ([3, 3, 1], [2, 2, 1, 1]),
        ([5, 4, 1], [3, 3, 1, 2]),
        ([6, 7, 3], [2, 3, 3, 4]),
        ([8, 8, 2], [5, 5, 2, 3]),
        ([9, 5, 2], [4, 1, 2, 1]),
    ]) {
        let (image, kernel) = (random(&image, [-1.0, 1.0], seed), random(&kernel, [-1.0, 1.0], 50 + seed));
        for (stride, padding) in (1..=3).flat_map(|stride| [(stride, Valid), (stride, Same)]) {
            let [views, kernels] = [image.view(), kernel.view()];
            let views = views.into_dimensionality::<Ix3>().expect("rank 3");
            let kernels = kernels.into_dimensionality::<Ix4>().expect("rank 4");
            let found = convolution_in_loops(views, kernels, stride, padding);
            assert_convolution(&found, &image, &kernel, stride, padding);
        }
    }
}
