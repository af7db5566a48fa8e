//! The accuracy on the test part after three kinds of split, from the recorded runs of the lesson's section `leak`.

use std::path::Path;

use shared::plot::{Area, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

use super::recorded::{read, wrong};

/// One recorded run for each seed.
const RUNS: [&str; 3] = ["leak.txt", "leak_seed2.txt", "leak_seed3.txt"];
const SPLITS: [&str; 3] = ["at random", "by drawing", "by art family"];

const BOTTOM: f32 = 340.0;
/// Pixels for one per cent.
const SCALE: f32 = 2.9;
const LEFT: f32 = 120.0;
const BAR: f32 = 70.0;

/// Three bars, one for each seed, for each kind of split.
pub(super) fn draw(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(960, 400);
    let accuracies = RUNS.iter().map(|run| accuracies_of(run)).collect::<Result<Vec<[f32; 3]>>>()?;
    for percent in [0, 50, 100] {
        let y = BOTTOM - SCALE * percent as f32;
        sheet.line((LEFT - 10.0, y), (950.0, y), Stroke::new(2.0, palette::FAINT));
        sheet.text((LEFT - 24.0, y), &format!("{percent} %"), TextLook::sized(28.0).end());
    }
    let colors = [palette::LIGHT_RED, palette::LIGHT_ORANGE, palette::LIGHT_BLUE];
    for (split, name) in SPLITS.into_iter().enumerate() {
        let left = LEFT + 20.0 + 280.0 * split as f32;
        for (run, accuracies) in accuracies.iter().enumerate() {
            let percent = accuracies[split];
            let x = left + (BAR + 6.0) * run as f32;
            let bar = Area::new(x, BOTTOM - SCALE * percent, BAR, SCALE * percent);
            sheet.rect(bar, Look::filled(colors[split]).stroke(Stroke::new(2.0, palette::GRAY)));
            let (x, y) = bar.top_middle();
            sheet.text((x, y + 24.0), &format!("{percent:.0}"), TextLook::sized(30.0));
        }
        sheet.text((left + 1.5 * (BAR + 4.0), BOTTOM + 32.0), name, TextLook::sized(32.0));
    }
    sheet.save(path).map(drop)
}

/// The accuracies on the test part in a recorded run, in per cent: the last number of each line of its table.
fn accuracies_of(run: &str) -> Result<[f32; 3]> {
    let text = read(run)?;
    let mut accuracies = [0.0; 3];
    for (accuracy, split) in accuracies.iter_mut().zip(SPLITS) {
        let line = text.lines().find(|line| line.trim_start().starts_with(split));
        let number = line.and_then(|line| line.trim_end_matches(" %").split_whitespace().next_back()?.parse().ok());
        *accuracy = number.ok_or_else(|| wrong(run, &format!("a line `{split}` that ends in an accuracy")))?;
    }
    Ok(accuracies)
}
