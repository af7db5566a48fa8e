//! The ops. **One op, one file**, plus one `mod` line here: that is all it takes to add an op.
//!
//! A file reads, top to bottom: the formula, its NumPy and Keras names and the lesson that introduces it; the struct; the
//! shape rule, the run, and the gradient with its derivation; the method on [`Tensor`](crate::Tensor) with a doctest;
//! tests: golden values and gradients of another framework, a gradient check, the text of shape mistakes, sizes 0 and 1.
//!
//! An op with a rule for doing it in one pass with its neighbours adds the rule to [`FUSIONS`].

mod abs;
mod add;
mod argmax;
mod broadcast_like;
mod cast;
mod conv2d;
mod div;
mod dropout;
mod equal;
mod exp;
mod fused;
mod greater;
mod keep_where;
mod less;
mod ln;
mod matmul;
mod maximum;
mod minimum;
mod mul;
mod neg;
mod one_hot;
mod operators;
mod pow;
mod relu;
mod sigmoid;
mod sqrt;
mod square;
mod sub;
mod sum_to_like;
mod tanh;
mod when_training;
mod window;

pub use cast::CastTo;

use crate::element::{Element, View, ViewMut};
use crate::fusion::Rule;
use crate::kernels::broadcast::{self, zip_broadcast};
use crate::shape::Shape;

/// Every fusion that a plan tries, in this order; see [`crate::fusion`].
pub(crate) const FUSIONS: &[Rule] = &[
    fused::matmul_bias_activation::add_bias,
    fused::matmul_bias_activation::add_relu,
    fused::conv2d_bias_activation::add_bias,
    fused::conv2d_bias_activation::add_relu,
];

/// The shape rule of element-wise ops of two inputs.
fn broadcast_shape(inputs: &[&Shape]) -> Result<Shape, String> {
    inputs[0].broadcast(inputs[1])
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
