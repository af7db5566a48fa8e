//! Lesson 5: a convolutional network that reads handwritten digits, about 99 % of them correctly.
//!
//! `cargo run -p lesson05_cnn` trains it in about two minutes and draws what it has learned; `--quick` does a tenth of it;
//! `--model expert` trains the larger network with dropout; `--help` lists the rest.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use lesson05_cnn::evaluation::{count_correct, predict_in_batches};
use lesson05_cnn::expert::Expert;
use lesson05_cnn::network::Network;
use lesson05_cnn::pictures;
use ndarray::{Array1, Array4, Ix4, s};
use shared::cli::{CommonArgs, positive_number, run_lesson, show};
use shared::data::{Batches, Dataset, Mnist};
use shared::metrics::confusion_matrix;
use shared::plot::{ConfusionMatrix, conv_filters, layer_output};
use shared::prelude::*;
use shared::progress::Progress;

/// Trains a convolutional network on MNIST and draws what it has learned.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Flags {
    #[command(flatten)]
    common: CommonArgs,

    /// The data set
    #[arg(long, value_enum, default_value_t = Dataset::Mnist)]
    dataset: Dataset,

    /// The network: the lesson's own, or the larger one with dropout
    #[arg(long, value_enum, default_value_t = Model::Default)]
    model: Model,

    /// Training iterations in all [default: 10000, expert: 20000]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    iterations: Option<u32>,

    /// A short run of 1000 iterations
    #[arg(long, conflicts_with = "iterations")]
    quick: bool,

    /// Images in one training batch [default: 64, expert: 50]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=60_000), value_name = "N")]
    batch_size: Option<u32>,

    /// Learning rate of Adam
    #[arg(long, default_value = "1e-4", value_parser = positive_number, value_name = "RATE")]
    learning_rate: f32,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Model {
    /// 16 and 36 filters, 128 neurons: about 99 %
    Default,
    /// 32 and 64 filters, 1024 neurons, dropout: about 99.2 %
    Expert,
}

impl Flags {
    fn iterations(&self) -> usize {
        let usual = if self.model == Model::Expert { 20_000 } else { 10_000 };
        if self.quick { 1000 } else { self.iterations.map_or(usual, |n| n as usize) }
    }

    fn batch_size(&self) -> usize {
        let usual = if self.model == Model::Expert { 50 } else { 64 };
        self.batch_size.map_or(usual, |n| n as usize)
    }
}

fn main() -> ExitCode {
    run_lesson(|flags: Flags| {
        let folder = flags.common.lesson_folder("lesson05_cnn")?;
        let mnist = Mnist::load(flags.dataset, flags.common.data_dir.as_deref())?;
        println!("Size of:");
        println!("- Training-set:\t\t{}", mnist.train.len());
        println!("- Test-set:\t\t{}", mnist.test.len());
        println!("- Validation-set:\t{}", mnist.validation.len());
        match flags.model {
            Model::Default => default_network(&flags, &mnist, &folder),
            Model::Expert => expert_network(&flags, &mnist),
        }
    })
}

/// The story of the lesson: accuracy before training and after 1, 100, 1000 and 10,000 iterations, then what was learned.
fn default_network(flags: &Flags, mnist: &Mnist, folder: &Path) -> Result<()> {
    show("Nine test images", pictures::plot_first_test_images(mnist, &folder.join("test_images.png"))?);

    let network = Network::build(flags.learning_rate);
    println!("\nAfter the second pooling: {:?}", network.layer_pool2);
    println!("Flattened:                {:?}", network.layer_flat);
    println!("\nVariables:");
    for variable in network.graph.variables() {
        println!("  {variable:?}");
    }

    let session = Session::new(&network.graph).seed(flags.common.seed).threads(flags.common.threads.into());
    let batches = mnist.train.batches(flags.batch_size()).seed(flags.common.seed);
    let mut training = Training { network: &network, mnist, session, batches, total_iterations: 0 };

    println!("\nBefore optimization");
    let mut predicted = training.print_test_accuracy()?;
    for stage in stages(flags.iterations()) {
        let time = training.optimize(stage - training.total_iterations)?;
        println!("\nAfter {stage} optimization {}", if stage == 1 { "iteration" } else { "iterations" });
        println!("Time used: {}", seconds(time));
        predicted = training.print_test_accuracy()?;
        if stage >= 100 {
            let path = folder.join(format!("example_errors_{stage}.png"));
            let title = format!("Errors after {stage} iterations");
            show("Example errors", pictures::plot_example_errors(mnist, &predicted, &path, &title)?);
        }
    }
    plot_confusion_matrix(mnist, &predicted, folder)?;
    plot_weights_and_outputs(&mut training, folder)
}

/// The numbers of iterations after which to look: 1, 100, 1000, 10,000, as far as they go, and the last.
fn stages(iterations: usize) -> Vec<usize> {
    let mut stages: Vec<usize> = [1, 100, 1000, 10_000].into_iter().filter(|&stage| stage < iterations).collect();
    stages.push(iterations);
    stages
}

struct Training<'a> {
    network: &'a Network,
    mnist: &'a Mnist,
    session: Session,
    batches: Batches<'a>,
    total_iterations: usize,
}

impl Training<'_> {
    /// Trains on `iterations` further batches; prints the training accuracy at every hundredth.
    fn optimize(&mut self, iterations: usize) -> Result<Duration> {
        let Network { x, y_true, train_step, accuracy, .. } = self.network;
        let progress = Progress::new("Training", iterations);
        for (batch, iteration) in self.batches.by_ref().zip(self.total_iterations..).take(iterations) {
            self.session.run(train_step, feed![x => batch.images, y_true => batch.labels])?;
            if iteration % 100 == 0 {
                let accuracy = self.session.run(accuracy, feed![x => batch.images, y_true => batch.labels])?.item();
                let percent = format!("{:.1}%", 100.0 * accuracy);
                progress.say(format!("Optimization Iteration: {:>6}, Training Accuracy: {percent:>6}", iteration + 1));
            }
            progress.step();
        }
        self.total_iterations += iterations;
        Ok(progress.finish())
    }

    /// Classifies the test set, prints how many are right, and returns the predicted classes.
    fn print_test_accuracy(&mut self) -> Result<Array1<i32>> {
        let Network { x, y_pred_cls, .. } = self.network;
        let test = &self.mnist.test;
        // The labels are not fed: the predicted class does not depend on them.
        let predicted =
            predict_in_batches(test.images.view(), |images| self.session.run(y_pred_cls, feed![x => images]))?;
        let correct = count_correct(test.classes.view(), predicted.view());
        let percent = 100.0 * correct as f64 / test.len() as f64;
        println!("Accuracy on Test-Set: {percent:.1}% ({correct} / {})", test.len());
        Ok(predicted)
    }

    /// The value of a tensor for one image of the test set.
    fn output_for(&mut self, layer: &Tensor<f32>, image: usize) -> Result<Array4<f32>> {
        let image = self.mnist.test.images.slice(s![image..=image, ..]);
        let values = self.session.run(layer, feed![self.network.x => image])?;
        Ok(values.into_dimensionality().expect("a convolution gives [1, height, width, channels]"))
    }
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
            let values = training.output_for(layer, image)?;
            let path = folder.join(format!("{name}_output_image_{image}.png"));
            show(
                "Layer output",
                layer_output(values.view(), path, &format!("Output of {name} for test image {image}"))?,
            );
        }
    }
    Ok(())
}

/// The second document's network: training accuracy every 100 steps, test accuracy at the end.
fn expert_network(flags: &Flags, mnist: &Mnist) -> Result<()> {
    let Expert { graph, x, y_true, keep_prob, y_pred_cls, accuracy, train_step } = Expert::build(flags.learning_rate);
    let mut session = Session::new(&graph).seed(flags.common.seed).threads(flags.common.threads.into());
    let progress = Progress::new("Training", flags.iterations());
    let batches = mnist.train.batches(flags.batch_size()).seed(flags.common.seed);
    for (step, batch) in batches.take(flags.iterations()).enumerate() {
        if step % 100 == 0 {
            let feeds = feed![x => batch.images, y_true => batch.labels, keep_prob => 1.0];
            let train_accuracy = session.run(&accuracy, feeds)?.item();
            progress.say(format!("step {step}, training accuracy {train_accuracy}"));
        }
        session.run(&train_step, feed![x => batch.images, y_true => batch.labels, keep_prob => 0.5])?;
        progress.step();
    }
    println!("Time used: {}", seconds(progress.finish()));
    let predicted = predict_in_batches(mnist.test.images.view(), |images| {
        session.run(&y_pred_cls, feed![x => images, keep_prob => 1.0])
    })?;
    let correct = count_correct(mnist.test.classes.view(), predicted.view());
    println!("test accuracy {}", correct as f64 / mnist.test.len() as f64);
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
