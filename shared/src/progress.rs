//! A progress bar with rate and remaining time on the error stream; nothing at all when that is not a terminal.

use std::fmt;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// The progress of a loop whose length is known.
pub struct Progress {
    bar: ProgressBar,
    start: Instant,
}

impl Progress {
    /// A bar for `steps` steps, with a word for what is going on.
    #[expect(clippy::expect_used, reason = "the template is right")]
    pub fn new(what: &str, steps: usize) -> Progress {
        let style = "{msg} {bar:32} {pos}/{len}  {per_sec}  {eta} left";
        let style = ProgressStyle::with_template(style).expect("the template is right").with_key(
            "per_sec",
            |state: &indicatif::ProgressState, text: &mut dyn fmt::Write| {
                // A writer that refuses text is the terminal's trouble, not the training's.
                let _ = write!(text, "{:.0}/s", state.per_sec());
            },
        );
        let bar = ProgressBar::new(steps as u64).with_style(style).with_message(what.to_owned());
        Progress { bar, start: Instant::now() }
    }

    /// One step more is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Prints a line to standard output, above the bar.
    pub fn say(&self, line: impl fmt::Display) {
        self.bar.suspend(|| println!("{line}"));
    }

    /// Takes the bar away; says how long it all took.
    pub fn finish(self) -> Duration {
        self.bar.finish_and_clear();
        self.start.elapsed()
    }
}
