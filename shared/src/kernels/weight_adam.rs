//! The update of a dense layer's weights by Adam, mixed with the products that make their gradient.
//!
//! As [`update_by_blocks`](super::weight_update::update_by_blocks), which serves every rule; but while a block's gradient is made,
//! the block before it is changed, a vector at a time between the multiplications. Bits are the same. Measured beside one after
//! the other, for 10800 x 1024 weights and a batch of 50: 20 to 23 % less time on one core, 10 to 17 % on two, where memory is the
//! limit.

use std::mem::swap;

use super::block::Beside;
use super::parallel::for_each;
use super::scratch::Scratch;
use super::update::Adam;
use super::weight_gradient::WeightGradient;
use super::weight_update::{TASKS, WORTH_THREADS};

/// Blocks in one task, unless there are few: one alone is mixed with nothing. With two, 50 x 1024 x 512 takes 3 to 11 % less time than
/// with one; with four, 64 x 1764 x 128 takes 1 % more again.
const WORTH_MIXING: usize = 2;

/// To share 128 x 128 weights on two threads saves more than to mix their two blocks: 1.5 us of 7.
const FEW_TASKS: usize = 4;

/// A variable, `m` and `v`, or the same piece of each.
type State<'a> = [&'a mut [f32]; 3];

/// Changes the weights, `m` and `v` as [`Adam::update`] does at this step.
///
/// # Panics
/// If a part of the state has not the gradient's size.
pub fn adam_by_blocks(adam: &Adam, step: u64, state: State<'_>, gradient: &WeightGradient<'_>) {
    let [rows, columns] = gradient.size();
    assert!(
        state.iter().all(|part| part.len() == rows * columns),
        "the variable and its state have the gradient's size"
    );
    let step = adam.at(step);
    let block = gradient.block() * columns;
    let all = rows.div_ceil(gradient.block());
    let blocks = (all / TASKS).max(WORTH_MIXING.min(all / FEW_TASKS)).max(1);
    let update = |(task, state): (usize, State<'_>)| {
        let mut grads = [(); 2].map(|()| Scratch::take(block.min(state[0].len())));
        let [grad, made] = &mut grads;
        let mut before: Option<State<'_>> = None;
        for (k, now) in pieces(state, block).enumerate() {
            let (row, made_now) = ((task * blocks + k) * gradient.block(), &mut made[..now[0].len()]);
            gradient.rows_changing(row, made_now, before.map(|before| Beside::new(step, before, grad)));
            before = Some(now);
            swap(grad, made);
        }
        // Every task has a block. The last one has no product beside it, and may be lower.
        before.into_iter().for_each(|last| {
            let len = last[0].len();
            step.change(last, &grad[..len]);
        });
    };
    let tasks = pieces(state, blocks * block).enumerate();
    if rows * gradient.row_work() < WORTH_THREADS { tasks.for_each(update) } else { for_each(tasks, update) }
}

/// Pieces of `len` values; the last may be shorter.
fn pieces(state: State<'_>, len: usize) -> impl Iterator<Item = State<'_>> + Send {
    let [var, m, v] = state.map(|part| part.chunks_mut(len.max(1)));
    var.zip(m).zip(v).map(|((var, m), v)| [var, m, v])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::simd::Level;
    use crate::kernels::twin::{at_level, bits, noise};
    use crate::kernels::update::LEAST_GRADIENT;
    use crate::kernels::weight_update::update_by_blocks;

    /// Three steps by one of the two ways; the variable, `m` and `v` one behind the other.
    fn trained([batch, inputs, outputs]: [usize; 3], mixed: bool) -> Vec<f32> {
        let (x, mut g, adam) = (noise(batch * inputs, 1), noise(batch * outputs, 2), Adam::new(0.01));
        // Columns with gradients around those that count as 0.
        g.iter_mut().enumerate().filter(|(k, _)| k % outputs % 5 == 0).for_each(|(_, g)| *g *= LEAST_GRADIENT);
        let mut state = [noise(inputs * outputs, 3), vec![0.0; inputs * outputs], vec![0.0; inputs * outputs]];
        for step in 1..=3 {
            let gradient = WeightGradient::new(&x, &g, [batch, inputs, outputs]);
            let [var, m, v] = state.each_mut().map(Vec::as_mut_slice);
            if mixed {
                adam_by_blocks(&adam, step, [var, m, v], &gradient);
            } else {
                update_by_blocks(&gradient, var, &mut [m, v], &|var, grad, slots| {
                    let [m, v] = slots else { unreachable!("two slots") };
                    adam.update(step, [var, m, v], grad);
                });
            }
        }
        state.concat()
    }

    #[test]
    fn the_bits_are_those_of_one_after_the_other_for_any_number_of_threads() {
        // Without elements; without a whole tile; with a narrow last panel; with a low last block; several tasks.
        let sizes = [
            [2, 0, 3],
            [2, 3, 0],
            [0, 5, 40],
            [3, 1, 1],
            [5, 100, 700],
            [50, 100, 512],
            [20, 2500, 10],
            [30, 800, 1025],
        ];
        for sizes in sizes {
            for level in Level::all_here() {
                let expected = at_level(level, 1, || trained(sizes, false));
                for threads in [1, 2, 4] {
                    let found = at_level(level, threads, || trained(sizes, true));
                    assert_eq!(bits(&found), bits(&expected), "{level:?}, {sizes:?}, {threads} threads");
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "have the gradient's size")]
    fn sizes_are_checked() {
        let gradient = WeightGradient::new(&[1.0], &[1.0], [1, 1, 1]);
        adam_by_blocks(&Adam::new(0.1), 1, [&mut [0.0], &mut [0.0], &mut []], &gradient);
    }
}
