//! The two networks of the lesson.

use std::path::Path;

use ndarray::Array2;
use shared::data::{Dataset, Mnist};
use shared::plot::{Area, ColorMap, Diagram, Look, Node, Stroke, TextLook, palette};
use shared::prelude::*;

/// Two inputs, four hidden nodes, one output.
pub fn for_xor(path: &Path) -> Result<()> {
    let mut d = Diagram::new(880, 510);
    let look = Look::default().text_size(32.0);
    let inputs = d.layer((110.0, 215.0), &["a", "b"], 36.0, 120.0, look);
    let names = ["h_{1}", "h_{2}", "h_{3}", "h_{4}"];
    let hidden = d.layer((440.0, 215.0), &names, 36.0, 92.0, look.fill(palette::LIGHT_BLUE));
    let output = d.layer((770.0, 215.0), &["y"], 36.0, 92.0, look.fill(palette::LIGHT_GREEN));
    for (from, to) in [(&inputs, &hidden), (&hidden, &output)] {
        d.connect_all(from, to, Stroke::new(2.5, palette::GRAY));
    }
    for (x, text) in [(110.0, "input\n[?, 2]"), (440.0, "hidden, sigmoid\n[?, 4]"), (750.0, "output, sigmoid\n[?, 1]")]
    {
        d.text((x, 450.0), text, TextLook::sized(32.0));
    }
    let weights = TextLook::sized(32.0).color(palette::BLUE);
    d.text((215.0, 45.0), "W_{1}: [2, 4]\nb_{1}: [4]", weights);
    d.text((640.0, 45.0), "W_{2}: [4, 1]\nb_{2}: [1]", weights);
    d.save(path)?;
    Ok(())
}

/// The middle of all layers.
const MIDDLE: f32 = 245.0;

/// From 28 x 28 pixels to ten classes.
pub fn for_clothes(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1300, 620);
    let image = first_image()?;
    let image = d.image((10.0, MIDDLE - 98.0), image.view(), 7, ColorMap::Binary);
    d.rect(image, Look::outlined(Stroke::new(2.0, palette::GRAY)));
    let row = d.box_node(Area::around((330.0, MIDDLE), 52.0, 440.0), "", Look::default().fill(palette::LIGHT_GRAY));
    d.arrow((222.0, MIDDLE), (298.0, MIDDLE), Stroke::default());
    let [first, second] = [540.0, 780.0].map(|x| some_of_many(&mut d, x));
    let last = d.layer((1000.0, MIDDLE), &[""; 10], 18.0, 47.0, Look::default().fill(palette::LIGHT_GREEN));
    let thin = Stroke::new(2.0, palette::GRAY);
    for node in &first {
        for k in 0..3 {
            let y = row.area.top + row.area.height * (k as f32 + 0.5) / 3.0;
            d.line((row.area.right(), y), left_of(node), thin);
        }
    }
    d.connect_all(&first, &second, thin);
    d.connect_all(&second, &last, thin);
    for (node, name) in last.iter().zip(Dataset::Fashion.class_names()) {
        let (x, y) = node.center();
        d.text((x + 30.0, y), name, TextLook::sized(32.0).start());
    }
    below(&mut d);
    d.save(path)?;
    Ok(())
}

/// What each layer is, its output's shape, and the number of its parameters.
fn below(d: &mut Diagram) {
    for (x, text) in [
        (108.0, "Input\n[?, 28, 28]\n "),
        (330.0, "Flatten\n[?, 784]\n "),
        (540.0, "Dense, ReLU\n[?, 128]\n100,480"),
        (780.0, "Dense, ReLU\n[?, 128]\n16,512"),
        (1010.0, "Dense, softmax\n[?, 10]\n1,290"),
    ] {
        d.text((x, 552.0), text, TextLook::sized(30.0));
    }
    d.text((1200.0, 592.0), "parameters", TextLook::sized(30.0));
}

/// Four nodes of a layer, and dots for the others.
fn some_of_many(d: &mut Diagram, x: f32) -> [Node; 4] {
    for k in -1..=1 {
        d.circle((x, MIDDLE + 20.0 * k as f32), 5.0, Look::filled(palette::INK));
    }
    let look = Look::default().fill(palette::LIGHT_BLUE);
    [-180.0, -90.0, 90.0, 180.0].map(|y| d.circle_node((x, MIDDLE + y), 24.0, "", look))
}

fn left_of(node: &Node) -> (f32, f32) {
    (node.area.left, node.center().1)
}

/// The first training image, 28 x 28, from 0 to 1.
fn first_image() -> Result<Array2<f32>> {
    let pixels = Mnist::load(Dataset::Fashion, None)?.train.images.row(0).to_owned();
    Ok(pixels.into_shape_with_order((28, 28)).expect("784 pixels"))
}
