//! Plain arrays: right everywhere, and as fast as the compiler makes them for the processor that it was told of.

use super::Vector;

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
    unsafe fn minus(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] - other[lane])
    }

    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] * other[lane])
    }

    #[inline(always)]
    unsafe fn over(self, divisor: Self) -> Self {
        std::array::from_fn(|lane| self[lane] / divisor[lane])
    }

    #[inline(always)]
    unsafe fn sqrt(self) -> Self {
        self.map(f32::sqrt)
    }

    #[inline(always)]
    unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        std::array::from_fn(|lane| self[lane] + a[lane] * b[lane])
    }

    #[inline(always)]
    unsafe fn relu(self) -> Self {
        self.map(|value| if value < 0.0 { 0.0 } else { value })
    }

    #[inline(always)]
    unsafe fn where_larger(self, than: Self, then: Self, otherwise: Self) -> Self {
        std::array::from_fn(|lane| if self[lane] > than[lane] { then[lane] } else { otherwise[lane] })
    }

    #[inline(always)]
    unsafe fn or_zero(self, least: f32) -> Self {
        self.map(|value| if value.abs() < least { 0.0 } else { value })
    }

    #[inline(always)]
    unsafe fn where_nan(self, then: Self, otherwise: Self) -> Self {
        std::array::from_fn(|lane| if self[lane].is_nan() { then[lane] } else { otherwise[lane] })
    }
}
