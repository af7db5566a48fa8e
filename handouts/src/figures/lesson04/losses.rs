//! Curves of the loss: -ln p, and the two forms of the cross-entropy.

use std::path::Path;

use lesson04_softmax::softmax::by_hand;
use lesson04_softmax::stability::TwoForms;
use ndarray::arr1;
use shared::plot::Curves;
use shared::prelude::*;

/// -ln p, and the points of three answers.
pub fn minus_ln(path: &Path) -> Result<()> {
    let loss = |p: f64| (p, -p.ln());
    let curve: Vec<_> = (1..=400).map(|k| loss(f64::from(k) / 400.0)).collect();
    let p = by_hand(&arr1(&[1.0, 1.0, 2.0]));
    Curves::new("")
        .x_label("p, probability of the true class")
        .y_label("loss −ln p")
        .curve("", &curve)
        .marks("", &[loss(p[2]), loss(p[0]), loss(0.1)])
        .size(900, 450)
        .text_size(34.0)
        .x_range(0.0, 1.02)
        .y_range(0.0, 5.0)
        .save(path)
        .map(drop)
}

/// Both forms in f32 for logits [0, d] when the first class is true.
pub fn stability(path: &Path) -> Result<()> {
    let forms = TwoForms::build();
    let (mut formula, mut fused, mut above, mut broken) = (Vec::new(), Vec::new(), Vec::new(), None);
    for distance in (0..=140).map(|d| d as f32) {
        let values = forms.run([0.0, distance], [1.0, 0.0])?;
        let (loss, slopes) = values.by_the_formula;
        fused.push((distance, values.fused.0));
        if loss.is_finite() {
            formula.push((distance, loss));
        } else if above.is_empty() {
            // What is infinite leaves the plot.
            above.extend([(distance, values.fused.0), (distance, 1e4)]);
        }
        if broken.is_none() && slopes.iter().any(|slope| !slope.is_finite()) {
            broken = Some((distance, loss));
        }
    }
    formula.extend(above);
    Curves::new("")
        .x_label("d, distance of the two logits")
        .y_label("loss")
        .curve("softmax_cross_entropy", &fused)
        .dashed_curve("−sum(y_true * ln(y))", &formula)
        .marks("dashed form: gradient not finite from here on", &broken.into_iter().collect::<Vec<_>>())
        .size(1300, 470)
        .text_size(34.0)
        .x_range(0.0, 140.0)
        .y_range(0.0, 160.0)
        .save(path)
        .map(drop)
}
