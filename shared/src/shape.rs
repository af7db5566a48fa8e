//! Shapes: what a tensor looks like, before and after the batch size is known.
//!
//! A [`Dim`] is known (28) or open (`?`): the batch dimension of a placeholder is open until a run feeds it.
//! A shape prints as it is written: [`shape!`](crate::shape!)`[?, 28, 28, 1]` prints `[?, 28, 28, 1]`.

use std::fmt;

/// The size of one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dim {
    /// A size that the graph fixes.
    Known(usize),
    /// A size that each run decides by what it feeds: the batch.
    Open,
}

/// The sizes of all axes, outermost first; `[]` is a scalar.
///
/// ```
/// use shared::{shape, Shape};
///
/// let images = shape![?, 28, 28, 1];
/// assert_eq!(images.to_string(), "[?, 28, 28, 1]");
/// assert_eq!(images.broadcast(&Shape::from([28, 1])).unwrap(), images);
/// assert!(Shape::from([3, 4]).broadcast(&Shape::from([5])).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Shape(Vec<Dim>);

/// Writes a [`Shape`] with open dimensions: `shape![?, 784]`.
#[macro_export]
macro_rules! shape {
    (@dims [$($done:expr),*]) => { $crate::Shape::new(vec![$($done),*]) };
    (@dims [$($done:expr),*] ? $(, $($rest:tt)*)?) => {
        $crate::shape!(@dims [$($done,)* $crate::Dim::Open] $($($rest)*)?)
    };
    (@dims [$($done:expr),*] $dim:expr $(, $($rest:tt)*)?) => {
        $crate::shape!(@dims [$($done,)* $crate::Dim::Known($dim)] $($($rest)*)?)
    };
    ($($dims:tt)*) => { $crate::shape!(@dims [] $($dims)*) };
}

impl Shape {
    /// A shape of these dimensions; `shape![?, 784]` and `Shape::from([784, 10])` are shorter.
    pub fn new(dims: Vec<Dim>) -> Shape {
        Shape(dims)
    }

    /// The shape of a single number, `[]`.
    pub fn scalar() -> Shape {
        Shape(Vec::new())
    }

    /// The dimensions, outermost first.
    pub fn dims(&self) -> &[Dim] {
        &self.0
    }

    /// The number of axes.
    pub fn rank(&self) -> usize {
        self.0.len()
    }

    /// The sizes, if none is open.
    pub fn known(&self) -> Option<Vec<usize>> {
        self.0.iter().map(|dim| dim.known()).collect()
    }

    /// The number of elements, if no dimension is open.
    pub fn elements(&self) -> Option<usize> {
        self.0.iter().map(|dim| dim.known()).product()
    }

    /// The shape of a NumPy-style broadcast of both: aligned at the last axis, a size of 1 stretches.
    ///
    /// An open dimension beside a known one other than 1 takes the known size; whether the fed size fits is seen in a run.
    ///
    /// # Errors
    /// The bare reason, when two sizes differ and neither is 1.
    pub fn broadcast(&self, other: &Shape) -> Result<Shape, String> {
        let rank = self.rank().max(other.rank());
        let aligned = |shape: &Shape, axis: usize| match (axis + shape.rank()).checked_sub(rank) {
            Some(own) => shape.0.get(own).copied().unwrap_or(Dim::Known(1)),
            None => Dim::Known(1),
        };
        let dims = (0..rank).map(|axis| match (aligned(self, axis), aligned(other, axis)) {
            (a, b) if a == b => Ok(a),
            (Dim::Known(1), dim) | (dim, Dim::Known(1)) => Ok(dim),
            (Dim::Open, dim) | (dim, Dim::Open) => Ok(dim),
            _ => Err(format!("cannot broadcast {self} with {other}")),
        });
        Ok(Shape(dims.collect::<Result<_, String>>()?))
    }

    /// Whether a value of these sizes may be fed here: equal rank, and equal sizes wherever they are known.
    pub fn accepts(&self, sizes: &[usize]) -> bool {
        self.rank() == sizes.len() && self.0.iter().zip(sizes).all(|(dim, &size)| dim.known().is_none_or(|d| d == size))
    }

    /// Axis numbers checked against the rank, sorted and without repetition.
    ///
    /// # Errors
    /// The bare reason, when an axis does not exist.
    pub fn axes(&self, axes: &[usize]) -> Result<Vec<usize>, String> {
        if let Some(axis) = axes.iter().find(|&&axis| axis >= self.rank()) {
            return Err(format!("axis {axis} does not exist in {self}"));
        }
        let mut sorted = axes.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        Ok(sorted)
    }
}

impl Dim {
    /// The size, unless it is open.
    pub fn known(self) -> Option<usize> {
        match self {
            Dim::Known(size) => Some(size),
            Dim::Open => None,
        }
    }
}

impl From<&[usize]> for Shape {
    fn from(sizes: &[usize]) -> Shape {
        Shape(sizes.iter().map(|&size| Dim::Known(size)).collect())
    }
}

impl From<Vec<usize>> for Shape {
    fn from(sizes: Vec<usize>) -> Shape {
        Shape::from(sizes.as_slice())
    }
}

impl<const N: usize> From<[usize; N]> for Shape {
    fn from(sizes: [usize; N]) -> Shape {
        Shape::from(sizes.as_slice())
    }
}

impl From<&Shape> for Shape {
    fn from(shape: &Shape) -> Shape {
        shape.clone()
    }
}

impl fmt::Display for Dim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Dim::Known(size) => write!(f, "{size}"),
            Dim::Open => write!(f, "?"),
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dims: Vec<String> = self.0.iter().map(Dim::to_string).collect();
        f.pad(&format!("[{}]", dims.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_print_as_they_are_written() {
        assert_eq!(shape![?, 28, 28, 1].to_string(), "[?, 28, 28, 1]");
        assert_eq!(shape![].to_string(), "[]");
        assert_eq!(shape![2 + 1, ?].dims(), [Dim::Known(3), Dim::Open]);
    }

    #[test]
    fn broadcasting_aligns_at_the_last_axis() {
        let b = |a: Shape, b: Shape| a.broadcast(&b).map(|s| s.to_string());
        assert_eq!(b(shape![?, 10], shape![10]).unwrap(), "[?, 10]");
        assert_eq!(b(shape![3, 1], shape![1, 4]).unwrap(), "[3, 4]");
        assert_eq!(b(shape![], shape![?, 4]).unwrap(), "[?, 4]");
        assert_eq!(b(shape![?], shape![64]).unwrap(), "[64]");
        assert_eq!(b(shape![0], shape![1]).unwrap(), "[0]");
        assert_eq!(b(shape![3, 4], shape![3]).unwrap_err(), "cannot broadcast [3, 4] with [3]");
    }

    #[test]
    fn a_feed_is_accepted_when_known_sizes_agree() {
        assert!(shape![?, 784].accepts(&[64, 784]));
        assert!(!shape![?, 784].accepts(&[784]));
        assert!(!shape![?, 784].accepts(&[64, 783]));
    }
}
