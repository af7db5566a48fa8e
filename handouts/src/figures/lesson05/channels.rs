//! Filters over an image of several channels: each filter makes one channel of the output.

use std::path::Path;

use shared::plot::{Area, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

const COLORS: [shared::plot::Color; 3] = [palette::LIGHT_BLUE, palette::LIGHT_RED, palette::LIGHT_GREEN];
const SIDE: f32 = 300.0;

pub(super) fn draw(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 640);
    let line = Stroke::new(3.0, palette::INK);
    let image = Area::new(40.0, 200.0, SIDE, SIDE);
    d.cuboid(image, (120.0, -90.0), Look::filled(palette::LIGHT_GRAY).stroke(line));
    let window = Area::new(130.0, 290.0, 90.0, 90.0);
    d.cuboid(window, (60.0, -45.0), Look::filled(palette::LIGHT_ORANGE).stroke(line));
    caption(&mut d, 230.0, "input\n28 × 28 × 3");

    // Behind first: the front one hides parts of the others.
    let planes: Vec<Area> =
        (0..3).map(|k| Area::new(1120.0 + 70.0 * k as f32, 200.0 - 55.0 * k as f32, SIDE, SIDE)).collect();
    for (plane, color) in planes.iter().zip(COLORS).rev() {
        d.rect(*plane, Look::filled(color).stroke(line));
    }
    let cell = Area::around((planes[0].left + 120.0, planes[0].top + 160.0), 26.0, 26.0);
    d.rect(cell, Look::filled(palette::VERMILION));
    caption(&mut d, 1340.0, "output\n28 × 28 × F");

    for (k, color) in COLORS.into_iter().enumerate() {
        let filter = Area::new(640.0, 90.0 + 165.0 * k as f32, 80.0, 80.0);
        d.cuboid(filter, (54.0, -40.0), Look::filled(color).stroke(line));
        d.text((filter.left - 24.0, filter.center().1), ["1", "2", "⋮  F"][k], TextLook::sized(42.0).end());
    }
    caption(&mut d, 690.0, "F filters, each\n5 × 5 × 3, and a bias");

    let (from, to) = ((800.0, 130.0), (cell.left - 6.0, cell.center().1));
    d.arrow(
        (window.right() + 66.0, window.center().1 - 30.0),
        (585.0, 160.0),
        Stroke::default().dashed().color(palette::GRAY),
    );
    d.arrow(from, to, Stroke::default().dashed().color(palette::GRAY));
    d.text((985.0, 80.0), "sum of 75\nproducts, + bias", TextLook::sized(40.0));
    d.save(path).map(drop)
}

fn caption(d: &mut Diagram, x: f32, text: &str) {
    d.text((x, 580.0), text, TextLook::sized(42.0));
}
