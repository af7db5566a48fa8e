//! What convolutions and poolings share: shape rules for windows that slide over images `[batch, height, width, channels]`.

use crate::kernels::window::{Padding, Windows};
use crate::shape::{Dim, Shape};

/// The number of windows along one axis; open if a size that it depends on is.
pub(super) fn count(
    axis: &str,
    input: Dim,
    size: impl Into<Option<usize>>,
    stride: usize,
    padding: Padding,
) -> Result<Dim, String> {
    match (input, size.into()) {
        (Dim::Known(input), Some(size)) => Ok(Dim::Known(Windows::new(axis, input, size, stride, padding)?.count)),
        _ => Ok(Dim::Open),
    }
}

/// The four axes of a batch of images.
pub(super) fn images(shape: &Shape) -> Result<[Dim; 4], String> {
    let dims = shape.dims().try_into();
    dims.map_err(|_| format!("needs images [batch, height, width, channels], found {shape}"))
}

/// The four sizes of a view whose shape rule has been asked.
pub(super) fn four(sizes: &[usize]) -> [usize; 4] {
    sizes.try_into().expect("the shape rule accepts 4 axes only")
}

#[cfg(test)]
pub(super) mod testing {
    use ndarray::ArrayD;

    use crate::golden::{Case, sizes};
    use crate::prelude::*;

    /// Values without ties or order, 1/32 apart at least: farther than a gradient check moves them.
    pub fn images(sizes: [usize; 4]) -> ArrayD<f32> {
        let len: usize = sizes.iter().product();
        let value = |k: usize| ((k * 7919) % len) as f32 / 32.0 - len as f32 / 65.0;
        ArrayD::from_shape_vec(sizes.to_vec(), (0..len).map(value).collect()).expect("as many values as the shape has")
    }

    /// Two sizes of a golden case, down and to the right.
    pub fn two(case: &Case, attribute: &str) -> [usize; 2] {
        sizes(case.attribute(attribute)).try_into().expect("two sizes")
    }

    /// The padding of a golden case.
    pub fn padding(case: &Case) -> Padding {
        match case.attribute("padding").as_str() {
            Some("same") => Padding::Same,
            Some("valid") => Padding::Valid,
            other => panic!("unknown padding {other:?}"),
        }
    }
}
