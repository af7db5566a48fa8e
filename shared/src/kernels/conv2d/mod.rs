//! Two-dimensional convolution: forward, and the gradients of input and kernel.
//!
//! The ladder from the formula to the fastest way, for a reader who climbs it:
//!
//! 1. [`naive`]: the formula in plain loops. The tests compare everything with it.
//! 2. The direct method: the same products, in an order that suits the machine. Described below.
//! 3. `winograd`: fewer products, for kernels of 3 to 5 and enough channels; two to three times as fast where it is used.
//!    Its documentation starts from an example with three numbers.
//!
//! `how` chooses between 2 and 3 by the shape.
//!
//! # The direct method
//! An image is first copied into the middle of zeros. Then no window needs a border check, and in NHWC order each row of
//! a window, `kernel width x in channels` values, lies in one piece. So no copy of the windows is made (no "im2col"): all
//! three passes are sums of outer products that read the padded image where it is, with a tile of sums in registers:
//!
//! | pass | sums in registers | for each ... they add |
//! |---|---|---|
//! | forward | positions x out channels | kernel entry: (value at each position) x (its row of the kernel) |
//! | input gradient | the same on the padded gradient, with the kernel turned and its channels exchanged | |
//! | kernel gradient | kernel entries x out channels | position: (value under each entry) x (gradient there) |
//!
//! Zeros of the padding are multiplied like other values: an infinite *kernel* entry makes NaN where it meets them, as in
//! TensorFlow. Infinite or NaN inputs reach just the outputs that see them, with the direct method; with `winograd` they
//! make NaN of some of the neighbours, too.

mod forward;
mod how;
mod images;
mod input_gradient;
mod kernel_gradient;
pub mod naive;
mod pad;
mod shape;
mod sweep;
mod winograd;

pub use forward::{forward, forward_and_max_pool, forward_and_max_pool_with_places};
pub use input_gradient::{input_gradient, input_gradient_of_pooled};
pub use kernel_gradient::{kernel_gradient, kernel_gradient_of_pooled};
pub use shape::ConvShape;

pub use super::epilogue::Activation;
pub use super::window::Padding;

#[cfg(test)]
mod tests;
