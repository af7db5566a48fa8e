//! When to change the weights: after all training examples (batch), after each (stochastic), or after some (mini-batch).
//!
//! The problem is a part of Fashion-MNIST, the network a single layer of ten nodes. All three kinds of descent start from
//! the same weights, take the same learning rate and see the same pictures equally often.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use ndarray::{Array2, arr2};
use shared::cli::{CommonArgs, show};
use shared::data::{DataSet, Dataset, Mnist, split};
use shared::losses::{mean_squared_error, sparse_categorical_cross_entropy};
use shared::plot::Curves;
use shared::prelude::*;
use shared::progress::Progress;

use crate::gates::{AND, INPUTS};

/// Pictures in all three sets together, if there are as many.
const PICTURES: usize = 3000;
const EPOCHS: usize = 20;
const MINI_BATCH: usize = 64;
const LEARNING_RATE: f32 = 0.02;
/// How often the loss of the whole training set is looked at in an epoch, where there are so many updates.
const LOOKS_PER_EPOCH: usize = 10;

/// The section `descent`.
///
/// # Errors
/// If the data cannot be read, a run fails, or the picture cannot be written.
pub fn compare(args: &CommonArgs, folder: &Path) -> Result<()> {
    let fashion = Mnist::load(Dataset::Fashion, args.data_dir.as_deref())?;
    let sets = three_sets(&fashion.train, args.seed);
    mean_of_gradients()?;

    println!("\nThree ways to descend: 784-10, softmax, cross-entropy, learning rate {LEARNING_RATE}, {EPOCHS} epochs");
    println!(
        "  {:<11} {:>5}  {:>8} {:>8}  {:>15}  {:>8}",
        "", "batch", "updates", "updates", "training loss", "it rose"
    );
    println!(
        "  {:<11} {:>5}  {:>8} {:>8}  {:>7} {:>7}  {:>8}  {:>10}   time",
        "descent", "size", "an epoch", "in all", "1 epoch", "all", "in", "validation"
    );
    let mut curves = Curves::new("Batch, mini-batch and stochastic gradient descent")
        .x_label("epoch")
        .y_label("cross-entropy of the training set");
    let train_size = sets.train.len();
    let mut descents = Vec::new();
    for (name, batch_size) in [("batch", train_size), ("mini-batch", MINI_BATCH), ("stochastic", 1)] {
        let descent = descend(&sets, batch_size, args)?;
        print_row(name, batch_size, train_size, &descent);
        curves = curves.curve(format!("{name} ({batch_size})"), &descent.losses);
        descents.push(descent);
    }
    what_it_costs(train_size);
    let best = descents.iter().max_by(|a, b| a.validation.total_cmp(&b.validation)).expect("three descents");
    println!("The validation set chooses between them; the test set is for the chosen one alone: {:.4}", best.test);
    show("Loss curves", curves.save(folder.join("descent.png"))?);
    Ok(())
}

fn what_it_costs(train_size: usize) {
    println!(
        "Batch: one update of {train_size} gradients an epoch, smooth, and slow. A million examples would need a million"
    );
    println!(
        "gradients for one update. Stochastic: {train_size} updates of one gradient, quick at first, then up and down, so"
    );
    println!("that it is hard to see whether it still descends. Mini-batch is between: most trainings take");
    println!("batches of 64 to 1024.");
}

/// Pictures to train with, to compare settings with, and to test the chosen one with.
struct Sets {
    train: DataSet,
    validation: DataSet,
    test: DataSet,
}

/// Deals pictures out 7:1:2, so that none is in two sets.
fn three_sets(pictures: &DataSet, seed: u64) -> Sets {
    let parts = split(0..PICTURES.min(pictures.len()), [7, 1, 2], seed);
    let in_all: usize = parts.iter().map(Vec::len).sum();
    let different: BTreeSet<usize> = parts.iter().flatten().copied().collect();
    println!("{in_all} pictures of clothes, 7:1:2");
    for (name, part) in ["training set", "validation set", "test set"].iter().zip(&parts) {
        println!("  {name:<15} {:>5}", part.len());
    }
    println!("  in two of them  {:>5}", in_all - different.len());
    let [train, validation, test] = parts.map(|indices| pictures.select(&indices));
    Sets { train, validation, test }
}

/// The gradient of a batch is the mean of the gradients of its examples: shown on AND and one node.
fn mean_of_gradients() -> Result<()> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 2]);
    let y_true = graph.placeholder::<f32>("y_true", shape![?, 1]);
    let w = graph.variable("w", constant([2, 1], 0.5));
    let loss = mean_squared_error(&x.matmul(&w).sigmoid(), &y_true);
    let gradient = &gradients(&loss, &[&w])[0];
    let mut session = Session::new(&graph);
    println!("\nGradients of the squared error of AND, one node with w = [0.5, 0.5] and without a bias:");
    let mut sum = Array2::zeros((2, 1));
    for (input, answer) in INPUTS.into_iter().zip(AND) {
        let of_one = session.run(gradient, feed![x => [input], y_true => [[answer]]])?;
        println!("  {:?} -> {answer}        dL/dw = [{:>7.4}, {:>7.4}]", input, of_one[[0, 0]], of_one[[1, 0]]);
        sum += &of_one;
    }
    let of_all = session.run(gradient, feed![x => INPUTS, y_true => arr2(&AND.map(|answer| [answer]))])?;
    println!("  mean of the four       [{:>7.4}, {:>7.4}]", sum[[0, 0]] / 4.0, sum[[1, 0]] / 4.0);
    println!("  of the batch of four   [{:>7.4}, {:>7.4}]", of_all[[0, 0]], of_all[[1, 0]]);
    Ok(())
}

/// What one kind of descent did.
struct Descent {
    /// Epochs passed, and the loss of the whole training set there.
    losses: Vec<(f64, f32)>,
    /// The share of right answers for the validation set, after the last epoch.
    validation: f32,
    /// The same for the test set.
    test: f32,
    /// Of the updates alone, without looking at losses.
    time: Duration,
}

impl Descent {
    /// The share of looks at which the loss was above the one before.
    fn rises(&self) -> f64 {
        let rises = self.losses.windows(2).filter(|pair| pair[1].1 > pair[0].1).count();
        rises as f64 / (self.losses.len() - 1).max(1) as f64
    }
}

fn descend(sets: &Sets, batch_size: usize, args: &CommonArgs) -> Result<Descent> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 784]);
    let classes = graph.placeholder::<i32>("classes", shape![?]);
    let logits = Dense::new(10).apply(&x);
    let loss = sparse_categorical_cross_entropy(&logits, &classes);
    let train_step = GradientDescent::new(LEARNING_RATE).minimize(&loss);
    let accuracy = logits.argmax(1).equal(&classes).cast::<f32>().mean();

    let mut session = Session::new(&graph).seed(args.seed).threads(args.threads.into());
    let of_set = |set: &DataSet, what: &Tensor<f32>, session: &mut Session| -> Result<f32> {
        Ok(session.run(what, feed![x => set.images, classes => set.classes])?.item())
    };
    let mut losses = vec![(0.0, of_set(&sets.train, &loss, &mut session)?)];
    let mut time = Duration::ZERO;
    let batches = sets.train.batches(batch_size).seed(args.seed).epochs(EPOCHS);
    let per_epoch = batches.per_epoch();
    let looks = LOOKS_PER_EPOCH.min(per_epoch);
    let progress = Progress::new("Descending", EPOCHS * per_epoch);
    for (step, batch) in (1..).zip(batches) {
        let start = Instant::now();
        session.run(&train_step, feed![x => batch.images, classes => batch.classes])?;
        time += start.elapsed();
        // True `looks` times an epoch, as evenly as the number of updates allows, and at its end.
        if step * looks / per_epoch > (step - 1) * looks / per_epoch {
            losses.push((step as f64 / per_epoch as f64, of_set(&sets.train, &loss, &mut session)?));
        }
        progress.step();
    }
    progress.finish();
    let validation = of_set(&sets.validation, &accuracy, &mut session)?;
    Ok(Descent { losses, validation, test: of_set(&sets.test, &accuracy, &mut session)?, time })
}

fn print_row(name: &str, batch_size: usize, train_size: usize, descent: &Descent) {
    let per_epoch = train_size.div_ceil(batch_size);
    let after_one = descent.losses.iter().find(|(epoch, _)| *epoch >= 1.0).map_or(f32::NAN, |look| look.1);
    let after_all = descent.losses.last().map_or(f32::NAN, |look| look.1);
    println!(
        "  {name:<11} {batch_size:>5}  {per_epoch:>8} {:>8}  {after_one:>7.4} {after_all:>7.4}  {:>6.0} %  {:>10.4}   {:.2} s",
        per_epoch * EPOCHS,
        100.0 * descent.rises(),
        descent.validation,
        descent.time.as_secs_f64()
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Axis};

    #[test]
    fn no_picture_is_in_two_sets() {
        // Each picture is its own number.
        let images = Array1::from_iter((0..500).map(|number| number as f32)).insert_axis(Axis(1));
        let pictures = DataSet::new(images, Array1::zeros(500), 1).unwrap();
        let sets = three_sets(&pictures, 1);
        assert_eq!([sets.train.len(), sets.validation.len(), sets.test.len()], [350, 50, 100]);
        let all = [&sets.train, &sets.validation, &sets.test].map(|set| set.images.iter().copied().collect::<Vec<_>>());
        let mut all = all.concat();
        all.sort_by(f32::total_cmp);
        assert_eq!(all, (0..500).map(|number| number as f32).collect::<Vec<_>>());
    }

    #[test]
    fn rises_are_counted() {
        let losses = vec![(0.0, 3.0), (1.0, 2.0), (2.0, 2.5), (3.0, 1.0), (4.0, 1.5)];
        let descent = Descent { losses, validation: 0.0, test: 0.0, time: Duration::ZERO };
        assert_eq!(descent.rises(), 0.5);
    }
}
