//! Two-dimensional max and average pooling, with their gradients.
//!
//! Cells of the padding do not take part: they are never a maximum, and an average is that of the real cells. Every inner
//! loop runs over channels, which lie side by side and do not depend on each other.

mod average;
mod max;
mod max_pick;
#[cfg(test)]
mod naive;
mod places;
mod shape;

pub use average::{average_forward, average_gradient};
pub(super) use max::max_of_images;
pub use max::{max_forward, max_gradient, max_gradient_through_relu};
pub use max_pick::max_pick;
pub use places::PooledGradient;
pub(super) use places::max_and_places_of_images;
pub use shape::PoolShape;

pub use super::window::Padding;

#[cfg(test)]
mod tests;
