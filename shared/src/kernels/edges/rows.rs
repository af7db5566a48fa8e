//! Kernels of one source that the compiler turns into vectors: every level gives the same bits, at any length.

use std::cell::RefCell;

use super::{each_level, noise};
use crate::kernels::broadcast::View;
use crate::kernels::cross_entropy::{softmax_cross_entropy, softmax_cross_entropy_gradient};
use crate::kernels::elementwise::{map, map_in_place, zip};
use crate::kernels::math;
use crate::kernels::random::dropout_mask;
use crate::kernels::reduce;
use crate::kernels::softmax::{log_softmax, softmax};
use crate::kernels::twin::{SIZES, bits};
use crate::kernels::update::Adam;

/// Asserts that `kernel` gives the same bits at every level, for results of these lengths.
#[track_caller]
fn check<const N: usize>(lens: [usize; N], kernel: impl Fn([&mut [f32]; N]) + Sync) {
    let expected: RefCell<Option<[Vec<u32>; N]>> = RefCell::new(None);
    each_level(lens, kernel, |level, outs| {
        let found = outs.map(bits);
        let mut expected = expected.borrow_mut();
        assert_eq!(*expected.get_or_insert_with(|| found.clone()), found, "{level:?}, {lens:?}");
    });
}

#[test]
fn functions_of_any_number_of_values() {
    for len in SIZES {
        let (x, y): (Vec<f32>, _) = (noise(len, 1).iter().map(|v| v * 20.0).collect(), noise(len, 2));
        // Closures, because a function behind a pointer would not be compiled for the level.
        check([len], |[out]| map(&x, out, |v: f32| math::exp(v)));
        check([len], |[out]| map(&x, out, |v: f32| math::ln(v.abs())));
        check([len], |[out]| map(&x, out, |v: f32| math::ln_1p(v.abs())));
        check([len], |[out]| map(&x, out, |v: f32| math::sigmoid(v)));
        check([len], |[out]| map(&x, out, |v: f32| math::tanh(v)));
        check([len], |[out]| zip(&x, &y, out, |x: f32, y: f32| x * y + 0.1));
        check([len], |[out]| {
            out.copy_from_slice(&x);
            map_in_place(out, |v| v * 0.1 + math::tanh(v));
        });
        check([len], |[out]| dropout_mask(3, 0.4, out));
    }
}

#[test]
fn rows_of_any_number_of_values() {
    for cols in 1..=70 {
        let (x, labels) = (noise(3 * cols, 3), noise(3 * cols, 4));
        check([3 * cols, 3 * cols], |[out, logarithms]| {
            softmax(&x, cols, out);
            log_softmax(&x, cols, logarithms);
        });
        check([3, 3 * cols], |[losses, gradient]| {
            softmax_cross_entropy(&x, &labels, cols, losses);
            softmax_cross_entropy_gradient(&x, &labels, &[0.5, 1.0, -2.0], gradient);
        });
        check([3, cols], |[of_rows, of_columns]| {
            reduce::sum(View::new(&x, &[3, cols]), &[false, true], of_rows);
            reduce::sum(View::new(&x, &[3, cols]), &[true, false], of_columns);
        });
        check([3, cols], |[of_rows, of_columns]| {
            reduce::max(View::new(&x, &[3, cols]), &[false, true], of_rows);
            reduce::max(View::new(&x, &[3, cols]), &[true, false], of_columns);
        });
    }
}

#[test]
fn steps_of_an_optimizer_on_any_number_of_values() {
    for len in SIZES {
        let gradient = noise(len, 5);
        check([len, len, len], |[var, m, v]| {
            for out in [&mut *var, &mut *m, &mut *v] {
                out.fill(0.25);
            }
            Adam::new(0.01).update(3, [var, m, v], &gradient);
        });
    }
}
