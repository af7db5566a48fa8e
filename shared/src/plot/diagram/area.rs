//! Rectangles of a diagram, and the points of them from which lines start.

/// A point of a picture in pixels: to the right, then down. The sheet's upper left corner is `(0.0, 0.0)`; whole
/// numbers are the edges of pixels.
pub type Point = (f32, f32);

/// An upright rectangle in pixels.
///
/// ```
/// use shared::plot::Area;
///
/// let area = Area::around((100.0, 50.0), 80.0, 20.0);
/// assert_eq!(area, Area::new(60.0, 40.0, 80.0, 20.0));
/// assert_eq!(area.right_middle(), (140.0, 50.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// From the sheet's left edge.
    pub left: f32,
    /// From the sheet's upper edge.
    pub top: f32,
    /// To the right.
    pub width: f32,
    /// Downwards.
    pub height: f32,
}

impl Area {
    /// From its upper left corner.
    pub const fn new(left: f32, top: f32, width: f32, height: f32) -> Area {
        Area { left, top, width, height }
    }

    /// From its centre.
    pub const fn around((x, y): Point, width: f32, height: f32) -> Area {
        Area::new(x - width / 2.0, y - height / 2.0, width, height)
    }

    /// The right edge.
    pub const fn right(&self) -> f32 {
        self.left + self.width
    }

    /// The lower edge.
    pub const fn bottom(&self) -> f32 {
        self.top + self.height
    }

    /// The point in the middle.
    pub const fn center(&self) -> Point {
        (self.left + self.width / 2.0, self.top + self.height / 2.0)
    }

    /// The middle of the left edge.
    pub const fn left_middle(&self) -> Point {
        (self.left, self.center().1)
    }

    /// The middle of the right edge.
    pub const fn right_middle(&self) -> Point {
        (self.right(), self.center().1)
    }

    /// The middle of the upper edge.
    pub const fn top_middle(&self) -> Point {
        (self.center().0, self.top)
    }

    /// The middle of the lower edge.
    pub const fn bottom_middle(&self) -> Point {
        (self.center().0, self.bottom())
    }

    /// The same area with `by` pixels more on each side; fewer when it is negative.
    #[must_use]
    pub const fn grown(&self, by: f32) -> Area {
        Area::new(self.left - by, self.top - by, self.width + 2.0 * by, self.height + 2.0 * by)
    }

    /// The same area elsewhere.
    #[must_use]
    pub const fn moved(&self, right: f32, down: f32) -> Area {
        Area::new(self.left + right, self.top + down, self.width, self.height)
    }

    /// The smallest area around both.
    #[must_use]
    pub fn joined(&self, other: Area) -> Area {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Area::new(left, top, right - left, bottom - top)
    }

    /// The corners in clockwise order from the upper left one.
    pub(super) const fn corners(&self) -> [Point; 4] {
        let (right, bottom) = (self.right(), self.bottom());
        [(self.left, self.top), (right, self.top), (right, bottom), (self.left, bottom)]
    }

    /// The area with its edges between pixels, so that lines along them are sharp.
    pub(super) fn rounded(&self) -> Area {
        let (left, top) = (self.left.round(), self.top.round());
        Area::new(left, top, self.right().round() - left, self.bottom().round() - top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area::new(10.0, 20.0, 30.0, 8.0);

    #[test]
    fn points_lie_in_the_middle_of_their_edges() {
        assert_eq!((AREA.center(), AREA.right(), AREA.bottom()), ((25.0, 24.0), 40.0, 28.0));
        assert_eq!((AREA.left_middle(), AREA.right_middle()), ((10.0, 24.0), (40.0, 24.0)));
        assert_eq!((AREA.top_middle(), AREA.bottom_middle()), ((25.0, 20.0), (25.0, 28.0)));
    }

    #[test]
    fn areas_grow_move_and_join() {
        assert_eq!(AREA.grown(2.0), Area::new(8.0, 18.0, 34.0, 12.0));
        assert_eq!(AREA.moved(-10.0, 5.0), Area::new(0.0, 25.0, 30.0, 8.0));
        assert_eq!(AREA.joined(Area::new(0.0, 27.0, 20.0, 9.0)), Area::new(0.0, 20.0, 40.0, 16.0));
        assert_eq!(Area::new(0.4, 0.6, 1.2, 1.0).rounded(), Area::new(0.0, 1.0, 2.0, 1.0));
    }
}
