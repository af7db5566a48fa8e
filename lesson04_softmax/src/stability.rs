//! Where `ln(softmax)` breaks, and why the fused form does not.

use ndarray::arr1;
use shared::ops::softmax_cross_entropy;
use shared::prelude::*;

use crate::softmax;

/// One loss, in two forms that are equal on paper, with the gradients of both.
pub struct TwoForms {
    graph: Graph,
    logits: Tensor<f32>,
    y_true: Tensor<f32>,
    y: Tensor<f32>,
    /// By the formula, and fused: the loss `[]` and its gradient by the logits `[2]`.
    forms: [[Tensor<f32>; 2]; 2],
}

/// What [`TwoForms`] gives for two logits.
pub struct Values {
    /// softmax(logits).
    pub y: [f32; 2],
    /// `-Σⱼ y_trueⱼ · ln yⱼ` and its gradient by the logits.
    pub by_the_formula: (f32, [f32; 2]),
    /// `softmax_cross_entropy` and its gradient by the logits.
    pub fused: (f32, [f32; 2]),
}

impl TwoForms {
    /// Builds the graph.
    pub fn build() -> TwoForms {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![2]);
        let y_true = graph.placeholder::<f32>("y_true", shape![2]);
        let y = logits.softmax();
        let with_gradient = |loss: Tensor<f32>| [gradients(&loss, &[&logits]).remove(0), loss];
        let forms = [-(&y_true * y.ln()).sum(), softmax_cross_entropy(&logits, &y_true)].map(with_gradient);
        TwoForms { graph, logits, y_true, y, forms }
    }

    /// Both forms for two logits and a one-hot label.
    ///
    /// # Errors
    /// If the run fails.
    ///
    /// ```
    /// use lesson04_softmax::stability::TwoForms;
    ///
    /// let values = TwoForms::build().run([0.0, 1000.0], [1.0, 0.0])?;
    /// assert_eq!(values.by_the_formula.0, f32::INFINITY);
    /// assert_eq!(values.fused, (1000.0, [-1.0, 1.0]));
    /// # Ok::<(), shared::Error>(())
    /// ```
    pub fn run(&self, logits: [f32; 2], y_true: [f32; 2]) -> Result<Values> {
        let [[slope, loss], [fused_slope, fused_loss]] = &self.forms;
        let feeds = feed![self.logits => logits, self.y_true => y_true];
        let fetches = (&self.y, loss, slope, fused_loss, fused_slope);
        let (y, loss, slope, fused_loss, fused_slope) = Session::new(&self.graph).run(fetches, feeds)?;
        let pair = |values: ndarray::ArrayD<f32>| [values[0], values[1]];
        Ok(Values {
            y: pair(y),
            by_the_formula: (loss.item(), pair(slope)),
            fused: (fused_loss.item(), pair(fused_slope)),
        })
    }
}

/// Softmax without the shift, then both forms of the loss for logits that lie further and further apart.
///
/// # Errors
/// If a run fails.
pub fn show() -> Result<()> {
    println!("exp(x) / sum(exp(x)) in f64, as the formula stands, and shifted by the largest x, as the engine does it");
    for x in [[1.0, 2.0], [0.0, 100.0], [0.0, 709.0], [0.0, 1000.0]] {
        let (plain, shifted) = (softmax::by_hand(&arr1(&x)), softmax::by_hand(&(arr1(&x) - x[1])));
        println!("  x = {:<14} {:<16} {}", format!("{x:?}"), pair(plain[0], plain[1]), pair(shifted[0], shifted[1]));
    }
    println!("  e^709 is near the largest f64, 1.8e308; e^1000 is infinite, and inf / inf is NaN.");

    let forms = TwoForms::build();
    for (title, y_true) in [
        ("The answer is wrong: the true class is the first", [1.0, 0.0]),
        ("The answer is right: the true class is the second", [0.0, 1.0]),
    ] {
        println!("\n{title}");
        println!("{:<11}{:<18}| {:<32}| softmax_cross_entropy", "logits", "y = softmax", "-sum(y_true * ln(y))");
        println!("{:<29}| {:<10}{:<22}| {:<10}gradient", "", "loss", "gradient", "loss");
        for distance in [1.0, 50.0, 100.0, 1000.0] {
            let Values { y, by_the_formula, fused } = forms.run([0.0, distance], y_true)?;
            let logits = format!("[0, {distance}]");
            let form = |(loss, [a, b]): (f32, [f32; 2])| (short(loss.into()), pair(a.into(), b.into()));
            let (form_a, form_b) = (form(by_the_formula), form(fused));
            let y = pair(y[0].into(), y[1].into());
            println!("{logits:<11}{y:<18}| {:<10}{:<22}| {:<10}{}", form_a.0, form_a.1, form_b.0, form_b.1);
        }
    }
    println!("\n{WHY}");
    Ok(())
}

const WHY: &str = "\
By the formula, three things go wrong, one after the other:
  1. The gradient divides by y: 1 / 3.8e-44 is beyond the largest f32, 3.4e38, while the loss looks sound.
  2. Above a distance of about 104 the smaller y is rounded to 0: ln(0) = -inf, so the loss is infinite.
  3. For the classes that are not true, 0 * ln(0) = 0 * -inf = NaN: even a perfect answer gives NaN.
One step along a gradient that is NaN makes the weights NaN, and the training is lost.
The fused form never takes a logarithm of a probability: with m the largest logit,
  loss = m + ln(sum(exp(logits - m))) - the true class's logit,   gradient = softmax(logits) - y_true.
The sum is at least 1 and at most the number of classes, and the gradient is between -1 and 1.";

fn pair(a: f64, b: f64) -> String {
    format!("[{}, {}]", short(a), short(b))
}

/// A number in a few characters: 0.7311, 100, 3.8e-44, inf, NaN.
fn short(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 || !number.is_finite() || number.fract() == 0.0 && size < 1e6 {
        // -0 is 0 here.
        format!("{}", number + 0.0)
    } else if (1e-3..1e6).contains(&size) {
        format!("{number:.4}")
    } else {
        format!("{number:.1e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let numbers = [0.0, -0.0, 1.0, 0.731_058, 100.0, 3.8e-44, f64::INFINITY, f64::NAN, -1.0];
        let texts = ["0", "0", "1", "0.7311", "100", "3.8e-44", "inf", "NaN", "-1"];
        assert_eq!(numbers.map(short), texts);
    }

    #[test]
    fn both_forms_agree_while_the_probabilities_hold() {
        let forms = TwoForms::build();
        for distance in [0.0, 1.0, -3.0, 10.0] {
            let Values { by_the_formula, fused, .. } = forms.run([0.0, distance], [1.0, 0.0]).unwrap();
            assert!((by_the_formula.0 - fused.0).abs() < 1e-4, "{distance}");
            for (a, b) in by_the_formula.1.iter().zip(fused.1) {
                assert!((a - b).abs() < 1e-4, "{distance}: {a} {b}");
            }
        }
    }

    #[test]
    fn the_gradient_breaks_before_the_loss_and_the_fused_form_never() {
        let forms = TwoForms::build();
        let at_100 = forms.run([0.0, 100.0], [1.0, 0.0]).unwrap();
        assert!((at_100.by_the_formula.0 - 100.0).abs() < 1.0, "{}", at_100.by_the_formula.0);
        assert!(at_100.by_the_formula.1.iter().any(|slope| !slope.is_finite()));
        assert_eq!(forms.run([0.0, 1000.0], [1.0, 0.0]).unwrap().by_the_formula.0, f32::INFINITY);
        assert!(forms.run([0.0, 1000.0], [0.0, 1.0]).unwrap().by_the_formula.0.is_nan());
        for distance in [100.0, 1000.0, 1e30] {
            let Values { fused, .. } = forms.run([0.0, distance], [1.0, 0.0]).unwrap();
            assert_eq!(fused, (distance, [-1.0, 1.0]));
            let (loss, slopes) = forms.run([0.0, distance], [0.0, 1.0]).unwrap().fused;
            assert!(loss == 0.0 && slopes.iter().all(|slope| slope.abs() < 1e-40), "{distance}: {slopes:?}");
        }
    }
}
