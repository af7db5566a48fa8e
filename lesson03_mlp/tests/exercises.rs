//! The tests of the exercises in `src/exercises.rs`. They are ignored, since they fail until somebody writes the answers:
//! `cargo test -p lesson03_mlp -- --ignored ex_3_1_` runs those of one exercise, `cargo course run 3-1` does it more kindly.

mod references;

use lesson03_mlp::clothes::argmax;
use lesson03_mlp::exercises::*;
use lesson03_mlp::gates::{INPUTS, XOR};
use lesson03_mlp::nested::Nested;
use ndarray::{Array2, arr2};
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand::{Rng, SeedableRng};
use references::*;
use shared::data::split;

/// Where random inputs come from. Each test takes several.
fn seeds() -> impl Iterator<Item = StdRng> {
    (1..=40).map(StdRng::seed_from_u64)
}

#[test]
#[ignore = "exercise 3-1"]
fn ex_3_1_nested_arrays_have_shapes() {
    let fixed = [(Nested::list([]), vec![0]), (Nested::list([Nested::list([]), Nested::list([])]), vec![2, 0])];
    let random = seeds().map(|mut random| {
        let shape: Vec<usize> = (0..random.random_range(0..=4)).map(|_| random.random_range(1..=4)).collect();
        (nested_of(&shape), shape)
    });
    for (nested, shape) in random.chain(fixed) {
        let found = shape_of(&nested);
        assert_eq!(found.as_ref(), Some(&shape), "shape_of({nested}): found {found:?}, expected Some({shape:?})");
    }
}

#[test]
#[ignore = "exercise 3-1"]
fn ex_3_1_unequal_lists_have_none() {
    for mut random in seeds() {
        let shape: Vec<usize> = (0..random.random_range(1..=4)).map(|_| random.random_range(2..=3)).collect();
        let mut nested = nested_of(&shape);
        spoil(&mut nested, &mut random);
        let found = shape_of(&nested);
        assert_eq!(found, None, "shape_of({nested}): found {found:?}, but its lists are not alike: expected None");
    }
}

#[test]
#[ignore = "exercise 3-1"]
fn ex_3_1_ops_change_shapes() {
    for mut random in seeds() {
        let sizes: [usize; 4] = std::array::from_fn(|_| random.random_range(2..=6));
        let found = shapes_after_ops(sizes);
        for ((what, expected), found) in shapes_of_ops(sizes).into_iter().zip(found) {
            assert_eq!(found, expected, "{sizes:?}, {what}: found left, expected right");
        }
    }
}

#[test]
#[ignore = "exercise 3-1"]
fn ex_3_1_shapes_on_the_way_through_a_network() {
    for mut random in seeds() {
        let (batch, image) = (random.random_range(1..=5), [random.random_range(1..=6), random.random_range(1..=6)]);
        let nodes: Vec<usize> = (0..random.random_range(1..=4)).map(|_| random.random_range(1..=9)).collect();
        let found = shapes_through(batch, image, &nodes);
        let expected = shapes_in_the_engine(batch, image, &nodes);
        assert_eq!(found, expected, "shapes_through({batch}, {image:?}, &{nodes:?}): found left, expected right");
    }
}

#[test]
#[ignore = "exercise 3-2"]
fn ex_3_2_four_hidden_nodes_learn_xor() {
    for seed in 1..=5 {
        let mut model = xor_classifier(&[4], seed).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let outputs: Vec<f32> = model.predict(INPUTS).unwrap().iter().copied().collect();
        for ((input, answer), y) in INPUTS.iter().zip(XOR).zip(&outputs) {
            assert_eq!(
                f32::from(*y > 0.5),
                answer,
                "seed {seed}: {input:?} gives {y}, which is no {answer}: {outputs:?}"
            );
        }
        let loss = model.evaluate(INPUTS, XOR).unwrap().loss();
        assert!(
            loss < 0.05,
            "seed {seed}: expected a loss below 0.05, found {loss}: train longer, or with larger steps"
        );
    }
}

#[test]
#[ignore = "exercise 3-2"]
fn ex_3_2_layers_are_as_asked_for() {
    for (hidden, expected) in [(&[][..], 3), (&[1], 5), (&[4], 17), (&[5, 3], 37)] {
        let mut model = xor_classifier(hidden, 1).unwrap_or_else(|error| panic!("{hidden:?}: {error}"));
        let found = model.summary().total_parameters();
        assert_eq!(found, expected, "hidden layers {hidden:?}: found {found} parameters, expected {expected}");
        let outputs = model.predict([[-30.0, 50.0], [50.0, 30.0]]).unwrap();
        let are_between = outputs.iter().all(|y| (0.0..=1.0).contains(y));
        assert!(are_between, "hidden layers {hidden:?}: expected outputs from 0 to 1, found {outputs}");
    }
}

#[test]
#[ignore = "exercise 3-2"]
fn ex_3_2_both_networks_are_observed() {
    for seed in [2, 3] {
        let found = slp_and_mlp(seed).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        println!("seed {seed}: single layer and 4 hidden nodes, loss and right answers: {found:?}");
        for (what, hidden, (loss, right)) in [("single layer", &[][..], found[0]), ("4 hidden nodes", &[4], found[1])] {
            let outputs = xor_classifier(hidden, seed).unwrap().predict(INPUTS).unwrap();
            let (expected_loss, expected_right) = loss_and_right(outputs.iter().copied());
            near(&format!("seed {seed}, {what}: the mean squared error"), loss, expected_loss);
            assert_eq!(right, expected_right, "seed {seed}, {what}: right answers of outputs {outputs}");
        }
        assert_eq!((found[1].1, found[0].1 < 4), (4, true), "seed {seed}: one layer never has 4, two have: {found:?}");
    }
}

#[test]
#[ignore = "exercise 3-3"]
fn ex_3_3_is_the_softmax() {
    for mut random in seeds() {
        let c: f32 = random.random_range(-12.0..12.0);
        let found = f64::from(softmax_of_c_and_0(c));
        let e = f64::from(c).exp();
        near(&format!("softmax_of_c_and_0({c})"), found, e / (e + 1.0));
    }
    assert_eq!(softmax_of_c_and_0(0.0), 0.5, "softmax_of_c_and_0(0.0)");
}

#[test]
#[ignore = "exercise 3-3"]
fn ex_3_3_survives_1000() {
    for (c, expected) in [(1000.0, 1.0), (-1000.0, 0.0), (90.0, 1.0), (-110.0, 0.0), (f32::MAX, 1.0), (f32::MIN, 0.0)] {
        near(&format!("softmax_of_c_and_0({c})"), softmax_of_c_and_0(c).into(), expected);
    }
}

#[test]
#[ignore = "exercise 3-4"]
fn ex_3_4_the_two_given_distributions() {
    let (p, q) = (arr2(&[[1.0, 0.0], [1.0, 0.0]]), arr2(&[[0.5, 0.5], [1.0, 0.0]]));
    let found = cross_entropy_bits(&p, &q);
    assert_eq!(found.to_vec(), [1.0, 0.0], "H(<1, 0>, <0.5, 0.5>) and H(<1, 0>, <1, 0>): found left, expected right");
}

#[test]
#[ignore = "exercise 3-4"]
fn ex_3_4_any_rows_of_distributions() {
    for mut random in seeds() {
        let (rows, classes) = (random.random_range(1..=5), random.random_range(1..=6));
        let mut table = || Array2::from_shape_vec((rows, classes), distributions(rows, classes, &mut random)).unwrap();
        let (p, q) = (table(), table());
        let found = cross_entropy_bits(&p, &q);
        assert_eq!(found.len(), rows, "expected one number for each of {rows} rows, found {found}");
        for ((p, q), found) in p.rows().into_iter().zip(q.rows()).zip(found) {
            near(&format!("H({p}, {q})"), found.into(), bits(&p.to_vec(), &q.to_vec()));
        }
    }
}

#[test]
#[ignore = "exercise 3-5"]
fn ex_3_5_is_the_general_one_for_two_classes() {
    let ends = [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 0.25), (1.0, 0.25)];
    let random = seeds().map(|mut random| (random.random_range(0.0..1.0), random.random_range(0.0..1.0)));
    for (p, q) in ends.into_iter().chain(random) {
        let found = binary_cross_entropy_bits(p, q);
        near(&format!("binary_cross_entropy_bits({p}, {q})"), found, two_class_bits(p, q));
    }
}

#[test]
#[ignore = "exercise 3-5"]
fn ex_3_5_logits_need_no_probability() {
    let large = [(1.0, -1000.0), (1.0, 1000.0), (0.0, 1000.0), (0.25, -1000.0), (0.25, 1000.0), (0.5, 1e6)];
    let random = seeds().map(|mut random| (random.random_range(0.0..1.0), random.random_range(-15.0..15.0)));
    for (p, c) in large.into_iter().chain(random) {
        let found = binary_cross_entropy_of_logit(p, c);
        // Where q is rounded to 0 or 1, the loss is that of the straight lines that the curve comes close to.
        let expected = match c.abs() > 50.0 {
            true => ((1.0 - p) * c.max(0.0) + p * (-c).max(0.0)) / 2f64.ln(),
            false => two_class_bits(p, 1.0 / (1.0 + (-c).exp())),
        };
        near(&format!("binary_cross_entropy_of_logit({p}, {c})"), found, expected);
    }
    // ln(1 + x) is x for so small an x, and not 0.
    let (found, expected) = (binary_cross_entropy_of_logit(1.0, 40.0), (-40.0_f64).exp() / 2f64.ln());
    assert!(
        (found / expected - 1.0).abs() < 1e-9,
        "binary_cross_entropy_of_logit(1, 40): expected {expected:e}, found {found:e}: what is ln(1 + x) for a small x?"
    );
}

#[test]
#[ignore = "exercise 3-6"]
fn ex_3_6_is_that_of_the_engine() {
    for (case, mut random) in seeds().enumerate() {
        let size = (random.random_range(1..=5), random.random_range(1..=5));
        // Every other case has many equal numbers, and all numbers of some cases are below 0.
        let numbers = Array2::from_shape_simple_fn(size, || match case % 2 {
            0 => random.random_range(-3..=0) as f32,
            _ => random.random_range(-1.0..1.0) - (case % 3) as f32,
        });
        for axis in [0, 1] {
            let found = argmax_along(&numbers, axis);
            let expected = argmax(numbers.view(), axis).unwrap();
            assert!(found == expected, "argmax_along({numbers}, {axis}): expected {expected}, found {found}");
        }
    }
}

#[test]
#[ignore = "exercise 3-7"]
fn ex_3_7_and_is_learned_in_five_epochs() {
    let (yes, no) = (arr2(&[[1.0, 1.0]]), arr2(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]));
    for (most_epochs, expected) in [(100, Some(5)), (5, Some(5)), (4, None), (0, None)] {
        let found = perceptron_learning(&yes, &no, most_epochs);
        let found = found.map(|(weights, epochs)| (weights.to_vec(), epochs));
        let expected = expected.map(|epochs| (vec![2.0, 1.0, -2.0], epochs));
        assert_eq!(found, expected, "AND, at most {most_epochs} epochs: found left, expected right");
    }
}

#[test]
#[ignore = "exercise 3-7"]
fn ex_3_7_xor_is_given_up() {
    let (yes, no) = (arr2(&[[0.0, 1.0], [1.0, 0.0]]), arr2(&[[0.0, 0.0], [1.0, 1.0]]));
    let found = perceptron_learning(&yes, &no, 1000);
    assert_eq!(found, None, "XOR: no weights are right for all four, found {found:?}");
}

#[test]
#[ignore = "exercise 3-7"]
fn ex_3_7_what_can_be_separated_is_separated() {
    for mut random in seeds() {
        let (yes, no) = separable(&mut random);
        let found = perceptron_learning(&yes, &no, 100_000);
        let found = found.map(|(weights, epochs)| (weights.to_vec(), epochs));
        let (weights, epochs) = learned_by_rule(&yes, &no);
        let expected = Some((weights.to_vec(), epochs));
        assert_eq!(found, expected, "M+ = {yes}, M- = {no}: weights and epochs, found left, expected right");
    }
}

#[test]
#[ignore = "exercise 3-8"]
fn ex_3_8_clothes_from_one_start() {
    must_recognise_clothes(clothes_model(), clothes_fit(), 5);
}

#[test]
#[ignore = "exercise 3-8"]
fn ex_3_8_clothes_from_another_start() {
    must_recognise_clothes(clothes_model(), clothes_fit(), 2026);
}

#[test]
#[ignore = "exercise 3-9"]
fn ex_3_9_updates_are_counted_as_fit_makes_them() {
    for mut random in seeds() {
        let [samples, batch_size, epochs] = [60, 25, 4].map(|most| random.random_range(1..=most));
        let found = count_updates(samples, batch_size, epochs);
        let shown: Vec<usize> = (0..samples).collect();
        let expected =
            (updates_of_fit(samples, batch_size, epochs), shown.chunks(batch_size).last().map_or(0, <[usize]>::len));
        assert_eq!(found, expected, "count_updates({samples}, {batch_size}, {epochs}): found left, expected right");
    }
    assert_eq!(count_updates(60_000, 32, 10), (18_750, 32), "count_updates(60000, 32, 10)");
    assert_eq!(
        count_updates(1_000_000, 1_000_000, 7),
        (7, 1_000_000),
        "count_updates(1000000, 1000000, 7): batch gradient descent"
    );
}

#[test]
#[ignore = "exercise 3-10"]
fn ex_3_10_sizes_are_those_of_the_course() {
    let fixed = [(3000, [7, 1, 2]), (5, [1, 1, 1]), (0, [1, 1, 1]), (1_000_000, [100, 100, 100]), (7, [0, 0, 5])];
    let random = seeds().map(|mut random| {
        let proportions = [8, 3, 4].map(|most| random.random_range(1..=most));
        (random.random_range(0..500), proportions)
    });
    for (samples, proportions) in fixed.into_iter().chain(random) {
        let found = set_sizes(samples, proportions);
        let expected = split(0..samples, proportions.map(|part| part as u32), 1).map(|part| part.len());
        assert_eq!(found, expected, "set_sizes({samples}, {proportions:?}): found left, expected right");
    }
}

#[test]
#[ignore = "exercise 3-10"]
fn ex_3_10_leaks_are_found() {
    for mut random in seeds() {
        let sets: [Vec<usize>; 3] = [8, 4, 5].map(|len| (0..len).map(|_| random.random_range(0..25)).collect());
        let [a, b, c] = &sets;
        let found = in_several_sets([a, b, c]);
        let is_leak = |n: &usize| sets.iter().filter(|set| set.contains(n)).count() > 1;
        let expected: Vec<usize> = (0..25).filter(is_leak).collect();
        assert_eq!(found, expected, "in_several_sets({sets:?}): found left, expected right");
    }
    let parts = split(0..300, [7, 1, 2], 1);
    let [a, b, c] = &parts;
    assert_eq!(in_several_sets([a, b, c]), [0usize; 0], "the sets of shared::data::split have nothing in common");
}

#[test]
#[ignore = "exercise 3-11"]
fn ex_3_11_parameters_are_those_of_the_summary() {
    let clothes = count_parameters(&[784, 128, 128, 10]);
    assert_eq!(clothes, 118_282, "count_parameters(&[784, 128, 128, 10]): found left, expected right");
    for mut random in seeds() {
        let nodes: Vec<usize> = (0..random.random_range(2..=5)).map(|_| random.random_range(1..=30)).collect();
        let found = count_parameters(&nodes);
        let expected = parameters_in_summary(&nodes);
        assert_eq!(found, expected, "count_parameters(&{nodes:?}): found left, expected right");
    }
}

#[test]
#[ignore = "exercise 3-12"]
fn ex_3_12_regions_lie_as_in_the_pictures() {
    for mut random in seeds() {
        // Eighths, and steps of 1/2 to 1/16: no rounding, so that 0 is exactly 0.
        let w: [f32; 3] = std::array::from_fn(|_| random.random_range(-8..=8) as f32 / 8.0);
        let side = [2, 3, 5, 9, 17][random.random_range(0..5)];
        let found = decision_region(w, side);
        let expected = region_point_by_point(w, side);
        assert!(found == expected, "decision_region({w:?}, {side}): expected\n{expected}\nfound\n{found}");
    }
}

#[test]
#[ignore = "exercise 3-12"]
fn ex_3_12_three_perceptrons_say_xor() {
    let perceptrons = xor_of_steps();
    let mut random = StdRng::seed_from_u64(1);
    let ends = [[0.0, 0.0], [0.2, 0.2], [0.2, -0.2], [-0.2, 0.2], [-0.2, -0.2]];
    let offsets = ends.into_iter().chain((0..200).map(|_| std::array::from_fn(|_| random.random_range(-0.2..0.2))));
    for [da, db] in offsets {
        for ([a, b], expected) in INPUTS.into_iter().zip(XOR) {
            let input = [a + da, b + db];
            let hidden = [step(perceptrons[0], input), step(perceptrons[1], input)];
            let found = step(perceptrons[2], hidden);
            assert_eq!(
                found, expected,
                "{perceptrons:?} for inputs {input:?}: h = {hidden:?}, found left, expected right"
            );
        }
    }
}
