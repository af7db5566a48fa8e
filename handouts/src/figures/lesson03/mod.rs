//! The figures of lesson 3.

use std::path::Path;

use shared::plot::{Area, Diagram, TextLook};
use shared::prelude::*;

mod chain_rule;
mod learning_rates;
mod networks;
mod perceptron;
mod tensor_ranks;

/// Draws the figures of lesson 3 into this folder.
///
/// # Errors
/// If a figure cannot be written.
pub fn draw(folder: &Path) -> Result<()> {
    tensor_ranks::draw(&folder.join("tensor_ranks.png"))?;
    perceptron::one(&folder.join("perceptron.png"))?;
    perceptron::decision_lines(&folder.join("decision_lines.png"))?;
    networks::for_xor(&folder.join("mlp_2_4_1.png"))?;
    networks::for_clothes(&folder.join("clothes_network.png"))?;
    learning_rates::draw(&folder.join("learning_rates.png"))?;
    chain_rule::draw(&folder.join("chain_rule.png"))
}

/// Where a number pair of the plane lies in an area of the sheet.
#[derive(Clone, Copy)]
struct Plane {
    area: Area,
    /// The numbers at the left and right edge.
    x: (f32, f32),
    /// The numbers at the lower and upper edge.
    y: (f32, f32),
}

impl Plane {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let share = |value: f32, (low, high): (f32, f32)| (value - low) / (high - low);
        (self.area.left + self.area.width * share(x, self.x), self.area.bottom() - self.area.height * share(y, self.y))
    }

    /// Writes a title above, the names of both axes, and numbers along them.
    fn label(&self, d: &mut Diagram, title: &str, [x, y]: [&str; 2], x_ticks: &[f32], y_ticks: &[f32]) {
        let (right, bottom) = (self.area.right(), self.area.bottom());
        let (name, number) = (TextLook::sized(34.0).bold(), TextLook::sized(32.0));
        d.text((self.area.center().0, self.area.top - 36.0), title, TextLook::sized(36.0).bold());
        d.text((right - 16.0, bottom + 28.0), x, name);
        d.text((self.area.left - 28.0, self.area.top + 18.0), y, name);
        for &value in x_ticks {
            d.text((self.at(value, 0.0).0, bottom + 28.0), &value.to_string(), number);
        }
        for &value in y_ticks {
            d.text((self.area.left - 28.0, self.at(0.0, value).1), &value.to_string(), number);
        }
    }
}
