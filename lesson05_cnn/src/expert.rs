//! The larger network, for the last half per cent: twice the filters, 1024 neurons, dropout; built from the ops alone, so
//! that every variable and its initial value is in sight.

use shared::data::Mnist;
use shared::ops::softmax_cross_entropy;
use shared::prelude::*;
use shared::progress::Progress;
use shared::resume::Checkpoints;

use crate::evaluation::{count_correct, predict_in_batches};
use crate::events::Events;
use crate::flags::Flags;

/// The tensors that training and evaluation need.
pub struct Expert {
    /// The graph of everything below.
    pub graph: Graph,
    /// Images, `[?, 784]`, 0 to 1.
    pub x: Tensor<f32>,
    /// One-hot labels, `[?, 10]`.
    pub y_true: Tensor<f32>,
    /// The probability that dropout keeps a neuron, `[]`: 0.5 in training, 1 else.
    pub keep_prob: Tensor<f32>,
    /// One number for each class, `[?, 10]`; softmax makes probabilities of them.
    pub logits: Tensor<f32>,
    /// The most probable class, `[?]`.
    pub y_pred_cls: Tensor<i32>,
    /// The mean cross-entropy of a batch, `[]`.
    pub cross_entropy: Tensor<f32>,
    /// The share of a batch that is classified correctly, `[]`.
    pub accuracy: Tensor<f32>,
    /// One step of Adam.
    pub train_step: TrainStep,
}

/// Weights with a little noise: equal weights would get equal gradients and stay equal.
fn weight_variable<const N: usize>(graph: &Graph, name: &str, shape: [usize; N]) -> Tensor<f32> {
    graph.variable(name, truncated_normal(shape, 0.1))
}

/// Biases slightly above 0: a relu whose input starts below 0 has no gradient to leave it by.
fn bias_variable(graph: &Graph, name: &str, len: usize) -> Tensor<f32> {
    graph.variable(name, constant([len], 0.1))
}

fn conv2d(x: &Tensor<f32>, kernel: &Tensor<f32>) -> Tensor<f32> {
    x.conv2d(kernel, [1, 1], Same)
}

fn max_pool_2x2(x: &Tensor<f32>) -> Tensor<f32> {
    x.max_pool2d([2, 2], [2, 2], Same)
}

impl Expert {
    /// Builds the graph; nothing is computed yet.
    pub fn build(learning_rate: f32) -> Expert {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 784]);
        let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
        let x_image = x.reshape(shape![?, 28, 28, 1]);

        // [?, 28, 28, 1] -> [?, 28, 28, 32] -> [?, 14, 14, 32]
        let w_conv1 = weight_variable(&graph, "W_conv1", [5, 5, 1, 32]);
        let b_conv1 = bias_variable(&graph, "b_conv1", 32);
        let h_conv1 = (conv2d(&x_image, &w_conv1) + b_conv1).relu();
        let h_pool1 = max_pool_2x2(&h_conv1);

        // [?, 14, 14, 32] -> [?, 14, 14, 64] -> [?, 7, 7, 64]
        let w_conv2 = weight_variable(&graph, "W_conv2", [5, 5, 32, 64]);
        let b_conv2 = bias_variable(&graph, "b_conv2", 64);
        let h_conv2 = (conv2d(&h_pool1, &w_conv2) + b_conv2).relu();
        let h_pool2 = max_pool_2x2(&h_conv2);

        // [?, 3136] -> [?, 1024]
        let w_fc1 = weight_variable(&graph, "W_fc1", [7 * 7 * 64, 1024]);
        let b_fc1 = bias_variable(&graph, "b_fc1", 1024);
        let h_fc1 = (h_pool2.flatten().matmul(&w_fc1) + b_fc1).relu();

        let keep_prob = graph.placeholder::<f32>("keep_prob", shape![]);
        let h_fc1_drop = h_fc1.dropout(&keep_prob);

        // [?, 1024] -> [?, 10]
        let w_fc2 = weight_variable(&graph, "W_fc2", [1024, 10]);
        let b_fc2 = bias_variable(&graph, "b_fc2", 10);
        let logits = (h_fc1_drop.matmul(&w_fc2) + b_fc2).named("logits");

        let cross_entropy = softmax_cross_entropy(&logits, &y_true).mean();
        let train_step = Adam::new(learning_rate).minimize(&cross_entropy);
        let y_pred_cls = logits.argmax(1);
        let accuracy = y_pred_cls.equal(&y_true.argmax(1)).cast::<f32>().mean();
        Expert { graph, x, y_true, keep_prob, logits, y_pred_cls, cross_entropy, accuracy, train_step }
    }
}

/// Trains the network; prints the training accuracy every 100 steps, the test accuracy at the end.
///
/// # Errors
/// If a run fails, the checkpoint to go on from is of another network, or somebody stops the program.
pub fn train(flags: &Flags, mnist: &Mnist, mut checkpoints: Checkpoints) -> Result<()> {
    let events = flags.interchange.begin()?;
    let Expert { graph, x, y_true, keep_prob, logits, y_pred_cls, cross_entropy, accuracy, train_step } =
        Expert::build(flags.learning_rate);
    let mut events = Events::new(events, &cross_entropy, &accuracy)?;
    let mut session = Session::new(&graph).seed(flags.common.seed).threads(flags.common.threads.into());
    let mut batches = mnist.train.batches(flags.batch_size()).seed(flags.common.seed);
    let done = checkpoints.begin(&mut session, &mut batches)?;
    let progress = Progress::new("Training", flags.iterations() - done);
    // ANCHOR: training
    for (step, batch) in (done..flags.iterations()).zip(batches) {
        if step % 100 == 0 {
            let feeds = feed![x => batch.images, y_true => batch.labels, keep_prob => 1.0];
            let train_accuracy = session.run(&accuracy, feeds)?.item();
            progress.say(format!("step {step}, training accuracy {train_accuracy}"));
            events.scalar("training/accuracy", step, train_accuracy)?; // for --log-dir
        }
        session.run(&train_step, feed![x => batch.images, y_true => batch.labels, keep_prob => 0.5])?;
        progress.step();
        checkpoints.after_step(step + 1, &mut session)?;
    }
    // ANCHOR_END: training
    println!("Time used: {:.1} s", progress.finish().as_secs_f64());
    let predicted = predict_in_batches(mnist.test.images.view(), |images| {
        session.run(&y_pred_cls, feed![x => images, keep_prob => 1.0])
    })?;
    let correct = count_correct(mnist.test.classes.view(), predicted.view());
    println!("test accuracy {}", correct as f64 / mnist.test.len() as f64);
    events.scalar("test/accuracy", flags.iterations(), correct as f32 / mnist.test.len() as f32)?;
    for kernel in ["W_conv1", "W_conv2"] {
        events.filters(&mut session, &graph.variable_named(kernel), flags.iterations())?;
    }
    flags.interchange.export(&mut session, (&logits, &y_pred_cls.named("y_pred_cls")))
}
