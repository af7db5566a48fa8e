//! Gradients of gradients against another framework's: `golden/second_order.json`, see `golden/README.md`.

use ndarray::ArrayD;
use serde_json::Value;

use crate::check::assert_close;
use crate::feed::Feeds;
use crate::golden;
use crate::ops::{sigmoid_cross_entropy, softmax_cross_entropy};
use crate::prelude::*;
use crate::shape::Dim;

/// Relative above 1, absolute below: a gradient of a gradient rounds more often than a value.
const TOLERANCE: f32 = 1e-5;

/// A formula without its outer sum (which `gradients` implies), of x and of the second input, if the formula names one.
type Formula = fn(&[Tensor<f32>]) -> Tensor<f32>;

/// The formulas of the golden file, by their names there.
const FORMULAS: &[(&str, Formula)] = &[
    ("square", |i| i[0].square()),
    ("cube", |i| i[0].powf(3.0)),
    ("quotient", |i| 1.0 / &i[0]),
    ("tanh_sigmoid", |i| i[0].tanh() * i[0].sigmoid()),
    ("exp_square", |i| i[0].exp() * i[0].square()),
    ("ln_sqrt", |i| i[0].ln() + i[0].sqrt()),
    ("mean_squared", |i| i[0].mean().square()),
    ("broadcast", |i| (&i[0] * &i[1]).square()),
    ("softmax", |i| i[0].softmax().square()),
    ("log_softmax", |i| i[0].log_softmax() * &i[1]),
    ("softmax_cross_entropy", |i| softmax_cross_entropy(&i[0], &i[1])),
    ("sigmoid_cross_entropy", |i| sigmoid_cross_entropy(&i[0], &i[1])),
    ("matmul_square", |i| i[0].matmul(&i[1]).square()),
    ("matmul_of_itself", |i| i[0].matmul(&i[0].transpose()).square()),
    ("conv2d_same", |i| i[0].conv2d(&i[1], [1, 1], Padding::Same).square()),
    ("conv2d_valid_stride_2", |i| i[0].conv2d(&i[1], [2, 2], Padding::Valid).square()),
    ("average_pool2d", |i| i[0].average_pool2d([2, 2], [2, 2], Padding::Same).square()),
];

#[test]
fn gradients_of_gradients_equal_the_golden_ones() {
    let file = golden::read("second_order");
    let golden = file["functions"].as_array().expect("functions");
    for (name, formula) in FORMULAS {
        let golden = golden.iter().find(|golden| golden["name"] == *name);
        let golden = golden.unwrap_or_else(|| panic!("the golden file has no function {name}"));
        for open in [false, true] {
            // The name beside the panic of a failed check.
            println!("{name}, {} shapes", if open { "open" } else { "known" });
            check(golden, *formula, open);
        }
    }
}

/// Compares value, gradient, and gradient of the gradient's sum weighted by `v`, all with respect to x.
fn check(golden: &Value, formula: Formula, open: bool) {
    let graph = Graph::new();
    let inputs = golden["inputs"].as_object().expect("inputs by name");
    // x is the first argument of every formula, whatever the order of the names in the file.
    let (x, others): (Vec<_>, Vec<_>) = inputs.iter().partition(|(name, _)| *name == "x");
    let inputs = x.into_iter().chain(others).map(|(name, json)| (name, array(json)));
    let (tensors, values): (Vec<_>, Vec<_>) =
        inputs.map(|(name, value)| (graph.placeholder(name, shape(value.shape(), open)), value)).unzip();

    let output = formula(&tensors);
    let gradient = gradients(&output, &[&tensors[0]]).remove(0);
    let along = &gradient * graph.constant(&array(&golden["v"]));
    let second = gradients(&along, &[&tensors[0]]).remove(0);

    let feeds = tensors.iter().zip(&values).fold(Feeds::none(), |feeds, (tensor, value)| feeds.with(tensor, value));
    let (output, gradient, second) = Session::new(&graph).run((&output, &gradient, &second), feeds).unwrap();
    assert_close(&ndarray::arr0(output.sum()), &array(&golden["value"]), TOLERANCE);
    assert_close(&gradient, &array(&golden["gradient"]), TOLERANCE);
    assert_close(&second, &array(&golden["second"]), TOLERANCE);
}

fn array(json: &Value) -> ArrayD<f32> {
    let values = golden::numbers(&json["data"]);
    ArrayD::from_shape_vec(golden::sizes(&json["shape"]), values).expect("as many elements as the shape has")
}

fn shape(sizes: &[usize], open: bool) -> Shape {
    let mut dims = Shape::from(sizes).dims().to_vec();
    if let (true, Some(first)) = (open, dims.first_mut()) {
        *first = Dim::Open;
    }
    Shape::new(dims)
}
