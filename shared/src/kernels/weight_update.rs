//! The update of a dense layer's weights while their gradient is made: block by block, and never in memory as a whole.
//!
//! An optimizer reads each gradient once, and the weights of a large layer stream through the processor anyway. Measured on
//! two cores for 10800 x 1024 weights, a batch of 50 and Adam: 5.0 ms for the update and 2.6 for the gradient before it, 6.2 for
//! both in one; 4.8 is what the memory takes to read and write the weights and the two means (55 GB/s). While a block's
//! gradient is made, the next block's weights and means are fetched, spread over the tiles of the product: 10 to 20 % less time. (All
//! of them at once: 0 to 3 %.) Adam has a way of its own (`weight_adam.rs`).

use super::block::MOST_ARRAYS;
use super::parallel::for_each;
use super::scratch::Scratch;
use super::weight_gradient::WeightGradient;

/// Multiplications that outweigh waking a second thread, some microseconds.
pub(super) const WORTH_THREADS: usize = 1 << 18;

/// An optimizer remembers at most so many numbers for each weight.
pub const MOST_SLOTS: usize = MOST_ARRAYS - 1;

/// Blocks in one task, at most: the first of them comes from memory unannounced.
const MOST_BLOCKS: usize = 8;

/// Tasks that keep all threads busy to the end.
pub(super) const TASKS: usize = 32;

/// A variable and its optimizer's slots, or the same piece of each.
struct Pieces<'a> {
    variable: &'a mut [f32],
    slots: [&'a mut [f32]; MOST_SLOTS],
    /// Slots that exist; the others are empty.
    used: usize,
}

impl<'a> Pieces<'a> {
    fn new(variable: &'a mut [f32], slots: &'a mut [&mut [f32]]) -> Pieces<'a> {
        assert!(slots.iter().all(|slot| slot.len() == variable.len()), "a slot has another length than its variable");
        let used = slots.len();
        let mut rest = slots.iter_mut();
        Pieces { variable, slots: std::array::from_fn(|_| rest.next().map_or(&mut [][..], |slot| &mut **slot)), used }
    }

    /// The first `len` values of each; what is left stays.
    fn split_off(&mut self, len: usize) -> Pieces<'a> {
        fn cut<'a>(part: &mut &'a mut [f32], len: usize) -> &'a mut [f32] {
            part.split_off_mut(..len.min(part.len())).expect("no longer than the part")
        }
        let slots = self.slots.each_mut().map(|slot| cut(slot, len));
        Pieces { variable: cut(&mut self.variable, len), slots, used: self.used }
    }

    /// The first `len` values of each array, and the number of arrays; `None` if nothing is left.
    fn first(&self, len: usize) -> Option<([&[f32]; MOST_ARRAYS], usize)> {
        let len = len.min(self.variable.len());
        let mut arrays = [&self.variable[..len]; MOST_ARRAYS];
        for (array, slot) in arrays[1..].iter_mut().zip(&self.slots[..self.used]) {
            *array = &slot[..len];
        }
        (len > 0).then_some((arrays, 1 + self.used))
    }
}

/// What changes a piece of a variable: called with the piece of the variable, of its gradient, and of each slot.
pub trait Change: Fn(&mut [f32], &[f32], &mut [&mut [f32]]) + Sync {}

impl<F: Fn(&mut [f32], &[f32], &mut [&mut [f32]]) + Sync> Change for F {}

/// Calls `change` for blocks of rows of the variable, each with its gradient, until all are done.
///
/// ```
/// use shared::kernels::weight_update::update_by_blocks;
/// use shared::kernels::weight_gradient::WeightGradient;
///
/// let (x, g) = ([1.0, 2.0], [10.0, 20.0, 30.0]); // a batch of one: 2 inputs, 3 outputs
/// let mut w = [0.0; 6];
/// update_by_blocks(&WeightGradient::new(&x, &g, [1, 2, 3]), &mut w, &mut [], &|w, gradient, _| {
///     w.iter_mut().zip(gradient).for_each(|(w, gradient)| *w -= 0.1 * gradient);
/// });
/// assert_eq!(w, [-1.0, -2.0, -3.0, -2.0, -4.0, -6.0]);
/// ```
///
/// # Panics
/// If the variable or a slot has not the gradient's size, or there are more than [`MOST_SLOTS`] slots.
pub fn update_by_blocks(
    gradient: &WeightGradient<'_>,
    variable: &mut [f32],
    slots: &mut [&mut [f32]],
    change: &impl Change,
) {
    assert_eq!(variable.len(), gradient.size().iter().product::<usize>(), "the variable has the gradient's size");
    assert!(slots.len() <= MOST_SLOTS, "at most {MOST_SLOTS} slots, found {}", slots.len());
    let ([rows, columns], block) = (gradient.size(), gradient.block());
    let task = (rows.div_ceil(block) / TASKS).clamp(1, MOST_BLOCKS) * block;
    let mut pieces = Pieces::new(variable, slots);
    // Cut off one after the other while they are taken: a list of tasks would need memory.
    let tasks = (0..rows).step_by(task).map(|row| (row, pieces.split_off(task.min(rows - row) * columns)));
    let update = |(first_row, mut pieces): (usize, Pieces<'_>)| {
        let mut values = Scratch::take(block.min(rows) * columns);
        let mut row = first_row;
        while !pieces.variable.is_empty() {
            let mut now = pieces.split_off(block * columns);
            let values = &mut values[..now.variable.len()];
            let next = pieces.first(block * columns);
            gradient.rows_fetching(row, values, next.as_ref().map(|(arrays, used)| &arrays[..*used]));
            change(now.variable, values, &mut now.slots[..now.used]);
            row += block;
        }
    };
    if rows * gradient.row_work() < WORTH_THREADS { tasks.for_each(update) } else { for_each(tasks, update) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::simd::Level;
    use crate::kernels::twin::{at_level, bits, noise};

    /// How a variable and its slots are updated by a gradient: at once, or by blocks.
    type Way<'a> = &'a (dyn Fn(&WeightGradient<'_>, &mut [f32], &mut [&mut [f32]]) + Sync);

    /// A rule that uses all slots: each becomes its old value plus the gradient, and the variable the sum of all.
    fn change(variable: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        for (i, (value, g)) in variable.iter_mut().zip(gradient).enumerate() {
            slots.iter_mut().for_each(|slot| slot[i] += g);
            *value += g + slots.iter().map(|slot| slot[i]).sum::<f32>();
        }
    }

    #[test]
    fn blocks_give_the_bits_of_one_pass_for_any_number_of_slots() {
        for sizes @ [batch, inputs, outputs] in [[2, 0, 3], [2, 3, 0], [3, 1, 1], [5, 100, 700], [20, 2500, 10]] {
            let (x, g, len) = (noise(batch * inputs, 1), noise(batch * outputs, 2), inputs * outputs);
            for slots in 0..=MOST_SLOTS {
                let start: Vec<Vec<f32>> = (0..=slots as u32).map(|k| noise(len, 3 + k)).collect();
                let run = |update: Way<'_>| {
                    let mut arrays = start.clone();
                    let mut views: Vec<&mut [f32]> = arrays.iter_mut().map(Vec::as_mut_slice).collect();
                    let (variable, slots) = views.split_first_mut().expect("the variable comes first");
                    update(&WeightGradient::new(&x, &g, sizes), variable, slots);
                    arrays.concat()
                };
                let at_once = |gradient: &WeightGradient<'_>, variable: &mut [f32], slots: &mut [&mut [f32]]| {
                    let mut whole = vec![f32::NAN; len];
                    gradient.rows(0, &mut whole);
                    change(variable, &whole, slots);
                };
                let by_blocks = |gradient: &WeightGradient<'_>, variable: &mut [f32], slots: &mut [&mut [f32]]| {
                    update_by_blocks(gradient, variable, slots, &change);
                };
                for level in Level::all_here() {
                    let expected = at_level(level, 1, || run(&at_once));
                    for threads in [1, 2, 4] {
                        let found = at_level(level, threads, || run(&by_blocks));
                        assert_eq!(bits(&found), bits(&expected), "{level:?}, {sizes:?}, {slots} slots");
                    }
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "at most 4 slots, found 5")]
    fn too_many_slots_are_refused() {
        let mut slots = [const { [0.0] }; 5];
        let mut slots: Vec<&mut [f32]> = slots.iter_mut().map(|slot| &mut slot[..]).collect();
        update_by_blocks(&WeightGradient::new(&[1.0], &[1.0], [1, 1, 1]), &mut [0.0], &mut slots, &change);
    }

    #[test]
    #[should_panic(expected = "a slot has another length than its variable")]
    fn lengths_are_checked() {
        update_by_blocks(&WeightGradient::new(&[1.0], &[1.0], [1, 1, 1]), &mut [0.0], &mut [&mut []], &change);
    }
}
