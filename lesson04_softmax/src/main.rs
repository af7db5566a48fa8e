//! Lesson 4: softmax regression: one layer that reads nine of ten handwritten digits.
//!
//! `cargo run -p lesson04_softmax` runs all sections, `cargo run -p lesson04_softmax -- regression` one of them; `--list`
//! names them. `--dataset fashion` takes clothes, `--help` lists the rest.

use std::cell::OnceCell;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lesson04_softmax::model::{MEAN, SUM, Setting};
use lesson04_softmax::training::{MeanParameters, Training};
use lesson04_softmax::{data, graphs, homework, onehot, rates, regression, softmax, stability, weights};
use shared::cli::{InterchangeArgs, Lesson, LessonArgs, once, show};
use shared::data::{Dataset, Mnist};
use shared::plot::Curves;
use shared::prelude::*;
use shared::progress::Progress;

/// Trains softmax regression on MNIST and draws what it has learned.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Flags {
    #[command(flatten)]
    lesson: LessonArgs,

    /// The data set
    #[arg(long, value_enum, default_value_t = Dataset::Mnist)]
    dataset: Dataset,

    /// Training steps of each training
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000), value_name = "N")]
    steps: u32,

    #[command(flatten, next_help_heading = "For other programs (section weights)")]
    interchange: InterchangeArgs,

    /// Read once, by the first section that needs it.
    #[arg(skip)]
    mnist: OnceCell<Mnist>,
}

impl AsRef<LessonArgs> for Flags {
    fn as_ref(&self) -> &LessonArgs {
        &self.lesson
    }
}

impl Flags {
    fn mnist(&self) -> Result<&Mnist> {
        once(&self.mnist, || Mnist::load(self.dataset, self.lesson.data_dir.as_deref()))
    }

    fn training(&self, setting: &Setting, seed: u64) -> Result<Training<'_>> {
        Ok(Training::new(setting, self.mnist()?, seed, self.lesson.threads.into()))
    }
}

fn main() -> ExitCode {
    Lesson::<Flags>::new("lesson04_softmax")
        .section("graphs", "Several graphs, and whose tensor is whose", |_, _| graphs::show())
        .section("softmax", "Softmax: numbers become probabilities", |_, _| softmax::show())
        .section("data", "The data: shapes, the first rows, a picture", |flags, folder| {
            data::show(flags.dataset, flags.mnist()?, folder)
        })
        .section("onehot", "One-hot: 1 for the class that it is, 0 elsewhere", |flags, _| onehot::show(flags.mnist()?))
        .section("regression", "Softmax regression, with two settings", regression)
        .section("weights", "What the ten sums have learned", |flags, folder| {
            let training = flags.training(&MEAN, flags.lesson.seed)?;
            weights::show(training, flags.steps, flags.mnist()?, folder, &flags.interchange)
        })
        .section("stability", "Where ln(softmax) breaks, and why the fused form does not", |_, _| stability::show())
        .section("rates", "Learning rates: too small, right, too large", |flags, folder| {
            rates::show(flags.mnist()?, folder, flags.steps, flags.lesson.seed, flags.lesson.threads.into())
        })
        .section("homework", "A computation graph, fed with C = 3", |_, _| homework::show())
        .exercises(&[
            ("4-1", "A softmax that survives 1000"),
            ("4-2", "Cross-entropy that stays finite"),
            ("4-3", "One gradient by hand, against the engine"),
            ("4-4", "A computation graph, fed with C = 3"),
            ("4-5", "One-hot rows"),
            ("4-6", "Accuracy from probabilities"),
            ("4-7", "At least 92 % on the test set"),
            ("4-8", "The largest learning rate"),
            ("4-9", "Which graph is it?"),
            ("4-10", "The naive loss, repaired"),
            ("4-11", "Which digits are hard"),
            ("4-12", "A gradient from difference quotients"),
        ])
        .run()
}

/// What a training with one seed came to: accuracies, 0 to 1.
struct Outcome {
    /// On the validation set, at every 20th step.
    on_the_way: Vec<(u32, f32)>,
    /// On the test set, after the last step.
    at_the_end: f32,
    /// On the test set, with the mean of the weights of the last tenth of the steps.
    of_mean_weights: f32,
}

/// The heart of the lesson: step by step from zeros.
fn train(setting: &Setting, flags: &Flags, seed: u64) -> Result<Outcome> {
    let mnist = flags.mnist()?;
    let mut training = flags.training(setting, seed)?;
    let (mut on_the_way, mut late) = (Vec::new(), MeanParameters::default());
    let progress = Progress::new(&format!("Training, seed {seed}"), flags.steps as usize);
    for step in 1..=flags.steps {
        training.step()?;
        if step % 20 == 0 || step == flags.steps {
            on_the_way.push((step, training.accuracy(&mnist.validation)?));
        }
        if step > flags.steps - flags.steps.div_ceil(10) {
            late.add(&training.parameters());
        }
        progress.step();
    }
    progress.finish();
    let at_the_end = training.accuracy(&mnist.test)?;
    training.set_parameters(&late.mean())?;
    Ok(Outcome { on_the_way, at_the_end, of_mean_weights: training.accuracy(&mnist.test)? })
}

/// Both documents' settings, each for three seeds, and the accuracies of the first on one plot.
fn regression(flags: &Flags, folder: &Path) -> Result<()> {
    regression::show_model();
    regression::show_first_loss(flags.mnist()?)?;
    regression::show_accuracy()?;

    println!("\nAccuracy on the test set, {} steps", flags.steps);
    println!("loss  rate  batch   seed   after the last step   mean of the last weights   last fifth, validation");
    let mut curves =
        Curves::new("Two ways to add up the loss").x_label("step").y_label("accuracy on the validation set");
    for setting in [SUM, MEAN] {
        let Setting { name, learning_rate, batch_size, .. } = setting;
        for seed in (0..3).map(|more| flags.lesson.seed.wrapping_add(more)) {
            let Outcome { on_the_way, at_the_end, of_mean_weights } = train(&setting, flags, seed)?;
            let (low, high) = regression::range_at_the_end(&on_the_way, flags.steps);
            println!(
                "{name:<5} {learning_rate:<4} {batch_size:>6} {seed:>6} {at_the_end:>21.4} {of_mean_weights:>26.4}   \
                 {low:>13.4} to {high:.4}"
            );
            if seed == flags.lesson.seed {
                curves = curves.curve(format!("{name}, {learning_rate}, batches of {batch_size}"), &on_the_way);
            }
        }
    }
    println!("\n{}", regression::SPREAD);
    show("Accuracies", curves.save(folder.join("accuracy.png"))?);
    Ok(())
}
