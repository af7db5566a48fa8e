//! In which order samples come: shuffled anew in every epoch, batch by batch. [`Batches`](super::Batches) and
//! [`fit`](crate::Model::fit) follow it.

use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;

/// The numbers of samples in the order in which they are trained on. One seed gives one order; it can be gone through again,
/// without the samples, to where another training stopped.
#[derive(Clone, Debug)]
pub struct Order {
    /// Where the shuffles come from; without it the samples come as they are stored.
    pub(crate) shuffle: Option<StdRng>,
    /// The order of the epoch that runs.
    pub(crate) indices: Vec<usize>,
    batch_size: usize,
    position: usize,
    epoch: usize,
    batches: usize,
}

/// Where an [`Order`] stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// How many batches there were in all.
    pub batches: usize,
    /// The epoch, from 1; 0 before the first batch.
    pub epoch: usize,
    /// How many samples of this epoch there were.
    pub position: usize,
    /// A checksum of the order of this epoch, so that another order is not taken for it.
    pub checksum: String,
}

impl Order {
    /// The samples 0 to `len` in batches of `batch_size`, above 0.
    pub(crate) fn new(len: usize, batch_size: usize, shuffle: Option<StdRng>) -> Order {
        Order { shuffle, indices: (0..len).collect(), batch_size, position: 0, epoch: 0, batches: 0 }
    }

    /// The number of batches in one epoch, the short last one included.
    pub fn per_epoch(&self) -> usize {
        self.indices.len().div_ceil(self.batch_size)
    }

    /// How many batches there were in all.
    pub fn batches(&self) -> usize {
        self.batches
    }

    /// The epoch, from 1; 0 before the first batch.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        let mut checksum = Fingerprint::default();
        self.indices.iter().for_each(|&index| checksum.add(index as u64));
        let Order { batches, epoch, position, .. } = *self;
        Place { batches, epoch, position, checksum: checksum.to_string() }
    }

    /// The samples of the next batch; none after this epoch, or if there are no samples at all.
    pub(crate) fn next(&mut self, last_epoch: Option<usize>) -> Option<&[usize]> {
        let at_epoch_end = self.epoch == 0 || self.position == self.indices.len();
        if at_epoch_end {
            if self.indices.is_empty() || last_epoch.is_some_and(|last| self.epoch >= last) {
                return None;
            }
            self.start_epoch();
        }
        let start = self.position;
        self.position = start.saturating_add(self.batch_size).min(self.indices.len());
        self.batches += 1;
        self.indices.get(start..self.position)
    }

    /// Goes on until there were this many batches in all.
    pub(crate) fn go_to(&mut self, batches: usize) {
        while self.batches < batches && self.next(None).is_some() {}
    }

    fn start_epoch(&mut self) {
        self.position = 0;
        self.epoch += 1;
        if let Some(random) = &mut self.shuffle {
            self.indices.shuffle(random);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray_rand::rand::SeedableRng;

    fn order(len: usize, seed: u64) -> Order {
        Order::new(len, 4, Some(StdRng::seed_from_u64(seed)))
    }

    #[test]
    fn going_to_a_place_is_the_same_as_taking_every_batch() {
        for batches in [0, 1, 2, 3, 4, 31] {
            let (mut gone, mut taken) = (order(10, 1), order(10, 1));
            gone.go_to(batches);
            (0..batches).for_each(|_| assert!(taken.next(None).is_some()));
            assert_eq!(gone.place(), taken.place());
            assert_eq!(gone.place().batches, batches);
            assert_eq!(gone.next(None), taken.next(None));
        }
    }

    #[test]
    fn the_checksum_tells_orders_apart() {
        let place = |len, seed| {
            let mut order = order(len, seed);
            order.go_to(5);
            order.place()
        };
        assert_eq!(place(10, 1), place(10, 1));
        assert_ne!(place(10, 1).checksum, place(10, 2).checksum);
        assert_ne!(place(10, 1).checksum, place(11, 1).checksum);
    }

    #[test]
    fn an_empty_set_goes_nowhere() {
        let mut empty = order(0, 1);
        empty.go_to(usize::MAX);
        assert_eq!((empty.place().batches, empty.per_epoch()), (0, 0));
    }
}
