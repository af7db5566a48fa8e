//! The chain rule on one example: values forwards, gradients backwards.

use std::path::Path;

use shared::plot::{Diagram, Look, Node, Stroke, TextLook, palette};
use shared::prelude::*;

const VALUE: [u8; 3] = palette::BLUE;
const GRADIENT: [u8; 3] = palette::VERMILION;
const SIZE: f32 = 36.0;

pub fn draw(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 500);
    let leaf = Look::default().text_size(38.0);
    let op = leaf.fill(palette::LIGHT_BLUE).rounded(14.0);
    let w = d.circle_node((70.0, 80.0), 50.0, "w", leaf.fill(palette::LIGHT_YELLOW));
    let x = d.circle_node((70.0, 360.0), 50.0, "x", leaf);
    let b = d.circle_node((560.0, 430.0), 50.0, "b", leaf.fill(palette::LIGHT_YELLOW));
    let product = d.node((400.0, 220.0), "w · x", op);
    let sum = d.node((700.0, 220.0), "+ b", op);
    let sigmoid = d.node((975.0, 220.0), "σ", op);
    let square = d.node((1270.0, 220.0), "(y - t)^{2}", op);
    let loss = d.circle_node((1545.0, 220.0), 45.0, "L", leaf);
    edge(&mut d, (&w, &product), "-0.5", "-0.5");
    edge(&mut d, (&x, &product), "2", "0.125");
    edge(&mut d, (&b, &sum), "1", "-0.25");
    edge(&mut d, (&product, &sum), "-1", "-0.25");
    edge(&mut d, (&sum, &sigmoid), "z = 0", "-0.25");
    edge(&mut d, (&sigmoid, &square), "y = 0.5", "-1");
    edge(&mut d, (&square, &loss), "0.25", "1");
    d.text((960.0, 380.0), "value, forwards →", TextLook::sized(36.0).color(VALUE).start());
    d.text((960.0, 440.0), "← gradient of L, backwards", TextLook::sized(36.0).color(GRADIENT).start());
    d.save(path)?;
    Ok(())
}

/// An arrow to the right, with the value on its upper side and the gradient on its lower side.
fn edge(d: &mut Diagram, (from, to): (&Node, &Node), value: &str, gradient: &str) {
    let ((x_1, y_1), (x_2, y_2)) = d.connect(from, to, Stroke::default());
    let (x, y) = ((x_1 + x_2) / 2.0, (y_1 + y_2) / 2.0);
    let length = (x_2 - x_1).hypot(y_2 - y_1);
    // Across the arrow, upwards.
    let (across_x, across_y) = ((y_2 - y_1) / length, -(x_2 - x_1) / length);
    for (text, color, side) in [(value, VALUE, 1.0), (gradient, GRADIENT, -1.0)] {
        let (width, height) = Diagram::text_size(text, SIZE);
        // As far as half the text reaches in this direction.
        let away = side * (6.0 + (across_x * width).abs() / 2.0 + (across_y * height).abs() / 2.0);
        d.text((x + across_x * away, y + across_y * away), text, TextLook::sized(SIZE).color(color));
    }
}
