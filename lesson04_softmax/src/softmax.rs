//! Softmax: numbers become probabilities. By hand, as NumPy would, and by the engine.

use ndarray::{Array1, arr1, arr2};
use shared::ops::softmax_cross_entropy;
use shared::prelude::*;

/// `exp(xⱼ) / Σₖ exp(xₖ)` as the formula says; for numbers above 709 it is NaN, see the section `stability`.
///
/// ```
/// use lesson04_softmax::softmax::by_hand;
/// use ndarray::arr1;
///
/// let y = by_hand(&arr1(&[1.0, 1.0, 2.0]));
/// assert_eq!(format!("{y:.8}"), "[0.21194156, 0.21194156, 0.57611688]");
/// ```
// ANCHOR: by-hand
pub fn by_hand(x: &Array1<f64>) -> Array1<f64> {
    let ex = x.exp();
    &ex / ex.sum()
}
// ANCHOR_END: by-hand

/// The softmax of `[1, 1, 2]`, what it leaves alone, the way from pixels to probabilities, and the cross-entropy.
///
/// # Errors
/// If a run fails.
pub fn show() -> Result<()> {
    let x = [1.0, 1.0, 2.0];
    let y = by_hand(&arr1(&x));
    let graph = Graph::new();
    let logits = graph.placeholder::<f32>("x", shape![3]);
    let mut session = Session::new(&graph);
    let (by_engine, sum) =
        session.run((&logits.softmax(), &logits.softmax().sum()), feed![logits => x.map(|x| x as f32)])?;
    println!("softmax([1, 1, 2])");
    println!("  by hand, f64     {y:.8}   in all {:.8}", y.sum());
    println!("  the engine, f32  {by_engine:.8}   in all {:.8}", sum.item());
    println!("  An f32 holds about 7 digits; the eighth is that of the nearest f32.");

    println!("A number added to all of them changes nothing:");
    for added in [10.0, -10.0] {
        let shifted = arr1(&x) + added;
        println!("  softmax({shifted}) = {:.8}", by_hand(&shifted));
    }
    weighted_sums()?;
    cross_entropy(&y)
}

/// Weights x inputs = logits, softmax(logits) = probabilities.
fn weighted_sums() -> Result<()> {
    let graph = Graph::new();
    let w = graph.constant(&arr2(&[[2.0f32, -1.0, 0.0], [0.0, 1.0, 1.0], [-1.0, 0.5, 3.0]])); // [classes, inputs]
    let x = graph.constant(&arr2(&[[1.0f32], [0.5], [0.25]])); // [inputs, 1]
    let y = w.matmul(&x).reshape(shape![3]);
    let p = y.softmax();
    let (w, x, y, p, sum) = Session::new(&graph).run((&w, &x, &y, &p, &p.sum()), feed![])?;
    println!("\nWeighted sums become probabilities");
    println!("          W             x          y = W x     p = softmax(y)");
    for row in 0..3 {
        let weights: Vec<String> = (0..3).map(|column| format!("{:>4}", w[[row, column]])).collect();
        let times = if row == 1 { ["x", "="] } else { [" ", " "] };
        println!(
            "  [ {} ] {} [ {:>4} ] {} [ {:>5} ]     [ {:.4} ]",
            weights.join(" "),
            times[0],
            x[[row, 0]],
            times[1],
            y[row],
            p[row]
        );
    }
    println!("  p1 + p2 + p3 = {:.4}", sum.item());
    Ok(())
}

/// How far probabilities are from the true class: the logarithm of what the true class got, with its sign turned.
fn cross_entropy(y: &Array1<f64>) -> Result<()> {
    let graph = Graph::new();
    let logits = graph.placeholder::<f32>("logits", shape![3]);
    let y_true = graph.placeholder::<f32>("y_true", shape![3]);
    let loss = softmax_cross_entropy(&logits, &y_true);
    let mut session = Session::new(&graph);
    println!("\nCross-entropy -sum(y_true * ln(y)): the difference between y = {y:.4} and the truth");
    for truth in [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]] {
        let by_hand = -(&arr1(&truth) * &y.ln()).sum();
        let one_hot = truth.map(|part| part as f32);
        let by_engine = session.run(&loss, feed![logits => [1.0, 1.0, 2.0], y_true => one_hot])?.item();
        println!("  y_true = {:.0}   by hand {by_hand:.6}   the engine {by_engine:.6}", arr1(&truth));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand_it_is_nan_above_the_largest_exponent() {
        assert!(by_hand(&arr1(&[1000.0, 0.0]))[0].is_nan());
        assert!(by_hand(&arr1(&[709.0, 0.0])).iter().all(|y| y.is_finite()));
    }

    #[test]
    fn engine_and_hand_agree_on_many_numbers() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let numbers = Array1::linspace(-20.0, 20.0, 41);
        let y = Session::new(&graph).run(&x.softmax(), feed![x => numbers.mapv(|x| x as f32)]).unwrap();
        for (&engine, &hand) in y.iter().zip(&by_hand(&numbers)) {
            assert!((f64::from(engine) - hand).abs() <= 1e-6 * hand + 1e-12, "{engine} {hand}");
        }
    }
}
