//! Accuracies of the recorded run.

use std::fs;
use std::path::Path;

use shared::plot::Curves;
use shared::prelude::*;

/// Training and test accuracy by iterations, as the lesson's program printed them.
pub(super) fn draw(path: &Path) -> Result<()> {
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
        .size(860, 470)
        .text_size(32.0)
        .save(path)
        .map(drop)
}
