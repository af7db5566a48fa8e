//! Buffers of a plan: a result's buffer is free again once its last reader is done.
//!
//! One walk along the steps, with a list of free buffers: each step takes the smallest free one that is large enough,
//! else it makes the largest grow, else it opens a new one; then the buffers that it read last go back to the list.

use std::fmt;

use crate::element::DType;
use crate::plan::{Operand, Source, Step};

/// Element type and number of elements of each buffer of a session; all its plans share them.
pub(crate) type Buffers = Vec<(DType, usize)>;

/// The buffers of a plan, and what reuse saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Number of buffers that the plan uses.
    pub buffers: usize,
    /// Bytes of these buffers.
    pub bytes: usize,
    /// Bytes if every result had a buffer of its own.
    pub bytes_without_reuse: usize,
}

/// Gives each step a buffer for its output, and redirects all operands to it. Fetched results keep theirs to the end.
///
/// `buffers` are those of the session's earlier plans: all free at the start of a run.
pub(crate) fn assign(steps: &mut [Step], fetches: &mut [Operand], reuse: bool, buffers: &mut Buffers) -> Memory {
    let last_use = last_uses(steps, fetches);
    let mut bytes_without_reuse = 0;
    let mut free: Vec<usize> = (0..buffers.len()).collect();
    let mut buffer_of: Vec<usize> = Vec::with_capacity(steps.len());
    for (k, step) in steps.iter_mut().enumerate() {
        let len = step.len;
        bytes_without_reuse += bytes(step.dtype, len);
        let buffer = take_free(buffers, &mut free, step.dtype, len).unwrap_or_else(|| {
            buffers.push((step.dtype, 0));
            buffers.len() - 1
        });
        buffers[buffer].1 = buffers[buffer].1.max(len);
        buffer_of.push(buffer);
        if reuse {
            free.extend((0..=k).filter(|&earlier| last_use[earlier] == k).map(|earlier| buffer_of[earlier]));
        }
        step.slot = buffer;
        step.inputs.iter_mut().for_each(|input| redirect(input, &buffer_of));
    }
    fetches.iter_mut().for_each(|fetch| redirect(fetch, &buffer_of));
    let mut used = buffer_of;
    used.sort_unstable();
    used.dedup();
    let bytes = used.iter().map(|&buffer| bytes(buffers[buffer].0, buffers[buffer].1)).sum();
    Memory { buffers: used.len(), bytes, bytes_without_reuse }
}

/// The last step that reads each step's result; its own number if none does, the number of steps if it is fetched.
fn last_uses(steps: &[Step], fetches: &[Operand]) -> Vec<usize> {
    let mut last: Vec<usize> = (0..steps.len()).collect();
    for (k, step) in steps.iter().enumerate() {
        for input in &step.inputs {
            if let Source::Slot(earlier) = input.source {
                last[earlier] = k;
            }
        }
    }
    for fetch in fetches {
        if let Source::Slot(step) = fetch.source {
            last[step] = steps.len();
        }
    }
    last
}

fn take_free(buffers: &[(DType, usize)], free: &mut Vec<usize>, dtype: DType, len: usize) -> Option<usize> {
    let fitting = (0..free.len()).filter(|&k| buffers[free[k]].0 == dtype);
    let best = fitting.min_by_key(|&k| {
        let size = buffers[free[k]].1;
        // Large enough first, the smallest of them; then the largest of those that must grow.
        (size < len, if size < len { usize::MAX - size } else { size })
    })?;
    Some(free.swap_remove(best))
}

fn redirect(operand: &mut Operand, buffer_of: &[usize]) {
    if let Source::Slot(slot) = &mut operand.source {
        *slot = buffer_of[*slot];
    }
}

fn bytes(dtype: DType, len: usize) -> usize {
    match dtype {
        DType::F32 | DType::I32 => 4 * len,
        DType::Bool => len,
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |bytes: usize| bytes as f64 / f64::from(1 << 20);
        let (before, after) = (mib(self.bytes_without_reuse), mib(self.bytes));
        write!(f, "memory: {before:.2} MiB without reuse -> {after:.2} MiB in {} buffers", self.buffers)
    }
}
