//! The document's variants: plain gradient descent in place of Adam, squared error in place of cross-entropy.

use std::path::Path;

use shared::cli::show;
use shared::plot::Curves;
use shared::prelude::*;

use crate::flags::Flags;
use crate::network::Network;
use crate::training::Training;

/// The document's rate of plain gradient descent, for which its few steps are far too few.
const DOCUMENT_RATE: f32 = 0.0001;
/// A rate by which it learns.
const FITTING_RATE: f32 = 0.01;

/// How a training step is made of a network.
type Minimize = fn(&Network) -> TrainStep;

const VARIANTS: [(&str, Minimize); 4] = [
    ("descent 0.0001", |network| GradientDescent::new(DOCUMENT_RATE).minimize(&network.loss_mean)),
    ("descent 0.01", |network| GradientDescent::new(FITTING_RATE).minimize(&network.loss_mean)),
    ("squared error, Adam 0.001", |network| Adam::new(0.001).minimize(&network.squared_error)),
    ("squared error, Adam 0.0001", |network| Adam::new(0.0001).minimize(&network.squared_error)),
];

/// Trains the variants on the same pictures, and plots their losses beside that of the lesson's training.
///
/// # Errors
/// If the pictures cannot be loaded, or the plot not be written.
#[expect(clippy::indexing_slicing, reason = "the first training had twice as many steps")]
pub fn compare(flags: &Flags, folder: &Path) -> Result<()> {
    let first = flags.first_training()?;
    let images = flags.images()?;
    let (train, test) = (images.select(&first.train), images.select(&first.test));
    // Half as many steps show the difference.
    let steps = (flags.steps as usize).div_ceil(2);
    println!(
        "Each variant trains for {steps} steps on the same pictures. The loss is the cross-entropy for all of them."
    );
    println!("  variant                      steps   loss of the first 10   of the last 10   test accuracy");
    let line = |name: &str, losses: &[f32], percent: f64| {
        let (start, end) = first_and_last(losses);
        println!("  {name:<27}{:>7}{start:>23.3}{end:>17.3}{percent:>14.1} %", losses.len());
    };
    line("Adam 0.001", &first.losses, first.on_test.percent());
    let mut curves = Curves::new("Loss of the variants").x_label("step").y_label("cross-entropy").log_y();
    curves = curves.values("Adam 0.001", &smooth(&first.losses[..steps]));
    for (name, minimize) in VARIANTS {
        let mut training = Training::run(name, &train, flags, steps, minimize)?;
        let percent = training.test(&test)?.percent();
        line(name, &training.losses, percent);
        curves = curves.values(name, &smooth(&training.losses));
    }
    println!("Plain descent with a rate of {DOCUMENT_RATE} is slow: so few steps do not bring it near the end.");
    println!("With {FITTING_RATE} it learns. Adam finds a rate of its own for every weight.");
    println!("The squared error of softmax has next to no slope where the network is sure, even if it is wrong: steps");
    println!("that are too large bring it there, and there it stays, while the cross-entropy finds its way back. With");
    println!("smaller steps, the squared error learns too.");
    show("Losses of the variants", curves.save(folder.join("variants.png"))?);
    Ok(())
}

/// Steps whose mean is one point of the plot.
const SMOOTHED: usize = 10;

/// The mean of each step and the nine before it, so that noisy curves can be told apart.
#[expect(clippy::indexing_slicing, reason = "`end` is below the length")]
fn smooth(losses: &[f32]) -> Vec<f32> {
    let mean = |end: usize| {
        let window = &losses[(end + 1).saturating_sub(SMOOTHED)..=end];
        window.iter().sum::<f32>() / window.len() as f32
    };
    (0..losses.len()).map(mean).collect()
}

/// The mean loss of the first and of the last ten steps.
#[expect(clippy::indexing_slicing, reason = "`count` is at most the length")]
fn first_and_last(losses: &[f32]) -> (f32, f32) {
    let count = SMOOTHED.min(losses.len());
    let mean = |part: &[f32]| part.iter().sum::<f32>() / part.len() as f32;
    (mean(&losses[..count]), mean(&losses[losses.len() - count..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_takes_the_mean_of_what_came_before() {
        let losses: Vec<f32> = (0..12).map(|k| k as f32).collect();
        let smoothed = smooth(&losses);
        assert_eq!((smoothed[0], smoothed[1], smoothed[9], smoothed[11]), (0.0, 0.5, 4.5, 6.5));
        assert_eq!(first_and_last(&losses), (4.5, 6.5));
        assert_eq!(first_and_last(&[2.0]), (2.0, 2.0));
    }
}
