//! Broadcasting, slices, reshape and transpose.

use ndarray::{ArrayD, Axis, Slice};
use proptest::prelude::*;
use shared::ops::concat;
use shared::prelude::*;

use super::{config, fitting_shapes, numbers, shape};

/// The rule of broadcasting, from the last axis on: equal, or one of them 1, or missing.
fn broadcast(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let rank = a.len().max(b.len());
    let size = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(rank).map_or(1, |k| shape[k]);
    let common = |axis| match (size(a, axis), size(b, axis)) {
        (1, size) | (size, 1) => Some(size),
        (left, right) => (left == right).then_some(left),
    };
    (0..rank).map(common).collect()
}

fn fed(graph: &Graph, name: &str, value: &ArrayD<f32>) -> Tensor<f32> {
    graph.placeholder::<f32>(name, Shape::from(value.shape()))
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn shapes_fit_as_the_rule_says(a in shape(4), b in shape(4)) {
        let found = Shape::from(a.as_slice()).broadcast(&Shape::from(b.as_slice()));
        prop_assert_eq!(found.ok().and_then(|shape| shape.known()), broadcast(&a, &b));
    }

    #[test]
    fn sums_and_their_gradients_are_broadcast([a, b] in fitting_shapes()) {
        let common = broadcast(&a, &b).expect("made to fit");
        let (a_value, b_value) = (numbers(&a), numbers(&b));
        let spread = |value: &ArrayD<f32>| value.broadcast(common.as_slice()).expect("it fits").to_owned();
        let graph = Graph::new();
        let (a, b) = (fed(&graph, "a", &a_value), fed(&graph, "b", &b_value));
        let sum = &a + &b;
        let slopes = gradients(&sum.sum(), &[&a, &b]);
        let (sum, slopes) = Session::new(&graph).run((&sum, &slopes), feed![a => a_value, b => b_value]).unwrap();
        prop_assert_eq!(&sum, &(spread(&a_value) + spread(&b_value)));
        // Each number was added so many times.
        for (slope, value) in slopes.iter().zip([&a_value, &b_value]) {
            prop_assert_eq!(slope, &ArrayD::from_elem(value.shape(), (sum.len() / value.len()) as f32));
        }
    }

    #[test]
    fn a_slice_is_ndarrays_and_the_parts_are_the_whole(
        (shape, axis, cuts) in shape(4).prop_filter("an axis", |shape| !shape.is_empty()).prop_flat_map(|shape| {
            let axes = 0..shape.len();
            (Just(shape), axes, [any::<prop::sample::Index>(), any::<prop::sample::Index>()])
        }),
    ) {
        let value = numbers(&shape);
        let mut cuts = cuts.map(|cut| cut.index(shape[axis] + 1));
        cuts.sort_unstable();
        let [from, to] = cuts;
        let graph = Graph::new();
        let x = fed(&graph, "x", &value);
        let parts = [0..from, from..to, to..shape[axis]].map(|range| x.slice(axis, range));
        let whole = concat(&parts.iter().collect::<Vec<_>>(), axis);
        let fetches = (&parts[1], &whole);
        let (part, whole) = Session::new(&graph).run(fetches, feed![x => value]).unwrap();
        prop_assert_eq!(&part, &value.slice_axis(Axis(axis), Slice::from(from..to)).to_owned());
        prop_assert_eq!(whole, value);
    }

    #[test]
    fn reshape_and_transpose_lead_back(shape in shape(4)) {
        let value = numbers(&shape);
        let graph = Graph::new();
        let x = fed(&graph, "x", &value);
        let there = x.reshape([value.len()]);
        let back = there.reshape(Shape::from(shape.as_slice()));
        let backwards: Vec<usize> = (0..shape.len()).rev().collect();
        let turned = x.permute(&backwards);
        let twice = turned.permute(&backwards);
        let (there, back, turned, twice) =
            Session::new(&graph).run((&there, &back, &turned, &twice), feed![x => value]).unwrap();
        prop_assert_eq!(there.as_slice(), value.as_slice());
        prop_assert_eq!(turned, value.t().as_standard_layout().into_owned());
        prop_assert_eq!(&back, &value);
        prop_assert_eq!(&twice, &value);
    }
}
