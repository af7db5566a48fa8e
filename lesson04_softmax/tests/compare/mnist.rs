//! MNIST as the training exercise gets it.

use ndarray_rand::rand::seq::SliceRandom;
use shared::data::{DataSet, Dataset, Mnist};

use super::random;

/// Images for training, validation and test. The classes are renumbered and the test images shuffled, so that neither stored
/// weights nor stored answers are right.
#[track_caller]
pub fn renumbered() -> [DataSet; 3] {
    let mnist = Mnist::load(Dataset::Mnist, None).unwrap_or_else(|error| panic!("{error}"));
    let other = |class: i32| (3 * class + 1) % 10;
    let [train, validation, test] = [mnist.train, mnist.validation, mnist.test]
        .map(|set| DataSet::new(set.images, set.classes.mapv(other), 10).expect("classes from 0 to 9"));
    let mut order: Vec<usize> = (0..test.len()).collect();
    order.shuffle(&mut random(1));
    [train, validation, test.select(&order)]
}
