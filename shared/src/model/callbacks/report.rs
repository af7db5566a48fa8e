//! What `fit` prints: a progress bar with Keras' figures in a terminal, else one line for each epoch.

use std::io::{IsTerminal, stdout};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Callback, Training};
use crate::error::Result;
use crate::model::Verbose;
use crate::model::scores::Scores;

/// How often the figures beside the bar are computed anew: often enough to look alive, too seldom to cost anything.
const REFRESH: Duration = Duration::from_millis(100);

const BAR: &str = "{pos}/{len} {bar:20} {eta} left - {msg}";

/// Prints the progress of a training, to standard output; the bar itself, which goes away, to the error stream.
pub(in crate::model) struct Report {
    style: Style,
    epoch_start: Instant,
    bar: ProgressBar,
    refreshed: Instant,
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Bar,
    Lines,
}

impl Report {
    /// What the setting asks for, as far as standard output can show it.
    pub fn new(verbose: Verbose) -> Option<Report> {
        let style = match verbose {
            Verbose::Silent => return None,
            Verbose::Bar if stdout().is_terminal() => Style::Bar,
            Verbose::Bar | Verbose::Lines => Style::Lines,
        };
        let now = Instant::now();
        Some(Report { style, epoch_start: now, bar: ProgressBar::hidden(), refreshed: now })
    }
}

impl Callback for Report {
    #[expect(clippy::expect_used, reason = "the template is right")]
    fn on_epoch_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        self.epoch_start = Instant::now();
        self.refreshed = self.epoch_start;
        if self.style == Style::Bar {
            println!("Epoch {}/{}", training.epoch(), training.epochs());
            let style = ProgressStyle::with_template(BAR).expect("the template is right").progress_chars("━━─");
            self.bar = ProgressBar::new(training.steps() as u64).with_style(style);
        }
        Ok(())
    }

    fn on_batch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        if self.style == Style::Bar && self.refreshed.elapsed() >= REFRESH {
            self.refreshed = Instant::now();
            self.bar.set_position(training.step() as u64);
            self.bar.set_message(training.scores().to_string());
        }
        Ok(())
    }

    fn on_epoch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        let (scores, time) = (training.scores(), self.epoch_start.elapsed());
        self.bar.finish_and_clear();
        match self.style {
            Style::Bar => println!("{}", bar_line(training.steps(), &scores, time)),
            Style::Lines => println!("{}", epoch_line(training.epoch(), training.epochs(), &scores, time)),
        }
        Ok(())
    }
}

/// Keras' line below the heading of an epoch: steps, a full bar, time, time per step, scores.
fn bar_line(steps: usize, scores: &Scores, time: Duration) -> String {
    let step = time.as_secs_f64() / steps as f64;
    let (step, unit) = if step < 1e-3 { (step * 1e6, "us") } else { (step * 1e3, "ms") };
    format!("{steps}/{steps} {} {:.1}s {step:.0}{unit}/step - {scores}", "━".repeat(20), time.as_secs_f64())
}

/// The line of an epoch in a file or pipe. The time stands at its end, so that the rest is the same in every run.
fn epoch_line(epoch: usize, epochs: usize, scores: &Scores, time: Duration) -> String {
    let width = epochs.to_string().len();
    format!("Epoch {epoch:width$}/{epochs} - {scores} - {:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_keras_figures() {
        let names = ["loss", "accuracy", "val_loss"].map(str::to_owned).to_vec();
        let scores = Scores { names, values: vec![0.345_61, 0.9, 0.000_123_45] };
        let figures = "loss: 0.3456 - accuracy: 0.9000 - val_loss: 1.2345e-4";
        let time = Duration::from_millis(1349);
        assert_eq!(epoch_line(3, 10, &scores, time), format!("Epoch  3/10 - {figures} - 1.3 s"));
        assert_eq!(bar_line(1875, &scores, time), format!("1875/1875 {} 1.3s 719us/step - {figures}", "━".repeat(20)));
        assert!(bar_line(10, &scores, time).contains(" 1.3s 135ms/step - "));
    }
}
