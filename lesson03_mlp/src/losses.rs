//! Softmax, cross-entropy and binary cross-entropy, written out and compared with what the engine computes.

use std::f32::consts::LOG2_E;
use std::path::Path;

use ndarray::{Array2, Ix1, arr2};
use shared::cli::show;
use shared::ops::{sigmoid_cross_entropy, softmax_cross_entropy};
use shared::plot::Curves;
use shared::prelude::*;

/// `softmax(c)ᵢ = exp(cᵢ) / Σⱼ exp(cⱼ)`: positive numbers that add up to 1.
///
/// ```
/// assert_eq!(lesson03_mlp::losses::softmax(&[0.0, 0.0]), [0.5, 0.5]);
/// ```
pub fn softmax(c: &[f32]) -> Vec<f32> {
    let total: f32 = c.iter().map(|c| c.exp()).sum();
    c.iter().map(|c| c.exp() / total).collect()
}

/// `1 / (1 + exp(-c))`.
pub fn sigmoid(c: f32) -> f32 {
    1.0 / (1.0 + (-c).exp())
}

/// `-Σ pᵢ · log₂ qᵢ` in bits: `p` are the true probabilities of the classes, `q` the predicted ones. A class that cannot be
/// (`pᵢ` = 0) adds nothing, whatever is predicted for it.
///
/// ```
/// use lesson03_mlp::losses::cross_entropy;
///
/// assert_eq!(cross_entropy(&[1.0, 0.0], &[0.5, 0.5]), 1.0);
/// assert_eq!(cross_entropy(&[1.0, 0.0], &[1.0, 0.0]), 0.0);
/// ```
pub fn cross_entropy(p: &[f32], q: &[f32]) -> f32 {
    let possible = p.iter().zip(q).filter(|(p, _)| **p > 0.0);
    // From 0.0 down, so that a perfect prediction gives 0 and not -0.
    possible.fold(0.0, |sum, (p, q)| sum - p * q.log2())
}

/// `-p₁ · log₂ q₁ - (1 - p₁) · log₂ (1 - q₁)` in bits: the cross-entropy of `<p₁, 1 - p₁>` and `<q₁, 1 - q₁>`.
///
/// ```
/// assert_eq!(lesson03_mlp::losses::binary_cross_entropy(1.0, 0.25), 2.0);
/// ```
pub fn binary_cross_entropy(p_1: f32, q_1: f32) -> f32 {
    let yes = if p_1 > 0.0 { -p_1 * q_1.log2() } else { 0.0 };
    let no = if p_1 < 1.0 { -(1.0 - p_1) * (1.0 - q_1).log2() } else { 0.0 };
    0.0 + yes + no
}

/// The section `losses`.
///
/// # Errors
/// If a run fails, or the picture cannot be written.
pub fn by_hand(folder: &Path) -> Result<()> {
    softmax_of_three()?;
    softmax_of_two_is_the_sigmoid()?;
    cross_entropy_in_bits()?;
    where_the_formula_breaks()?;
    binary_from_general()?;
    plot(folder)
}

fn softmax_of_three() -> Result<()> {
    let c = [1.0f32, 2.0, 4.0];
    let graph = Graph::new();
    let probabilities = graph.constant(&ndarray::arr1(&c)).softmax();
    let engine = Session::new(&graph).run(&probabilities, feed![])?;
    println!("softmax(c_i) = e^c_i / (e^c_1 + ... + e^c_k)\n");
    let exponentials = c.map(f32::exp);
    for (name, row) in [
        ("c", c.to_vec()),
        ("e^c", exponentials.to_vec()),
        ("softmax by hand", softmax(&c)),
        ("softmax, engine", engine.iter().copied().collect()),
    ] {
        let numbers: String = row.iter().map(|number| format!("{number:>10.4}")).collect();
        println!("  {name:<16}{numbers}   sum {:>8.4}", row.iter().sum::<f32>());
    }
    Ok(())
}

/// What the document asks to compute: the softmax of `<c₁, 0>`.
fn softmax_of_two_is_the_sigmoid() -> Result<()> {
    let numbers = [-10.0f32, -2.0, 0.0, 0.5, 2.0, 10.0];
    let pairs = Array2::from_shape_fn((numbers.len(), 2), |(row, column)| if column == 0 { numbers[row] } else { 0.0 });
    let graph = Graph::new();
    let pairs = graph.constant(&pairs);
    let (engine_softmax, engine_sigmoid) = (pairs.softmax().slice(1, 0..1), pairs.slice(1, 0..1).sigmoid());
    let (engine_softmax, engine_sigmoid) = Session::new(&graph).run((&engine_softmax, &engine_sigmoid), feed![])?;
    println!("\nTwo classes need one output: with c = <c_1, 0>, softmax(c_1) = e^c_1 / (e^c_1 + e^0), and dividing");
    println!("above and below by e^c_1 gives 1 / (1 + e^-c_1): the sigmoid of c_1.\n");
    println!("  {:>6}   {:^23}   {:^23}", "", "by hand", "engine");
    println!("  {:>6}   {:>11} {:>11}   {:>11} {:>11}", "c_1", "softmax", "sigmoid", "softmax", "sigmoid");
    for ((&c, soft), sig) in numbers.iter().zip(&engine_softmax).zip(&engine_sigmoid) {
        println!("  {c:>6}   {:>11.8} {:>11.8}   {soft:>11.8} {sig:>11.8}", softmax(&[c, 0.0])[0], sigmoid(c));
    }
    Ok(())
}

/// The engine's cross-entropy takes logits and natural logarithms; times log₂ e it is in bits.
fn cross_entropy_in_bits() -> Result<()> {
    // e^-1000 is 0 in f32, so these logits give the very probabilities of the document.
    let logits = arr2(&[[0.0f32, 0.0], [1000.0, 0.0], [2.0, 0.0], [-2.0, 0.0]]);
    let graph = Graph::new();
    let logits = graph.constant(&logits);
    let labels = graph.constant(&arr2(&[[1.0f32, 0.0]; 4]));
    let fetches = (&softmax_cross_entropy(&logits, &labels), &logits.softmax());
    let (losses, predicted) = Session::new(&graph).run(fetches, feed![])?;
    println!("\nCross-entropy H(P, Q) = -(p_1 log2 q_1 + ... + p_k log2 q_k) for P = <1, 0>, the answer is class 1\n");
    println!("  {:<18} {:>12} {:>14} {:>14}", "Q", "by hand", "engine, nats", "times log2 e");
    for (q, &nats) in predicted.outer_iter().zip(&losses) {
        let bits = cross_entropy(&[1.0, 0.0], &[q[0], q[1]]);
        let q = format!("<{:.4}, {:.4}>", q[0], q[1]);
        println!("  {q:<18} {bits:>7.4} bits {nats:>14.4} {:>9.4} bits", nats * LOG2_E);
    }
    println!("The better the prediction, the smaller the number: a coin toss costs 1 bit, the right answer nothing.");
    println!("Keras and the engine take ln instead of log2: all losses shrink by the factor ln 2 = 0.6931.");
    Ok(())
}

/// The formula as it stands multiplies 0 by an infinite logarithm; the engine's op never takes that logarithm.
fn where_the_formula_breaks() -> Result<()> {
    let graph = Graph::new();
    let labels = graph.constant(&arr2(&[[1.0f32, 0.0]; 2]));
    let logits = graph.constant(&arr2(&[[1000.0f32, 0.0], [-1000.0, 0.0]]));
    let as_written = -(&labels * logits.softmax().ln()).sum_axes([1]);
    let fused = softmax_cross_entropy(&logits, &labels);
    let (as_written, fused) = Session::new(&graph).run((&as_written, &fused), feed![])?;
    println!("Two sure answers, right (Q = <1, 0>) and wrong (Q = <0, 1>), in nats:");
    println!("  -sum(p * ln(softmax(c)))      {:>6} {:>6}", as_written[0], as_written[1]);
    println!("  softmax_cross_entropy(c, p)   {:>6} {:>6}", fused[0], fused[1]);
    println!("The first row has 0 * ln 0. That is why a loss should take logits (from_logits) if it can.");
    Ok(())
}

/// Two classes: P = <p₁, 1 - p₁> and Q = <q₁, 1 - q₁> put into the general sum.
fn binary_from_general() -> Result<()> {
    let cases = [(1.0f32, 0.5f32), (1.0, 0.9), (0.0, 0.9), (0.3, 0.6)];
    let graph = Graph::new();
    let logits = graph.constant(&ndarray::arr1(&cases.map(|(_, q)| (q / (1.0 - q)).ln())));
    let labels = graph.constant(&ndarray::arr1(&cases.map(|(p, _)| p)));
    let losses = Session::new(&graph).run(&sigmoid_cross_entropy(&logits, &labels), feed![])?;
    let losses = losses.into_dimensionality::<Ix1>().expect("one loss for each case");
    println!(
        "\nBinary cross-entropy: of two classes the second gets what the first leaves, p_2 = 1 - p_1, q_2 = 1 - q_1"
    );
    println!("  -(p_1 log2 q_1 + p_2 log2 q_2)  =  -p_1 log2 q_1 - (1 - p_1) log2 (1 - q_1)\n");
    println!("  {:>4} {:>5} {:>10} {:>10} {:>22}", "p_1", "q_1", "general", "binary", "engine, times log2 e");
    for (&(p, q), &nats) in cases.iter().zip(&losses) {
        let (general, binary) = (cross_entropy(&[p, 1.0 - p], &[q, 1.0 - q]), binary_cross_entropy(p, q));
        println!("  {p:>4} {q:>5} {general:>10.4} {binary:>10.4} {:>22.4}", nats * LOG2_E);
    }
    Ok(())
}

/// What a prediction costs when the answer is yes: the cross-entropy knows no upper end.
fn plot(folder: &Path) -> Result<()> {
    let predicted: Vec<f32> = (1..=200).map(|k| k as f32 / 200.0).collect();
    let points = |loss: fn(f32) -> f32| -> Vec<(f32, f32)> { predicted.iter().map(|&q| (q, loss(q))).collect() };
    let curves = Curves::new("What a prediction costs when the answer is yes")
        .x_label("predicted probability of yes")
        .y_label("loss")
        .curve("cross-entropy, bits (log2)", &points(|q| binary_cross_entropy(1.0, q)))
        .curve("cross-entropy, nats (ln)", &points(|q| binary_cross_entropy(1.0, q) / LOG2_E))
        .curve("squared error", &points(|q| (1.0 - q) * (1.0 - q)));
    show("Losses of a prediction", curves.save(folder.join("losses.png"))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_softmax_of_c_and_0_is_the_sigmoid_of_c() {
        for c in [-20.0, -1.5, 0.0, 0.1, 3.0, 20.0] {
            assert!((softmax(&[c, 0.0])[0] - sigmoid(c)).abs() < 1e-6, "{c}");
        }
    }

    #[test]
    fn binary_is_the_general_form_for_two_classes() {
        for p in [0.0, 0.25, 0.5, 1.0] {
            for q in [0.1, 0.5, 0.75] {
                let general = cross_entropy(&[p, 1.0 - p], &[q, 1.0 - q]);
                assert!((binary_cross_entropy(p, q) - general).abs() < 1e-6, "{p} {q}");
            }
        }
    }

    #[test]
    fn sure_answers_cost_nothing_or_everything() {
        assert_eq!(binary_cross_entropy(1.0, 1.0), 0.0);
        assert_eq!(binary_cross_entropy(0.0, 0.0), 0.0);
        assert_eq!(binary_cross_entropy(1.0, 0.0), f32::INFINITY);
        assert_eq!(cross_entropy(&[0.0, 1.0], &[1.0, 0.0]), f32::INFINITY);
    }
}
