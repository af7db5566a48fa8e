//! The optimizers against golden numbers, and what all training steps have in common.

use std::sync::Arc;

use ndarray::{Array1, arr1};
use serde_json::Value;

use super::{Adam, GradientDescent, Momentum, Optimizer, RmsProp, TrainStep};
use crate::check::assert_close;
use crate::golden;
use crate::prelude::*;

fn optimizer(case: &Value) -> Arc<dyn Optimizer> {
    let setting = |name: &str| case["settings"][name].as_f64().unwrap_or_else(|| panic!("no {name}")) as f32;
    let rate = setting("learning_rate");
    match case["optimizer"].as_str() {
        Some("gradient_descent") => Arc::new(GradientDescent::new(rate)),
        Some("momentum") => {
            let nesterov = case["settings"]["use_nesterov"].as_bool().expect("true or false");
            Arc::new(Momentum::new(rate, setting("momentum")).nesterov(nesterov))
        }
        Some("rmsprop") => {
            let optimizer = RmsProp::new(rate).decay(setting("decay")).momentum(setting("momentum"));
            Arc::new(optimizer.epsilon(setting("epsilon")))
        }
        Some("adam") => {
            let optimizer = Adam::new(rate).beta1(setting("beta1")).beta2(setting("beta2"));
            Arc::new(optimizer.epsilon(setting("epsilon")))
        }
        other => panic!("unknown optimizer {other:?}"),
    }
}

fn array(tensor: &Value) -> Array1<f32> {
    Array1::from(golden::numbers(&tensor["data"]))
}

#[test]
fn every_step_gives_the_golden_values() {
    let file = golden::read("optimizers");
    for case in file["cases"].as_array().expect("cases") {
        println!("{} {}", case["optimizer"], case["settings"]);
        let graph = Graph::new();
        let w = graph.variable("w", array(&case["initial"]));
        let gradient = graph.placeholder::<f32>("gradient", w.shape());
        let train_step = TrainStep::new(optimizer(case), &(&w * &gradient), std::slice::from_ref(&w));
        let mut session = Session::new(&graph);
        let steps =
            case["gradients"].as_array().expect("gradients").iter().zip(case["after"].as_array().expect("after"));
        let mut count = 0.0;
        for (fed, after) in steps {
            session.run(&train_step, feed![gradient => array(fed)]).unwrap();
            assert_close(&session.value(&w), &array(after), 2e-6);
            count += 1.0;
            let counter = graph.variable_named(&format!("{}/iterations", train_step.optimizer.name()));
            assert_eq!(session.value(&counter).item(), count);
        }
        assert_eq!(count, 6.0);
    }
}

#[test]
fn the_defaults_are_those_of_tensorflow_1() {
    assert_eq!(Adam::new(0.1), Adam::new(0.1).beta1(0.9).beta2(0.999).epsilon(1e-8));
    assert_eq!(RmsProp::new(0.1), RmsProp::new(0.1).decay(0.9).momentum(0.0).epsilon(1e-10));
    assert_eq!(Momentum::new(0.1, 0.9), Momentum::new(0.1, 0.9).nesterov(false));
}

#[test]
fn a_run_computes_everything_before_it_changes_anything() {
    let graph = Graph::new();
    let w = graph.variable("w", constant([], 5.0));
    let loss = w.square();
    let train_step = GradientDescent::new(0.25).minimize(&loss);
    let mut session = Session::new(&graph);
    let (before, (), loss) = session.run((&w, &train_step, &loss), feed![]).unwrap();
    assert_eq!((before.item(), loss.item()), (5.0, 25.0));
    assert_eq!(session.value(&w).item(), 2.5); // 5 - 0.25 · 2 · 5
}

#[test]
fn two_training_steps_of_one_graph_keep_states_of_their_own() {
    let graph = Graph::new();
    let w = graph.variable("w", constant([2], 1.0));
    let fast = Adam::new(0.1).minimize(&w.square());
    let slow = Adam::new(0.001).minimize(&w.square());
    let mut session = Session::new(&graph);
    session.run(&fast, feed![]).unwrap();
    session.run(&slow, feed![]).unwrap();
    session.run(&slow, feed![]).unwrap();
    let mut value = |name: &str| session.value(&graph.variable_named(name)).iter().copied().next().unwrap();
    assert_eq!([value("Adam/iterations"), value("Adam/iterations_1")], [1.0, 2.0]);
    assert!((value("w/Adam/m") - 0.2).abs() < 1e-6); // 0.1 of the gradient 2
    assert!((value("w/Adam/m_1") - 0.1 * (0.9 * 1.8 + 1.798)).abs() < 1e-3);
    assert!((value("w") - 0.898).abs() < 1e-4);
}

#[test]
fn both_steps_of_one_run_see_the_variables_as_they_were() {
    let graph = Graph::new();
    let w = graph.variable("w", constant([], 1.0));
    let step = || GradientDescent::new(0.25).minimize(&w.square());
    let (first, second) = (step(), step());
    let mut session = Session::new(&graph);
    session.run((&first, &second), feed![]).unwrap();
    assert_eq!(session.value(&w).item(), 0.0); // 1 - 2 · 0.25 · 2
}

#[test]
fn what_the_loss_does_not_reach_and_what_is_frozen_stays() {
    let graph = Graph::new();
    let trained = graph.variable("trained", constant([], 1.0));
    let frozen = graph.variable("frozen", constant([], 2.0));
    let stranger = graph.variable("stranger", constant([], 3.0));
    let loss = (&trained * &frozen).square();
    let some = Momentum::new(0.01, 0.9).minimize_over(&loss, &[trained.clone(), stranger.clone()]);
    let mut session = Session::new(&graph);
    session.run(&some, feed![]).unwrap();
    let mut values = || [&trained, &frozen, &stranger].map(|variable| session.value(variable).item());
    assert_eq!(values(), [1.0 - 0.01 * 8.0, 2.0, 3.0]);
    let states = || graph.all_variables().iter().filter(|v| v.name().contains("Momentum/")).count();
    assert_eq!(states(), 2); // the accumulator of `trained`, and the counter

    let _ = Momentum::new(0.01, 0.9).minimize(&loss);
    assert_eq!(states(), 5); // two accumulators more, none for `stranger`
    assert_eq!(graph.variables().len(), 3);
}

#[test]
fn large_variables_get_the_same_bits_with_any_number_of_threads() {
    let train = |threads: usize| {
        let graph = Graph::new();
        let w = graph.variable("w", normal([300, 401], 1.0));
        let train_step = Adam::new(0.01).minimize(&(w.square() * &w));
        let mut session = Session::new(&graph).seed(1).threads(threads);
        (0..5).for_each(|_| session.run(&train_step, feed![]).unwrap());
        session.value(&w)
    };
    let one = train(1);
    assert_eq!(one, train(2));
    assert_eq!(one, train(4));
}

#[test]
fn variables_without_elements_are_trained_too() {
    let graph = Graph::new();
    let w = graph.variable("w", zeros([0, 3]));
    let train_step = Adam::new(0.1).minimize(&w.square());
    let mut session = Session::new(&graph);
    session.run(&train_step, feed![]).unwrap();
    assert_eq!(session.value(&w).shape(), [0, 3]);
}

#[test]
#[should_panic(expected = "minimize: Tensor(square: f32 [?]) depends on no trainable variable")]
fn a_loss_without_variables_is_refused() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?]);
    let _ = graph.variable("w", arr1(&[1.0]));
    let _ = Adam::new(0.1).minimize(&x.square());
}

#[test]
#[should_panic(expected = "Adam: beta2 must be at least 0 and below 1, found 1")]
fn settings_that_never_forget_are_refused() {
    let _ = Adam::new(0.1).beta2(1.0);
}

/// An optimizer with this learning rate.
type Make = fn(f32) -> Arc<dyn Optimizer>;

#[test]
fn a_learning_rate_that_is_no_number_above_0_panics_with_the_optimizer() {
    let makers: [Make; 4] = [
        |rate| Arc::new(GradientDescent::new(rate)),
        |rate| Arc::new(Momentum::new(rate, 0.9)),
        |rate| Arc::new(RmsProp::new(rate)),
        |rate| Arc::new(Adam::new(rate)),
    ];
    for make in makers {
        let name = make(f32::MIN_POSITIVE).name();
        for rate in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0, -0.1] {
            let panic = std::panic::catch_unwind(|| drop(make(rate))).unwrap_err();
            let expected = format!("{name}: the learning rate must be a finite number above 0, found {rate}");
            assert_eq!(panic.downcast_ref::<String>(), Some(&expected));
        }
    }
}
