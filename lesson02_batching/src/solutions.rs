//! The answers to the exercises of lesson 2, which take the place of `exercises.rs` with the feature `solutions`.

use std::iter;

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, ArrayViewMut1, Axis};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};
use shared::data::DataSet;
use shared::ops::sparse_softmax_cross_entropy;
use shared::prelude::*;

use crate::primes::is_prime;

/// Exercise 2-1: the prime generator, as an iterator written by hand.
#[derive(Clone, Debug)]
pub struct Primes {
    /// The number to look at next; none when the numbers of `u64` are used up.
    number: Option<u64>,
}

/// Exercise 2-1: makes the iterator.
impl Primes {
    /// All primes from `number` on.
    pub fn starting_at(number: u64) -> Primes {
        Primes { number: Some(number) }
    }
}

/// Exercise 2-1: gives the next prime.
impl Iterator for Primes {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            let number = self.number?;
            // Before the prime is given away: the next call begins with the number after it.
            self.number = number.checked_add(1);
            if is_prime(number) {
                return Some(number);
            }
        }
    }
}

/// Exercise 2-2: pairs that are shuffled together.
pub fn shuffle_pairs(
    features: ArrayView2<'_, f32>,
    labels: ArrayView1<'_, i32>,
    random: &mut StdRng,
) -> (Array2<f32>, Array1<i32>) {
    // One order for both: where a row goes, its label goes.
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.shuffle(random);
    (features.select(Axis(0), &order), labels.select(Axis(0), &order))
}

/// Exercise 2-3: a split in three parts.
pub fn split_in_three(count: usize, random: &mut StdRng) -> [Vec<usize>; 3] {
    let mut indices: Vec<usize> = (0..count).collect();
    indices.shuffle(random);
    // What begins where the part before ends can neither overlap nor leave anything out.
    let (train_end, validation_end) = (count * 6 / 10, count * 8 / 10);
    [indices[..train_end].to_vec(), indices[train_end..validation_end].to_vec(), indices[validation_end..].to_vec()]
}

/// Exercise 2-4: the endless batch iterator.
#[derive(Clone, Debug)]
pub struct IndexBatches {
    /// The order of the epoch that runs.
    order: Vec<usize>,
    /// How many of them were given.
    given: usize,
    batch_size: usize,
    random: StdRng,
}

/// Exercise 2-4: makes the iterator.
impl IndexBatches {
    /// Batches of the indices below `count`.
    pub fn new(count: usize, batch_size: usize, seed: u64) -> IndexBatches {
        let order: Vec<usize> = (0..count).collect();
        // As if an epoch had just ended: the first call shuffles.
        IndexBatches { given: count, order, batch_size, random: StdRng::seed_from_u64(seed) }
    }
}

/// Exercise 2-4: gives the next batch.
impl Iterator for IndexBatches {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        if self.given == self.order.len() {
            self.order.shuffle(&mut self.random);
            self.given = 0;
        }
        let end = (self.given + self.batch_size).min(self.order.len());
        let batch = self.order[self.given..end].to_vec();
        self.given = end;
        Some(batch)
    }
}

/// Exercise 2-5: one-hot labels.
pub fn one_hot_labels(labels: &[i32], num_class: usize) -> Array2<f32> {
    let mut rows = Array2::zeros((labels.len(), num_class));
    for (mut row, &label) in iter::zip(rows.outer_iter_mut(), labels) {
        row[label as usize] = 1.0;
    }
    rows
}

/// Exercise 2-5: labels from one-hot rows.
pub fn labels_of(rows: ArrayView2<'_, f32>) -> Array1<i32> {
    rows.outer_iter().map(largest).collect()
}

/// The place of the largest value, of equal ones the first.
fn largest(values: ArrayView1<'_, f32>) -> i32 {
    // Beginning with the first value, and not with 0, which would be larger than every negative one.
    let mut best = 0;
    for (place, &value) in values.indexed_iter() {
        if value > values[best] {
            best = place;
        }
    }
    best as i32
}

/// Exercise 2-6: a picture restored from its vector.
pub fn restore_picture(
    vector: ArrayView1<'_, f32>,
    mean: f32,
    deviation: f32,
    [height, width]: [usize; 2],
) -> Array3<u8> {
    // Backwards, in the other order: what was divided last is multiplied first. A cast to `u8` alone cuts off fractions, so
    // 99.99998 would become 99; below 0 and above 255 it stops at the border.
    let bytes = vector.mapv(|value| (value * deviation + mean).round() as u8);
    bytes.into_shape_with_order((height, width, 3)).expect("height * width * 3 numbers")
}

/// Exercise 2-7: accuracy on the test part.
pub fn test_accuracy(batches: &[(Array2<f32>, Array1<i32>)]) -> f64 {
    // Pictures are counted, not batches: the mean of the batches' accuracies would give a short batch too much weight.
    let (mut correct, mut all) = (0, 0);
    for (logits, labels) in batches {
        let predicted = labels_of(logits.view());
        correct += iter::zip(&predicted, labels).filter(|(predicted, label)| predicted == label).count();
        all += labels.len();
    }
    correct as f64 / all as f64
}

/// Exercise 2-8: a better network on the held-out pictures: the size of the pictures.
pub fn picture_size() -> usize {
    // Enough to see an animal, and 9 times fewer numbers than 60 x 60 to learn by heart.
    20
}

/// Exercise 2-8: a better network on the held-out pictures: its training.
pub fn train_and_predict(train: &DataSet, seed: u64, pictures: ArrayView2<'_, f32>) -> Result<Array1<i32>> {
    let graph = Graph::new();
    let images_batch = graph.placeholder::<f32>("images_batch", shape![?, train.images.ncols()]);
    let labels_batch = graph.placeholder::<i32>("labels_batch", shape![?]);
    // One hidden layer: with 400 pictures of about 52 drawings, more layers learn more by heart, and no more about animals.
    let hidden = Dense::new(256).activation(Relu).apply(&images_batch);
    let logits = Dense::new(train.labels.ncols()).apply(&hidden);
    let loss = sparse_softmax_cross_entropy(&logits, &labels_batch).mean();
    let train_op = Adam::new(0.001).minimize(&loss);

    let mut session = Session::new(&graph).seed(seed);
    let mut random = StdRng::seed_from_u64(seed);
    for mut batch in train.batches(50).seed(seed).take(300) {
        // Other variations in each epoch: what was learned by heart does not come back as it was.
        batch.images.outer_iter_mut().for_each(|row| vary(row, &mut random));
        session.run(&train_op, feed![images_batch => batch.images, labels_batch => batch.classes])?;
    }
    let classes = session.run(&logits.argmax(1), feed![images_batch => pictures])?;
    Ok(classes.into_iter().collect())
}

/// Turns every other picture left to right, and moves it by up to a pixel: a cat stays a cat.
fn vary(row: ArrayViewMut1<'_, f32>, random: &mut StdRng) {
    let size = picture_size();
    let mut picture = row.into_shape_with_order((size, size, 3)).expect("a row is a picture");
    let original = picture.to_owned();
    let flipped = random.random_bool(0.5);
    let [down, right] = [(); 2].map(|()| random.random_range(0..=2));
    // By 1 means that it stays. Beyond the border the pixels of the border come once more.
    let moved = |place: usize, by: usize| (place + by).saturating_sub(1).min(size - 1);
    for ((y, x, channel), value) in picture.indexed_iter_mut() {
        let x = if flipped { size - 1 - x } else { x };
        *value = original[[moved(y, down), moved(x, right), channel]];
    }
}
