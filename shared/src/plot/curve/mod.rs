//! Numbers over time, such as losses and accuracies, and functions.

mod draw;

use std::path::{Path, PathBuf};

use super::axis::Axis;
use super::canvas::{TEXT_SIZE, empty_picture};
use crate::Result;

/// Width and height of the area between the axes, in pixels.
const AREA: (usize, usize) = (840, 500);
/// Beyond this, the width of a range could overflow.
const LARGEST: f64 = 1e300;

/// A picture of curves over a common x axis.
///
/// ```
/// use shared::plot::Curves;
///
/// let folder = tempfile::tempdir().unwrap();
/// Curves::new("Training")
///     .x_label("epoch")
///     .y_label("loss")
///     .log_y()
///     .curve("training", &[(1, 0.9), (2, 0.3), (3, 0.1)])
///     .values("validation", &[1.0, 0.8, 0.4, 0.3]) // x = 0, 1, 2, 3
///     .save(folder.path().join("loss.png"))?;
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Curves {
    title: String,
    x_label: String,
    y_label: String,
    log_y: bool,
    curves: Vec<Curve>,
    area: (usize, usize),
    text_size: f32,
    x_range: Option<(f64, f64)>,
    y_range: Option<(f64, f64)>,
}

#[derive(Clone, Debug)]
struct Curve {
    name: String,
    points: Vec<(f64, f64)>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Line,
    Dashed,
    Marks,
}

impl Curves {
    /// No curves yet.
    pub fn new(title: impl Into<String>) -> Curves {
        Curves {
            title: title.into(),
            x_label: String::new(),
            y_label: String::new(),
            log_y: false,
            curves: Vec::new(),
            area: AREA,
            text_size: TEXT_SIZE,
            x_range: None,
            y_range: None,
        }
    }

    /// Text below the x axis.
    #[must_use]
    pub fn x_label(mut self, label: impl Into<String>) -> Curves {
        self.x_label = label.into();
        self
    }

    /// Text beside the y axis.
    #[must_use]
    pub fn y_label(mut self, label: impl Into<String>) -> Curves {
        self.y_label = label.into();
        self
    }

    /// Makes equal factors equal steps on the y axis; numbers of 0 and below are then left out.
    #[must_use]
    pub fn log_y(mut self) -> Curves {
        self.log_y = true;
        self
    }

    /// Width and height of the area between the axes, in pixels; by default 840 by 500.
    ///
    /// # Panics
    /// When one of them is 0.
    #[must_use]
    #[track_caller]
    pub fn size(mut self, width: usize, height: usize) -> Curves {
        assert!(width > 0 && height > 0, "Curves: expected an area with pixels, found width {width}, height {height}");
        self.area = (width, height);
        self
    }

    /// Font size of everything but the title, in pixels; by default 20. The title, the lines and the gaps grow alike.
    ///
    /// # Panics
    /// When the size is not a number above 0.
    #[must_use]
    #[track_caller]
    pub fn text_size(mut self, size: f32) -> Curves {
        assert!(size > 0.0 && size.is_finite(), "Curves: expected a font size above 0, found {size}");
        self.text_size = size;
        self
    }

    /// The x axis goes from `low` to `high`, whatever the points are; what lies beyond is cut off.
    ///
    /// # Panics
    /// When `low` is not below `high`.
    #[must_use]
    #[track_caller]
    pub fn x_range(mut self, low: f64, high: f64) -> Curves {
        self.x_range = Some(checked("x", low, high));
        self
    }

    /// The y axis goes from `low` to `high`, whatever the points are; what lies beyond is cut off. With
    /// [`Curves::log_y`], a range that is not above 0 has no effect.
    ///
    /// # Panics
    /// When `low` is not below `high`.
    #[must_use]
    #[track_caller]
    pub fn y_range(mut self, low: f64, high: f64) -> Curves {
        self.y_range = Some(checked("y", low, high));
        self
    }

    /// Adds a curve through points `(x, y)`; one with the name `""` is not in the legend. NaN and infinite numbers
    /// leave a gap.
    #[must_use]
    pub fn curve<X, Y>(self, name: impl Into<String>, points: &[(X, Y)]) -> Curves
    where
        X: Copy + Into<f64>,
        Y: Copy + Into<f64>,
    {
        self.add(name.into(), points, Kind::Line)
    }

    /// The same as [`Curves::curve`], in dashes: a tangent, a bound, an axis through 0.
    #[must_use]
    pub fn dashed_curve<X, Y>(self, name: impl Into<String>, points: &[(X, Y)]) -> Curves
    where
        X: Copy + Into<f64>,
        Y: Copy + Into<f64>,
    {
        self.add(name.into(), points, Kind::Dashed)
    }

    /// Adds discs at points `(x, y)` that no line joins: the steps of a descent, samples.
    ///
    /// ```
    /// use shared::plot::Curves;
    ///
    /// let parabola: Vec<(f64, f64)> = (-30..=30).map(|i| f64::from(i) / 10.0).map(|x| (x, x * x)).collect();
    /// let steps = [(2.5, 6.25), (1.25, 1.5625), (0.625, 0.390625)];
    /// let curves = Curves::new("").curve("J", &parabola).marks("steps", &steps).size(1400, 700).text_size(34.0);
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let path = folder.path().join("descent.png");
    /// curves.save(path)?;
    /// # Ok::<(), shared::Error>(())
    /// ```
    #[must_use]
    pub fn marks<X, Y>(self, name: impl Into<String>, points: &[(X, Y)]) -> Curves
    where
        X: Copy + Into<f64>,
        Y: Copy + Into<f64>,
    {
        self.add(name.into(), points, Kind::Marks)
    }

    fn add<X, Y>(mut self, name: String, points: &[(X, Y)], kind: Kind) -> Curves
    where
        X: Copy + Into<f64>,
        Y: Copy + Into<f64>,
    {
        let points = points.iter().map(|&(x, y)| (x.into(), y.into())).collect();
        self.curves.push(Curve { name, points, kind });
        self
    }

    /// Adds a curve through numbers at x = 0, 1, 2 and so on. NaN and infinite numbers leave a gap.
    #[must_use]
    pub fn values<Y: Copy + Into<f64>>(self, name: impl Into<String>, values: &[Y]) -> Curves {
        let points: Vec<(f64, Y)> = values.iter().enumerate().map(|(index, &y)| (index as f64, y)).collect();
        self.curve(name, &points)
    }

    /// Writes the picture as a PNG file and returns its path.
    ///
    /// # Errors
    /// When the file cannot be written, or its name does not end in `.png`.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        let canvas = match self.axes() {
            Some((x_axis, y_axis)) => self.draw(&x_axis, &y_axis),
            None if self.log_y => empty_picture(&self.title, "nothing to plot: no numbers above 0"),
            None => empty_picture(&self.title, "nothing to plot: no numbers"),
        };
        canvas.save(path.as_ref())
    }

    fn is_drawable(&self, (x, y): (f64, f64)) -> bool {
        let usable = |value: f64| value.abs() < LARGEST;
        usable(x) && usable(y) && (!self.log_y || y > 0.0)
    }

    /// The x and y axis around all points; none without points.
    fn axes(&self) -> Option<(Axis, Axis)> {
        let all = self.curves.iter().flat_map(|curve| curve.points.iter().copied());
        let drawable = all.filter(|point| self.is_drawable(*point));
        let whole = drawable.clone().all(|(x, _)| x.fract() == 0.0);
        let range = drawable.fold(None, |range, (x, y)| {
            let (x_min, x_max, y_min, y_max) = range.unwrap_or((x, x, y, y));
            Some((x.min(x_min), x.max(x_max), y.min(y_min), y.max(y_max)))
        });
        let (x_min, x_max, y_min, y_max) = range?;
        let y_of = if self.log_y { Axis::logarithmic } else { Axis::linear };
        let y_range = self.y_range.filter(|(low, _)| !self.log_y || *low > 0.0);
        let y_axis = y_range.map_or_else(|| y_of(y_min, y_max).padded(0.05), |(low, high)| y_of(low, high));
        let around = || Axis::linear(x_min, x_max).padded(0.02);
        let x_axis = self.x_range.map_or_else(around, |(low, high)| Axis::linear(low, high));
        Some((if whole { x_axis.of_whole_numbers() } else { x_axis }, y_axis))
    }
}

#[track_caller]
fn checked(axis: &str, low: f64, high: f64) -> (f64, f64) {
    let fits = low < high && low.abs() < LARGEST && high.abs() < LARGEST;
    assert!(fits, "Curves: expected a range of the {axis} axis from a lower to a higher number, found {low} to {high}");
    (low, high)
}
