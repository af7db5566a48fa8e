//! One output element from the input elements of the same index: `out[i] = f(x[i])` and `out[i] = f(a[i], b[i])`.
//!
//! The closure is compiled into the loop, for each instruction set (see `multiversion.rs`): `map(x, out, |x| x.max(0.0))` is
//! as fast as a loop written for relu. For `exp`, `sigmoid` and their kin pass the functions of [`math`](super::math), one per
//! closure: a closure of more than about 80 instructions is no longer inlined. (Measured: ln(1 + e^x), two functions in one
//! closure, took 16 ns per element; the sigmoid cross-entropy, which does more but in a kernel of its own, takes 3 ns.)

use super::multiversion::multiversion;
use super::parallel::for_each_chunk;

/// How many elements one thread takes at a time: 64 KiB of `f32`, which fit into the second cache together with two inputs.
pub const CHUNK: usize = 16 * 1024;

/// `out[i] = f(x[i])`.
///
/// ```
/// use shared::kernels::elementwise::map;
///
/// let mut out = [0.0; 3];
/// map(&[-1.0, 0.0, 2.0], &mut out, |x: f32| x.max(0.0));
/// assert_eq!(out, [0.0, 0.0, 2.0]);
/// ```
///
/// # Panics
/// If the lengths differ.
pub fn map<T: Copy + Sync, U: Send>(x: &[T], out: &mut [U], f: impl Fn(T) -> U + Sync) {
    assert_eq!(x.len(), out.len(), "map: x and out differ in length");
    for_each_chunk(out, CHUNK, |index, out| map_chunk(&x[index * CHUNK..][..out.len()], out, &f));
}

/// `x[i] = f(x[i])`: [`map`] for a buffer whose old values nobody needs.
pub fn map_in_place<T: Copy + Send>(x: &mut [T], f: impl Fn(T) -> T + Sync) {
    for_each_chunk(x, CHUNK, |_, x| map_chunk_in_place(x, &f));
}

/// `out[i] = f(a[i], b[i])`.
///
/// # Panics
/// If the lengths differ.
pub fn zip<A, B, U>(a: &[A], b: &[B], out: &mut [U], f: impl Fn(A, B) -> U + Sync)
where
    A: Copy + Sync,
    B: Copy + Sync,
    U: Send,
{
    assert_eq!(a.len(), out.len(), "zip: a and out differ in length");
    assert_eq!(b.len(), out.len(), "zip: b and out differ in length");
    for_each_chunk(out, CHUNK, |index, out| {
        let start = index * CHUNK;
        zip_chunk(&a[start..][..out.len()], &b[start..][..out.len()], out, &f);
    });
}

/// `a[i] = f(a[i], b[i])`: [`zip()`] for a buffer whose old values nobody needs, such as a sum of gradients.
///
/// # Panics
/// If the lengths differ.
pub fn zip_in_place<A: Copy + Send, B: Copy + Sync>(a: &mut [A], b: &[B], f: impl Fn(A, B) -> A + Sync) {
    assert_eq!(a.len(), b.len(), "zip_in_place: a and b differ in length");
    for_each_chunk(a, CHUNK, |index, a| zip_chunk_in_place(a, &b[index * CHUNK..][..a.len()], &f));
}

multiversion! {
    /// [`map`] on one thread.
    fn map_chunk<T: Copy, U: Sized, F: Fn(T) -> U>(x: &[T], out: &mut [U], f: &F) {
        out.iter_mut().zip(x).for_each(|(out, &x)| *out = f(x));
    }
}

multiversion! {
    fn map_chunk_in_place<T: Copy, F: Fn(T) -> T>(x: &mut [T], f: &F) {
        x.iter_mut().for_each(|x| *x = f(*x));
    }
}

multiversion! {
    fn zip_chunk<A: Copy, B: Copy, U: Sized, F: Fn(A, B) -> U>(a: &[A], b: &[B], out: &mut [U], f: &F) {
        out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (&a, &b))| *out = f(a, b));
    }
}

multiversion! {
    fn zip_chunk_in_place<A: Copy, B: Copy, F: Fn(A, B) -> A>(a: &mut [A], b: &[B], f: &F) {
        a.iter_mut().zip(b).for_each(|(a, &b)| *a = f(*a, b));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::math;
    use crate::kernels::twin::{SIZES, bits, noise, with_any_threads};

    /// `map` for threads 1, 2, 4, which must agree.
    fn mapped(x: &[f32], f: impl Fn(f32) -> f32 + Sync) -> Vec<f32> {
        with_any_threads(|| {
            let mut out = vec![f32::NAN; x.len()];
            map(x, &mut out, &f);
            out
        })
    }

    #[test]
    fn map_gives_the_bits_of_a_plain_loop() {
        for len in SIZES {
            let x: Vec<_> = noise(len, 1).iter().map(|x| x * 20.0).collect();
            for f in [math::exp, math::ln, math::sigmoid, math::tanh, |x| x * 0.3 + 0.1] {
                let expected: Vec<_> = x.iter().map(|&x| f(x)).collect();
                assert_eq!(bits(&mapped(&x, f)), bits(&expected));
            }
            // Above through a function pointer, one at a time; here inlined: neither lane nor remainder may show.
            assert_eq!(bits(&mapped(&x, math::exp)), bits(&mapped(&x, math::exp as fn(f32) -> f32)));
            assert_eq!(bits(&mapped(&x, math::ln)), bits(&mapped(&x, math::ln as fn(f32) -> f32)));
            assert_eq!(bits(&mapped(&x, math::tanh)), bits(&mapped(&x, math::tanh as fn(f32) -> f32)));
        }
    }

    #[test]
    fn zip_takes_any_element_types() {
        for len in SIZES {
            let (a, b) = (noise(len, 1), noise(len, 2));
            let sum = with_any_threads(|| {
                let mut out = vec![f32::NAN; len];
                zip(&a, &b, &mut out, |a, b| a + b);
                out
            });
            assert_eq!(sum, a.iter().zip(&b).map(|(a, b)| a + b).collect::<Vec<_>>());

            let mut less = vec![false; len];
            zip(&a, &b, &mut less, |a, b| a < b);
            assert_eq!(less, a.iter().zip(&b).map(|(a, b)| a < b).collect::<Vec<_>>());

            let ids: Vec<i32> = (0..len as i32).collect();
            let mut kept = vec![-1; len];
            zip(&ids, &less, &mut kept, |id, less| if less { id } else { 0 });
            assert!(kept.iter().zip(&less).zip(&ids).all(|((k, less), id)| *k == i32::from(*less) * id));
        }
    }

    #[test]
    fn in_place_equals_out_of_place() {
        for len in SIZES {
            let (a, b) = (noise(len, 3), noise(len, 4));
            let in_place = with_any_threads(|| {
                let mut x = a.clone();
                map_in_place(&mut x, |x| x * x);
                zip_in_place(&mut x, &b, |x, b| x - 2.0 * b);
                x
            });
            assert_eq!(in_place, a.iter().zip(&b).map(|(a, b)| a * a - 2.0 * b).collect::<Vec<_>>());
        }
    }

    #[test]
    #[should_panic(expected = "zip: b and out differ in length")]
    fn lengths_are_checked() {
        zip(&[1.0], &[1.0, 2.0], &mut [0.0], |a: f32, b: f32| a + b);
    }
}
