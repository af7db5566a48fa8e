//! Lesson 4: softmax regression: one layer that reads nine of ten handwritten digits.
//!
//! `cargo run -p lesson04_softmax` trains it in two ways and draws its weights; `--dataset fashion` takes clothes, `--help`
//! lists the rest.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lesson04_softmax::{SoftmaxRegression, Total};
use ndarray::{Array2, arr1, s};
use shared::cli::{CommonArgs, run_lesson, show};
use shared::data::{Dataset, Mnist};
use shared::plot::{ColorMap, Curves, ImageGrid};
use shared::prelude::*;
use shared::progress::Progress;

/// Trains softmax regression on MNIST and draws what it has learned.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Flags {
    #[command(flatten)]
    common: CommonArgs,

    /// The data set
    #[arg(long, value_enum, default_value_t = Dataset::Mnist)]
    dataset: Dataset,

    /// Training steps of each of the two trainings
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    steps: u32,
}

fn main() -> ExitCode {
    run_lesson(|flags: Flags| {
        let folder = flags.common.lesson_folder("lesson04_softmax")?;
        let mnist = Mnist::load(flags.dataset, flags.common.data_dir.as_deref())?;
        two_graphs()?;
        softmax_of_three_numbers()?;
        look_at_the_data(&mnist, &folder)?;

        println!("\nSoftmax regression, {} steps each: accuracy on the test set", flags.steps);
        let sum = Setting { name: "sum", total: Tensor::sum, learning_rate: 0.01, batch_size: 100 };
        let mean = Setting { name: "mean", total: Tensor::mean, learning_rate: 0.5, batch_size: 50 };
        let [sum, mean] = [train(&sum, &flags, &mnist)?, train(&mean, &flags, &mnist)?];
        let curves =
            Curves::new("Two ways to add up the loss").x_label("step").y_label("accuracy on the validation set");
        let curves = curves.curve("sum, 0.01, batches of 100", &sum.accuracies);
        let curves = curves.curve("mean, 0.5, batches of 50", &mean.accuracies);
        show("Accuracies", curves.save(folder.join("accuracy.png"))?);
        plot_weights(&mean.weights, &mnist, &folder)
    })
}

/// A program may have several graphs; every tensor knows which is its own, and a session runs one of them.
fn two_graphs() -> Result<()> {
    let (g_1, g_2) = (Graph::new(), Graph::new());
    let c = g_1.scalar(5.0f32).named("c");
    let d = g_2.placeholder::<f32>("d", shape![]);
    println!("Two graphs");
    println!("  c.graph().is(&g_1)   {:<5}   c.graph().is(&g_2)   {}", c.graph().is(&g_1), c.graph().is(&g_2));
    println!("  d.graph().is(&g_1)   {:<5}   d.graph().is(&g_2)   {}", d.graph().is(&g_1), d.graph().is(&g_2));
    let c = Session::new(&g_1).run(&c, feed![])?;
    let d = Session::new(&g_2).run(&d, feed![d => 7.0])?;
    println!("  c is {c}, d is fed with {d}");
    Ok(())
}

/// Numbers become probabilities: positive, in the same order, and 1 in all.
fn softmax_of_three_numbers() -> Result<()> {
    let graph = Graph::new();
    let x = graph.constant(&arr1(&[1.0f32, 1.0, 2.0]));
    let (y, total) = Session::new(&graph).run((&x.softmax(), &x.softmax().sum()), feed![])?;
    println!("\nSoftmax of [1, 1, 2]\n  {y:.7}, in all {}", total.item());
    Ok(())
}

/// What the images and labels look like, as numbers and as pictures.
fn look_at_the_data(mnist: &Mnist, folder: &Path) -> Result<()> {
    println!("\nImages and labels");
    for (name, set) in [("train", &mnist.train), ("validation", &mnist.validation), ("test", &mnist.test)] {
        let (images, labels) = (format!("{:?}", set.images.shape()), format!("{:?}", set.labels.shape()));
        println!("  {name:<12} images {images:<14} labels {labels}");
    }
    let image = mnist.train.images.row(0);
    println!("\nThe first training image, pixels 392 to 419 of 784: one line of the picture, from left to right");
    for numbers in [image.slice(s![392..406]), image.slice(s![406..420])] {
        println!("  {numbers:.2}");
    }
    println!("Its label as a one-hot row: class {}\n  {}", mnist.train.classes[0], mnist.train.labels.row(0));
    let picture = image.to_shape((1, 28, 28)).expect("784 pixels");
    let name = mnist.class_names[mnist.train.classes[0] as usize];
    let grid = ImageGrid::new(picture.view()).scale(14).color_bar("value").captions(&[name]);
    show("The picture", grid.title("The first training image").save(folder.join("image.png"))?);
    Ok(())
}

/// How to train: what becomes of the cross-entropies of a batch, how far to step, how many images at once.
struct Setting {
    name: &'static str,
    total: Total,
    learning_rate: f32,
    batch_size: usize,
}

/// What a training leaves behind.
struct Trained {
    /// `[784, 10]`.
    weights: Array2<f32>,
    /// On the validation set, at every 20th step.
    accuracies: Vec<(u32, f32)>,
}

/// Trains from zeros, and prints the accuracy on the test set.
fn train(setting: &Setting, flags: &Flags, mnist: &Mnist) -> Result<Trained> {
    let &Setting { name, total, learning_rate, batch_size } = setting;
    let model = SoftmaxRegression::build(total, learning_rate);
    let SoftmaxRegression { graph, x, y_true, w, accuracy, train_step, .. } = &model;
    let mut session = Session::new(graph).threads(flags.common.threads.into());
    let mut accuracies = Vec::new();
    let progress = Progress::new("Training", flags.steps as usize);
    for (step, batch) in (1..=flags.steps).zip(mnist.train.batches(batch_size).seed(flags.common.seed)) {
        session.run(train_step, feed![x => batch.images, y_true => batch.labels])?;
        if step % 20 == 0 || step == flags.steps {
            let feeds = feed![x => mnist.validation.images, y_true => mnist.validation.labels];
            accuracies.push((step, session.run(accuracy, feeds)?.item()));
        }
        progress.step();
    }
    progress.finish();
    let accuracy = model.test_accuracy(&mut session, mnist)?;
    println!(
        "  {name:<5} of the cross-entropies, learning rate {learning_rate:<4}  batches of {batch_size:<3}   {accuracy:.4}"
    );
    let weights = session.value(w).into_dimensionality().expect("W is [784, 10]");
    Ok(Trained { weights, accuracies })
}

/// Each class has one weight for each pixel: red where ink speaks for the class, blue where it speaks against.
fn plot_weights(weights: &Array2<f32>, mnist: &Mnist, folder: &Path) -> Result<()> {
    let images = weights.t(); // [10, 784]
    let images = images.to_shape((10, 28, 28)).expect("784 weights for each class");
    let limit = weights.fold(f32::MIN_POSITIVE, |limit, weight| limit.max(weight.abs()));
    let grid = ImageGrid::new(images.view()).columns(5).captions(&mnist.class_names);
    let grid = grid.colors(ColorMap::Seismic).range(-limit, limit).color_bar("weight");
    show(
        "Weights",
        grid.title("What speaks for each class (red), and against it (blue)").save(folder.join("weights.png"))?,
    );
    Ok(())
}
