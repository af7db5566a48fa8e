//! The gradient of a dense layer's weights, `x^T g`, a block of rows at a time.
//!
//! The sums are as short as the batch, and the result is as large as the weights: what counts is that it need not go to memory.
//! A block of it stays in the second-level cache, where the optimizer's update may use it at once
//! ([`update_by_blocks`](super::weight_update::update_by_blocks)).

use super::block::{Ahead, Beside, Left, Packed, Right, multiply};
use super::simd::Level;

/// Elements in a block of rows: 48 KiB, so that the block, and the same pieces of three other arrays, fit the second-level cache.
const BLOCK: usize = 12 * 1024;

/// Whole tiles for every instruction set.
const TILE: usize = 12;

/// A batch of a layer's inputs, and of the gradients of its outputs.
pub struct WeightGradient<'a> {
    x: &'a [f32],
    g: Packed,
    /// Batch, inputs, outputs.
    sizes: [usize; 3],
    level: Level,
}

impl<'a> WeightGradient<'a> {
    /// With a larger batch, products with both factors brought into order are as fast or faster.
    pub const LARGEST_BATCH: usize = 128;

    /// Of `x` `[batch, inputs]` and `g` `[batch, outputs]`, both row by row.
    ///
    /// # Panics
    /// If a slice does not fit the sizes.
    pub fn new(x: &'a [f32], g: &[f32], [batch, inputs, outputs]: [usize; 3]) -> WeightGradient<'a> {
        WeightGradient::at(Level::best(), (x, g), [batch, inputs, outputs])
    }

    fn at(level: Level, (x, g): (&'a [f32], &[f32]), [batch, inputs, outputs]: [usize; 3]) -> WeightGradient<'a> {
        assert_eq!(x.len(), batch * inputs, "the inputs' size, {batch} x {inputs}");
        WeightGradient { x, g: Packed::new(g, [batch, outputs], level), sizes: [batch, inputs, outputs], level }
    }

    /// Rows and columns: inputs and outputs of the layer.
    pub fn size(&self) -> [usize; 2] {
        [self.sizes[1], self.sizes[2]]
    }

    /// Multiplications in one row.
    pub fn row_work(&self) -> usize {
        self.sizes[0] * self.sizes[2]
    }

    /// So many rows are one block, at least 1.
    pub fn block(&self) -> usize {
        (BLOCK / self.sizes[2].max(1)).next_multiple_of(TILE).max(TILE)
    }

    /// The rows from `first` that `out` has room for.
    ///
    /// # Panics
    /// If there are not so many rows, or `out` ends within one.
    pub fn rows(&self, first: usize, out: &mut [f32]) {
        self.rows_fetching(first, out, None);
    }

    /// As [`rows`](Self::rows); meanwhile `next`, at most five arrays of one length, are brought nearer.
    ///
    /// # Panics
    /// As [`rows`](Self::rows).
    pub fn rows_fetching(&self, first: usize, out: &mut [f32], next: Option<&[&[f32]]>) {
        self.rows_by(self.g.right().fetching(next.map(Ahead::Arrays)), first, out);
    }

    /// As [`rows`](Self::rows); meanwhile `beside` is changed.
    ///
    /// # Panics
    /// As [`rows`](Self::rows).
    pub(super) fn rows_changing(&self, first: usize, out: &mut [f32], beside: Option<Beside<'_>>) {
        self.rows_by(self.g.right().changing(beside), first, out);
    }

    fn rows_by(&self, right: Right<'_>, first: usize, out: &mut [f32]) {
        let [batch, inputs, outputs] = self.sizes;
        let rows = out.len() / outputs.max(1);
        assert!(first + rows <= inputs, "rows {first}..{} of {inputs}", first + rows);
        let left = Left { values: self.x.get(first..).unwrap_or(&[]), row: 1, step: inputs };
        multiply(self.level, (left, right), [rows, batch, outputs], false, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{assert_near, bits, noise};

    #[test]
    fn equals_the_sum_over_the_batch_in_pieces_of_any_height() {
        for [batch, inputs, outputs] in [[0, 3, 2], [1, 1, 1], [5, 13, 33], [50, 30, 10], [64, 1, 100]] {
            let (x, g) = (noise(batch * inputs, 1), noise(batch * outputs, 2));
            let entry = |i: usize, o: usize| -> f64 {
                (0..batch).map(|k| f64::from(x[k * inputs + i]) * f64::from(g[k * outputs + o])).sum()
            };
            let expected: Vec<f64> = (0..inputs * outputs).map(|k| entry(k / outputs, k % outputs)).collect();
            for level in Level::all_here() {
                let gradient = WeightGradient::at(level, (&x, &g), [batch, inputs, outputs]);
                assert_eq!(gradient.size(), [inputs, outputs]);
                let mut whole = vec![f32::NAN; inputs * outputs];
                gradient.rows(0, &mut whole);
                assert_near(&whole, &expected, 1e-5);
                for height in [1, 2, 12] {
                    let mut pieces = vec![f32::NAN; inputs * outputs];
                    for (piece, out) in pieces.chunks_mut(height * outputs).enumerate() {
                        gradient.rows(piece * height, out);
                    }
                    assert_eq!(bits(&pieces), bits(&whole), "{level:?}");
                }
            }
        }
    }

    #[test]
    fn blocks_are_whole_tiles_and_about_as_large_as_asked() {
        for (outputs, block) in [(0, 12 * 1024), (1, 12 * 1024), (10, 1236), (128, 96), (1024, 12), (100_000, 12)] {
            assert_eq!(WeightGradient::new(&[], &[], [0, 5, outputs]).block(), block);
        }
    }

    #[test]
    #[should_panic(expected = "rows 1..3 of 2")]
    fn rows_that_do_not_exist_are_refused() {
        WeightGradient::new(&[1.0, 2.0], &[1.0], [1, 2, 1]).rows(1, &mut [0.0; 2]);
    }
}
