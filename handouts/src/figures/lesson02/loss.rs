//! The training loss at the steps that the recorded run of the lesson's section `network` tells.

use std::path::Path;

use shared::plot::Curves;
use shared::prelude::*;

use super::recorded::{read, wrong};

const RUN: &str = "network.txt";

/// Loss by step, on a logarithmic scale.
pub(super) fn draw(path: &Path) -> Result<()> {
    let text = read(RUN)?;
    let told = text.lines().filter_map(|line| {
        let (step, loss) = line.trim_start().strip_prefix("step ")?.split_once("loss ")?;
        Some((step.trim().parse().ok()?, loss.trim().parse().ok()?))
    });
    let losses: Vec<(f32, f32)> = told.collect();
    if losses.len() < 2 {
        return Err(wrong(RUN, "lines such as `step 1 loss 2.5`"));
    }
    let curves = Curves::new("").x_label("step").y_label("loss").log_y().size(760, 300).text_size(30.0);
    curves.curve("", &losses).marks("", &losses).save(path).map(drop)
}
