//! Numbers of three classes as bars: softmax, and the gradient of the cross-entropy.

use std::path::Path;

use lesson04_softmax::softmax::by_hand;
use ndarray::{Array1, arr1};
use shared::plot::{Area, Color, Diagram, Look, Point, Stroke, TextLook, palette};
use shared::prelude::*;

const COLORS: [Color; 3] = [palette::BLUE, palette::VERMILION, palette::GREEN];

/// Width of a bar, and distance of the middles of two.
const BAR: f32 = 84.0;
const STEP: f32 = 120.0;

/// Three bars on a line whose middle is `origin`; `scale` is the height of 1.
struct Bars<'a> {
    values: &'a Array1<f64>,
    origin: Point,
    scale: f32,
    decimals: usize,
}

impl Bars<'_> {
    fn draw(&self, sheet: &mut Diagram) {
        let (x, y) = self.origin;
        for (k, (&value, color)) in self.values.iter().zip(COLORS).enumerate() {
            let middle = x + (k as f32 - 1.0) * STEP;
            let height = value as f32 * self.scale;
            let area = Area::new(middle - BAR / 2.0, y - height.max(0.0), BAR, height.abs());
            if height != 0.0 {
                sheet.rect(area, Look::filled(color));
            }
            let beside = if height < 0.0 { y - height + 26.0 } else { y - height - 26.0 };
            let text = format!("{value:.*}", self.decimals).replace('-', "−");
            sheet.text((middle, beside), &text, TextLook::sized(34.0));
        }
        let ends = [x - 1.5 * STEP, x + 1.5 * STEP];
        sheet.line((ends[0], y), (ends[1], y), Stroke::new(4.0, palette::INK));
    }
}

/// [1, 1, 2] and [2, 2, 3]: logits, exponentials, probabilities.
pub fn softmax(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(1600, 680);
    let title = TextLook::sized(38.0).bold();
    for (x, text) in [(250.0, "logits z"), (810.0, "exponentials e^{z}"), (1360.0, "probabilities p")] {
        sheet.text((x, 40.0), text, title);
    }
    for (y, z) in [(290.0, arr1(&[1.0, 1.0, 2.0])), (620.0, arr1(&[2.0, 2.0, 3.0]))] {
        let (ez, p) = (z.exp(), by_hand(&z));
        Bars { values: &z, origin: (250.0, y), scale: 58.0, decimals: 0 }.draw(&mut sheet);
        Bars { values: &ez, origin: (810.0, y), scale: 8.7, decimals: 2 }.draw(&mut sheet);
        Bars { values: &p, origin: (1360.0, y), scale: 290.0, decimals: 3 }.draw(&mut sheet);
        let (arrow, look) = (Stroke::new(5.0, palette::GRAY), TextLook::sized(34.0));
        sheet.arrow((460.0, y - 70.0), (600.0, y - 70.0), arrow);
        sheet.text((530.0, y - 105.0), "exp", look);
        sheet.arrow((1020.0, y - 70.0), (1160.0, y - 70.0), arrow);
        sheet.text((1090.0, y - 105.0), &format!("÷ {:.2}", ez.sum()), look);
    }
    sheet.arrow((60.0, 315.0), (60.0, 395.0), Stroke::new(5.0, palette::GRAY));
    sheet.text((85.0, 352.0), "+ 1 to each logit", TextLook::sized(34.0).start());
    sheet.text((1360.0, 352.0), "the same", TextLook::sized(34.0).color(palette::GRAY));
    sheet.save(path).map(drop)
}

/// p − t for logits [1, 1, 2] when the first class is true, and which way a step moves the logits.
pub fn gradient(path: &Path) -> Result<()> {
    let z = arr1(&[1.0, 1.0, 2.0]);
    let (p, t) = (by_hand(&z), arr1(&[1.0, 0.0, 0.0]));
    let gradient = &p - &t;
    let mut sheet = Diagram::new(1600, 550);
    let (y, scale) = (300.0, 160.0);
    for (x, values) in [(200.0, &p), (620.0, &t), (1040.0, &gradient)] {
        Bars { values, origin: (x, y), scale, decimals: 2 }.draw(&mut sheet);
    }
    let sign = TextLook::sized(64.0).bold();
    sheet.text((410.0, y - 90.0), "−", sign);
    sheet.text((830.0, y - 90.0), "=", sign);
    let title = TextLook::sized(36.0).bold();
    for (x, text) in
        [(200.0, "p = softmax(z)"), (620.0, "t, one-hot"), (1040.0, "gradient p − t"), (1430.0, "step −α (p − t)")]
    {
        sheet.text((x, 45.0), text, title);
    }
    for (k, (&slope, color)) in gradient.iter().zip(COLORS).enumerate() {
        let middle = 1430.0 + (k as f32 - 1.0) * 100.0;
        sheet.arrow((middle, y), (middle, y + slope as f32 * scale), Stroke::new(7.0, color));
        sheet.text((middle, 515.0), &format!("z_{{{}}}", k + 1), TextLook::sized(36.0));
    }
    sheet.line((1280.0, y), (1580.0, y), Stroke::new(4.0, palette::INK));
    for x in [200.0, 620.0, 1040.0] {
        for k in 0..3 {
            sheet.text((x + (k as f32 - 1.0) * STEP, 515.0), &format!("{}", k + 1), TextLook::sized(36.0));
        }
    }
    sheet.save(path).map(drop)
}
