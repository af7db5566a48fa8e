//! Gradient descent on a parabola, with three learning rates.

use std::path::Path;

use lesson04_softmax::rates::{IN_ONE_DIMENSION, descend};
use shared::plot::{Diagram, Look, Point, Stroke, TextLook, palette};
use shared::prelude::*;

/// Half the width of a panel, in units of θ, and pixels of such a unit.
const WIDEST: f32 = 7.4;
const UNIT: f32 = 31.0;

/// A panel for each rate: the parabola, and the places of six steps.
pub fn parabola(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(1600, 500);
    for (k, (name, rate)) in IN_ONE_DIMENSION.into_iter().enumerate() {
        let middle = 270.0 + 530.0 * k as f32;
        sheet.text((middle, 45.0), &format!("{name}: α = {rate}"), TextLook::sized(38.0).bold());
        panel(&mut sheet, (middle, 435.0), &descend(rate, 6)?);
    }
    sheet.save(path).map(drop)
}

fn panel(sheet: &mut Diagram, (x, y): Point, places: &[f32]) {
    // J is drawn at a fraction of the scale of θ.
    let at = |theta: f32| (x + theta * UNIT, y - theta * theta * UNIT * 0.195);
    let axis = Stroke::new(3.0, palette::GRAY);
    sheet.line((x - WIDEST * UNIT, y), (x + WIDEST * UNIT, y), axis);
    sheet.line((x, y), (x, 90.0), axis);
    sheet.text((x, y + 35.0), "0", TextLook::sized(32.0).color(palette::GRAY));
    sheet.text((x + 4.0 * UNIT, y + 35.0), "4", TextLook::sized(32.0).color(palette::GRAY));
    sheet.text((x + WIDEST * UNIT, y + 35.0), "θ", TextLook::sized(36.0));
    sheet.text((x - 60.0, 110.0), "J(θ)", TextLook::sized(36.0));
    let curve: Vec<Point> = (-60..=60).map(|k| at(k as f32 / 60.0 * WIDEST)).collect();
    sheet.curve(&curve, Stroke::new(5.0, palette::BLUE));
    for step in places.windows(2) {
        sheet.line(at(step[0]), at(step[1]), Stroke::new(4.0, palette::VERMILION));
    }
    for (k, &place) in places.iter().enumerate() {
        let (radius, color) = if k == 0 { (13.0, palette::INK) } else { (9.0, palette::VERMILION) };
        sheet.circle(at(place), radius, Look::filled(color));
    }
}
