//! One vector type per instruction set, so that a kernel is written once, generic over [`Vector`].
//!
//! A kernel is an `#[inline(always)]` function generic over `V: Vector`; the macro `at_level!` wraps it into one function
//! per [`Level`], each compiled for its instruction set, and calls the one that fits. Sums differ in their last bits
//! between levels (only some fuse a multiplication with an addition), never between runs on one machine.

mod level;
#[cfg(target_arch = "aarch64")]
pub(crate) mod neon;
mod portable;
#[cfg(target_arch = "x86_64")]
pub(crate) mod x86;

#[cfg(test)]
pub(crate) use level::FORCED;
pub use level::instruction_set;
pub(crate) use level::{InstructionSet, Level};

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
    unsafe fn minus(self, other: Self) -> Self;
    unsafe fn times(self, other: Self) -> Self;
    unsafe fn over(self, divisor: Self) -> Self;
    unsafe fn sqrt(self) -> Self;
    /// `self + a * b`, rounded once where the instruction set can.
    unsafe fn plus_product(self, a: Self, b: Self) -> Self;
    /// `max(self, 0)`, where NaN stays NaN.
    unsafe fn relu(self) -> Self;
    /// Lanes of `then` where `self > than`, of `otherwise` where not, or where one of them is NaN.
    unsafe fn where_larger(self, than: Self, then: Self, otherwise: Self) -> Self;
    /// The number, or 0 where it lies between `-least` and `least`. NaN stays NaN.
    unsafe fn or_zero(self, least: f32) -> Self;
    /// Lanes of `then` where `self` is NaN, of `otherwise` where it is a number.
    unsafe fn where_nan(self, then: Self, otherwise: Self) -> Self;
}

/// Compiles a function for 512-bit vectors: the one list of what [`InstructionSet::Avx512`] means.
#[cfg(target_arch = "x86_64")]
macro_rules! for_avx512 {
    ($($function:tt)*) => {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
        $($function)*
    };
}

/// Compiles a function for 256-bit vectors: the one list of what [`InstructionSet::Avx2`] means.
#[cfg(target_arch = "x86_64")]
macro_rules! for_avx2 {
    ($($function:tt)*) => {
        #[target_feature(enable = "avx2,fma")]
        $($function)*
    };
}

/// `at_level!(level, kernel(argument: Type = value, ...))` calls `kernel::<V>(value, ...)`, compiled for the level.
///
/// Expands to a block of type `()`. The kernel is an `#[inline(always)] unsafe fn`; the macro's user vouches for the
/// kernel's own conditions. That the machine has the level is known: there are no other levels.
macro_rules! at_level {
    ($level:expr, $kernel:ident($($argument:ident: $type:ty = $value:expr),* $(,)?)) => {{
        #[cfg(target_arch = "x86_64")]
        $crate::kernels::simd::for_avx512! {
            unsafe fn avx512($($argument: $type),*) {
                // SAFETY: this function is compiled for the vector's instruction set; the rest is its caller's to vouch for.
                unsafe { $kernel::<$crate::kernels::simd::x86::Avx512>($($argument),*) }
            }
        }
        #[cfg(target_arch = "x86_64")]
        $crate::kernels::simd::for_avx2! {
            unsafe fn avx2($($argument: $type),*) {
                // SAFETY: as above.
                unsafe { $kernel::<$crate::kernels::simd::x86::Avx2>($($argument),*) }
            }
        }
        match $crate::kernels::simd::Level::instruction_set($level) {
            #[cfg(target_arch = "x86_64")]
            $crate::kernels::simd::InstructionSet::Avx512 => avx512($($value),*),
            #[cfg(target_arch = "x86_64")]
            $crate::kernels::simd::InstructionSet::Avx2 => avx2($($value),*),
            #[cfg(target_arch = "aarch64")]
            $crate::kernels::simd::InstructionSet::Neon => $kernel::<$crate::kernels::simd::neon::Neon>($($value),*),
            $crate::kernels::simd::InstructionSet::Portable => $kernel::<[f32; 4]>($($value),*),
        }
    }};
}
pub(crate) use at_level;
#[cfg(target_arch = "x86_64")]
pub(crate) use {for_avx2, for_avx512};

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

    #[inline(always)]
    unsafe fn choices<V: Vector>(x: &[f32], y: &[f32], out: &mut [[f32; 16]; 3]) {
        // SAFETY: 16 floats are enough for any vector.
        unsafe {
            let (x, y, one, two) = (V::load(x.as_ptr()), V::load(y.as_ptr()), V::splat(1.0), V::splat(2.0));
            x.where_larger(y, one, two).store(out[0].as_mut_ptr());
            x.where_nan(one, two).store(out[1].as_mut_ptr());
            x.or_zero(1.5).store(out[2].as_mut_ptr());
        }
    }

    #[test]
    fn lanes_are_chosen_at_every_level() {
        const NAN: f32 = f32::NAN;
        let pairs = [(1.0, 2.0), (2.0, 1.0), (1.0, 1.0), (0.0, -0.0), (NAN, 1.0), (1.0, NAN), (NAN, NAN)];
        let largest = [(f32::INFINITY, f32::MAX), (f32::NEG_INFINITY, f32::MIN), (-1.5, -2.0), (-1.0, 1e-40)];
        for level in Level::all_here() {
            for (x, y) in pairs.into_iter().chain(largest) {
                let mut out = [[0.0; 16]; 3];
                let (xs, ys) = ([x; 16], [y; 16]);
                // SAFETY: the level is one of this machine's.
                unsafe {
                    at_level!(level, choices(x: &[f32] = &xs, y: &[f32] = &ys, out: &mut [[f32; 16]; 3] = &mut out))
                };
                let [larger, nan] = [x > y, x.is_nan()].map(|first| if first { 1.0f32 } else { 2.0 });
                let expected = [larger, nan, if x.abs() < 1.5 { 0.0 } else { x }].map(f32::to_bits);
                for lane in 0..level.lanes() {
                    assert_eq!(out.map(|vector| vector[lane].to_bits()), expected, "{level:?}: {x}, {y}");
                }
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
