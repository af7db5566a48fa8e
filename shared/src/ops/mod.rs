//! The ops. **One op, one file**, plus one `mod` line here: that is all it takes to add an op.
//!
//! A file reads, top to bottom: the formula, its NumPy and Keras names and the lesson that introduces it; the struct; the
//! shape rule, the run, and the gradient with its derivation; the method on [`Tensor`](crate::Tensor) with a doctest;
//! tests: golden values and gradients of another framework, a gradient check, the text of shape mistakes, sizes 0 and 1.
//!
//! An op with a rule for doing it in one pass with its neighbours adds the rule to `FUSIONS` below.

mod abs;
mod add;
mod argmax;
mod average_pool2d;
mod axes;
mod broadcast_like;
mod cast;
mod classes;
mod concat;
mod conv2d;
mod div;
mod dropout;
mod equal;
mod exp;
mod expand_dims;
mod flatten;
mod fused;
mod greater;
mod keep_where;
mod less;
mod ln;
mod log_softmax;
mod matmul;
mod max;
mod max_pool2d;
mod maximum;
mod mean;
mod min;
mod minimum;
mod mul;
mod neg;
mod one_hot;
mod operators;
mod pow;
mod relu;
mod reshape;
mod sigmoid;
mod sigmoid_cross_entropy;
mod slice;
mod softmax;
mod softmax_cross_entropy;
mod sparse_softmax_cross_entropy;
mod sqrt;
mod square;
mod sub;
mod sum;
mod sum_to_like;
mod tanh;
mod transpose;
mod when_training;
mod window;

pub use axes::{Axes, keep_dims};
pub use cast::CastTo;
pub use concat::concat;
pub use sigmoid_cross_entropy::sigmoid_cross_entropy;
pub use softmax_cross_entropy::softmax_cross_entropy;
pub use sparse_softmax_cross_entropy::sparse_softmax_cross_entropy;

use crate::element::{Element, View, ViewMut};
use crate::fusion::Rule;
use crate::kernels::broadcast::{self, zip_broadcast};
use crate::shape::{Dim, Shape};

pub(crate) use fused::pooled_layer::join as pooled_layer;
pub(crate) use fused::weight_update::update_factors;

/// Every fusion of one node that a plan tries, in this order, before [`pooled_layer`]; see [`crate::fusion`].
pub(crate) const FUSIONS: &[Rule] = &[
    fused::matmul_bias_activation::add_bias,
    fused::matmul_bias_activation::add_relu,
    fused::conv2d_bias_activation::add_bias,
    fused::conv2d_bias_activation::add_relu,
    fused::conv2d_max_pool2d::join,
    fused::softmax_cross_entropy_gradient::join,
    fused::max_pool2d_relu_gradient::join,
];

/// The shape rule of element-wise ops of two inputs.
fn broadcast_shape(inputs: &[&Shape]) -> Result<Shape, String> {
    inputs[0].broadcast(inputs[1])
}

/// The shape of two inputs that must have the same; what is open in one takes the other's size.
fn equal_shapes(inputs: &[&Shape]) -> Result<Shape, String> {
    let (a, b) = (inputs[0], inputs[1]);
    let dim = |(&a, &b): (&Dim, &Dim)| match (a, b) {
        (Dim::Open, size) | (size, Dim::Open) => Some(size),
        (a, b) => (a == b).then_some(a),
    };
    let dims: Option<Vec<Dim>> = a.dims().iter().zip(b.dims()).map(dim).collect();
    let equal = dims.filter(|dims| dims.len() == a.rank() && dims.len() == b.rank());
    equal.map(Shape::new).ok_or_else(|| format!("the shapes {a} and {b} differ"))
}

/// The shape rule of element-wise ops of one input.
fn same_shape(inputs: &[&Shape]) -> Result<Shape, String> {
    Ok(inputs[0].clone())
}

/// Runs an element-wise op of two f32 inputs, with broadcasting.
fn run_binary(inputs: &[View<'_>], output: ViewMut<'_>, f: impl Fn(f32, f32) -> f32 + Sync) {
    run_binary_of(inputs, output, f);
}

/// Runs an element-wise op of two inputs of any element type, with broadcasting.
fn run_binary_of<T: Element, U: Element>(inputs: &[View<'_>], output: ViewMut<'_>, f: impl Fn(T, T) -> U + Sync) {
    let shape = output.shape;
    zip_broadcast(for_kernel(inputs[0]), for_kernel(inputs[1]), output.slice(), shape, f);
}

/// An input as the kernels take it: typed.
fn for_kernel<T: Element>(view: View<'_>) -> broadcast::View<'_, T> {
    broadcast::View::new(view.slice(), view.shape)
}
