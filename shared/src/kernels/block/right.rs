//! The right factor of a block: where its panels of two vectors lie, and how they get there.

use std::cell::Cell;

use super::ahead::Ahead;
use super::beside::Beside;
use crate::kernels::multiversion::multiversion;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;
use crate::kernels::transpose::turn;

/// The right factor, in panels of two vectors: row `k` of panel `p` begins at `values[p * panel + k * row]`.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Right<'a> {
    pub(super) values: &'a [f32],
    pub(super) panel: usize,
    pub(super) row: usize,
    /// Whether the last panel, too, is as wide as the others, whatever stands there.
    pub(super) padded: bool,
    /// Where the first row of tiles copies the panels to, for the others.
    pub(super) copies: Option<&'a [Cell<f32>]>,
    /// What will be read next: fetched ahead while this block is worked on.
    pub(super) ahead: Option<Ahead<'a>>,
    /// What is changed beside the multiplications.
    pub(super) beside: Option<Beside<'a>>,
}

impl<'a> Right<'a> {
    /// A matrix whose rows begin `row` values apart, read as it lies.
    pub(in crate::kernels) fn in_place(values: &'a [f32], row: usize, level: Level) -> Right<'a> {
        Right { values, panel: 2 * level.lanes(), row, padded: false, copies: None, ahead: None, beside: None }
    }

    /// Copies the panels while they are read for the first time, so that rows far apart are visited once. `copies` has room
    /// for as many values as the factor has.
    ///
    /// A copy costs no time then: the stores go beside the multiplications. Copied before, a block of 192 x 128 weights takes
    /// 10 to 20 % of the time of a batch of 50.
    pub(in crate::kernels) fn copied(self, copies: &'a mut [f32]) -> Right<'a> {
        Right { copies: Some(Cell::from_mut(copies).as_slice_of_cells()), ..self }
    }

    /// Brings `ahead` nearer meanwhile.
    pub(in crate::kernels) fn fetching(self, ahead: Option<Ahead<'a>>) -> Right<'a> {
        Right { ahead, ..self }
    }

    /// Changes `beside` meanwhile.
    pub(in crate::kernels) fn changing(self, beside: Option<Beside<'a>>) -> Right<'a> {
        Right { beside, ..self }
    }
}

/// A right factor whose panels are copied, each into one piece: worth it if it is read often.
pub(in crate::kernels) struct Packed {
    values: Scratch,
    rows: usize,
    pair: usize,
}

impl Packed {
    /// Of `rows` rows of `cols` columns, row by row.
    pub(in crate::kernels) fn new(matrix: &[f32], [rows, cols]: [usize; 2], level: Level) -> Packed {
        assert_eq!(matrix.len(), rows * cols);
        let mut packed = Packed::room([rows, cols], level);
        copy_into_panels(matrix, [rows, cols], packed.pair, &mut packed.values);
        packed
    }

    /// Of the transpose of `matrix`, which has `cols` rows of `rows` columns.
    pub(in crate::kernels) fn transposed(matrix: &[f32], [rows, cols]: [usize; 2], level: Level) -> Packed {
        assert_eq!(matrix.len(), rows * cols);
        let mut packed = Packed::room([rows, cols], level);
        let pair = packed.pair;
        for (p, columns) in matrix.chunks(pair * rows.max(1)).enumerate() {
            let panel = &mut packed.values[p * rows * pair..][..rows * pair];
            turn((columns, rows), [columns.len() / rows, rows], (panel, pair));
        }
        packed
    }

    /// What stands in columns that do not exist is multiplied, and not stored.
    fn room([rows, cols]: [usize; 2], level: Level) -> Packed {
        let pair = 2 * level.lanes();
        Packed { values: Scratch::take(cols.next_multiple_of(pair) * rows), rows, pair }
    }

    pub(in crate::kernels) fn right(&self) -> Right<'_> {
        let (panel, row) = (self.rows * self.pair, self.pair);
        Right { values: &self.values, panel, row, padded: true, copies: None, ahead: None, beside: None }
    }
}

multiversion! {
    fn copy_into_panels(matrix: &[f32], size: [usize; 2], pair: usize, panels: &mut [f32]) {
        match pair {
            32 => copy_columns::<32>(matrix, size, panels),
            16 => copy_columns::<16>(matrix, size, panels),
            _ => copy_columns::<8>(matrix, size, panels),
        }
    }
}

/// Columns of which none is missing are copied as arrays: a few instructions instead of a call.
#[inline(always)]
fn copy_columns<const PAIR: usize>(matrix: &[f32], [rows, cols]: [usize; 2], panels: &mut [f32]) {
    let (panels, _) = panels.as_chunks_mut::<PAIR>();
    for k in 0..rows {
        let (whole, rest) = matrix[k * cols..][..cols].as_chunks::<PAIR>();
        for (p, columns) in whole.iter().enumerate() {
            panels[p * rows + k] = *columns;
        }
        if !rest.is_empty() {
            panels[whole.len() * rows + k][..rest.len()].copy_from_slice(rest);
        }
    }
}
