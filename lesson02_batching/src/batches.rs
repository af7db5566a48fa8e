//! The endless batch iterator: a new shuffle in every epoch, and a short last batch.

use std::iter;
use std::path::Path;

use ndarray::Axis;
use ndarray_rand::rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use shared::Result;
use shared::cli::show;
use shared::data::split;
use shared::plot::ImageGrid;

use crate::columns;
use crate::flags::Flags;
use crate::restore::stretched;

/// The most pictures of a batch that are shown.
const SHOWN: usize = 50;

/// Two epochs of batches, and the first batch as pictures.
///
/// # Errors
/// If the pictures cannot be loaded.
#[expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a set has classes and pictures, and labels are numbers of its classes; batches never end"
)]
pub fn iterate(flags: &Flags, folder: &Path) -> Result<()> {
    let images = flags.images()?;
    let (batch_size, seed) = (flags.batch_size as usize, flags.lesson.seed);
    let [train, _] = split(0..images.len(), [8, 2], seed);
    let train_features = images.features.select(Axis(0), &train);
    let train_labels = images.labels.select(Axis(0), &train);

    let per_epoch = train.len().div_ceil(batch_size);
    println!("Batches of {batch_size} from {} training pictures: {per_epoch} in an epoch", train.len());
    println!("  epoch  batch  images_batch     labels_batch   the first labels");
    for (step, indices) in index_batches(train.len(), batch_size, seed).enumerate().take(2 * per_epoch) {
        let images_batch = train_features.select(Axis(0), &indices);
        let labels_batch = train_labels.select(Axis(0), &indices);
        let (epoch, number) = (step / per_epoch + 1, step % per_epoch + 1);
        if number <= 3 || number == per_epoch {
            let shapes = (format!("{:?}", images_batch.shape()), format!("{:?}", labels_batch.shape()));
            let labels = columns(labels_batch.iter().take(10), 2);
            println!("  {epoch:>5}  {number:>5}  {:<15}  {:<12}  {labels}", shapes.0, shapes.1);
        }
    }

    // The sections that follow write it so.
    let train_set = images.select(&train);
    let sizes: Vec<usize> =
        train_set.batches(batch_size).seed(seed).take(2 * per_epoch).map(|batch| batch.len()).collect();
    println!(
        "train.batches({batch_size}) does all of it: it starts with {} and ends both epochs with {} and {} pictures",
        sizes[0],
        sizes[per_epoch - 1],
        sizes[2 * per_epoch - 1]
    );

    let batch = train_set.batches(batch_size.min(SHOWN)).seed(seed).next().expect("batches never end");
    let [height, width] = images.size;
    let pictures = stretched(batch.images.view());
    let pictures = pictures.into_shape_with_order((batch.len(), height, width, 3)).expect("rows of a picture");
    let names: Vec<&String> = batch.classes.iter().map(|&class| &images.class_names[class as usize]).collect();
    let grid = ImageGrid::rgb(pictures.view()).captions(&names).columns(10).scale(1);
    show("The first batch", grid.title("One batch").save(folder.join("batch.png"))?);
    Ok(())
}

/// Batches of indices below `count`, without end. Every epoch has each index once, in an order of its own; its last
/// batch holds what is left, so it may be short. One seed gives the same batches each time.
///
/// ```
/// use lesson02_batching::batches::index_batches;
///
/// let sizes: Vec<usize> = index_batches(10, 4, 1).map(|indices| indices.len()).take(6).collect();
/// assert_eq!(sizes, [4, 4, 2, 4, 4, 2]);
/// ```
///
/// # Panics
/// If `count` or `batch_size` is 0.
#[track_caller]
// ANCHOR: index-batches
pub fn index_batches(count: usize, batch_size: usize, seed: u64) -> impl Iterator<Item = Vec<usize>> {
    assert!(count > 0 && batch_size > 0, "index_batches: expected count and batch size above 0");
    let mut random = StdRng::seed_from_u64(seed);
    let mut indices: Vec<usize> = (0..count).collect();
    let epoch = move || -> Vec<Vec<usize>> {
        indices.shuffle(&mut random);
        indices.chunks(batch_size).map(<[usize]>::to_vec).collect()
    };
    iter::repeat_with(epoch).flatten()
}
// ANCHOR_END: index-batches

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_epoch_has_each_index_once_in_an_order_of_its_own() {
        let mut batches = index_batches(23, 5, 1);
        let mut epoch = || batches.by_ref().take(5).flatten().collect::<Vec<usize>>();
        let (first, second) = (epoch(), epoch());
        assert_ne!(first, second);
        for mut order in [first, second] {
            order.sort_unstable();
            assert_eq!(order, (0..23).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_seed_decides_the_batches() {
        let first = |seed| index_batches(100, 10, seed).next();
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
    }

    #[test]
    fn a_batch_may_be_larger_than_the_set() {
        assert_eq!(index_batches(3, 100, 1).take(2).map(|batch| batch.len()).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    #[should_panic(expected = "index_batches: expected count and batch size above 0")]
    fn batches_of_nothing_are_refused() {
        let _ = index_batches(0, 10, 1);
    }
}
