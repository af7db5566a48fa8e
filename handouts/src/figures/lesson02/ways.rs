//! Three ways to split variations of drawings: at random, by drawing, by art family.

use std::path::Path;

use shared::plot::{Area, Color, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

use super::pictures::picture;

/// Drawings of three art families; each comes in two variations.
const DRAWINGS: [&str; 5] =
    ["cat/noto_cat-face", "cat/noto_cat", "cat/fluent_cat-face", "cat/twemoji_cat", "cat/twemoji_cat-face"];
/// Backgrounds of the first and of the second variation.
const BACKGROUNDS: [Color; 2] = [[214, 226, 240], [240, 226, 206]];

/// A variation: which drawing, and the first or the second of it.
type Variation = (usize, usize);

const SIDE: f32 = 76.0;
const STEP: f32 = 96.0;
const TRAINING_LEFT: f32 = 262.0;
const ROW: f32 = 128.0;

/// What is on both sides has a red border: the drawing, or at least the hand that drew it (dashed).
pub(super) fn draw(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(1380, 440);
    let test_left = TRAINING_LEFT + 7.0 * STEP + 50.0;
    for (left, title) in [(TRAINING_LEFT, "training"), (test_left, "test")] {
        sheet.text((left, 26.0), title, TextLook::sized(36.0).bold().start());
    }
    let rows: [(&str, &[Variation]); 3] = [
        ("at random", &[(0, 1), (3, 0), (4, 1)]),
        ("by drawing", &[(1, 0), (1, 1), (4, 0), (4, 1)]),
        ("by art family", &[(3, 0), (3, 1), (4, 0), (4, 1)]),
    ];
    for (row, (title, test)) in rows.into_iter().enumerate() {
        let top = 56.0 + ROW * row as f32;
        sheet.text((10.0, top + ROW / 2.0), title, TextLook::sized(34.0).start());
        let all = (0..DRAWINGS.len()).flat_map(|drawing| [(drawing, 0), (drawing, 1)]);
        let training: Vec<Variation> = all.filter(|variation| !test.contains(variation)).collect();
        part(&mut sheet, (TRAINING_LEFT, top), &training, test, palette::LIGHT_BLUE)?;
        part(&mut sheet, (test_left, top), test, &training, palette::LIGHT_ORANGE)?;
    }
    sheet.save(path).map(drop)
}

/// One part in a row, with marks on what resembles something in the other part.
fn part(
    sheet: &mut Diagram,
    (left, top): (f32, f32),
    pictures: &[Variation],
    others: &[Variation],
    color: Color,
) -> Result<()> {
    let width = STEP * pictures.len() as f32 + 12.0;
    sheet.rect(Area::new(left - 16.0, top + 8.0, width, ROW - 16.0), Look::filled(color).rounded(10.0));
    for (place, &(drawing, variation)) in pictures.iter().enumerate() {
        let picture = picture(DRAWINGS[drawing], SIDE as usize, BACKGROUNDS[variation], variation == 1)?;
        let area = sheet.image_rgb((left + STEP * place as f32, top + (ROW - SIDE) / 2.0), picture.view(), 1);
        let resembles = |is_alike: &dyn Fn(usize) -> bool| others.iter().any(|&(other, _)| is_alike(other));
        if resembles(&|other| other == drawing) {
            sheet.rect(area.grown(2.0), Look::outlined(Stroke::new(7.0, palette::VERMILION)));
        } else if resembles(&|other| family(other) == family(drawing)) {
            sheet.rect(area.grown(2.0), Look::outlined(Stroke::new(4.0, palette::VERMILION).dashed()));
        }
    }
    Ok(())
}

/// Who drew it: what stands before the first `_`.
fn family(drawing: usize) -> &'static str {
    DRAWINGS[drawing].split('_').next().unwrap_or_default()
}
