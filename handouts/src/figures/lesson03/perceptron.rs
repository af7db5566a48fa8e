//! One perceptron, and what it can tell apart.

use std::path::Path;

use shared::plot::{Area, Color, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

use super::Plane;

/// Inputs, weights, sum, activation; and what the activation may be.
pub fn one(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 480);
    let look = Look::default().text_size(38.0);
    let sum = d.circle_node((400.0, 240.0), 62.0, "Σ", look.fill(palette::LIGHT_BLUE).text_size(52.0));
    let inputs = [("x_{1}", "w_{1}"), ("x_{2}", "w_{2}"), ("x_{3}", "w_{3}"), ("1", "b")];
    for (k, (input, weight)) in inputs.into_iter().enumerate() {
        let look = if input == "1" { look.fill(palette::LIGHT_GRAY) } else { look };
        let node = d.circle_node((70.0, 60.0 + 120.0 * k as f32), 44.0, input, look);
        let (from, to) = d.connect(&node, &sum, Stroke::default());
        d.label(from, to, weight, TextLook::sized(38.0).color(palette::BLUE));
    }
    let place = Area::around((620.0, 240.0), 120.0, 104.0);
    let activation = d.box_node(place, "f", look.fill(palette::LIGHT_GREEN).rounded(14.0));
    let (from, to) = d.connect(&sum, &activation, Stroke::default());
    d.label(from, to, "z", TextLook::sized(38.0));
    let output = d.circle_node((810.0, 240.0), 48.0, "y", look);
    d.connect(&activation, &output, Stroke::default());
    d.text((390.0, 350.0), "weighted sum", TextLook::sized(34.0));
    d.text((640.0, 350.0), "activation", TextLook::sized(34.0));
    activations(&mut d);
    d.save(path)?;
    Ok(())
}

/// Step, sigmoid, tanh and ReLU from -4 to 4.
fn activations(d: &mut Diagram) {
    let plane = Plane { area: Area::new(950.0, 40.0, 430.0, 400.0), x: (-4.0, 4.0), y: (-1.2, 2.2) };
    let axis = Stroke::new(3.0, palette::GRAY);
    d.line(plane.at(-4.0, 0.0), plane.at(4.0, 0.0), axis);
    d.line(plane.at(0.0, -1.2), plane.at(0.0, 2.2), axis);
    for (value, text) in [(1.0, "1"), (-1.0, "-1")] {
        d.line(plane.at(-0.1, value), plane.at(0.1, value), axis);
        d.text(plane.at(-0.4, value), text, TextLook::sized(32.0));
    }
    d.text(plane.at(3.8, -0.25), "z", TextLook::sized(34.0));
    let mut curve = |f: fn(f32) -> f32, last: f32, color: Color| {
        let points: Vec<_> = (-80..=(last * 20.0) as i32).map(|k| k as f32 / 20.0).map(|z| plane.at(z, f(z))).collect();
        d.polyline(&points, Stroke::new(5.0, color));
    };
    curve(|z| z.max(0.0), 2.2, palette::GREEN);
    curve(|z| 1.0 / (1.0 + (-z).exp()), 4.0, palette::BLUE);
    curve(f32::tanh, 4.0, palette::VERMILION);
    let step = [(-4.0, 0.0), (0.0, 0.0), (0.0, 1.0), (4.0, 1.0)].map(|(z, y)| plane.at(z, y));
    d.polyline(&step, Stroke::new(5.0, palette::ORANGE).dashed());
    let names =
        [("ReLU", palette::GREEN), ("sigmoid", palette::BLUE), ("tanh", palette::VERMILION), ("step", palette::ORANGE)];
    for (k, (name, color)) in names.into_iter().enumerate() {
        d.text((1410.0, 80.0 + 56.0 * k as f32), name, TextLook::sized(36.0).color(color).bold().start());
    }
}

/// The four inputs of AND, OR and XOR, and a line between their answers if there is one.
pub fn decision_lines(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 500);
    let gates = [("AND", [0, 0, 0, 1], Some(1.5)), ("OR", [0, 1, 1, 1], Some(0.5)), ("XOR", [0, 1, 1, 0], None)];
    for (k, (title, answers, border)) in gates.into_iter().enumerate() {
        let area = Area::new(70.0 + 535.0 * k as f32, 70.0, 380.0, 380.0);
        let plane = Plane { area, x: (-0.3, 1.3), y: (-0.3, 1.3) };
        match border {
            Some(border) => says_one(&mut d, &plane, border),
            None => no_line(&mut d, &plane),
        }
        d.rect(area, Look::outlined(Stroke::new(3.0, palette::GRAY)));
        points(&mut d, &plane, answers);
        plane.label(&mut d, title, ["a", "b"], &[0.0, 1.0], &[0.0, 1.0]);
    }
    d.save(path)?;
    Ok(())
}

/// Colours both sides of the border; on one of them `a + b > border`, which is above 0 and below 2.
fn says_one(d: &mut Diagram, plane: &Plane, border: f32) {
    d.rect(plane.area, Look::filled(palette::LIGHT_BLUE));
    let (low, high) = plane.x;
    let (below, right) = ((border - low).min(high), (border - high).max(low));
    // From the upper left end of the border to its lower right end, and around the corner above.
    let ends = [(border - below, below), (high.min(border - right), right)];
    let mut side = vec![plane.at(ends[0].0, ends[0].1), plane.at(ends[1].0, ends[1].1)];
    if ends[1].0 < high {
        side.push(plane.at(high, low));
    }
    side.push(plane.at(high, high));
    if ends[0].1 < high {
        side.push(plane.at(low, high));
    }
    d.polygon(&side, Look::filled(palette::LIGHT_RED));
    d.line(side[0], side[1], Stroke::default());
    let text = format!("a + b = {border}");
    d.text(plane.at(0.5, if border > 1.0 { -0.18 } else { 1.2 }), &text, TextLook::sized(32.0));
}

/// Two of the lines that were tried.
fn no_line(d: &mut Diagram, plane: &Plane) {
    for ((x_1, y_1), (x_2, y_2)) in [((-0.3, 0.8), (0.8, -0.3)), ((0.5, -0.3), (0.5, 1.3)), ((-0.3, 0.35), (1.3, 0.75))]
    {
        d.line(plane.at(x_1, y_1), plane.at(x_2, y_2), Stroke::new(4.0, palette::GRAY).dashed());
    }
}

fn points(d: &mut Diagram, plane: &Plane, answers: [u8; 4]) {
    for ((a, b), answer) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)].into_iter().zip(answers) {
        let color = if answer == 1 { palette::VERMILION } else { palette::BLUE };
        let look = Look::filled(color).text(TextLook::sized(36.0).color(palette::WHITE).bold());
        d.circle_node(plane.at(a, b), 30.0, &answer.to_string(), look);
    }
}
