//! The whole network, with the shape of what each layer gives.

use std::path::Path;

use shared::plot::{Area, Color, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

/// Half-way down, where the arrows are.
const MIDDLE: f32 = 175.0;

/// What goes from one layer to the next: images as blocks, rows as bars.
struct Values {
    left: f32,
    width: f32,
    height: f32,
    /// How far the block reaches to the right and up.
    depth: f32,
    color: Color,
    shape: &'static str,
    /// The layer that makes it.
    layer: &'static str,
}

const ALL: [Values; 8] = [
    images(16.0, 130.0, 8.0, palette::LIGHT_GRAY, "28 × 28\n× 1", ""),
    images(262.0, 130.0, 32.0, palette::LIGHT_BLUE, "28 × 28\n× 16", "conv\n5 × 5"),
    images(532.0, 80.0, 32.0, palette::LIGHT_ORANGE, "14 × 14\n× 16", "pool\n2 × 2"),
    images(752.0, 80.0, 56.0, palette::LIGHT_BLUE, "14 × 14\n× 36", "conv\n5 × 5"),
    images(996.0, 48.0, 56.0, palette::LIGHT_ORANGE, "7 × 7\n× 36", "pool\n2 × 2"),
    row(1240.0, 300.0, palette::LIGHT_GRAY, "1764", "flatten"),
    row(1384.0, 200.0, palette::LIGHT_GREEN, "128", "dense"),
    row(1528.0, 90.0, palette::LIGHT_GREEN, "10", "dense"),
];

const fn images(left: f32, side: f32, depth: f32, color: Color, shape: &'static str, layer: &'static str) -> Values {
    Values { left, width: side, height: side, depth, color, shape, layer }
}

const fn row(left: f32, height: f32, color: Color, shape: &'static str, layer: &'static str) -> Values {
    Values { left, width: 26.0, height, depth: 0.0, color, shape, layer }
}

pub(super) fn draw(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 425);
    for values in &ALL {
        block(&mut d, values);
    }
    for pair in ALL.windows(2) {
        let from = pair[0].left + pair[0].width + pair[0].depth + 8.0;
        let to = pair[1].left - 8.0;
        d.arrow((from, MIDDLE), (to, MIDDLE), Stroke::default());
        let lines = pair[1].layer.lines().count() as f32;
        d.text(((from + to) / 2.0, MIDDLE - 6.0 - 24.0 * lines), pair[1].layer, TextLook::sized(32.0));
    }
    d.save(path).map(drop)
}

fn block(d: &mut Diagram, values: &Values) {
    let area = Area::new(values.left, MIDDLE - values.height / 2.0, values.width, values.height);
    let look = Look::filled(values.color).stroke(Stroke::new(3.0, palette::INK));
    if values.depth > 0.0 {
        d.cuboid(area, (values.depth, -0.75 * values.depth), look);
    } else {
        d.rect(area, look);
    }
    d.text((area.center().0, 372.0), values.shape, TextLook::sized(34.0));
}
