//! A small network in a test, and the same in one run of training with dropout.

use std::path::Path;

use shared::plot::{Diagram, Look, Node, Point, Stroke, TextLook, palette};
use shared::prelude::*;

const RADIUS: f32 = 36.0;
const DISTANCE: f32 = 92.0;
const MIDDLE: f32 = 370.0;

pub(super) fn draw(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 680);
    network(&mut d, 110.0, &[true; 6]);
    network(&mut d, 950.0, &[true, false, true, false, false, true]);
    d.text((380.0, 50.0), "test: keep_prob = 1", TextLook::sized(46.0));
    d.text((1220.0, 50.0), "training: keep_prob = 0.5", TextLook::sized(46.0));
    d.save(path).map(drop)
}

/// Inputs, hidden neurons of which some are left out, outputs.
fn network(d: &mut Diagram, left: f32, kept: &[bool]) {
    let thin = Stroke::new(2.0, palette::GRAY);
    let plain = Look::default().text_size(38.0);
    let all_kept = kept.iter().all(|&kept| kept);
    let inputs = d.layer((left, MIDDLE), &[""; 4], RADIUS, DISTANCE, plain.fill(palette::LIGHT_GRAY));
    let text = |&kept: &bool| if kept && !all_kept { "×2" } else { "" };
    let texts: Vec<&str> = kept.iter().map(text).collect();
    let hidden = d.layer((left + 270.0, MIDDLE), &texts, RADIUS, DISTANCE, plain.fill(palette::LIGHT_BLUE));
    let outputs = d.layer((left + 540.0, MIDDLE), &[""; 3], RADIUS, DISTANCE, plain.fill(palette::LIGHT_GREEN));
    let of = |wanted: bool| -> Vec<Node> {
        hidden.iter().zip(kept).filter(|&(_, &kept)| kept == wanted).map(|(node, _)| *node).collect()
    };
    let working = of(true);
    d.connect_all(&inputs, &working, thin);
    d.connect_all(&working, &outputs, thin);
    for node in of(false) {
        cross_out(d, node.center());
    }
}

fn cross_out(d: &mut Diagram, (x, y): Point) {
    let gray = Stroke::new(4.0, palette::GRAY);
    d.circle((x, y), RADIUS + 5.0, Look::filled(palette::WHITE));
    d.circle((x, y), RADIUS, Look::filled(palette::WHITE).stroke(gray.dashed()));
    let reach = 0.7 * RADIUS;
    for turn in [-1.0, 1.0] {
        d.line((x - reach, y - turn * reach), (x + reach, y + turn * reach), Stroke::new(6.0, palette::VERMILION));
    }
}
