//! Asks for memory before it is read. The processor does that by itself where reads follow each other, but not where they jump.

/// Bytes that come at a time.
const LINE: usize = 64;

/// Brings the lines of `values` into the caches, without waiting for them. Changes nothing that a program could see.
///
/// Rows of 784 bytes at random places of 43 MB, read one after the other into floats: 100 rows take 19 us, and 8 if each is asked
/// for four rows before. (One row before: 11 us, two 10, eight 8.)
pub fn fetch_ahead<T>(values: &[T]) {
    let first = values.as_ptr().cast::<u8>();
    (0..size_of_val(values)).step_by(LINE).for_each(|offset| fetch_line(first.wrapping_add(offset)));
}

/// Brings the line at `address` into the caches. Any address may be given.
#[inline(always)]
pub(super) fn fetch_line<T>(address: *const T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 processor has the instruction, and it reads nothing that a program could see.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T1>(address.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

#[cfg(test)]
mod tests {
    use super::fetch_ahead;

    #[test]
    fn any_slice_may_be_fetched() {
        fetch_ahead::<f32>(&[]);
        fetch_ahead(&[1u8; 1000]);
        fetch_ahead(&[[0u64; 3]; 7][1..]);
        fetch_ahead(&[(); 9]);
    }
}
