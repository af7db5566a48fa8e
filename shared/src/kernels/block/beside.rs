//! What a tile does beside its multiplications: Adam's change of values whose gradient was made before.
//!
//! Its root and its division keep a unit of the processor busy that products hardly use, and its memory comes while the
//! products run. One after the other on one core, making the gradient of 10800 x 1024 weights takes 5.0 ms and its use by Adam
//! 1.8; so mixed, both take 6.0 (nothing from memory).

use std::cell::Cell;

use super::ahead::Place;
use crate::kernels::fetch_ahead::fetch_line;
use crate::kernels::simd::Vector;
use crate::kernels::update::{AdamStep, LEAST_GRADIENT, LEAST_MEAN};

/// So many values before they are changed, they are asked for. 8 or 16 KiB ahead instead of 2: 1 to 5 % slower; all of the next
/// block, 48 KiB: 10 %; nothing: 60 %.
const AHEAD: usize = 512;

/// Pieces of a variable, of Adam's `m` and `v`, and of the gradient, all of one length.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Beside<'a> {
    step: AdamStep,
    state: [&'a [Cell<f32>]; 3],
    grad: &'a [f32],
}

impl<'a> Beside<'a> {
    /// # Panics
    /// If the lengths differ.
    pub(in crate::kernels) fn new(step: AdamStep, state: [&'a mut [f32]; 3], grad: &'a [f32]) -> Beside<'a> {
        assert!(state.iter().all(|part| part.len() == grad.len()), "what is changed has the gradient's length");
        Beside { step, state: state.map(|part| Cell::from_mut(part).as_slice_of_cells()), grad }
    }

    /// The share of one tile, whose sums have `inner` steps. The last tile also has what fills no vector.
    #[inline(always)]
    pub(super) fn share(&self, place: Place, lanes: usize, inner: usize) -> Share {
        let tiles = place.tiles * place.panels;
        let tile = place.panel * place.tiles + place.tile;
        let all = self.grad.len() / lanes;
        let each = all.div_ceil(tiles);
        let first = (tile * each).min(all);
        let start = first * lanes;
        Share {
            step: self.step,
            state: self.state.map(|part| part.as_ptr().wrapping_add(start).cast_mut().cast()),
            grad: self.grad.as_ptr().wrapping_add(start),
            vectors: each.min(all - first),
            rest: if tile + 1 == tiles { self.grad.len() % lanes } else { 0 },
            every: (inner / each.max(1)).max(1),
        }
    }
}

/// What is left for one tile.
pub(super) struct Share {
    step: AdamStep,
    state: [*mut f32; 3],
    grad: *const f32,
    /// Whole vectors, and values behind them.
    vectors: usize,
    rest: usize,
    /// One vector in so many steps of `k`.
    every: usize,
}

impl Share {
    /// Changes the next vector, and says after how many steps of `k` the next call is due.
    ///
    /// # Safety
    /// A machine that has `V`, and what is changed is still borrowed.
    #[inline(always)]
    pub(super) unsafe fn next<V: Vector>(&mut self) -> usize {
        if self.vectors > 0 {
            self.vectors -= 1;
            self.state.iter().for_each(|part| fetch_line(part.wrapping_add(AHEAD).cast_const()));
            // SAFETY: as the caller vouches; so many vectors are left.
            unsafe {
                let [var, m, v] = self.state;
                let changed = changed(&self.step, [V::load(var), V::load(m), V::load(v)], V::load(self.grad));
                for (to, vector) in self.state.iter_mut().zip(changed) {
                    vector.store(*to);
                    *to = to.wrapping_add(V::LANES);
                }
            }
            self.grad = self.grad.wrapping_add(V::LANES);
        }
        self.every
    }

    /// Changes all that is left.
    ///
    /// # Safety
    /// As [`next`](Self::next).
    #[inline(always)]
    pub(super) unsafe fn finish<V: Vector>(&mut self) {
        let count = self.rest;
        // SAFETY: as the caller vouches; behind the whole vectors, `rest` values are left.
        unsafe {
            while self.vectors > 0 {
                self.next::<V>();
            }
            if count > 0 {
                let [var, m, v] = self.state;
                let state = [V::load_first(var, count), V::load_first(m, count), V::load_first(v, count)];
                let changed = changed(&self.step, state, V::load_first(self.grad, count));
                for (to, vector) in self.state.into_iter().zip(changed) {
                    vector.store_first(to, count);
                }
            }
        }
    }
}

/// The formula of [`AdamStep::change`], with its bits: each operation is rounded by itself, on every instruction set.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn changed<V: Vector>(step: &AdamStep, [var, m, v]: [V; 3], g: V) -> [V; 3] {
    // SAFETY: as the caller vouches.
    unsafe {
        let g = g.or_zero(LEAST_GRADIENT);
        let m = V::splat(step.beta1).times(m).add(V::splat(1.0 - step.beta1).times(g)).or_zero(LEAST_MEAN);
        let v = V::splat(step.beta2).times(v).add(V::splat(1.0 - step.beta2).times(g.times(g))).or_zero(LEAST_MEAN);
        let change = V::splat(step.rate).times(m).over(v.sqrt().add(V::splat(step.epsilon)));
        [var.minus(change), m, v]
    }
}
