//! Images side by side, each with a caption.

use std::path::{Path, PathBuf};

use ndarray::{Array3, Array4, ArrayView3, ArrayView4};

use super::axis::Axis;
use super::canvas::{Canvas, MARGIN, Rect, TEXT, TEXT_SIZE, TITLE_SIZE, TextStyle, empty_picture};
use super::captions::break_caption;
use super::color_bar::ColorBar;
use super::color_map::{Color, ColorMap, ColorScale, FAINT, INK, WRONG};
use super::font;
use crate::Result;

/// Images are enlarged to at least this many pixels, unless told otherwise.
const COMFORTABLE_SIDE: usize = 160;
/// An image that is alone is enlarged to at least this many pixels.
const SIDE_WHEN_ALONE: usize = 320;
/// Space between two images, in pixels.
const GAP: usize = 24;
/// Space between an image and its caption, in pixels.
const CAPTION_GAP: usize = 4;

/// A picture of many images in rows, with captions, a title and a colour bar, all as wanted.
///
/// ```
/// use ndarray::Array3;
/// use shared::plot::{ImageGrid, class_captions};
///
/// let folder = tempfile::tempdir().unwrap();
/// let images = Array3::from_shape_fn((4, 28, 28), |(n, y, x)| ((y + x) * n) as f32); // [n, height, width]
/// let captions = class_captions(&[7, 2, 1, 0], Some(&[7, 2, 4, 0]));
/// assert_eq!(captions[2], "True: 1, Pred: 4");
/// ImageGrid::new(images.view()).title("Four images").captions(&captions).save(folder.path().join("four.png"))?;
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ImageGrid<'a> {
    images: Images<'a>,
    captions: Vec<String>,
    wrong: Vec<bool>,
    title: String,
    columns: Option<usize>,
    scale: Option<usize>,
    map: ColorMap,
    range: Option<(f32, f32)>,
    color_bar: Option<String>,
}

#[derive(Clone, Debug)]
enum Images<'a> {
    /// `[n, height, width]`, coloured by a map.
    Numbers(ArrayView3<'a, f32>),
    /// `[n, height, width, 3]`.
    Colors(Array4<u8>),
}

impl<'a> ImageGrid<'a> {
    /// Numbers `[n, height, width]`, drawn as black ink ([`ColorMap::Binary`]) from the lowest to the highest of all.
    ///
    /// # Panics
    /// When height or width is 0.
    #[track_caller]
    pub fn new(images: ArrayView3<'a, f32>) -> ImageGrid<'a> {
        ImageGrid::of(Images::Numbers(images), images.shape())
    }

    /// Colour images `[n, height, width, 3]`: red, green, blue, each 0 to 255.
    ///
    /// # Panics
    /// When the last axis is not 3, or height or width is 0.
    #[track_caller]
    pub fn rgb(images: ArrayView4<'_, u8>) -> ImageGrid<'static> {
        assert!(images.dim().3 == 3, "ImageGrid: expected images [n, height, width, 3], found {:?}", images.shape());
        ImageGrid::of(Images::Colors(images.to_owned()), images.shape())
    }

    /// Colour images `[n, height, width, 3]`: red, green, blue, each 0 to 1 and clipped beyond.
    ///
    /// # Panics
    /// As [`ImageGrid::rgb`].
    #[track_caller]
    pub fn rgb_f32(images: ArrayView4<'_, f32>) -> ImageGrid<'static> {
        ImageGrid::rgb(images.mapv(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8).view())
    }

    #[track_caller]
    fn of<'i>(images: Images<'i>, shape: &[usize]) -> ImageGrid<'i> {
        let drawable = shape.iter().skip(1).take(2).all(|&side| side > 0);
        assert!(drawable, "ImageGrid: expected height and width above 0, found images of shape {shape:?}");
        ImageGrid {
            images,
            captions: Vec::new(),
            wrong: Vec::new(),
            title: String::new(),
            columns: None,
            scale: None,
            map: ColorMap::Binary,
            range: None,
            color_bar: None,
        }
    }

    /// Text below each image; see [`class_captions`](super::class_captions).
    ///
    /// # Panics
    /// When there is not one for each image.
    #[must_use]
    #[track_caller]
    pub fn captions(mut self, captions: &[impl AsRef<str>]) -> Self {
        let (found, images) = (captions.len(), self.count());
        assert!(found == images, "ImageGrid: expected a caption for each of {images} images, found {found} captions");
        self.captions = captions.iter().map(|caption| caption.as_ref().to_owned()).collect();
        self
    }

    /// Which captions are of wrong answers: these are written in red.
    ///
    /// # Panics
    /// When there is not one value for each image.
    #[must_use]
    #[track_caller]
    pub fn wrong(mut self, wrong: &[bool]) -> Self {
        let (found, images) = (wrong.len(), self.count());
        assert!(
            found == images,
            "ImageGrid: expected right or wrong for each of {images} images, found {found} values"
        );
        self.wrong = wrong.to_vec();
        self
    }

    /// Text above the images.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Images in a row; otherwise the square root of their number, rounded up.
    ///
    /// # Panics
    /// When 0.
    #[must_use]
    #[track_caller]
    pub fn columns(mut self, columns: usize) -> Self {
        assert!(columns > 0, "ImageGrid: expected at least 1 column, found 0");
        self.columns = Some(columns);
        self
    }

    /// Pixels of the picture, across and down, for each pixel of an image.
    ///
    /// # Panics
    /// When 0.
    #[must_use]
    #[track_caller]
    pub fn scale(mut self, scale: usize) -> Self {
        assert!(scale > 0, "ImageGrid: expected a scale of at least 1, found 0");
        self.scale = Some(scale);
        self
    }

    /// How numbers become colours.
    #[must_use]
    pub fn colors(mut self, map: ColorMap) -> Self {
        self.map = map;
        self
    }

    /// The numbers at the ends of the colour map, for all images; numbers beyond get the end's colour.
    ///
    /// # Panics
    /// When `min` is not below `max`.
    #[must_use]
    #[track_caller]
    pub fn range(mut self, min: f32, max: f32) -> Self {
        assert!(min < max, "ImageGrid: expected a range with min < max, found {min} to {max}");
        self.range = Some((min, max));
        self
    }

    /// Draws a bar that says which colour means which number; the label says what the numbers are and may be empty.
    #[must_use]
    pub fn color_bar(mut self, label: impl Into<String>) -> Self {
        self.color_bar = Some(label.into());
        self
    }

    /// Writes the picture as a PNG file and returns its path.
    ///
    /// # Errors
    /// When the file cannot be written, or its name does not end in `.png`.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        self.canvas().save(path.as_ref())
    }

    /// The picture that [`save`](ImageGrid::save) writes, `[height, width, 3]`: red, green, blue.
    pub fn pixels(&self) -> Array3<u8> {
        self.canvas().into_pixels()
    }

    fn canvas(&self) -> Canvas {
        if self.count() == 0 { empty_picture(&self.title, "no images to show") } else { self.draw() }
    }

    /// `(n, height, width)`.
    fn dim(&self) -> (usize, usize, usize) {
        match &self.images {
            Images::Numbers(numbers) => numbers.dim(),
            Images::Colors(colors) => (colors.dim().0, colors.dim().1, colors.dim().2),
        }
    }

    fn count(&self) -> usize {
        self.dim().0
    }

    fn color_scale(&self) -> ColorScale {
        let range = self.range.map(|(min, max)| (f64::from(min), f64::from(max)));
        let (min, max) = range.unwrap_or_else(|| match &self.images {
            Images::Numbers(numbers) => finite_range(numbers.iter().copied()),
            Images::Colors(_) => (0.0, 1.0),
        });
        ColorScale { map: self.map, axis: Axis::linear(min, max) }
    }

    fn draw(&self) -> Canvas {
        let (scale, layout) = (self.color_scale(), Layout::new(self));
        let bar = self.color_bar.as_ref().map(|label| ColorBar { scale: &scale, label, height: layout.bar_height() });
        let bar_width = bar.as_ref().map_or(0, |bar| GAP + bar.width());
        let title = font::wrap(&self.title, TITLE_SIZE, (layout.width() + bar_width).max(480) as f32);
        let title_width = font::widest(title.iter().map(String::as_str), TITLE_SIZE).ceil() as usize;
        let content = layout.width() + bar_width;
        let left = MARGIN + title_width.saturating_sub(content) / 2;
        let title_height = if title.is_empty() { 0 } else { title.len() * font::line_height(TITLE_SIZE) as usize + 14 };
        let top = MARGIN + title_height;
        let mut canvas = Canvas::new(2 * MARGIN + content.max(title_width), top + layout.height() + MARGIN);
        let middle = canvas.width() as f32 / 2.0;
        canvas.lines(&title, (middle, MARGIN), TextStyle { size: TITLE_SIZE, ..TEXT });
        for index in 0..self.count() {
            let place = layout.image(index, left, top);
            self.draw_image(&mut canvas, index, place, &scale);
            canvas.frame(place, FAINT);
            let color = if self.wrong.get(index) == Some(&true) { WRONG } else { INK };
            let below = (place.center().0, place.bottom() + CAPTION_GAP);
            canvas.lines(layout.captions.get(index).map_or(&[], Vec::as_slice), below, TextStyle { color, ..TEXT });
        }
        if let Some(bar) = bar {
            bar.draw(&mut canvas, left + layout.width() + GAP, top);
        }
        canvas
    }

    fn draw_image(&self, canvas: &mut Canvas, index: usize, place: Rect, scale: &ColorScale) {
        let (_, height, width) = self.dim();
        let side = place.width / width;
        for y in 0..height {
            for x in 0..width {
                let color: Color = match &self.images {
                    Images::Numbers(numbers) => scale.color(f64::from(numbers[[index, y, x]])),
                    Images::Colors(colors) => std::array::from_fn(|channel| colors[[index, y, x, channel]]),
                };
                let (left, top) = (place.left + x * side, place.top + y * side);
                canvas.fill(Rect { left, top, width: side, height: side }, color);
            }
        }
    }
}

/// Sizes in pixels of the grid alone, without margins, title and colour bar.
struct Layout {
    image: (usize, usize),
    cell_width: usize,
    caption_height: usize,
    columns: usize,
    rows: usize,
    /// Broken into lines as wide as a cell.
    captions: Vec<Vec<String>>,
}

impl Layout {
    fn new(grid: &ImageGrid<'_>) -> Layout {
        let (count, height, width) = grid.dim();
        let columns = grid.columns.unwrap_or_else(|| (count as f64).sqrt().ceil() as usize).min(count);
        let side = if count == 1 { SIDE_WHEN_ALONE } else { COMFORTABLE_SIDE };
        let scale = grid.scale.unwrap_or_else(|| side.div_ceil(height.max(width)));
        let image = (width * scale, height * scale);
        // A caption may be a little wider than its image before it breaks: half of the gap on either side.
        let line_width = (image.0 + GAP / 2) as f32;
        let captions: Vec<_> = grid.captions.iter().map(|text| break_caption(text, line_width)).collect();
        let widest = font::widest(captions.iter().flatten().map(String::as_str), TEXT_SIZE).ceil() as usize;
        let lines = captions.iter().map(Vec::len).max().unwrap_or(0);
        let caption_height = if lines == 0 { 0 } else { CAPTION_GAP + lines * font::line_height(TEXT_SIZE) as usize };
        let cell_width = image.0.max(widest);
        Layout { image, cell_width, caption_height, columns, rows: count.div_ceil(columns), captions }
    }

    fn width(&self) -> usize {
        self.columns * self.cell_width + (self.columns - 1) * GAP
    }

    fn row_height(&self) -> usize {
        self.image.1 + self.caption_height + if self.caption_height == 0 { GAP } else { GAP / 2 }
    }

    fn bar_height(&self) -> usize {
        (self.rows - 1) * self.row_height() + self.image.1
    }

    fn height(&self) -> usize {
        self.bar_height() + self.caption_height
    }

    fn image(&self, index: usize, left: usize, top: usize) -> Rect {
        let (row, column) = (index / self.columns, index % self.columns);
        Rect {
            left: left + column * (self.cell_width + GAP) + (self.cell_width - self.image.0) / 2,
            top: top + row * self.row_height(),
            width: self.image.0,
            height: self.image.1,
        }
    }
}

/// Lowest and highest finite number; 0 to 1 when there is none.
pub(super) fn finite_range(values: impl Iterator<Item = f32>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite()).map(f64::from);
    let range = finite.fold(None, |range: Option<(f64, f64)>, value| {
        Some(range.map_or((value, value), |(min, max)| (min.min(value), max.max(value))))
    });
    range.unwrap_or((0.0, 1.0))
}
