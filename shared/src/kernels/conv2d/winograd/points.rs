//! The steps in one dimension: a polynomial, its values at eight points, and the way back.

use crate::kernels::simd::Vector;

/// Points at which polynomials are evaluated: 0, 1, -1, 2, -2, 1/2, -1/2 and infinity, in this order.
///
/// The last three are 2, -2 and 0 for the polynomial with its coefficients in reverse: the value at 1/2 of N coefficients
/// is thus meant times `2^(N - 1)`, that at -1/2 times `(-2)^(N - 1)`, which keeps both free of fractions.
pub(super) const POINTS: usize = 8;

/// The factor of each point in Lagrange's formula, which [`interpolate_transposed`] leaves out.
pub(super) const FACTORS: [f32; POINTS] =
    [-1.0, -2.0 / 9.0, -2.0 / 9.0, 1.0 / 360.0, 1.0 / 360.0, 1.0 / 360.0, 1.0 / 360.0, -1.0];

/// The values at the points of the polynomial with these coefficients, lowest power first.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
pub(super) unsafe fn evaluate<V: Vector, const N: usize>(coefficients: &[V; N]) -> [V; POINTS] {
    let reversed = reversed(coefficients);
    // SAFETY: as the caller vouches.
    let ([a, b], [c, d], [e, f]) = unsafe { (pair(coefficients, 1.0), pair(coefficients, 2.0), pair(&reversed, 2.0)) };
    [coefficients[0], a, b, c, d, e, f, reversed[0]]
}

/// The values at `point` and `-point`: they share the sums over even and over odd powers.
#[inline(always)]
unsafe fn pair<V: Vector, const N: usize>(coefficients: &[V; N], point: f32) -> [V; 2] {
    // SAFETY: as the caller vouches.
    unsafe {
        let mut sums = [coefficients[0], coefficients[1]];
        let mut power = 1.0;
        for (i, &coefficient) in coefficients.iter().enumerate().skip(2) {
            if i % 2 == 0 {
                power *= point * point;
            }
            sums[i % 2] = sums[i % 2].plus_product(coefficient, V::splat(power));
        }
        let [even, odd] = sums;
        [even.plus_product(odd, V::splat(point)), even.plus_product(odd, V::splat(-point))]
    }
}

/// [`evaluate`] as a matrix `[POINTS, N]`, transposed: one number per point makes `N` sums.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
pub(super) unsafe fn evaluate_transposed<V: Vector, const N: usize>(values: &[V; POINTS]) -> [V; N] {
    let &[zero, a, b, c, d, e, f, infinity] = values;
    // SAFETY: as the caller vouches.
    unsafe {
        let (ones, twos, halves) = (sum_and_difference(a, b), sum_and_difference(c, d), sum_and_difference(e, f));
        let mut sums = [zero; N];
        for (i, sum) in sums.iter_mut().enumerate() {
            let (power, reversed_power) = ((1u32 << i) as f32, (1u32 << (N - 1 - i)) as f32);
            let one = if i == 0 { zero.add(ones[0]) } else { ones[i % 2] };
            let two = one.plus_product(twos[i % 2], V::splat(power));
            *sum = two.plus_product(halves[(N - 1 - i) % 2], V::splat(reversed_power));
        }
        sums[N - 1] = sums[N - 1].add(infinity);
        sums
    }
}

#[inline(always)]
unsafe fn sum_and_difference<V: Vector>(a: V, b: V) -> [V; 2] {
    // SAFETY: as the caller vouches.
    unsafe { [a.add(b), minus(a, b)] }
}

#[inline(always)]
unsafe fn minus<V: Vector>(a: V, b: V) -> V {
    // SAFETY: as the caller vouches.
    unsafe { a.plus_product(b, V::splat(-1.0)) }
}

/// The way back from values at the points to the coefficients of a polynomial, as a matrix, transposed: a row per point,
/// without its [`FACTORS`].
///
/// The row of point p has the coefficients of a polynomial that is zero at the other points:
/// `x (x + p) (x^4 - 17/4 x^2 + 1)` for 1 and -1, `x (x + p) (4 x^4 - 5 x^2 + 1)` for 2 and -2,
/// `x^6 - 21/4 x^4 + 21/4 x^2 - 1` for 0; the rows of 1/2, -1/2 and infinity are those of 2, -2 and 0 in reverse.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
pub(super) unsafe fn interpolate_transposed<V: Vector>(d: &[V; POINTS]) -> [V; POINTS] {
    let reversed = reversed(d);
    // SAFETY: as the caller vouches.
    unsafe {
        let even = d[2].add(d[6]).plus_product(d[4], V::splat(-4.25));
        let odd = d[1].add(d[5]).plus_product(d[3], V::splat(-4.25));
        let [one, minus_one] = sum_and_difference(even, odd);
        let ([two, minus_two], [half, minus_half]) = (row_of_two(d), row_of_two(&reversed));
        [row_of_zero(d), one, minus_one, two, minus_two, half, minus_half, row_of_zero(&reversed)]
    }
}

#[inline(always)]
unsafe fn row_of_zero<V: Vector>(d: &[V; POINTS]) -> V {
    // SAFETY: as the caller vouches.
    unsafe { minus(d[6], d[0]).plus_product(minus(d[2], d[4]), V::splat(5.25)) }
}

#[inline(always)]
unsafe fn row_of_two<V: Vector>(d: &[V; POINTS]) -> [V; 2] {
    // SAFETY: as the caller vouches.
    unsafe {
        let even = d[2].plus_product(d[4], V::splat(-5.0)).plus_product(d[6], V::splat(4.0));
        let odd = d[1].plus_product(d[3], V::splat(-5.0)).plus_product(d[5], V::splat(4.0));
        [even.plus_product(odd, V::splat(2.0)), even.plus_product(odd, V::splat(-2.0))]
    }
}

#[inline(always)]
fn reversed<V: Copy, const N: usize>(values: &[V; N]) -> [V; N] {
    let mut reversed = *values;
    reversed.reverse();
    reversed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Products of polynomials with 4 and 5 coefficients, through the points: what the three passes rest on.
    #[test]
    fn eight_values_are_enough_for_a_product_of_eight_coefficients() {
        let (a, b) = ([3.0f32, -1.0, 4.0, 2.0], [-2.0f32, 7.0, 1.0, -8.0, 5.0]);
        let mut product = [0.0; POINTS];
        for (i, a) in a.iter().enumerate() {
            b.iter().enumerate().for_each(|(j, b)| product[i + j] += a * b);
        }
        // SAFETY: arrays work on any machine.
        unsafe {
            let a = evaluate(&a.map(|v| [v; 4]));
            let b = evaluate(&b.map(|v| [v; 4]));
            for n in 0..POINTS {
                let mut unit = [[0.0; 4]; POINTS];
                unit[n] = [1.0; 4];
                let column = interpolate_transposed(&unit);
                let found: f32 = (0..POINTS).map(|p| a[p][0] * b[p][0] * FACTORS[p] * column[p][0]).sum();
                assert!((found - product[n]).abs() < 1e-3, "coefficient {n}: {found} for {}", product[n]);
            }
        }
    }

    #[test]
    fn transposed_is_transposed() {
        // SAFETY: arrays work on any machine.
        unsafe {
            for p in 0..POINTS {
                let mut unit = [[0.0; 4]; POINTS];
                unit[p] = [1.0; 4];
                let row: [_; 6] = evaluate_transposed(&unit);
                for i in 0..6 {
                    let mut unit = [[0.0; 4]; 6];
                    unit[i] = [1.0; 4];
                    assert_eq!(evaluate(&unit)[p], row[i], "point {p}, coefficient {i}");
                }
            }
        }
    }
}
