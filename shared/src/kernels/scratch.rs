//! Memory for the inside of a kernel: grows, is kept by its thread, and is never asked of the allocator twice.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// A cache line, and the widest vector.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line([f32; Line::LEN]);

impl Line {
    const LEN: usize = 16;
}

/// A NaN that no computation makes.
const UNWRITTEN: f32 = f32::from_bits(0x7fc0_d1ce);

thread_local! {
    static FREE: RefCell<Vec<Vec<Line>>> = const { RefCell::new(Vec::new()) };
}

/// Floats that start at a cache line; their values are whatever was left there. Goes back to its thread when dropped.
///
/// A thread may hold several: a task that waits for others may be given another task that needs one too.
///
/// The memory is longer than asked for, hidden from tools that look for reads and writes past the end. So in tests (with
/// debug assertions) all of it is NaN at first, which shows in the result of a kernel that reads what nobody wrote, and
/// the line behind the end must be the same when the scratch goes back.
pub(crate) struct Scratch {
    lines: Vec<Line>,
    len: usize,
}

impl Scratch {
    /// `len` floats of no particular value.
    pub(crate) fn take(len: usize) -> Scratch {
        let mut lines = FREE.with_borrow_mut(Vec::pop).unwrap_or_default();
        let needed = len.div_ceil(Line::LEN) + usize::from(cfg!(debug_assertions));
        if lines.len() < needed {
            lines.resize(needed, Line([0.0; Line::LEN]));
        }
        if cfg!(debug_assertions) {
            lines[..needed].fill(Line([UNWRITTEN; Line::LEN]));
        }
        Scratch { lines, len }
    }

    /// Whether no write went past the end: the rest of its last line, and one line more.
    fn end_is_untouched(&self) -> bool {
        let last = self.len / Line::LEN;
        let behind = self.lines[last..=self.len.div_ceil(Line::LEN)].iter().flat_map(|line| line.0);
        behind.skip(self.len - last * Line::LEN).all(|value| value.to_bits() == UNWRITTEN.to_bits())
    }

    /// `len` zeros.
    pub(crate) fn zeros(len: usize) -> Scratch {
        let mut scratch = Scratch::take(len);
        scratch.fill(0.0);
        scratch
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        debug_assert!(std::thread::panicking() || self.end_is_untouched(), "a write past {} floats", self.len);
        let lines = std::mem::take(&mut self.lines);
        FREE.with_borrow_mut(|free| free.push(lines));
    }
}

impl Deref for Scratch {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        // SAFETY: `Line` is an array of floats without padding (16 floats are 64 bytes, its alignment), all of them
        // initialised, and `take` made at least `len` of them.
        unsafe { std::slice::from_raw_parts(self.lines.as_ptr().cast(), self.len) }
    }
}

impl DerefMut for Scratch {
    fn deref_mut(&mut self) -> &mut [f32] {
        // SAFETY: as above, and `self` is borrowed mutably.
        unsafe { std::slice::from_raw_parts_mut(self.lines.as_mut_ptr().cast(), self.len) }
    }
}

#[cfg(test)]
mod tests {
    use super::Scratch;

    #[test]
    fn is_aligned_has_its_length_and_comes_back() {
        for len in [0, 1, 15, 16, 17, 1000] {
            let mut scratch = Scratch::zeros(len);
            assert_eq!(scratch.len(), len);
            assert_eq!(scratch.as_ptr().align_offset(64), 0);
            assert!(scratch.iter().all(|&value| value == 0.0));
            scratch.fill(f32::NAN);
        }
        let address = Scratch::take(1000).as_ptr();
        assert_eq!(Scratch::take(900).as_ptr(), address, "the same memory again");
        assert!(Scratch::zeros(1000).iter().all(|&value| value == 0.0));
    }

    #[test]
    #[should_panic(expected = "a write past 17 floats")]
    fn a_write_past_the_end_is_found_in_tests() {
        let mut scratch = Scratch::take(17);
        scratch.len = 18;
        scratch[17] = 0.0;
        scratch.len = 17;
    }

    #[test]
    fn unwritten_floats_are_nan_in_tests() {
        Scratch::zeros(100);
        assert!(Scratch::take(50).iter().all(|value| value.is_nan()));
    }

    #[test]
    fn two_at_once_do_not_overlap() {
        let mut first = Scratch::zeros(100);
        let second = Scratch::zeros(100);
        first.fill(1.0);
        assert!(second.iter().all(|&value| value == 0.0));
    }
}
