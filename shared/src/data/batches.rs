//! Batches of a data set, without copying the set: shuffled anew in every epoch, or in order.

use ndarray::{Array1, Array2};
use ndarray_rand::rand::{SeedableRng, rngs::StdRng};

use super::images::gather_rows;
use super::{DataSet, Order};

/// Some images of a [`DataSet`] with their labels, ready to be fed.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// `[batch, pixels]`, as in the set.
    pub images: Array2<f32>,
    /// `[batch, classes]`, one-hot.
    pub labels: Array2<f32>,
    /// `[batch]`, class numbers from 0.
    pub classes: Array1<i32>,
}

impl Batch {
    /// The number of images in this batch: the batch size, or less in the last batch of an epoch.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Whether there are no images; never true of a batch that came from [`Batches`].
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl DataSet {
    /// Batches of `batch_size` images, without end and shuffled anew in every epoch: `take(1000)` gives 1000 steps.
    ///
    /// In each epoch every image comes exactly once. The last batch of an epoch holds what is left, so it is shorter
    /// where `batch_size` does not divide the number of images: 55,000 images make 859 batches of 64 and one of 24.
    /// A `batch_size` above the number of images gives the whole set each time. An empty set gives no batch at all.
    ///
    /// ```
    /// # fn main() -> shared::Result<()> {
    /// use ndarray::{Array1, Array2};
    /// use shared::data::DataSet;
    ///
    /// let data = DataSet::new(Array2::zeros((10, 4)), Array1::zeros(10), 3)?;
    /// let sizes: Vec<usize> = data.batches(4).seed(1).take(5).map(|batch| batch.len()).collect();
    /// assert_eq!(sizes, [4, 4, 2, 4, 4]);
    ///
    /// let seen: usize = data.batches(4).in_order().map(|batch| batch.images.nrows()).sum();
    /// assert_eq!(seen, 10);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// If `batch_size` is 0.
    #[track_caller]
    pub fn batches(&self, batch_size: usize) -> Batches<'_> {
        assert!(batch_size > 0, "batches: expected a batch size of at least 1, found 0");
        Batches { data: self, epochs: None, order: Order::new(self.len(), batch_size, Some(StdRng::seed_from_u64(0))) }
    }
}

/// An iterator over [`Batch`]es; made by [`DataSet::batches`].
#[derive(Clone, Debug)]
pub struct Batches<'a> {
    data: &'a DataSet,
    epochs: Option<usize>,
    order: Order,
}

impl Batches<'_> {
    /// Shuffles from this seed; 0 if not called. One seed gives the same batches each time.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.order.shuffle = Some(StdRng::seed_from_u64(seed));
        self
    }

    /// Takes the images in the order of the set, once: for evaluation. [`epochs`](Batches::epochs) asks for more.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.order.shuffle = None;
        self
    }

    /// Ends after this many passes over the set.
    #[must_use]
    pub fn epochs(mut self, epochs: usize) -> Self {
        self.epochs = Some(epochs);
        self
    }

    /// The number of batches in one epoch, the short last one included.
    ///
    /// ```
    /// # fn main() -> shared::Result<()> {
    /// # use ndarray::{Array1, Array2};
    /// # let data = shared::data::DataSet::new(Array2::zeros((10, 4)), Array1::zeros(10), 3)?;
    /// assert_eq!(data.batches(4).per_epoch(), 3);
    /// # Ok(())
    /// # }
    /// ```
    pub fn per_epoch(&self) -> usize {
        self.order.per_epoch()
    }

    /// The order of the images, as far as it has come.
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// Passes over this many batches; no image is gathered for it. A training that goes on where another stopped begins so.
    ///
    /// ```
    /// # fn main() -> shared::Result<()> {
    /// # use ndarray::{Array1, Array2};
    /// # let data = shared::data::DataSet::new(Array2::zeros((10, 4)), Array1::zeros(10), 3)?;
    /// let mut late = data.batches(4).seed(1);
    /// late.pass_over(7);
    /// assert_eq!(late.next(), data.batches(4).seed(1).nth(7));
    /// # Ok(())
    /// # }
    /// ```
    pub fn pass_over(&mut self, batches: usize) {
        let last_epoch = self.last_epoch();
        for _ in 0..batches {
            if self.order.next(last_epoch).is_none() {
                return;
            }
        }
    }

    fn last_epoch(&self) -> Option<usize> {
        let once_if_in_order = if self.order.shuffle.is_none() { Some(1) } else { None };
        self.epochs.or(once_if_in_order)
    }
}

impl Iterator for Batches<'_> {
    type Item = Batch;

    #[expect(clippy::indexing_slicing, reason = "the order has only numbers of samples")]
    fn next(&mut self) -> Option<Batch> {
        let last_epoch = self.last_epoch();
        let indices = self.order.next(last_epoch)?;
        Some(Batch {
            images: self.data.images.gather(indices),
            labels: gather_rows(&self.data.labels, indices),
            classes: indices.iter().map(|&index| self.data.classes[index]).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Image `i` is `[i, i]`, its class `i % 3`.
    fn numbered(count: usize) -> DataSet {
        let images = Array2::from_shape_fn((count, 2), |(row, _)| row as f32);
        DataSet::new(images, (0..count).map(|index| (index % 3) as i32).collect(), 3).unwrap()
    }

    fn numbers(batches: impl Iterator<Item = Batch>) -> Vec<Vec<i32>> {
        batches.map(|batch| batch.images.column(0).iter().map(|&value| value as i32).collect()).collect()
    }

    #[test]
    fn every_epoch_holds_every_image_once_in_another_order() {
        let data = numbered(10);
        let batches = numbers(data.batches(4).seed(1).take(6));
        let epoch = |number: usize| batches[3 * number..3 * number + 3].concat();
        for number in 0..2 {
            let mut all = epoch(number);
            all.sort_unstable();
            assert_eq!(all, (0..10).collect::<Vec<_>>());
        }
        assert_ne!(epoch(0), epoch(1));
        assert_ne!(epoch(0), (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn images_labels_and_classes_stay_together() {
        let data = numbered(50);
        for batch in data.batches(7).seed(4).epochs(2) {
            for row in 0..batch.len() {
                let class = batch.images[[row, 0]] as i32 % 3;
                assert_eq!(batch.classes[row], class);
                assert_eq!(batch.labels[[row, class as usize]], 1.0);
                assert_eq!(batch.labels.row(row).sum(), 1.0);
            }
        }
    }

    #[test]
    fn the_seed_decides_the_order() {
        let data = numbered(20);
        let first = |seed| numbers(data.batches(20).seed(seed).take(2));
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
        assert_eq!(numbers(data.batches(20).take(2)), first(0));
    }

    #[test]
    fn in_order_is_one_pass_unless_more_are_asked_for() {
        let data = numbered(5);
        assert_eq!(numbers(data.batches(2).in_order()), [vec![0, 1], vec![2, 3], vec![4]]);
        assert_eq!(numbers(data.batches(5).in_order().epochs(2)).len(), 2);
        assert_eq!(numbers(data.batches(5).epochs(2).in_order()).len(), 2);
        assert_eq!(numbers(data.batches(2).epochs(3)).len(), 9);
        assert_eq!(numbers(data.batches(2).epochs(0)).len(), 0);
    }

    #[test]
    fn large_batches_and_empty_sets_end_well() {
        assert_eq!(numbers(numbered(3).batches(usize::MAX).seed(1).take(2)).iter().map(Vec::len).sum::<usize>(), 6);
        assert_eq!(numbered(0).batches(4).count(), 0);
        assert_eq!(numbered(1).batches(1).take(4).count(), 4);
    }

    #[test]
    fn a_finished_iterator_stays_finished() {
        let data = numbered(2);
        let mut batches = data.batches(2).in_order();
        assert!(batches.next().is_some());
        assert!(batches.next().is_none());
        assert!(batches.next().is_none());
    }

    #[test]
    #[should_panic(expected = "batches: expected a batch size of at least 1, found 0")]
    fn batch_size_0_panics() {
        let _ = numbered(3).batches(0);
    }
}
