//! Lesson 4: softmax regression: one layer that reads nine of ten handwritten digits.
//!
//! `cargo run -p lesson04_softmax` runs all sections, `cargo run -p lesson04_softmax -- regression` one of them; `--list`
//! names them. `--dataset fashion` takes clothes, `--help` lists the rest.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::cell::OnceCell;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lesson04_softmax::model::{MEAN, SUM, Setting};
use lesson04_softmax::series::{Gathered, Outcome, Series, is_look};
use lesson04_softmax::training::Training;
use lesson04_softmax::{data, graphs, homework, onehot, rates, regression, softmax, stability, weights};
use shared::cli::{CheckpointArgs, InterchangeArgs, Lesson, LessonArgs, once, show};
use shared::data::{Dataset, Mnist};
use shared::plot::Curves;
use shared::prelude::*;
use shared::progress::Progress;
use shared::resume::{Checkpoints, Job};

/// What the section `regression` trains with, each for as many seeds.
const SETTINGS: [Setting; 2] = [SUM, MEAN];
const SEEDS: u64 = 3;

/// Trains softmax regression on MNIST and draws what it has learned.
#[derive(Parser)]
#[command(version, max_term_width = 100, allow_negative_numbers = true)]
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

    #[command(flatten, next_help_heading = "Checkpoints of the trainings in section regression")]
    checkpoints: CheckpointArgs,

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

    /// The checkpoints of the section `regression` that the flags ask for.
    fn open_checkpoints(&self) -> Result<Checkpoints> {
        let mnist = self.mnist()?;
        self.checkpoints.open(|| Job {
            program: "lesson04_softmax",
            training: "regression",
            steps: SETTINGS.len() * SEEDS as usize * self.steps as usize,
            settings: vec![
                ("--seed", self.lesson.seed.to_string()),
                ("--steps", self.steps.to_string()),
                ("data set", self.dataset.to_string()),
                ("training data", mnist.train.fingerprint()),
                ("validation data", mnist.validation.fingerprint()),
                ("test data", mnist.test.fingerprint()),
            ],
        })
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
        .check(|flags| {
            flags.checkpoints.check(Some((&flags.lesson, "regression")))?;
            flags.interchange.check(Some((&flags.lesson, "weights")))
        })
        .run()
}

/// The heart of the lesson: step by step from zeros, or from where a checkpoint stands.
fn train(setting: &Setting, flags: &Flags, seed: u64, series: &mut Series) -> Result<Outcome> {
    if let Some(outcome) = series.finished() {
        return Ok(outcome);
    }
    let mnist = flags.mnist()?;
    let mut training = flags.training(setting, seed)?;
    let mut gathered = series.begin(&mut training)?;
    let progress = Progress::new(&format!("Training, seed {seed}"), (flags.steps - gathered.steps) as usize);
    for step in gathered.steps + 1..=flags.steps {
        training.step()?;
        gathered.steps = step;
        if is_look(step, flags.steps) {
            gathered.on_the_way.push((step, training.accuracy(&mnist.validation)?));
        }
        if step > flags.steps - flags.steps.div_ceil(10) {
            gathered.late.add(&training.parameters());
        }
        progress.step();
        series.after_step(&mut training, &gathered)?;
    }
    progress.finish();
    let Gathered { on_the_way, late, .. } = gathered;
    let at_the_end = training.accuracy(&mnist.test)?;
    training.set_parameters(&late.mean())?;
    let outcome = Outcome { on_the_way, at_the_end, of_mean_weights: training.accuracy(&mnist.test)? };
    series.finish(&outcome);
    Ok(outcome)
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
    let mut series = Series::new(flags.steps, flags.open_checkpoints()?)?;
    for setting in SETTINGS {
        let Setting { name, learning_rate, batch_size, .. } = setting;
        for seed in (0..SEEDS).map(|more| flags.lesson.seed.wrapping_add(more)) {
            let Outcome { on_the_way, at_the_end, of_mean_weights } = train(&setting, flags, seed, &mut series)?;
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
