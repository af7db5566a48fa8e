//! The bar that says which colour means which number.

use super::canvas::{Align, Canvas, Rect, TEXT, TEXT_SIZE, TextStyle};
use super::color_map::{ColorScale, FAINT, INK};
use super::font;

const BAR_WIDTH: usize = 22;
const TICK_LENGTH: usize = 6;
const TICK_GAP: usize = 8;
/// Heights between two numbers below this would crowd.
const TICK_DISTANCE: usize = 52;

pub(super) struct ColorBar<'a> {
    pub scale: &'a ColorScale,
    /// What the numbers are; empty for nothing.
    pub label: &'a str,
    pub height: usize,
}

impl ColorBar<'_> {
    /// Width of bar, numbers and label, in pixels.
    pub fn width(&self) -> usize {
        let label = if self.label.is_empty() { 0 } else { font::line_height(TEXT_SIZE) as usize + TICK_GAP };
        BAR_WIDTH + TICK_LENGTH + TICK_GAP + self.numbers_width() + label
    }

    fn numbers_width(&self) -> usize {
        let ticks = self.scale.axis.ticks(self.tick_count());
        font::widest(ticks.iter().map(|tick| tick.label.as_str()), TEXT_SIZE).ceil() as usize
    }

    fn tick_count(&self) -> usize {
        (self.height / TICK_DISTANCE).clamp(2, 9)
    }

    pub fn draw(&self, canvas: &mut Canvas, left: usize, top: usize) {
        let bar = Rect { left, top, width: BAR_WIDTH, height: self.height };
        let last = (self.height - 1).max(1) as f64;
        for row in 0..self.height {
            let color = self.scale.map.color(1.0 - row as f64 / last);
            canvas.fill(Rect { top: top + row, height: 1, ..bar }, color);
        }
        canvas.frame(bar, FAINT);
        for tick in self.scale.axis.ticks(self.tick_count()) {
            let row = top + ((1.0 - tick.position) * last).round() as usize;
            canvas.fill(Rect { left: bar.right() + 1, top: row, width: TICK_LENGTH, height: 1 }, INK);
            let x = (bar.right() + TICK_LENGTH + TICK_GAP) as f32;
            canvas.text(&tick.label, (x, row as f32), TextStyle { align: Align::Start, ..TEXT });
        }
        let x = (left + self.width()) as f32 - font::line_height(TEXT_SIZE) / 2.0;
        canvas.text(self.label, (x, bar.center().1), TextStyle { upward: true, ..TEXT });
    }
}
