//! Softmax: any numbers become probabilities, in the same order.

use std::path::Path;

use ndarray::Array1;
use shared::cli::show;
use shared::plot::Curves;
use shared::prelude::*;

use crate::columns;

/// The document's formula by hand beside the engine's op, and its curve.
///
/// # Errors
/// If the plot cannot be written.
#[expect(clippy::expect_used, reason = "a new array lies in one piece")]
pub fn look(_: &crate::flags::Flags, folder: &Path) -> Result<()> {
    let z = [2.0_f32, -1.0, 0.5, 0.0, 1.0];
    let by_hand = softmax(&z);
    println!("  z                   {}", fixed(&z));
    println!("  exp(z)              {}", fixed(&z.map(f32::exp)));
    println!("  exp(z) / their sum  {}   sum {:.3}", fixed(by_hand.as_slice().expect("one row")), by_hand.sum());

    let graph = Graph::new();
    let logits = graph.placeholder::<f32>("logits", shape![?, 5]);
    let probabilities = logits.softmax();
    let mut session = Session::new(&graph);
    let rows = session.run(&probabilities, feed![logits => [z, z.map(|z| z + 100.0), z.map(|z| 3.0 * z)]])?;
    for (name, row) in ["the engine's", "z + 100", "3 z"].iter().zip(rows.outer_iter()) {
        println!("  {name:<18}  {}   sum {:.3}", columns(row.iter().map(|p| format!("{p:.3}")), 8), row.sum());
    }
    println!("The order stays, all are between 0 and 1, and the sum is 1. A number added to all changes nothing;");
    println!("a factor above 1 makes it surer.");

    let points = |others: usize| -> Vec<(f64, f64)> {
        let at = |x: f64| (x, x.exp() / (x.exp() + others as f64));
        (-60..=60).map(|k| at(f64::from(k) / 10.0)).collect()
    };
    let curves =
        Curves::new("Softmax of [z, 0, ...]: the probability of the first class").x_label("z").y_label("probability");
    let curves = curves.curve("of 2 classes: the sigmoid", &points(1)).curve("of 5 classes", &points(4));
    show("Softmax", curves.save(folder.join("softmax.png"))?);
    Ok(())
}

/// `exp(zⱼ) / Σₖ exp(zₖ)`, as the formula stands. Numbers above 88 would be too large for it; the engine's op takes any.
fn softmax(z: &[f32]) -> Array1<f32> {
    let exp: Array1<f32> = z.iter().map(|z| z.exp()).collect();
    &exp / exp.sum()
}

fn fixed(values: &[f32]) -> String {
    columns(values.iter().map(|value| format!("{value:.3}")), 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_keep_the_order_and_add_up_to_1() {
        let p = softmax(&[1.0, 1.0, 2.0]);
        for (found, expected) in p.iter().zip([0.211_941_56, 0.211_941_56, 0.576_116_9]) {
            assert!((found - expected).abs() < 1e-6);
        }
        assert!((softmax(&[3.0, -2.0, 0.0, 5.0]).sum() - 1.0).abs() < 1e-6);
    }
}
