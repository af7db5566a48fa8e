//! The vectors of 64-bit ARM processors: 128 bits, part of every one of them.
//!
//! The targets' baseline has NEON, so that no function needs to be compiled for it.

use std::arch::aarch64::*;

use super::Vector;

#[derive(Clone, Copy)]
pub(crate) struct Neon(float32x4_t);

// SAFETY (all methods): the caller vouches for the instruction set and for the pointers.
impl Vector for Neon {
    const LANES: usize = 4;
    const MANY_REGISTERS: bool = true;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vdupq_n_f32(value) })
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vld1q_f32(from) })
    }

    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize) -> Self {
        let mut vector = [0.0; 4];
        // SAFETY: as above, and the array has room for `count <= 4` floats.
        unsafe {
            std::ptr::copy_nonoverlapping(from, vector.as_mut_ptr(), count);
            Neon(vld1q_f32(vector.as_ptr()))
        }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: as above.
        unsafe { vst1q_f32(to, self.0) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f32, count: usize) {
        let mut vector = [0.0; 4];
        // SAFETY: as above, and the array has `count <= 4` floats.
        unsafe {
            vst1q_f32(vector.as_mut_ptr(), self.0);
            std::ptr::copy_nonoverlapping(vector.as_ptr(), to, count);
        }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vaddq_f32(self.0, other.0) })
    }

    #[inline(always)]
    unsafe fn minus(self, other: Self) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vsubq_f32(self.0, other.0) })
    }

    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vmulq_f32(self.0, other.0) })
    }

    #[inline(always)]
    unsafe fn over(self, divisor: Self) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vdivq_f32(self.0, divisor.0) })
    }

    #[inline(always)]
    unsafe fn sqrt(self) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vsqrtq_f32(self.0) })
    }

    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vfmaq_f32(self.0, a.0, b.0) })
    }

    #[inline(always)]
    unsafe fn relu(self) -> Self {
        // SAFETY: as above. This maximum gives NaN if one of its operands is NaN.
        Neon(unsafe { vmaxq_f32(self.0, vdupq_n_f32(0.0)) })
    }

    #[inline(always)]
    unsafe fn where_larger(self, than: Self, then: Self, otherwise: Self) -> Self {
        // SAFETY: as above.
        Neon(unsafe { vbslq_f32(vcgtq_f32(self.0, than.0), then.0, otherwise.0) })
    }

    #[inline(always)]
    unsafe fn or_zero(self, least: f32) -> Self {
        // SAFETY: as above. Less than: all bits are cleared.
        unsafe {
            let less = vcaltq_f32(self.0, vdupq_n_f32(least));
            Neon(vreinterpretq_f32_u32(vbicq_u32(vreinterpretq_u32_f32(self.0), less)))
        }
    }

    #[inline(always)]
    unsafe fn where_nan(self, then: Self, otherwise: Self) -> Self {
        // SAFETY: as above. Only a NaN differs from itself.
        Neon(unsafe { vbslq_f32(vceqq_f32(self.0, self.0), otherwise.0, then.0) })
    }
}
