//! The exercises of lesson 2: write your answers into this file.
//!
//! Each exercise is a function, or an iterator, whose body is a `todo!`. Write your code in its place; leave the names, the
//! parameters and what is returned as they are. Then let the tests look at it: `cargo course run 2-1`, or
//! `cargo test -p lesson02_batching -- --ignored ex_2_1`. Until you have started, a test fails with "not yet implemented": it
//! is meant to. `cargo course hint 2-1` gives a hint, and `cargo course next` names what comes next.
//!
//! Everything that you need is in the sections of this lesson, one file each in `src/`, and in [`shared::data`]. Random
//! numbers come from a [`StdRng`]: `slice.shuffle(random)` (with `use ndarray_rand::rand::seq::SliceRandom`) shuffles, and
//! `StdRng::seed_from_u64(seed)` (with `use ndarray_rand::rand::SeedableRng`) makes one from a seed.

// A function that is not written yet does not use its parameters.
#![cfg_attr(not(feature = "solutions"), allow(unused_variables))]

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2};
use ndarray_rand::rand::rngs::StdRng;
use shared::Result;
use shared::data::DataSet;

/// Exercise 2-1: the prime generator, as an iterator written by hand.
///
/// Python remembers for a generator where it was; in Rust, the iterator remembers it itself, in its fields. Give this struct
/// the field or fields that it needs, and write the two functions below: [`Primes::starting_at`] makes the iterator, and
/// each call of [`next`](Iterator::next) gives one prime more. [`is_prime`](crate::primes::is_prime) tells whether a number is
/// one. Section `primes` of the lesson shows the same without a struct.
///
/// ```text
/// let mut primes = Primes::starting_at(10);
/// primes.next() == Some(11)
/// primes.next() == Some(13)     goes on where it was
/// ```
#[derive(Clone, Debug)]
pub struct Primes {
    // What must be remembered from one prime to the next?
}

/// Exercise 2-1: makes the iterator.
impl Primes {
    /// All primes from `number` on, `number` too if it is one. This finds none yet: each is found when it is asked for.
    pub fn starting_at(number: u64) -> Primes {
        todo!("exercise 2-1: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
    }
}

/// Exercise 2-1: gives the next prime.
impl Iterator for Primes {
    type Item = u64;

    /// The next prime. `None` only where the numbers of `u64` end: after [`u64::MAX`], which is no prime, there is none.
    fn next(&mut self) -> Option<u64> {
        todo!("exercise 2-1: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
    }
}

/// Exercise 2-2: pairs that are shuffled together.
///
/// `features` `[n, length]` and `labels` `[n]` belong together row by row. Return both in a new random order, in which each
/// row still has its label. The order comes from `random`: every order must be equally likely, and a second call with the same
/// `random` gives another one. There may be no rows at all. See the sections `shuffle` and `index` of the lesson.
///
/// ```text
/// features [[1, 1], [2, 2], [3, 3]]   labels [10, 20, 30]
/// perhaps  [[3, 3], [1, 1], [2, 2]]          [30, 10, 20]
/// ```
pub fn shuffle_pairs(
    features: ArrayView2<'_, f32>,
    labels: ArrayView1<'_, i32>,
    random: &mut StdRng,
) -> (Array2<f32>, Array1<i32>) {
    todo!("exercise 2-2: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
}

/// Exercise 2-3: a split in three parts.
///
/// Deal the indices from 0 to `count - 1` out to a training, a validation and a test part, 6:2:2, at random: shuffle them,
/// then cut at `count * 6 / 10` and at `count * 8 / 10`, both rounded down. Every index is in exactly one part. Write it without
/// [`shared::data::split`], and compare with it afterwards. See the section `split` of the lesson.
///
/// ```text
/// split_in_three(10, random)   perhaps [[7, 1, 4, 0, 9, 3], [5, 8], [2, 6]]
/// split_in_three(9, random)    5, 2 and 2 indices: the cuts are at 5 and at 7
/// ```
pub fn split_in_three(count: usize, random: &mut StdRng) -> [Vec<usize>; 3] {
    todo!("exercise 2-3: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
}

/// Exercise 2-4: the endless batch iterator.
///
/// What Python writes with `yield`, as a struct: an iterator over batches of indices. Give it the fields that it needs,
/// and write the two functions below. An epoch has every index from 0 to `count - 1` exactly once, in batches of `batch_size`;
/// its last batch holds what is left, so it may be short. Then the next epoch begins, in a new order; it never ends. The section
/// `batches` of the lesson shows the same without a struct.
///
/// ```text
/// IndexBatches::new(5, 2, 1)   perhaps [3, 0], [4, 1], [2],   [1, 4], [2, 3], [0],   ...
/// ```
#[derive(Clone, Debug)]
pub struct IndexBatches {
    // What must be remembered from one batch to the next?
}

/// Exercise 2-4: makes the iterator.
impl IndexBatches {
    /// Batches of the indices below `count`, shuffled by a generator of random numbers with this seed. `count` and
    /// `batch_size` are above 0; `batch_size` may be larger than `count`.
    pub fn new(count: usize, batch_size: usize, seed: u64) -> IndexBatches {
        todo!("exercise 2-4: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
    }
}

/// Exercise 2-4: gives the next batch.
impl Iterator for IndexBatches {
    type Item = Vec<usize>;

    /// The indices of the next batch; never `None`.
    fn next(&mut self) -> Option<Vec<usize>> {
        todo!("exercise 2-4: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
    }
}

/// Exercise 2-5: one-hot labels.
///
/// Return `[n, num_class]`: row `i` is 1 in the column `labels[i]` and 0 in all others. All labels are from 0 to
/// `num_class - 1`; some classes may not occur among them. Write it without [`shared::data::one_hot`].
/// [`labels_of`] is the way back. See the section `one_hot` of the lesson.
///
/// ```text
/// one_hot_labels(&[2, 0], 3) == [[0, 0, 1],
///                                [1, 0, 0]]
/// ```
pub fn one_hot_labels(labels: &[i32], num_class: usize) -> Array2<f32> {
    todo!("exercise 2-5: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
}

/// Exercise 2-5: labels from one-hot rows.
///
/// Return the column with the largest value of each row, `[n]`; of equal values the first. Then it works for what a network
/// gives, too. The values may be any numbers, also negative; there is at least one column.
///
/// ```text
/// labels_of([[0.0, 0.0, 1.0],
///            [0.6, 0.3, 0.1]]) == [2, 0]
/// ```
pub fn labels_of(rows: ArrayView2<'_, f32>) -> Array1<i32> {
    todo!("exercise 2-5: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
}

/// Exercise 2-6: a picture restored from its vector.
///
/// A picture of bytes `[height, width, 3]` became a vector: its numbers in the order in which they stand in memory, less their
/// `mean`, divided by their `deviation`. Return the picture as it was, byte by byte. A vector that was changed on its way may
/// lead to values below 0 or above 255: they become 0 and 255. A picture of one colour has deviation 0, and a vector of zeros.
/// The section `restore` of the lesson does not know mean and deviation; here you do.
///
/// ```text
/// restore_picture(vector [-1.0, 0.0, 1.0], mean 100.0, deviation 50.0, size [1, 1]) == [[[50, 100, 150]]]
/// ```
pub fn restore_picture(
    vector: ArrayView1<'_, f32>,
    mean: f32,
    deviation: f32,
    [height, width]: [usize; 2],
) -> Array3<u8> {
    todo!("exercise 2-6: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
}

/// Exercise 2-7: accuracy on the test part.
///
/// The test part comes in batches, the last of them perhaps shorter. Of each there are the network's logits, `[n, classes]`,
/// and the labels, `[n]`. A picture is right if its largest logit is that of its label; of equal logits the first counts.
/// Return the share of right pictures among all, from 0 to 1. There is at least one picture. `test` in `src/main.rs` of the lesson
/// prints this number in per cent.
///
/// ```text
/// logits [[2.0, 1.0], [0.5, 3.0]]  labels [0, 0]     1 of 2 is right
/// logits [[-1.0, -2.0]]            labels [0]        1 of 1 is right
/// test_accuracy(both) == 0.6667
/// ```
pub fn test_accuracy(batches: &[(Array2<f32>, Array1<i32>)]) -> f64 {
    todo!("exercise 2-7: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
}

/// Exercise 2-8: a better network on the held-out pictures: the size of the pictures.
///
/// Return the height and width that pictures are resized to for your network, from 8 to 60. The lesson takes 60.
/// [`train_and_predict`] is the other half of this exercise.
pub fn picture_size() -> usize {
    todo!("exercise 2-8: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
}

/// Exercise 2-8: a better network on the held-out pictures: its training.
///
/// Split by drawing, the lesson's network does worse than split at random, as section `leak` shows: it meets drawings that it has
/// never seen. Find a network, and a way to train it, that does better. `train` has 5 classes; its images are
/// `[n, picture_size() * picture_size() * 3]`, each made as in section `load`. Train with the seed that is given, and return
/// the class of each of the held-out `pictures`, `[m]`, whose labels you do not see. Nodes, layers (see [`shared::layers`]), steps,
/// learning rate, the size of the pictures, and variations of the pictures of each batch are yours to choose.
///
/// The test takes five splits of the 500 pictures by drawing, and wants a mean accuracy of 82 %. The lesson's network reaches
/// 79.5 % on them. Your whole training should take a few seconds.
///
/// ```text
/// train_and_predict(&train, 1, held_out.images.view())? == [2, 0, 4, 4, ...]   about 100 numbers from 0 to 4
/// ```
///
/// # Errors
/// If a run fails.
pub fn train_and_predict(train: &DataSet, seed: u64, pictures: ArrayView2<'_, f32>) -> Result<Array1<i32>> {
    todo!("exercise 2-8: meant to fail until you write it here, in lesson02_batching/src/exercises.rs")
}
