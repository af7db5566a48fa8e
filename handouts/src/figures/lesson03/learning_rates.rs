//! Gradient descent on a parabola.

use std::path::Path;

use shared::plot::{Area, Diagram, Look, Stroke, palette};
use shared::prelude::*;

use super::Plane;

/// Six steps on (w - 3)², from w = 1, with three learning rates.
pub fn draw(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 500);
    for (k, rate) in [0.1, 0.9, 1.05].into_iter().enumerate() {
        let area = Area::new(60.0 + 520.0 * k as f32, 70.0, 440.0, 380.0);
        let plane = Plane { area, x: (-1.2, 7.2), y: (-0.6, 15.0) };
        descent(&mut d, &plane, rate);
        plane.label(&mut d, &format!("α = {rate}"), ["w", "L"], &[1.0, 3.0], &[]);
    }
    d.save(path)?;
    Ok(())
}

fn descent(d: &mut Diagram, plane: &Plane, rate: f32) {
    let loss = |w: f32| (w - 3.0) * (w - 3.0);
    let on_curve = |w: f32| plane.at(w, loss(w));
    let (left, zero) = plane.at(plane.x.0, 0.0);
    d.line((left, zero), (plane.area.right(), zero), Stroke::new(3.0, palette::GRAY));
    d.line((left, plane.area.top), (left, plane.area.bottom()), Stroke::new(3.0, palette::GRAY));
    let parabola: Vec<(f32, f32)> = (-80..=680).map(|k| on_curve(k as f32 / 100.0)).collect();
    d.polyline(&parabola, Stroke::new(4.0, palette::INK));
    let steps: Vec<f32> = std::iter::successors(Some(1.0), |w| Some(w - rate * 2.0 * (w - 3.0))).take(7).collect();
    for pair in steps.windows(2) {
        d.line(on_curve(pair[0]), on_curve(pair[1]), Stroke::new(3.0, palette::VERMILION));
    }
    for (k, &w) in steps.iter().enumerate() {
        let color = if k == 0 { palette::BLUE } else { palette::VERMILION };
        d.circle(on_curve(w), 11.0, Look::filled(color));
    }
}
