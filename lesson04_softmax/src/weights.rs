//! What the ten sums have learned: one picture of weights for each class, and what speaks for what in one test image.

use std::path::Path;

use ndarray::{Array1, Array2, Axis, s};
use shared::cli::{InterchangeArgs, show as say};
use shared::data::Mnist;
use shared::plot::{ColorMap, ImageGrid};
use shared::prelude::*;
use shared::tensorboard::EventWriter;

use crate::training::Training;

/// Steps from one point of a curve in TensorBoard to the next.
const EVERY: u32 = 20;

/// Trains for this many steps, then shows what was learned, and writes what other programs want.
///
/// # Errors
/// If a run fails or the picture cannot be written.
#[expect(clippy::indexing_slicing, reason = "there is a number for each class")]
pub fn show(
    mut training: Training<'_>,
    steps: u32,
    mnist: &Mnist,
    folder: &Path,
    interchange: &InterchangeArgs,
) -> Result<()> {
    match interchange.begin()? {
        None => training.steps(steps)?,
        Some(events) => steps_with_curves(&mut training, steps, mnist, events)?,
    }
    println!("Trained for {steps} steps; accuracy on the test set {:.4}", training.accuracy(&mnist.test)?);
    let parameters = training.parameters();
    let right = recognised(&mut training, mnist)?;
    println!("\n{:<14}{:>8}{:>9}{:>9}{:>15}", "class", "bias", "lowest", "highest", "recognised");
    for (class, name) in mnist.class_names.iter().enumerate() {
        let weights = parameters.w.column(class);
        let (lowest, highest) = weights.iter().fold((0f32, 0f32), |(low, high), &w| (low.min(w), high.max(w)));
        println!("{name:<14}{:>8.3}{lowest:>9.3}{highest:>9.3}{:>15}", parameters.b[class], right[class]);
    }
    say("Weights", plot(&parameters.w, mnist, folder)?);
    evidence(&mut training, mnist)?;
    interchange.export(&mut training.session, (&training.model.logits, &training.model.y))
}

/// Trains as [`Training::steps`], and writes loss and accuracy for TensorBoard.
fn steps_with_curves(training: &mut Training<'_>, steps: u32, mnist: &Mnist, mut events: EventWriter) -> Result<()> {
    events.graph((&training.model.loss, &training.model.accuracy))?;
    for done in (0..steps).step_by(EVERY as usize) {
        let next = EVERY.min(steps - done);
        training.steps(next)?;
        let step = (done + next) as usize;
        events.scalar("validation/loss", step, training.loss(&mnist.validation)?)?;
        events.scalar("validation/accuracy", step, training.accuracy(&mnist.validation)?)?;
    }
    Ok(())
}

/// How many test images of each class are classified correctly, as `962 of 980`.
fn recognised(training: &mut Training<'_>, mnist: &Mnist) -> Result<Vec<String>> {
    let predicted = training.session.run(&training.model.y.argmax(1), feed![training.model.x => mnist.test.images])?;
    let count = |class: i32| {
        let of_class = mnist.test.classes.iter().zip(&predicted).filter(|(is, _)| **is == class);
        let (all, right) = of_class.fold((0, 0), |(all, right), (is, said)| (all + 1, right + u32::from(is == said)));
        format!("{right} of {all}")
    };
    Ok((0..mnist.class_names.len() as i32).map(count).collect())
}

/// Each class has one weight for each pixel: red where ink speaks for the class, blue where it speaks against. White is 0 in
/// all ten, because they share one scale.
#[expect(clippy::expect_used, reason = "there are 784 weights for each class")]
fn plot(weights: &Array2<f32>, mnist: &Mnist, folder: &Path) -> Result<std::path::PathBuf> {
    let images = weights.t(); // [10, 784]
    let images = images.to_shape((10, 28, 28)).expect("784 weights for each class");
    let limit = weights.fold(f32::MIN_POSITIVE, |limit, weight| limit.max(weight.abs()));
    let grid = ImageGrid::new(images.view()).columns(5).captions(&mnist.class_names);
    let grid = grid.colors(ColorMap::Seismic).range(-limit, limit).color_bar("weight");
    grid.title("What speaks for each class (red), and against it (blue)").save(folder.join("weights.png"))
}

/// The logits and probabilities of the first test image.
#[expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "`Mnist::load` gives rows of 784 pixels, classes 0 to 9, and images in each set"
)]
fn evidence(training: &mut Training<'_>, mnist: &Mnist) -> Result<()> {
    let image = mnist.test.images.slice(s![..1, ..]); // [1, 784]
    let model = &training.model;
    let (logits, y) = training.session.run((&model.logits, &model.y), feed![model.x => image])?;
    let row = |values: ndarray::ArrayD<f32>| -> Array1<f32> {
        values.index_axis_move(Axis(0), 0).into_dimensionality().expect("one row of ten classes")
    };
    let (logits, y) = (row(logits), row(y));
    println!("\nTest image 0, class {}:", mnist.class_names[mnist.test.classes[0] as usize]);
    println!("{:<14}{:>8}{:>9}", "class", "logit", "softmax");
    for (name, (logit, y)) in mnist.class_names.iter().zip(logits.iter().zip(&y)) {
        println!("{name:<14}{logit:>8.2}{y:>9.4}");
    }
    Ok(())
}
