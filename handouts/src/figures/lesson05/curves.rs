//! Accuracies of the recorded run; relu and softplus.

use std::fs;
use std::path::Path;

use shared::plot::Curves;
use shared::prelude::*;

/// Training and test accuracy by iterations, as the lesson's program printed them.
pub(super) fn accuracy(path: &Path) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("results/lesson05_cnn/default.txt");
    let text = fs::read_to_string(&file).map_err(|error| Error::io(&file, "read", &error))?;
    let per_cent = |text: &str| text.trim().split('%').next().and_then(|number| number.trim().parse::<f64>().ok());
    let mut training: Vec<(f64, f64)> = Vec::new();
    let mut test: Vec<(f64, f64)> = Vec::new();
    let mut iterations = 0.0;
    for line in text.lines() {
        if let Some((iteration, accuracy)) = line.split_once(", Training Accuracy:") {
            let iteration = iteration.rsplit(':').next().and_then(|number| number.trim().parse().ok());
            training.extend(iteration.zip(per_cent(accuracy)));
        } else if let Some(after) = line.strip_prefix("After ") {
            iterations = after.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(iterations);
        } else if let Some(accuracy) = line.strip_prefix("Accuracy on Test-Set:") {
            test.extend(per_cent(accuracy).map(|accuracy| (iterations, accuracy)));
        }
    }
    Curves::new("")
        .x_label("iterations")
        .y_label("accuracy (%)")
        .curve("training batch", &training)
        .marks("test set", &test)
        .y_range(0.0, 102.0)
        .size(1300, 560)
        .text_size(38.0)
        .save(path)
        .map(drop)
}

/// The slope of relu; none at 0, where the curve is to have a gap.
fn step(x: f64) -> f64 {
    if x == 0.0 { f64::NAN } else { f64::from(x > 0.0) }
}

/// Relu and softplus, and the slopes of both.
pub(super) fn softplus(path: &Path) -> Result<()> {
    let points =
        |f: fn(f64) -> f64| (-80..=80).map(|k| (f64::from(k) / 20.0, f(f64::from(k) / 20.0))).collect::<Vec<_>>();
    Curves::new("")
        .x_label("x")
        .curve("relu", &points(|x| x.max(0.0)))
        .curve("softplus", &points(|x| x.exp().ln_1p()))
        .dashed_curve("slope of relu", &points(step))
        .dashed_curve("slope of softplus", &points(|x| 1.0 / (1.0 + (-x).exp())))
        .size(1300, 560)
        .text_size(38.0)
        .save(path)
        .map(drop)
}
