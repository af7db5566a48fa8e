//! Lesson 2: from folders of pictures to batches, and to the first network.
//!
//! `cargo run -p lesson02_batching` runs all of it in under a minute; `-- --list` lists its sections, `-- leak` runs
//! one of them; `-- --images DIR` takes your own pictures, `-- --help` lists the rest.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::path::Path;
use std::process::ExitCode;

use lesson02_batching::flags::Flags;
use lesson02_batching::network::Network;
use lesson02_batching::restore::stretched;
use lesson02_batching::training::{FirstTraining, TEST_BATCH_SIZE};
use lesson02_batching::{
    activations, batches, files, index_arrays, leak, load, one_hot, primes, restore, shuffle, softmax, split, variants,
};
use ndarray::Axis;
use shared::cli::{Lesson, show};
use shared::data::ImageSet;
use shared::plot::{Curves, ImageGrid, class_captions};
use shared::prelude::*;

const EXERCISES: [(&str, &str); 8] = [
    ("2-1", "The prime generator"),
    ("2-2", "Pairs that are shuffled together"),
    ("2-3", "A split in three parts"),
    ("2-4", "The endless batch iterator"),
    ("2-5", "One-hot labels"),
    ("2-6", "A picture restored from its vector"),
    ("2-7", "Accuracy on the test part"),
    ("2-8", "A better network on the held-out pictures"),
];

fn main() -> ExitCode {
    Lesson::new("lesson02_batching")
        .section("files", "Class folders, and files by wildcard patterns", files::list)
        .section("load", "Features and labels", load::look)
        .section("shuffle", "Pairs are shuffled together", shuffle::pairs)
        .section("split", "8:2 and 6:2:2", split::in_parts)
        .section("restore", "A picture back from its vector", restore::pictures)
        .section("primes", "The first hundred primes, each when it is asked for", |_, _| infallible(primes::print))
        .section("index", "Arrays of indices", |_, _| infallible(index_arrays::print))
        .section("batches", "The endless batch iterator", batches::iterate)
        .section("one_hot", "One-hot labels, and why not one number", |_, _| one_hot::why())
        .section("softmax", "Any numbers become probabilities", softmax::look)
        .section("activations", "ReLU and sigmoid", activations::plot)
        .section("network", "10800-1024-512-5, described, trained and tested", network)
        .section("variants", "Plain gradient descent, and squared error", variants::compare)
        .section("leak", "Why the accuracy is too good", leak::compare)
        .exercises(&EXERCISES)
        .check(|flags: &Flags| {
            let section = Some((&flags.lesson, "network"));
            flags.checkpoints.check(section).and_then(|()| flags.interchange.check(section))
        })
        .run()
}

fn infallible(print: fn()) -> Result<()> {
    print();
    Ok(())
}

/// The heart of the lesson: the graph, 500 steps of Adam, and the test.
fn network(flags: &Flags, folder: &Path) -> Result<()> {
    let images = flags.images()?;
    describe(&Network::build(images.features.ncols(), images.class_names.len()));

    // Builds the network, splits the pictures 8:2, feeds batch after batch, and tests; see training.rs.
    let training = flags.first_training()?;
    println!("\nTraining on {} pictures, in batches of {}", training.train.len(), flags.batch_size);
    let steps = training.losses.len();
    let is_told = |step: usize| [1, 2, 5, 10, 20].contains(&step) || step.is_multiple_of(50) || step == steps;
    for (step, loss) in (1..).zip(&training.losses).filter(|&(step, _)| is_told(step)) {
        println!("  step {step:>4}   loss {loss:.6}");
    }
    println!("Training finished. Time used: {:.1} s", training.time.as_secs_f64());
    let curves = Curves::new("Training loss").x_label("step").y_label("mean cross-entropy of the batch").log_y();
    show("Training loss", curves.values("Adam, 0.001", &training.losses).save(folder.join("loss.png"))?);
    test(images, training, folder)?;
    if flags.images.is_none() {
        println!("The accuracy looks better than it is: the section `leak` shows why.");
    }
    Ok(())
}

fn describe(network: &Network) {
    println!("Placeholders and variables; nothing is computed so far");
    println!("  {:?}", network.images_batch);
    println!("  {:?}", network.labels_batch);
    let mut parameters = 0;
    for variable in network.graph.variables() {
        parameters += variable.shape().dims().iter().filter_map(|dim| dim.known()).product::<usize>();
        println!("  {variable:?}");
    }
    println!("  {parameters} parameters; the output: {:?}", network.y_pred);
}

/// Loss and accuracy on the test part, and its first pictures with their predicted classes.
#[expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a set has classes and pictures, and labels are numbers of its classes"
)]
fn test(images: &ImageSet, training: &FirstTraining, folder: &Path) -> Result<()> {
    let test = &training.on_test;
    println!("\nTest on {} pictures, in batches of {TEST_BATCH_SIZE}", training.test.len());
    for (size, loss) in &test.losses {
        println!("  {size:>3} pictures   loss {loss:.4}");
    }
    println!("Test loss: {:.4}", test.loss());
    println!("Accuracy on Test-Set: {:.1}% ({} / {})", test.percent(), test.correct, test.predicted.len());

    let shown = &training.test[..training.test.len().min(20)];
    let [height, width] = images.size;
    let pictures = stretched(images.features.select(Axis(0), shown).view());
    let pictures = pictures.into_shape_with_order((shown.len(), height, width, 3)).expect("rows of a picture");
    let name = |class: i32| images.class_names[class as usize].as_str();
    let true_names: Vec<&str> = shown.iter().map(|&index| name(images.labels[index])).collect();
    let predicted: Vec<&str> = test.predicted.iter().take(shown.len()).map(|&class| name(class)).collect();
    let wrong: Vec<bool> = true_names.iter().zip(&predicted).map(|(t, p)| t != p).collect();
    let captions = class_captions(&true_names, Some(&predicted));
    let grid = ImageGrid::rgb(pictures.view()).captions(&captions).wrong(&wrong).columns(5).scale(3);
    show("Predictions", grid.title("Pictures of the test part").save(folder.join("predictions.png"))?);
    Ok(())
}
