//! The chain rule on one example: values forwards, gradients backwards.

use std::path::Path;

use shared::plot::{Diagram, Look, Node, Stroke, TextLook, palette};
use shared::prelude::*;

const VALUE: [u8; 3] = palette::BLUE;
const GRADIENT: [u8; 3] = palette::VERMILION;

pub fn draw(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 560);
    let leaf = Look::default().text_size(38.0);
    let op = leaf.fill(palette::LIGHT_BLUE).rounded(14.0);
    let w = d.circle_node((90.0, 110.0), 52.0, "w", leaf.fill(palette::LIGHT_YELLOW));
    let x = d.circle_node((90.0, 350.0), 52.0, "x", leaf);
    let b = d.circle_node((440.0, 440.0), 52.0, "b", leaf.fill(palette::LIGHT_YELLOW));
    let product = d.node((440.0, 220.0), "w · x", op);
    let sum = d.node((770.0, 220.0), "+ b", op);
    let sigmoid = d.node((1070.0, 220.0), "σ", op);
    let square = d.node((1350.0, 220.0), "(y - t)^{2}", op);
    let loss = d.circle_node((1545.0, 220.0), 45.0, "L", leaf);
    edge(&mut d, (&w, &product), "-0.5", "-0.5");
    edge(&mut d, (&x, &product), "2", "0.125");
    edge(&mut d, (&b, &sum), "1", "-0.25");
    edge(&mut d, (&product, &sum), "-1", "-0.25");
    edge(&mut d, (&sum, &sigmoid), "z = 0", "-0.25");
    edge(&mut d, (&sigmoid, &square), "y = 0.5", "-1");
    edge(&mut d, (&square, &loss), "0.25", "1");
    d.text((1000.0, 420.0), "value, forwards →", TextLook::sized(36.0).color(VALUE).start());
    d.text((1000.0, 480.0), "← gradient of L, backwards", TextLook::sized(36.0).color(GRADIENT).start());
    d.save(path)?;
    Ok(())
}

/// An arrow with the value above it and the gradient below.
fn edge(d: &mut Diagram, (from, to): (&Node, &Node), value: &str, gradient: &str) {
    let ((x_1, y_1), (x_2, y_2)) = d.connect(from, to, Stroke::default());
    let (x, y) = ((x_1 + x_2) / 2.0, (y_1 + y_2) / 2.0);
    // Beside a sloping arrow there is room only farther away.
    let slope = ((y_2 - y_1) / (x_2 - x_1)).abs();
    let away = 30.0 + 34.0 * slope;
    d.text((x, y - away), value, TextLook::sized(36.0).color(VALUE));
    d.text((x, y + away), gradient, TextLook::sized(36.0).color(GRADIENT));
}
