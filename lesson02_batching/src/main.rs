//! Lesson 2: from labelled pictures to batches: shuffling, splitting, iterating without end.
//!
//! `cargo run -p lesson02_batching` does it with the 5000 validation pictures of MNIST; `--dataset fashion` takes clothes,
//! `--help` lists the rest.

use std::fmt::Display;
use std::iter;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lesson02_batching::{class_counts, index_batches, primes_from};
use ndarray::{ArrayView1, Axis, array, concatenate, s, stack};
use ndarray_rand::rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use shared::cli::{CommonArgs, run_lesson, show};
use shared::data::{DataSet, Dataset, Mnist, split};
use shared::plot::ImageGrid;
use shared::prelude::*;

/// Makes shuffled pairs, splits and batches of labelled pictures.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Flags {
    #[command(flatten)]
    common: CommonArgs,

    /// The data set
    #[arg(long, value_enum, default_value_t = Dataset::Mnist)]
    dataset: Dataset,

    /// Pictures in one batch
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    batch_size: u32,
}

fn main() -> ExitCode {
    run_lesson(|flags: Flags| {
        let folder = flags.common.lesson_folder("lesson02_batching")?;
        let mnist = Mnist::load(flags.dataset, flags.common.data_dir.as_deref())?;
        if mnist.validation.len() < 10 {
            return Err(Error::file(&mnist.folder)
                .expected("at least 10 validation pictures")
                .found(format!("{}", mnist.validation.len()))
                .help("a twelfth of the training file is for validation: take a file of 120 pictures or more"));
        }
        shuffle_pairs(&mnist, flags.common.seed, &folder)?;
        let train = split_in_parts(&mnist, flags.common.seed);
        generate_primes();
        index_with_arrays();
        iterate_over_batches(&train, &mnist, &flags, &folder)
    })
}

/// Features and labels are shuffled as pairs: shuffled one by one, they would lose each other.
fn shuffle_pairs(mnist: &Mnist, seed: u64, folder: &Path) -> Result<()> {
    let (features, labels) = (&mnist.validation.images, &mnist.validation.classes);
    println!("Features and labels");
    println!("  features  {:<12} one picture in each row", format!("{:?}", features.shape()));
    println!("  labels    {:<12} the class of each picture", format!("{:?}", labels.shape()));

    let mut pairs: Vec<(ArrayView1<'_, f32>, i32)> = iter::zip(features.outer_iter(), labels.iter().copied()).collect();
    pairs.shuffle(&mut StdRng::seed_from_u64(seed));
    let (shuffled_features, shuffled_labels): (Vec<_>, Vec<i32>) = pairs.into_iter().unzip();
    println!("\nShuffling pairs together");
    println!("  the first labels before   {}", numbers(labels.iter().take(10), 3));
    println!("  and after                 {}", numbers(&shuffled_labels[..10], 3));

    let before = features.slice(s![..6, ..]);
    let after = stack(Axis(0), &shuffled_features[..6]).expect("rows of 784 pixels");
    let images = concatenate(Axis(0), &[before, after.view()]).expect("rows of 784 pixels"); // [12, 784]
    let classes: Vec<i32> = labels.iter().take(6).chain(&shuffled_labels[..6]).copied().collect();
    let images = images.to_shape((12, 28, 28)).expect("rows of 784 pixels");
    let grid = ImageGrid::new(images.view()).captions(&names(mnist, &classes)).columns(6);
    let grid = grid.title("Before shuffling (above), and after (below)");
    show("Each picture kept its label", grid.save(folder.join("shuffled_pairs.png"))?);
    Ok(())
}

/// Every picture lands in exactly one part; what is tested with was never trained on.
fn split_in_parts(mnist: &Mnist, seed: u64) -> DataSet {
    let all = &mnist.validation;
    let [train, test] = split(0..all.len(), [8, 2], seed).map(|indices| all.select(&indices));
    let three = split(0..all.len(), [6, 2, 2], seed).map(|indices| all.select(&indices));
    println!(
        "\nSplitting{:>20}   of each class, from {} to {}",
        "pictures", mnist.class_names[0], mnist.class_names[9]
    );
    let line = |name: &str, part: &DataSet| {
        println!("  {name:<17}{:>10}   {}", part.len(), numbers(class_counts(&part.classes, 10), 5));
    };
    line("8:2    training", &train);
    line("       test", &test);
    for (name, part) in iter::zip(["6:2:2  training", "       validation", "       test"], &three) {
        line(name, part);
    }
    train
}

/// An iterator computes one value at a time and remembers where it was.
fn generate_primes() {
    println!("\nGenerating the first hundred primes, each when it is asked for");
    let mut primes = primes_from(1);
    for _ in 0..5 {
        let next_twenty: Vec<u64> = primes.by_ref().take(20).collect();
        println!("  {}", numbers(&next_twenty, 4));
    }
}

/// An array of indices picks rows in any order: the heart of shuffling.
fn index_with_arrays() {
    let arr = array![10, 20, 30, 40, 50];
    let idx = [1, 0, 3, 4, 2];
    println!("\nIndex arrays");
    println!("  arr                         {arr}");
    println!("  idx                         {idx:?}");
    println!("  arr.select(Axis(0), &idx)   {}", arr.select(Axis(0), &idx));
}

/// Two epochs of the endless iterator: the same pictures in another order, and a short last batch.
fn iterate_over_batches(train: &DataSet, mnist: &Mnist, flags: &Flags, folder: &Path) -> Result<()> {
    let (batch_size, seed) = (flags.batch_size as usize, flags.common.seed);
    let per_epoch = train.len().div_ceil(batch_size);
    println!("\nBatches of {batch_size} from {} training pictures: {per_epoch} in an epoch", train.len());
    println!("  epoch  batch  pictures   first indices              their classes");
    for (step, indices) in index_batches(train.len(), batch_size, seed).enumerate().take(2 * per_epoch) {
        let batch = train.select(&indices);
        let (epoch, number) = (step / per_epoch + 1, step % per_epoch + 1);
        if number <= 3 || number == per_epoch {
            let first: Vec<usize> = indices.iter().copied().take(5).collect();
            let classes = numbers(batch.classes.iter().take(5), 2);
            println!("  {epoch:>5}  {number:>5}  {:>8}   {:<25}  {classes}", batch.len(), numbers(&first, 5));
        }
    }

    // The lessons that follow write it so.
    let sizes: Vec<usize> = train.batches(batch_size).seed(seed).take(2 * per_epoch).map(|batch| batch.len()).collect();
    let (last, size) = (per_epoch - 1, sizes[0]);
    println!(
        "train.batches({batch_size}) does all of it: it starts with {size} and ends both epochs with {} and {} pictures",
        sizes[last],
        sizes[2 * per_epoch - 1]
    );

    let batch = train.batches(batch_size.min(64)).seed(seed).next().expect("batches never end");
    let images = batch.images.to_shape((batch.len(), 28, 28)).expect("rows of 784 pixels");
    let grid = ImageGrid::new(images.view()).captions(&names(mnist, &batch.classes)).columns(8).scale(4);
    show("The first batch", grid.title("One batch").save(folder.join("batch.png"))?);
    Ok(())
}

fn names<'a>(mnist: &Mnist, classes: impl IntoIterator<Item = &'a i32>) -> Vec<&'static str> {
    classes.into_iter().map(|&class| mnist.class_names[class as usize]).collect()
}

/// Numbers in columns.
fn numbers<T: Display>(values: impl IntoIterator<Item = T>, width: usize) -> String {
    values.into_iter().map(|value| format!("{value:>width$}")).collect()
}
