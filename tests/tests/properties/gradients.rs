//! Gradients of random expressions.

use proptest::prelude::*;
use shared::check::assert_gradients;
use shared::prelude::*;

use super::{config, fitting_shapes, numbers};

/// One more term: an operation on earlier ones, which are chosen by number.
#[derive(Clone, Copy, Debug)]
enum Step {
    Tanh(usize),
    Sigmoid(usize),
    Add(usize, usize),
    Subtract(usize, usize),
    Multiply(usize, usize),
    Mean(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let term = || 0..8usize;
    prop_oneof![
        term().prop_map(Step::Tanh),
        term().prop_map(Step::Sigmoid),
        (term(), term()).prop_map(|(a, b)| Step::Add(a, b)),
        (term(), term()).prop_map(|(a, b)| Step::Subtract(a, b)),
        (term(), term()).prop_map(|(a, b)| Step::Multiply(a, b)),
        term().prop_map(Step::Mean),
    ]
}

/// The last term of those that the steps make from `a` and `b`, bounded so that difference quotients are worth something.
fn expression(a: &Tensor<f32>, b: &Tensor<f32>, steps: &[Step]) -> Tensor<f32> {
    let mut terms = vec![a.clone(), b.clone()];
    for step in steps {
        let term = |number: usize| &terms[number % terms.len()];
        let next = match *step {
            Step::Tanh(a) => term(a).tanh(),
            Step::Sigmoid(a) => term(a).sigmoid(),
            Step::Add(a, b) => (term(a) + term(b)) * 0.5,
            Step::Subtract(a, b) => (term(a) - term(b)) * 0.5,
            Step::Multiply(a, b) => term(a) * term(b),
            Step::Mean(a) => term(a).mean(),
        };
        terms.push(next);
    }
    terms.iter().skip(2).fold(&terms[0] * &terms[1], |sum, term| sum + term)
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn gradients_are_difference_quotients(
        [a, b] in fitting_shapes().prop_filter("quick", |shapes| shapes.iter().all(|s| s.iter().product::<usize>() < 40)),
        steps in prop::collection::vec(step(), 0..6),
    ) {
        let (a_value, b_value) = (numbers(&a) / 10.0, numbers(&b) / 12.0 + 0.05);
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", Shape::from(a.as_slice()));
        let b = graph.placeholder::<f32>("b", Shape::from(b.as_slice()));
        let of = expression(&a, &b, &steps);
        assert_gradients(&of, &[&a, &b], feed![a => a_value, b => b_value]);
    }

    #[test]
    fn the_gradient_of_a_sum_is_the_sum_of_the_gradients(
        [a, b] in fitting_shapes(),
        first in prop::collection::vec(step(), 1..6),
        second in prop::collection::vec(step(), 1..6),
    ) {
        let (a_value, b_value) = (numbers(&a) / 10.0, numbers(&b) / 12.0);
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", Shape::from(a.as_slice()));
        let b = graph.placeholder::<f32>("b", Shape::from(b.as_slice()));
        let [f, g] = [first, second].map(|steps| expression(&a, &b, &steps).sum());
        let both = gradients(&(&f * 2.0 - &g), &[&a, &b]);
        let (of_f, of_g) = (gradients(&f, &[&a, &b]), gradients(&g, &[&a, &b]));
        let mut session = Session::new(&graph);
        let (both, of_f, of_g) = session.run((&both, &of_f, &of_g), feed![a => a_value, b => b_value]).unwrap();
        for ((both, f), g) in both.iter().zip(of_f).zip(of_g) {
            shared::check::assert_close(both, &(f * 2.0 - g), 1e-4);
        }
    }
}
