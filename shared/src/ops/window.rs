//! What convolutions and poolings share: shape rules for windows that slide over images `[batch, height, width, channels]`.

use crate::kernels::pool2d::PoolShape;
use crate::kernels::window::{Padding, Windows};
use crate::onnx::Attribute;
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

/// The windows of a pooling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pool {
    /// Rows and columns of a window.
    pub size: [usize; 2],
    /// Cells from one window to the next, down and to the right.
    pub strides: [usize; 2],
    pub padding: Padding,
}

impl Pool {
    /// The shape of a pooling of these images.
    pub fn shape(self, x: &Shape) -> Result<Shape, String> {
        let [batch, height, width, channels] = images(x)?;
        let rows = count("height", height, self.size[0], self.strides[0], self.padding)?;
        let columns = count("width", width, self.size[1], self.strides[1], self.padding)?;
        Ok(Shape::new(vec![batch, rows, columns, channels]))
    }

    /// All sizes of a pooling, as the kernels take them.
    pub fn sizes(self, x: &[usize]) -> PoolShape {
        PoolShape::new(four(x), self.size, self.strides, self.padding).expect("the shape rule accepted these sizes")
    }

    /// The attributes of a pooling in ONNX.
    pub fn onnx(self) -> Vec<Attribute> {
        let Pool { size, strides, padding } = self;
        vec![Attribute::ints("kernel_shape", size), Attribute::ints("strides", strides), onnx_padding(padding)]
    }

    pub fn describe(self) -> String {
        format!("size {:?}, strides {:?}, {:?}", self.size, self.strides, self.padding)
    }
}

/// The four sizes of a view whose shape rule has been asked.
pub(super) fn four(sizes: &[usize]) -> [usize; 4] {
    sizes.try_into().expect("the shape rule accepts 4 axes only")
}

/// The padding as ONNX names it: of an odd number of cells, the extra one is behind.
pub(super) fn onnx_padding(padding: Padding) -> Attribute {
    Attribute::word(
        "auto_pad",
        match padding {
            Padding::Same => "SAME_UPPER",
            Padding::Valid => "VALID",
        },
    )
}

#[cfg(test)]
pub(super) mod testing {
    use ndarray::ArrayD;

    use crate::golden::{Case, sizes};
    use crate::prelude::*;

    type Pooling = ([usize; 4], [usize; 2], [usize; 2], Padding);

    /// Values without ties or order, 1/32 apart at least: farther than a gradient check moves them.
    pub fn images(sizes: [usize; 4]) -> ArrayD<f32> {
        let len: usize = sizes.iter().product();
        let value = |k: usize| ((k * 7919) % len) as f32 / 32.0 - len as f32 / 65.0;
        ArrayD::from_shape_vec(sizes.to_vec(), (0..len).map(value).collect()).expect("as many values as the shape has")
    }

    /// Sizes of images, window and strides: size 1, windows larger than the input, overlaps, gaps, strides that do not
    /// divide.
    pub const POOLS: [Pooling; 6] = [
        ([1, 1, 1, 1], [1, 1], [1, 1], Padding::Valid),
        ([1, 1, 2, 3], [3, 3], [2, 2], Padding::Same),
        ([2, 4, 4, 2], [2, 2], [2, 2], Padding::Valid),
        ([1, 5, 4, 1], [3, 2], [2, 1], Padding::Same),
        ([1, 5, 4, 2], [3, 2], [1, 2], Padding::Valid),
        ([1, 5, 6, 1], [2, 1], [3, 4], Padding::Same),
    ];

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
