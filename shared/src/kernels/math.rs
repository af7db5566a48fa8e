//! `exp`, `ln`, `sigmoid` and `tanh` for one `f32`, written so that the compiler turns a loop over them into vector code.
//!
//! The functions of the standard library are calls, one element at a time. These are plain arithmetic without branches
//! (both sides of an `if` are computed and one is selected), in two steps known from every mathematics library: bring the
//! argument into a small interval, where a short power series is enough; undo the first step exactly with the exponent bits.
//!
//! The largest errors, in units of the last place (the distance of the two `f32` around the exact result: 6e-8 to 1.2e-7 of
//! it); the test below asserts them. Correct rounding would be 0.5.
//!
//! | `exp` | `ln` | `ln_1p` | `sigmoid` | `tanh` |
//! |---|---|---|---|---|
//! | 1.1 | 2 | 4 | 2.5 | 2.6 |

use std::f32::consts::{LN_2, LOG2_E, SQRT_2};

/// ln 2 = `LN_2_HIGH` + `LN_2_LOW`. The high part ends in 9 zero bits, so its product with |n| < 512 is exact.
const LN_2_HIGH: f32 = 0.693_145_75;
const LN_2_LOW: f32 = 1.428_606_8e-6;

/// Adding it to a small number rounds to an integer, which then stands in the lowest bits of the sum.
const ROUNDER: f32 = 12_582_912.0; // 1.5 * 2^23

/// 2^n for n in -126..=127, made from its exponent bits.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

/// Splits e^x = 2^n (1 + p) and returns (n, p), where |p| < 0.42. For finite |x| < 1e6, or NaN (then p is NaN).
#[inline(always)]
fn split_exp(x: f32) -> (i32, f32) {
    let rounded = x * LOG2_E + ROUNDER;
    let n = rounded.to_bits().wrapping_sub(ROUNDER.to_bits()) as i32;
    let whole = rounded - ROUNDER;
    let r = (x - whole * LN_2_HIGH) - whole * LN_2_LOW; // |r| <= ln(2) / 2
    // The power series of e^r - 1; the first term left out is below 6e-9.
    let mut tail = 1.0 / 5040.0;
    tail = tail * r + 1.0 / 720.0;
    tail = tail * r + 1.0 / 120.0;
    tail = tail * r + 1.0 / 24.0;
    tail = tail * r + 1.0 / 6.0;
    tail = tail * r + 1.0 / 2.0;
    (n, tail * (r * r) + r)
}

/// e^x. Overflows to infinity above 88.72, underflows through the subnormal numbers to 0 below -103.97; NaN stays NaN.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Written as comparisons that are false for NaN, so that NaN passes.
    let x = if x < -104.0 { -104.0 } else { x };
    let x = if x > 89.0 { 89.0 } else { x };
    let (n, p) = split_exp(x);
    // 2^n in two factors: n = 128 and n < -126 have no `f32` of their own, the result still may.
    let half = n >> 1;
    (1.0 + p) * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// The natural logarithm. 0 gives -infinity, negative numbers and NaN give NaN.
#[inline(always)]
pub fn ln(x: f32) -> f32 {
    let subnormal = x < f32::MIN_POSITIVE;
    let scaled = if subnormal { x * 8_388_608.0 } else { x }; // 2^23
    // x = 2^n m with m in sqrt(1/2)..sqrt(2): subtracting the bits of sqrt(1/2) makes the exponent step there.
    let half_root = (SQRT_2 / 2.0).to_bits();
    let steps = scaled.to_bits().wrapping_sub(half_root);
    let n = ((steps as i32) >> 23) as f32 - if subnormal { 23.0 } else { 0.0 };
    let m = f32::from_bits((steps & 0x007f_ffff).wrapping_add(half_root));
    // ln m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1), |s| < 0.172.
    let s = (m - 1.0) / (m + 1.0);
    let s2 = s * s;
    let mut tail = 2.0 / 9.0;
    tail = tail * s2 + 2.0 / 7.0;
    tail = tail * s2 + 2.0 / 5.0;
    tail = tail * s2 + 2.0 / 3.0;
    let result = (n * LN_2_LOW + tail * s2 * s) + 2.0 * s + n * LN_2_HIGH;
    let result = if x == f32::INFINITY { f32::INFINITY } else { result };
    let result = if x == 0.0 { f32::NEG_INFINITY } else { result };
    if x >= 0.0 { result } else { f32::NAN }
}

/// ln(1 + x) for x >= 0, exact also where 1 + x rounds to 1.
///
/// Source: W. Kahan's correction, in D. Goldberg, "What every computer scientist should know about floating-point
/// arithmetic", theorem 4.
#[inline(always)]
pub fn ln_1p(x: f32) -> f32 {
    let sum = 1.0 + x;
    let corrected = ln(sum) * (x / (sum - 1.0));
    let result = if sum == 1.0 { x } else { corrected };
    if x == f32::INFINITY { x } else { result }
}

/// 1 / (1 + e^-x), without overflow on either side: small x give e^x, not 0.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    let e = exp(-x.abs());
    let numerator = if x < 0.0 { e } else { 1.0 };
    numerator / (1.0 + e)
}

/// The hyperbolic tangent, as exact near 0 (where it is about x) as elsewhere.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let y = -2.0 * x.abs();
    let y = if y < -40.0 { -40.0 } else { y };
    // With t = e^y - 1: tanh |x| = -t / (2 + t). For small y the split has n = 0, and nothing is cancelled.
    let (n, p) = split_exp(y);
    let scale = power_of_two(n);
    let t = scale * p + (scale - 1.0);
    (-t / (2.0 + t)).copysign(x)
}

const _: () = assert!(LN_2_HIGH.to_bits() & 0x1ff == 0 && LN_2_HIGH + LN_2_LOW == LN_2);

#[cfg(test)]
mod tests {
    use super::*;

    /// A function of ours, the exact one, and the bound.
    type Twin = (&'static str, fn(f32) -> f32, fn(f64) -> f64, f64);

    /// The distance of the two normal `f32` around a value.
    fn unit_in_the_last_place(value: f64) -> f64 {
        let power_of_two = f64::from_bits(value.to_bits() & f64::INFINITY.to_bits());
        power_of_two * f64::from(f32::EPSILON)
    }

    /// The largest error of `fast` against `exact`, in units of the last place, over all `f32` in steps of `stride` bit patterns.
    fn worst(stride: usize, fast: fn(f32) -> f32, exact: fn(f64) -> f64) -> (f64, f32) {
        let mut worst = (0.0, 0.0);
        for x in (0..=u32::MAX).step_by(stride).map(f32::from_bits) {
            let expected = exact(f64::from(x));
            let actual = f64::from(fast(x));
            if !(expected as f32).is_normal() {
                // Zero, subnormal, infinite, NaN: within the spacing of the subnormal numbers, or the same class.
                let same = actual == f64::from(expected as f32) || actual.is_nan() && expected.is_nan();
                let near = (actual - expected).abs() < 3e-45 || actual > f64::from(f32::MAX) && expected > 3.4028e38;
                assert!(same || near, "f({x}) = {actual}, expected {expected}");
                continue;
            }
            let error = (actual - expected).abs() / unit_in_the_last_place(expected);
            if error > worst.0 || error.is_nan() {
                worst = (error, x);
            }
        }
        worst
    }

    #[test]
    fn each_function_is_near_the_double_precision_one_over_all_floats() {
        let functions: [Twin; 5] = [
            ("exp", exp, f64::exp, 1.1),
            ("ln", ln, f64::ln, 2.0),
            ("ln_1p", |x| ln_1p(x.abs()), |x| x.abs().ln_1p(), 4.0),
            ("sigmoid", sigmoid, |x| 1.0 / (1.0 + (-x).exp()), 2.5),
            ("tanh", tanh, f64::tanh, 2.6),
        ];
        for (name, fast, exact, bound) in functions {
            let (error, x) = worst(1499, fast, exact);
            println!("{name}: {error:.2} units at {x}");
            assert!(error <= bound, "{name}: an error of {error:.2} units in the last place at {x}");
        }
    }

    #[test]
    fn the_ends_of_the_range_are_exact() {
        assert_eq!((exp(0.0), exp(-1000.0), exp(1000.0)), (1.0, 0.0, f32::INFINITY));
        assert_eq!((exp(f32::NEG_INFINITY), exp(f32::INFINITY)), (0.0, f32::INFINITY));
        assert_eq!((ln(1.0), ln(0.0), ln(f32::INFINITY)), (0.0, f32::NEG_INFINITY, f32::INFINITY));
        assert_eq!((sigmoid(0.0), sigmoid(1000.0), sigmoid(-1000.0)), (0.5, 1.0, 0.0));
        assert_eq!((tanh(1000.0), tanh(-1000.0)), (1.0, -1.0));
        assert_eq!(tanh(-0.0).to_bits(), (-0.0f32).to_bits());
        assert_eq!(tanh(1e-30), 1e-30);
        for f in [exp, ln, ln_1p, sigmoid, tanh] {
            assert!(f(f32::NAN).is_nan());
        }
        assert!(ln(-1.0).is_nan() && ln(f32::NEG_INFINITY).is_nan());
    }
}
