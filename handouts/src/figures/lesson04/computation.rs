//! The homework's graph, as it is described and as it is run.

use std::path::Path;

use lesson04_softmax::homework::Computation;
use shared::plot::{Area, Color, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

/// The graph twice: without values, and with those of a run in which C = 3 was fed.
pub fn describe_and_run(path: &Path) -> Result<()> {
    let Computation { graph, c, d, e, f } = Computation::build();
    let (d, e, f) = Session::new(&graph).run((&d, &e, &f), feed![c => 3.0])?;
    let mut sheet = Diagram::new(1600, 570);
    let described = ["A = 5", "B = 2", "C = ?", "D = A × B", "E = B + C", "F = D ÷ E"].map(str::to_owned);
    let values = [("D = ", d), ("E = ", e), ("F = ", f)].map(|(name, value)| format!("{name}{value}"));
    let [d, e, f] = values;
    let run = ["A = 5".to_owned(), "B = 2".to_owned(), "C = 3".to_owned(), d, e, f];
    draw(&mut sheet, 0.0, &described, [palette::WHITE, palette::WHITE]);
    draw(&mut sheet, 820.0, &run, [palette::LIGHT_YELLOW, palette::LIGHT_GREEN]);
    sheet.line((795.0, 20.0), (795.0, 550.0), Stroke::new(3.0, palette::GRAY).dashed());
    let title = TextLook::sized(36.0).bold();
    sheet.text((380.0, 45.0), "described: the graph", title);
    sheet.text((1200.0, 45.0), "run: feed![c => 3.0]", title);
    legend(&mut sheet);
    sheet.save(path).map(drop)
}

/// A, B, C on the left, D and E in the middle, F on the right; `fills` are those of C and of the three results.
fn draw(sheet: &mut Diagram, left: f32, texts: &[String; 6], fills: [Color; 2]) {
    let [fed, computed] = fills;
    let look = |fill| Look::default().fill(fill).rounded(14.0).text_size(38.0);
    let mut node = |x: f32, y: f32, width: f32, text: &str, look: Look| {
        sheet.box_node(Area::around((left + x, y), width, 84.0), text, look)
    };
    let constant = look(palette::LIGHT_GRAY);
    let a = node(120.0, 145.0, 150.0, &texts[0], constant);
    let b = node(120.0, 280.0, 150.0, &texts[1], constant);
    let c = node(120.0, 415.0, 150.0, &texts[2], look(fed).stroke(Stroke::default().dashed()));
    let d = node(390.0, 190.0, 232.0, &texts[3], look(computed));
    let e = node(390.0, 370.0, 232.0, &texts[4], look(computed));
    let f = node(650.0, 280.0, 232.0, &texts[5], look(computed));
    for (from, to) in [(&a, &d), (&b, &d), (&b, &e), (&c, &e), (&d, &f), (&e, &f)] {
        sheet.connect(from, to, Stroke::default());
    }
}

fn legend(sheet: &mut Diagram) {
    let look = TextLook::sized(32.0).start();
    let stroke = Stroke::new(3.0, palette::INK);
    for (left, text, look_of_box) in [
        (45.0, "constant", Look::filled(palette::LIGHT_GRAY).stroke(stroke)),
        (290.0, "placeholder", Look::default().stroke(stroke.dashed())),
        (570.0, "op", Look::default().stroke(stroke)),
        (865.0, "fed", Look::filled(palette::LIGHT_YELLOW).stroke(stroke.dashed())),
        (1050.0, "computed in the run", Look::filled(palette::LIGHT_GREEN).stroke(stroke)),
    ] {
        sheet.rect(Area::around((left + 25.0, 525.0), 50.0, 34.0), look_of_box.rounded(6.0));
        sheet.text((left + 65.0, 525.0), text, look);
    }
}
