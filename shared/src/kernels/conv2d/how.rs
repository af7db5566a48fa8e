//! The choice between the two ways to compute a convolution.

use super::{ConvShape, winograd};
use crate::kernels::simd::Level;

/// The way to compute, and the instruction set.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) level: Level,
    pub(super) method: Method,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Every product that the formula has.
    Direct,
    /// Fewer products, with detours: [`winograd`].
    Winograd,
}

impl How {
    /// The fastest way to the output on this machine.
    pub(super) fn forward(shape: &ConvShape) -> How {
        How::choose(|lanes| winograd::forward_pays(shape, lanes))
    }

    /// The fastest way to the input's gradient on this machine.
    pub(super) fn input_gradient(shape: &ConvShape) -> How {
        // With strides the turned shape is another convolution: only the direct method spreads the gradient apart.
        How::choose(|lanes| winograd::can(shape) && winograd::forward_pays(&shape.turned(), lanes))
    }

    /// The fastest way to the kernel's gradient on this machine.
    pub(super) fn kernel_gradient(shape: &ConvShape) -> How {
        How::choose(|lanes| winograd::kernel_gradient_pays(shape, lanes))
    }

    fn choose(winograd_pays: impl Fn(usize) -> bool) -> How {
        let level = Level::best();
        let method = if winograd_pays(level.lanes()) { Method::Winograd } else { Method::Direct };
        How { level, method }
    }

    /// Every way that there is for this shape, on this machine.
    #[cfg(test)]
    pub(super) fn all_here(shape: &ConvShape) -> Vec<How> {
        let mut ways = vec![];
        for level in Level::all_here() {
            ways.push(How { level, method: Method::Direct });
            if winograd::can(shape) {
                ways.push(How { level, method: Method::Winograd });
            }
        }
        ways
    }
}
