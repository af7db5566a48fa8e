//! One vector type per instruction set, so that a kernel is written once, generic over [`Vector`].
//!
//! A kernel is an `#[inline(always)]` function generic over `V: Vector`; the macro `at_level!` wraps it into one function
//! per [`Level`], each compiled for its instruction set, and calls the one that fits. Sums differ in their last bits
//! between levels (only some fuse a multiplication with an addition), never between runs on one machine.

/// An instruction set for which the kernels are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Whatever the compiler makes of plain arrays: right everywhere.
    Portable,
    /// 8 lanes, 16 registers (x86-64 of 2013 and later).
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 16 lanes, 32 registers.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The widest level of this machine.
    pub(crate) fn best() -> Level {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                return Level::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Level::Avx2;
            }
        }
        Level::Portable
    }

    /// Every level that this machine can run, the portable one first.
    #[cfg(test)]
    pub(crate) fn all_here() -> Vec<Level> {
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Level::Avx2);
            }
            if Level::best() == Level::Avx512 {
                levels.push(Level::Avx512);
            }
        }
        levels
    }

    /// Floats in a vector of this level.
    pub(crate) fn lanes(self) -> usize {
        match self {
            Level::Portable => <[f32; 4]>::LANES,
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => x86::Avx2::LANES,
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => x86::Avx512::LANES,
        }
    }
}

/// Some floats that are worked on at once.
///
/// # Safety
/// Every method needs a machine that has the type's instruction set. The pointers of `load` and `store` need to be valid
/// for [`LANES`](Vector::LANES) floats (those of `load_first` and `store_first` for `count`); they need not be aligned.
pub(crate) trait Vector: Copy {
    /// Floats in a vector.
    const LANES: usize;
    /// Whether the machine has 32 vector registers rather than 16: decides how many sums a kernel keeps in them.
    const MANY_REGISTERS: bool;

    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    /// Loads lanes `0..count`, where `count <= LANES`; the others are 0.
    unsafe fn load_first(from: *const f32, count: usize) -> Self;
    unsafe fn store(self, to: *mut f32);
    /// Stores lanes `0..count`, where `count <= LANES`.
    unsafe fn store_first(self, to: *mut f32, count: usize);
    unsafe fn add(self, other: Self) -> Self;
    /// `self + a * b`.
    unsafe fn plus_product(self, a: Self, b: Self) -> Self;
    /// `max(self, 0)`, where NaN stays NaN.
    unsafe fn relu(self) -> Self;
}

impl Vector for [f32; 4] {
    const LANES: usize = 4;
    const MANY_REGISTERS: bool = false;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        [value; 4]
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller vouches for 4 floats.
        unsafe { from.cast::<[f32; 4]>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize) -> Self {
        let mut vector = [0.0; 4];
        // SAFETY: the caller vouches for `count` floats, and `count <= 4`.
        unsafe { std::ptr::copy_nonoverlapping(from, vector.as_mut_ptr(), count) };
        vector
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller vouches for 4 floats.
        unsafe { to.cast::<[f32; 4]>().write_unaligned(self) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f32, count: usize) {
        // SAFETY: the caller vouches for `count` floats, and `count <= 4`.
        unsafe { std::ptr::copy_nonoverlapping(self.as_ptr(), to, count) }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] + other[lane])
    }

    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        std::array::from_fn(|lane| self[lane] + a[lane] * b[lane])
    }

    #[inline(always)]
    unsafe fn relu(self) -> Self {
        self.map(|value| if value < 0.0 { 0.0 } else { value })
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) mod x86 {
    use std::arch::x86_64::*;

    use super::Vector;

    #[derive(Clone, Copy)]
    pub(crate) struct Avx2(__m256);

    #[derive(Clone, Copy)]
    pub(crate) struct Avx512(__m512);

    /// A window of 8 entries that starts `count` before the middle has `count` entries set: the mask of a partial load or store.
    static MASKS: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];

    // SAFETY (all methods of both types): the caller vouches for the instruction set and for the pointers.
    impl Vector for Avx2 {
        const LANES: usize = 8;
        const MANY_REGISTERS: bool = false;

        #[inline(always)]
        unsafe fn splat(value: f32) -> Self {
            // SAFETY: as above.
            Avx2(unsafe { _mm256_set1_ps(value) })
        }

        #[inline(always)]
        unsafe fn load(from: *const f32) -> Self {
            // SAFETY: as above.
            Avx2(unsafe { _mm256_loadu_ps(from) })
        }

        #[inline(always)]
        unsafe fn load_first(from: *const f32, count: usize) -> Self {
            // SAFETY: as above, and `count <= 8` keeps the mask's load inside the table.
            unsafe {
                let mask = _mm256_loadu_si256(MASKS.as_ptr().add(8 - count).cast());
                Avx2(_mm256_maskload_ps(from, mask))
            }
        }

        #[inline(always)]
        unsafe fn store(self, to: *mut f32) {
            // SAFETY: as above.
            unsafe { _mm256_storeu_ps(to, self.0) }
        }

        #[inline(always)]
        unsafe fn store_first(self, to: *mut f32, count: usize) {
            // SAFETY: as above, and `count <= 8` keeps the mask's load inside the table.
            unsafe {
                let mask = _mm256_loadu_si256(MASKS.as_ptr().add(8 - count).cast());
                _mm256_maskstore_ps(to, mask, self.0);
            }
        }

        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            // SAFETY: as above.
            Avx2(unsafe { _mm256_add_ps(self.0, other.0) })
        }

        #[inline(always)]
        unsafe fn plus_product(self, a: Self, b: Self) -> Self {
            // SAFETY: as above.
            Avx2(unsafe { _mm256_fmadd_ps(a.0, b.0, self.0) })
        }

        #[inline(always)]
        unsafe fn relu(self) -> Self {
            // SAFETY: as above. Of a NaN and a number, this instruction gives its second operand.
            Avx2(unsafe { _mm256_max_ps(_mm256_setzero_ps(), self.0) })
        }
    }

    impl Vector for Avx512 {
        const LANES: usize = 16;
        const MANY_REGISTERS: bool = true;

        #[inline(always)]
        unsafe fn splat(value: f32) -> Self {
            // SAFETY: as above.
            Avx512(unsafe { _mm512_set1_ps(value) })
        }

        #[inline(always)]
        unsafe fn load(from: *const f32) -> Self {
            // SAFETY: as above.
            Avx512(unsafe { _mm512_loadu_ps(from) })
        }

        #[inline(always)]
        unsafe fn load_first(from: *const f32, count: usize) -> Self {
            // SAFETY: as above; the mask has its lowest `count <= 16` bits set.
            Avx512(unsafe { _mm512_maskz_loadu_ps(((1u32 << count) - 1) as u16, from) })
        }

        #[inline(always)]
        unsafe fn store(self, to: *mut f32) {
            // SAFETY: as above.
            unsafe { _mm512_storeu_ps(to, self.0) }
        }

        #[inline(always)]
        unsafe fn store_first(self, to: *mut f32, count: usize) {
            // SAFETY: as above; the mask has its lowest `count <= 16` bits set.
            unsafe { _mm512_mask_storeu_ps(to, ((1u32 << count) - 1) as u16, self.0) }
        }

        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            // SAFETY: as above.
            Avx512(unsafe { _mm512_add_ps(self.0, other.0) })
        }

        #[inline(always)]
        unsafe fn plus_product(self, a: Self, b: Self) -> Self {
            // SAFETY: as above.
            Avx512(unsafe { _mm512_fmadd_ps(a.0, b.0, self.0) })
        }

        #[inline(always)]
        unsafe fn relu(self) -> Self {
            // SAFETY: as above. Of a NaN and a number, this instruction gives its second operand.
            Avx512(unsafe { _mm512_max_ps(_mm512_setzero_ps(), self.0) })
        }
    }
}

/// `at_level!(level, kernel(argument: Type = value, ...))` calls `kernel::<V>(value, ...)`, compiled for the level.
///
/// Expands to a block of type `()`. The kernel is an `#[inline(always)] unsafe fn`; the macro's user vouches for the
/// kernel's own conditions, and that this machine has the level ([`Level::best`]).
macro_rules! at_level {
    ($level:expr, $kernel:ident($($argument:ident: $type:ty = $value:expr),* $(,)?)) => {{
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx512f")]
        unsafe fn avx512($($argument: $type),*) {
            // SAFETY: this function is compiled for the vector's instruction set; the rest is vouched for by its caller.
            unsafe { $kernel::<$crate::kernels::simd::x86::Avx512>($($argument),*) }
        }
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        unsafe fn avx2($($argument: $type),*) {
            // SAFETY: as above.
            unsafe { $kernel::<$crate::kernels::simd::x86::Avx2>($($argument),*) }
        }
        match $level {
            $crate::kernels::simd::Level::Portable => $kernel::<[f32; 4]>($($value),*),
            #[cfg(target_arch = "x86_64")]
            $crate::kernels::simd::Level::Avx2 => avx2($($value),*),
            #[cfg(target_arch = "x86_64")]
            $crate::kernels::simd::Level::Avx512 => avx512($($value),*),
        }
    }};
}
pub(crate) use at_level;

#[cfg(test)]
mod tests {
    use super::*;

    #[inline(always)]
    unsafe fn relu_of_scaled_sum<V: Vector>(x: &[f32], y: &[f32], out: &mut [f32]) {
        for start in (0..x.len()).step_by(V::LANES) {
            let count = V::LANES.min(x.len() - start);
            let mut b = [0.0; 16];
            b[..count].copy_from_slice(&y[start..start + count]);
            // SAFETY: 16 floats are enough for any vector; `count` floats remain in `x` and `out`.
            unsafe {
                let (a, b) = (V::load_first(x[start..].as_ptr(), count), V::load(b.as_ptr()));
                a.add(b).plus_product(a, V::splat(2.0)).relu().store_first(out[start..].as_mut_ptr(), count);
            }
        }
    }

    #[test]
    fn every_level_does_what_plain_floats_do() {
        for level in Level::all_here() {
            for len in 0..40 {
                let x: Vec<f32> = (0..len).map(|i| i as f32 - 9.0).collect();
                let y: Vec<f32> = (0..len).map(|i| 7.0 - 3.0 * i as f32).collect();
                let mut out = vec![-7.0; len + 1];
                // SAFETY: the level is one of this machine's.
                unsafe {
                    at_level!(level, relu_of_scaled_sum(x: &[f32] = &x, y: &[f32] = &y, out: &mut [f32] = &mut out))
                };
                let expected: Vec<f32> = x.iter().zip(&y).map(|(x, y)| (x + y + 2.0 * x).max(0.0)).collect();
                assert_eq!(out[..len], expected, "{level:?}");
                assert_eq!(out[len], -7.0, "{level:?} wrote past the end");
            }
        }
    }

    #[test]
    fn relu_keeps_nan_at_every_level() {
        for level in Level::all_here() {
            let x = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
            let mut out = [0.0; 3];
            // SAFETY: the level is one of this machine's.
            unsafe {
                at_level!(level, relu_of_scaled_sum(x: &[f32] = &x, y: &[f32] = &[0.0; 3], out: &mut [f32] = &mut out))
            };
            assert!(out[0].is_nan(), "{level:?}");
            assert_eq!(out[1..], [f32::INFINITY, 0.0], "{level:?}");
        }
    }
}
