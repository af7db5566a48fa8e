//! The tests of the exercises: `cargo test -p lesson04_softmax -- --ignored`.

mod compare;

use compare::{assert_same, assert_same_matrix, engine, matrix, mnist, numbers, one_at, random, random_labels};
use lesson04_softmax::exercises::*;
use ndarray::{Array1, Array2, Axis, array, s};
use ndarray_rand::rand::Rng;
use shared::prelude::*;

#[track_caller]
fn assert_softmax(x: &[f64], expected: &[f64]) {
    assert_same(format!("stable_softmax(&{x:?})"), &stable_softmax(x), expected, 1e-8);
}

#[test]
#[ignore = "exercise 4-1"]
fn ex_4_1_small_numbers_give_the_formula() {
    assert_softmax(&[1.0, 1.0, 2.0], &[0.211_941_557_6, 0.211_941_557_6, 0.576_116_884_8]);
    assert_softmax(&[-3.5], &[1.0]);
    assert_softmax(&[], &[]);
    for seed in 1..=5 {
        let x = numbers(&mut random(seed), 2 + seed as usize, 5.0);
        let sum: f64 = x.iter().map(|x| x.exp()).sum();
        assert_softmax(&x, &x.iter().map(|x| x.exp() / sum).collect::<Vec<_>>());
    }
}

#[test]
#[ignore = "exercise 4-1"]
fn ex_4_1_large_numbers_survive() {
    let (small, large) = (0.268_941_421_4, 0.731_058_578_6); // softmax of [0, 1]
    assert_softmax(&[1000.0, 1000.0], &[0.5, 0.5]);
    assert_softmax(&[1000.0, 1001.0], &[small, large]);
    assert_softmax(&[-1000.0, -1001.0], &[large, small]);
    assert_softmax(&[-1e300, 0.0, 1e300], &[0.0, 0.0, 1.0]);
    assert_softmax(&[-5000.0, 0.0, 1.0, -5000.0], &[0.0, small, large, 0.0]);
}

#[track_caller]
fn assert_of_probabilities(y: &[f64], y_true: &[f64], expected: f64) {
    let call = format!("cross_entropy_by_hand(&{y:?}, &{y_true:?})");
    assert_same(call, &[cross_entropy_by_hand(y, y_true)], &[expected], 1e-8);
}

#[test]
#[ignore = "exercise 4-2"]
fn ex_4_2_of_probabilities() {
    assert_of_probabilities(&[0.25, 0.75], &[0.0, 1.0], 0.287_682_072_5);
    for seed in 1..=5 {
        let mut random = random(seed);
        let parts = numbers(&mut random, 4, 1.0);
        let sum: f64 = parts.iter().map(|part| part.abs()).sum();
        let y: Vec<f64> = parts.iter().map(|part| part.abs() / sum).collect();
        let class = random.random_range(0..4);
        assert_of_probabilities(&y, &one_at(class, 4), -y[class].ln());
    }
}

#[test]
#[ignore = "exercise 4-2"]
fn ex_4_2_of_probabilities_that_are_0() {
    assert_of_probabilities(&[0.0, 1.0], &[0.0, 1.0], 0.0);
    assert_of_probabilities(&[0.0, 1.0], &[1.0, 0.0], 27.631_021_116);
    assert_of_probabilities(&[1e-300, 0.0, 1.0], &[1.0, 0.0, 0.0], 27.631_021_116);
    assert_of_probabilities(&[1e-9, 1.0 - 1e-9], &[1.0, 0.0], 20.723_265_837);
}

#[track_caller]
fn assert_of_logits(logits: &[f64], class: usize, expected: f64) {
    let y_true = one_at(class, logits.len());
    let call = format!("cross_entropy_from_logits(&{logits:?}, &{y_true:?})");
    assert_same(call, &[cross_entropy_from_logits(logits, &y_true)], &[expected], 1e-8);
}

#[test]
#[ignore = "exercise 4-2"]
fn ex_4_2_of_logits() {
    assert_of_logits(&[1.0, 1.0, 2.0], 2, 0.551_444_713_9);
    assert_of_logits(&[-7.0], 0, 0.0);
    for seed in 1..=5 {
        let mut random = random(seed);
        let logits = numbers(&mut random, 2 + seed as usize, 5.0);
        let class = random.random_range(0..logits.len());
        let sum: f64 = logits.iter().map(|x| x.exp()).sum();
        assert_of_logits(&logits, class, sum.ln() - logits[class]);
    }
}

#[test]
#[ignore = "exercise 4-2"]
fn ex_4_2_of_logits_far_apart() {
    assert_of_logits(&[0.0, 1000.0], 0, 1000.0);
    assert_of_logits(&[0.0, 1000.0], 1, 0.0);
    assert_of_logits(&[-1e6, 1e6, 0.0], 0, 2e6);
    assert_of_logits(&[-1000.0, -1000.0], 1, 2f64.ln());
}

#[test]
#[ignore = "exercise 4-3"]
fn ex_4_3_gradients_of_random_batches() {
    engine::assert_gradients_by_hand(gradients_by_hand, 1.0, 1e-5);
}

#[test]
#[ignore = "exercise 4-3"]
fn ex_4_3_gradients_of_large_logits() {
    engine::assert_gradients_by_hand(gradients_by_hand, 1000.0, 1e-3);
}

#[test]
#[ignore = "exercise 4-4"]
fn ex_4_4_f_for_several_c() {
    let (c, f) = graph_of_f();
    assert!(c.graph().is(f.graph()), "expected C and F in one graph, found two graphs");
    let mut session = Session::new(f.graph());
    for value in [3.0, 0.0, 6.0, -2.0, 8.0, -1.5] {
        let found = session.run(&f, feed![c => value]).unwrap_or_else(|error| panic!("F with C = {value}: {error}"));
        let expected = (6.0 - value) * (value + 2.0);
        assert_same(format!("F with C = {value}"), &[f64::from(found.item())], &[f64::from(expected)], 1e-6);
    }
}

#[test]
#[ignore = "exercise 4-4"]
fn ex_4_4_c_is_a_placeholder() {
    let (c, f) = graph_of_f();
    let found = Session::new(f.graph()).run(&f, feed![]);
    assert!(found.is_err(), "F without a value for C: expected an error, found {}", found.unwrap());
    assert!(c.shape() == shape![], "C: expected the shape [], found {}", c.shape());
}

#[test]
#[ignore = "exercise 4-5"]
fn ex_4_5_one_1_in_each_row() {
    let check = |classes: Array1<i32>, depth: usize| {
        let found = one_hot_rows(&classes, depth);
        let expected = Array2::from_shape_fn((classes.len(), depth), |(row, column)| {
            f32::from(u8::from(classes[row] as usize == column))
        });
        assert_same_matrix(format!("one_hot_rows(&array!{classes}, {depth})"), &found, &expected, 0.0);
    };
    check(array![2, 0], 3);
    check(array![0], 1);
    check(array![1, 1, 1], 5);
    check(array![], 4);
    for seed in 1..=5 {
        let mut random = random(seed);
        check((0..6).map(|_| random.random_range(0..8)).collect(), 10);
    }
}

#[track_caller]
fn assert_share(y: &Array2<f32>, y_true: &Array2<f32>, expected: f32) {
    let call = format!("share_of_right_answers(y, y_true)\ny = {y}\ny_true = {y_true}");
    assert_same(call, &[share_of_right_answers(y, y_true).into()], &[expected.into()], 1e-6);
}

#[test]
#[ignore = "exercise 4-6"]
fn ex_4_6_random_answers() {
    let y = array![[0.1, 0.7, 0.2], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6], [0.9, 0.1, 0.0]];
    assert_share(&y, &array![[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]], 0.75);
    for seed in 1..=5 {
        let mut random = random(seed);
        let mut y = matrix(&mut random, [7, 4], 1.0).abs();
        y /= &y.sum_axis(Axis(1)).insert_axis(Axis(1));
        let y_true = random_labels(&mut random, [7, 4]);
        // Right is a row in which no probability is above that of the true class.
        let right = y.rows().into_iter().zip(y_true.rows()).filter(|(y, y_true)| {
            let of_true_class = y.dot(y_true);
            y.iter().all(|&y| y <= of_true_class)
        });
        assert_share(&y, &y_true, right.count() as f32 / 7.0);
    }
}

#[test]
#[ignore = "exercise 4-6"]
fn ex_4_6_of_equal_probabilities_the_first_counts() {
    let y = array![[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]];
    assert_share(&y, &array![[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], 1.0 / 3.0);
    assert_share(&array![[0.2, 0.4, 0.4]], &array![[0.0, 1.0, 0.0]], 1.0);
}

#[test]
#[ignore = "exercise 4-7"]
fn ex_4_7_at_least_92_percent_on_the_test_set() {
    let [train, validation, test] = mnist::renumbered();
    let mut classify = train_classifier(&train, &validation, 1).unwrap_or_else(|error| panic!("training: {error}"));
    let mut answers = |images: &Array2<f32>| {
        let answers = classify(images).unwrap_or_else(|error| panic!("classes of {} images: {error}", images.nrows()));
        let (found, given) = (answers.len(), images.nrows());
        assert!(found == given, "expected one class for each of {given} images, found {found}");
        answers
    };
    let all = answers(&test.images);
    let right = all.iter().zip(&test.classes).filter(|(answer, class)| answer == class).count();
    let percent = right as f64 / 100.0;
    assert!(right >= 9200, "accuracy on {} test images: expected at least 92 %, found {percent} %", test.len());
    let first = answers(&test.images.slice(s![..1, ..]).to_owned());
    assert!(first[0] == all[0], "an image alone is classified as {}, among all others as {}", first[0], all[0]);
}

#[test]
#[ignore = "exercise 4-8"]
fn ex_4_8_the_places_of_the_descent() {
    let check = |a: f64, rate: f64, start: f64, expected: &[f64]| {
        let steps = expected.len() - 1;
        let call = format!("places_of_descent({a}, {rate}, {start}, {steps})");
        assert_same(call, &places_of_descent(a, rate, start, steps), expected, 1e-9);
    };
    check(1.0, 0.25, 4.0, &[4.0, 2.0, 1.0, 0.5]);
    check(3.0, 0.25, -2.0, &[-2.0, 1.0, -0.5, 0.25]);
    check(0.5, 3.0, 1.0, &[1.0, -2.0, 4.0]);
    check(7.0, 0.1, 5.0, &[5.0]);
}

#[test]
#[ignore = "exercise 4-8"]
fn ex_4_8_below_the_limit_it_arrives_and_above_it_leaves() {
    for seed in 1..=5 {
        let a = random(seed).random_range(0.01..50.0);
        let (limit, near, far) = (limit_of_rates(a), "closer to", "further from");
        for (share, goal) in [(0.01, near), (0.6, near), (0.99, near), (1.01, far)] {
            let x = (0..10).fold(4.0, |x, _| x - share * limit * 2.0 * a * x);
            let found = if x.abs() < 4.0 { near } else { far };
            let rate = format!("limit_of_rates({a}) == {limit}; {share} of it, as a rate, leads from 4 to {x}");
            assert!(found == goal && x.is_finite() && x != 4.0, "{rate}: expected {goal} 0");
        }
    }
}

#[test]
#[ignore = "exercise 4-9"]
fn ex_4_9_each_tensor_to_its_graph() {
    // Each graph has tensors of the same names, types and values.
    let graphs: [Graph; 4] = std::array::from_fn(|_| Graph::new());
    let tensors = graphs.each_ref().map(|graph| graph.scalar(5.0f32).named("c"));
    for (places, listed) in [
        (&[1, 0, 3][..], &[0, 1][..]),
        (&[2, 2, 0, 1, 3, 0], &[3, 0, 2]),
        (&[0, 1], &[]),
        (&[], &[0, 1, 2]),
        (&[0, 1, 2, 3], &[3, 2, 1, 0]),
    ] {
        let given: Vec<_> = places.iter().map(|&place| tensors[place].clone()).collect();
        let list: Vec<_> = listed.iter().map(|&place| graphs[place].clone()).collect();
        let found = whose_tensors(&given, &list);
        let expected: Vec<_> = places.iter().map(|place| listed.iter().position(|graph| graph == place)).collect();
        assert!(
            found == expected,
            "tensors of the graphs {places:?}, list of the graphs {listed:?}\nexpected {expected:?}\nfound    {found:?}"
        );
    }
}

#[test]
#[ignore = "exercise 4-10"]
fn ex_4_10_moderate_logits() {
    for (seed, shape) in (1..).zip([[1, 2], [5, 3], [4, 10]]) {
        let mut random = random(seed);
        engine::assert_losses(
            repaired_cross_entropies,
            &matrix(&mut random, shape, 5.0),
            &random_labels(&mut random, shape),
        );
    }
}

#[test]
#[ignore = "exercise 4-10"]
fn ex_4_10_logits_far_apart() {
    engine::assert_losses(
        repaired_cross_entropies,
        &array![[0.0, 1000.0], [0.0, 1000.0]],
        &array![[1.0, 0.0], [0.0, 1.0]],
    );
    engine::assert_losses(
        repaired_cross_entropies,
        &array![[-1000.0, -1000.0], [1000.0, 0.0]],
        &array![[1.0, 0.0], [1.0, 0.0]],
    );
    for (seed, shape) in (1..).zip([[3, 2], [6, 4]]) {
        let mut random = random(seed);
        engine::assert_losses(
            repaired_cross_entropies,
            &matrix(&mut random, shape, 1e4),
            &random_labels(&mut random, shape),
        );
    }
}

#[test]
#[ignore = "exercise 4-11"]
fn ex_4_11_shares_of_each_class() {
    let check = |predicted: Array1<i32>, classes: Array1<i32>, expected: &[Option<f64>]| {
        let found = recognised_per_class(&predicted, &classes, expected.len());
        let digits = |share: &Option<f64>| share.map(|share| (share * 1e9).round());
        assert!(
            found.iter().map(digits).eq(expected.iter().map(digits)),
            "recognised_per_class(&array!{predicted}, &array!{classes}, {})\nexpected {expected:?}\nfound    {found:?}",
            expected.len()
        );
    };
    check(array![0, 1, 1, 0], array![0, 0, 1, 0], &[Some(2.0 / 3.0), Some(1.0), None]);
    check(array![], array![], &[None, None]);
    check(array![1, 1, 1], array![0, 0, 1], &[Some(0.0), Some(1.0)]);
    for seed in 1..=5 {
        let mut random = random(seed);
        let mut draw = || (0..40).map(|_| random.random_range(0..4)).collect::<Array1<i32>>();
        let (predicted, classes) = (draw(), draw());
        let pairs = || predicted.iter().zip(&classes);
        let share = |class: i32| {
            let all = pairs().filter(|(_, truth)| **truth == class).count();
            let right = pairs().filter(|(answer, truth)| **truth == class && answer == truth).count();
            (all > 0).then(|| right as f64 / all as f64)
        };
        let expected: Vec<_> = (0..5).map(share).collect(); // of class 4 there is no image
        check(predicted.clone(), classes.clone(), &expected);
    }
}

#[test]
#[ignore = "exercise 4-12"]
fn ex_4_12_quotients_of_a_cubic() {
    // (x + h)³ - (x - h)³ = 2h (3x² + h²)
    for (seed, h) in (1..).zip([0.5, 0.1, 1e-3]) {
        let x = numbers(&mut random(seed), seed as usize, 2.0);
        let found = difference_quotients(&|x| x.iter().map(|x| x * x * x).sum(), &x, h);
        let expected: Vec<f64> = x.iter().map(|x| 3.0 * x * x + h * h).collect();
        assert_same(format!("the sum of cubes at {x:?}, h = {h}"), &found, &expected, 1e-8);
    }
    // Where a number is moved and not moved back, the others' quotients are those of another place.
    let found = difference_quotients(&|x| x[0] * x[1] * x[2], &[2.0, 5.0, 3.0], 0.5);
    assert_same("x0 * x1 * x2 at [2, 5, 3], h = 0.5", &found, &[15.0, 6.0, 10.0], 1e-9);
    let found = difference_quotients(&|_| 1.0, &[], 0.1);
    assert_same("a function of no numbers", &found, &[], 0.0);
}

#[test]
#[ignore = "exercise 4-12"]
fn ex_4_12_quotients_of_a_cross_entropy() {
    for seed in 1..=3 {
        let x = numbers(&mut random(seed), 4, 3.0);
        let loss = |x: &[f64]| x.iter().map(|x| x.exp()).sum::<f64>().ln() - x[1];
        let sum: f64 = x.iter().map(|x| x.exp()).sum();
        // softmax(x) - y_true
        let expected: Vec<f64> = x.iter().zip(one_at(1, 4)).map(|(x, y_true)| x.exp() / sum - y_true).collect();
        let call = format!("the cross-entropy of logits {x:?} with class 1, h = 1e-5");
        assert_same(call, &difference_quotients(&loss, &x, 1e-5), &expected, 1e-7);
    }
}
