//! Lesson 5: a convolutional network that reads handwritten digits, about 99 % of them correctly.
//!
//! `cargo run -p lesson05_cnn` trains it in about two minutes and draws what it has learned; `--quick` does a tenth of it;
//! `--model expert` trains the larger network with dropout; `--help` lists the rest.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::path::Path;
use std::process::ExitCode;

use lesson05_cnn::evaluation::count_correct;
use lesson05_cnn::events::Events;
use lesson05_cnn::flags::{Flags, Model};
use lesson05_cnn::network::Network;
use lesson05_cnn::training::Training;
use lesson05_cnn::{expert, pictures};
use ndarray::{Array1, Ix4};
use shared::cli::{name_exercises, run_lesson, show};
use shared::data::Mnist;
use shared::metrics::confusion_matrix;
use shared::plot::{ConfusionMatrix, conv_filters, layer_output};
use shared::prelude::*;
use shared::resume::Checkpoints;

const EXERCISES: [(&str, &str); 12] = [
    ("5-1", "Sigmoid in place of relu in some layers"),
    ("5-2", "The activation of all layers, changed in one place"),
    ("5-3", "A dropout layer after the dense one"),
    ("5-4", "The output of a pooling layer as pictures"),
    ("5-5", "Stride 2 in place of pooling, compared fairly"),
    ("5-6", "The biases, printed as the weights are"),
    ("5-7", "The smallest network above 98 %"),
    ("5-8", "Other kernels and depths, layers added and taken away"),
    ("5-9", "A new op with its gradient"),
    ("5-10", "The program remade, without looking at it"),
    ("5-11", "The output size of a convolution, by hand"),
    ("5-12", "A convolution in loops"),
];

fn main() -> ExitCode {
    run_lesson(|flags: Flags| {
        flags.checkpoints.check(None)?;
        flags.common.set_defaults();
        let folder = flags.common.lesson_folder("lesson05_cnn")?;
        let mnist = Mnist::load(flags.dataset, flags.common.data_dir.as_deref())?;
        println!("Size of:");
        println!("- Training-set:\t\t{}", mnist.train.len());
        println!("- Test-set:\t\t{}", mnist.test.len());
        println!("- Validation-set:\t{}", mnist.validation.len());
        let checkpoints = flags.open_checkpoints(&mnist)?;
        match flags.model {
            Model::Default => default_network(&flags, &mnist, &folder, checkpoints),
            Model::Expert => expert::train(&flags, &mnist, checkpoints),
        }?;
        name_exercises(&EXERCISES);
        Ok(())
    })
}

/// The story of the lesson: accuracy before training and after 1, 100, 1000 and 10,000 iterations, then what was learned.
fn default_network(flags: &Flags, mnist: &Mnist, folder: &Path, checkpoints: Checkpoints) -> Result<()> {
    let events = flags.interchange.begin()?;
    show("Nine test images", pictures::plot_first_test_images(mnist, &folder.join("test_images.png"))?);

    let network = Network::build(flags.learning_rate);
    println!("\nAfter the second pooling: {:?}", network.layer_pool2);
    println!("Flattened:                {:?}", network.layer_flat);
    println!("\nVariables:");
    for variable in network.graph.variables() {
        println!("  {variable:?}");
    }

    let mut predicted = Array1::zeros(0);
    let mut training = Training::new(&network, mnist, flags, checkpoints)?;
    let mut events = Events::new(events, &network.loss, &network.accuracy)?;
    if training.total_iterations == 0 {
        println!("\nBefore optimization");
        predicted = training.print_test_accuracy()?;
    }
    // A training that goes on has the earlier stages behind it.
    let done = training.total_iterations;
    for stage in stages(flags.iterations()).into_iter().filter(|&stage| stage >= done) {
        let iterations = stage - training.total_iterations;
        let time = events.optimize(&mut training, iterations)?;
        println!("\nAfter {stage} optimization {}", if stage == 1 { "iteration" } else { "iterations" });
        println!("Time used: {:.1} s", time.as_secs_f64());
        predicted = training.print_test_accuracy()?;
        write_events(&mut events, &mut training, &predicted)?;
        if stage >= 100 {
            let path = folder.join(format!("example_errors_{stage}.png"));
            let title = format!("Errors after {stage} iterations");
            show("Example errors", pictures::plot_example_errors(mnist, &predicted, &path, &title)?);
        }
    }
    plot_confusion_matrix(mnist, &predicted, folder)?;
    plot_weights_and_outputs(&mut training, folder)?;
    let (y_pred, y_pred_cls) = (network.y_pred.clone().named("y_pred"), network.y_pred_cls.clone().named("y_pred_cls"));
    flags.interchange.export(&mut training.session, (&y_pred, &y_pred_cls))
}

/// For `--log-dir`: the test accuracy, and the filters as pictures.
fn write_events(events: &mut Events, training: &mut Training<'_>, predicted: &Array1<i32>) -> Result<()> {
    let test = &training.mnist.test;
    let correct = count_correct(test.classes.view(), predicted.view());
    events.scalar("test/accuracy", training.total_iterations, correct as f32 / test.len() as f32)?;
    for layer in ["layer_conv1", "layer_conv2"] {
        let kernel = training.network.get_weights_variable(layer);
        events.filters(&mut training.session, &kernel, training.total_iterations)?;
    }
    Ok(())
}

/// The numbers of iterations after which to look: 1, 100, 1000, 10,000, as far as they go, and the last.
fn stages(iterations: usize) -> Vec<usize> {
    let mut stages: Vec<usize> = [1, 100, 1000, 10_000].into_iter().filter(|&stage| stage < iterations).collect();
    stages.push(iterations);
    stages
}

fn plot_confusion_matrix(mnist: &Mnist, predicted: &Array1<i32>, folder: &Path) -> Result<()> {
    let counts = confusion_matrix(mnist.test.classes.view(), predicted.view(), mnist.class_names.len());
    let matrix = ConfusionMatrix::new(counts.view()).class_names(&mnist.class_names);
    println!("\nConfusion Matrix (rows: true class, columns: predicted class):\n{}", matrix.to_table());
    show(
        "Confusion matrix",
        matrix.title("Confusion matrix of the test set").save(folder.join("confusion_matrix.png"))?,
    );
    Ok(())
}

#[expect(clippy::expect_used, reason = "a kernel is [height, width, in, out]")]
fn plot_weights_and_outputs(training: &mut Training<'_>, folder: &Path) -> Result<()> {
    println!("\nWhat the convolutions have learned");
    let network = training.network;
    for (layer, input_channel) in [("layer_conv1", 0), ("layer_conv2", 0), ("layer_conv2", 1)] {
        let weights = training.session.value(&network.get_weights_variable(layer));
        let weights = weights.into_dimensionality::<Ix4>().expect("a kernel is [height, width, in, out]");
        let path = folder.join(format!("{layer}_weights_channel_{input_channel}.png"));
        let title = format!("Filters of {layer}, input channel {input_channel}");
        show("Filter weights", conv_filters(weights.view(), input_channel, path, &title)?);
    }
    for image in [0, 13].into_iter().filter(|&image| image < training.mnist.test.len()) {
        let path = folder.join(format!("test_image_{image}.png"));
        show("Test image", pictures::plot_test_image(training.mnist, image, &path)?);
        for (name, layer) in [("layer_conv1", &network.layer_conv1), ("layer_conv2", &network.layer_conv2)] {
            // ANCHOR: outputs
            let values = training.output_for(layer, image)?;
            let path = folder.join(format!("{name}_output_image_{image}.png"));
            show(
                "Layer output",
                layer_output(values.view(), path, &format!("Output of {name} for test image {image}"))?,
            );
            // ANCHOR_END: outputs
        }
    }
    Ok(())
}
