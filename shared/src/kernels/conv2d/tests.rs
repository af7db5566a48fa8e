//! The fast passes against the plain loops, at every instruction set and for odd shapes.

use super::forward::forward_at;
use super::input_gradient::input_gradient_at;
use super::kernel_gradient::kernel_gradient_at;
use super::*;
use crate::kernels::simd::Level;

fn values(len: usize, seed: usize) -> Vec<f32> {
    (0..len).map(|i| ((i * 7919 + seed * 104_729) % 1009) as f32 / 504.5 - 1.0).collect()
}

/// `[batch, height, width, in]`, `[height, width, in, out]`, strides.
const TABLE: &[([usize; 4], [usize; 4], [usize; 2])] = &[
    ([1, 1, 1, 1], [1, 1, 1, 1], [1, 1]),
    ([0, 5, 5, 2], [3, 3, 2, 4], [1, 1]),
    ([2, 1, 1, 3], [1, 1, 3, 5], [2, 2]),
    ([3, 5, 4, 3], [5, 4, 3, 17], [1, 1]),
    ([2, 2, 3, 2], [5, 5, 2, 4], [1, 1]),
    ([1, 2, 2, 16], [4, 3, 16, 1], [3, 2]),
    ([3, 7, 9, 1], [5, 5, 1, 16], [1, 1]),
    ([2, 9, 6, 17], [3, 2, 17, 36], [1, 1]),
    ([1, 14, 14, 16], [5, 5, 16, 36], [1, 1]),
    ([9, 6, 6, 3], [2, 2, 3, 16], [1, 1]),
    ([3, 8, 7, 3], [3, 3, 3, 16], [2, 3]),
    ([2, 10, 11, 2], [2, 3, 2, 36], [3, 4]),
    ([2, 6, 6, 36], [1, 1, 36, 17], [2, 2]),
    ([1, 5, 30, 4], [2, 20, 4, 70], [1, 1]),
    ([2, 4, 4, 0], [3, 3, 0, 2], [1, 1]),
    ([2, 4, 4, 2], [3, 3, 2, 0], [1, 1]),
];

fn each_shape(mut check: impl FnMut(ConvShape)) {
    for &(input, kernel, strides) in TABLE {
        for padding in [Padding::Same, Padding::Valid] {
            match ConvShape::new(input, kernel, strides, padding) {
                Ok(shape) => check(shape),
                Err(_) => assert!(kernel[0] > input[1] || kernel[1] > input[2], "{input:?} {kernel:?}"),
            }
        }
    }
}

#[track_caller]
fn assert_close(found: &[f32], expected: &[f32], terms: usize, what: &str) {
    let tolerance = 1e-6 * (10.0 + terms as f32);
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() <= tolerance, "{what}: {found} for {expected} at {i}");
    }
}

fn lens(shape: &ConvShape) -> [usize; 3] {
    [shape.input(), shape.kernel(), shape.output()].map(|sizes| sizes.iter().product())
}

#[test]
fn forward_equals_the_plain_loops() {
    each_shape(|shape| {
        let [input, kernel, output] = lens(&shape);
        let (x, kernel, bias) = (values(input, 1), values(kernel, 2), values(shape.out_channels, 3));
        let mut plain = vec![0.0; output];
        naive::forward(&shape, &x, &kernel, &mut plain);
        let with_bias = |bias: &[f32]| -> Vec<f32> {
            plain.iter().enumerate().map(|(i, v)| v + bias[i % shape.out_channels]).collect()
        };
        for level in Level::all_here() {
            let what = format!("{level:?} {shape:?}");
            let mut out = vec![f32::NAN; output];
            forward_at(level, &shape, (&x, &kernel, None), Activation::None, &mut out);
            assert_close(&out, &plain, shape.window(), &what);
            forward_at(level, &shape, (&x, &kernel, Some(&bias)), Activation::None, &mut out);
            assert_close(&out, &with_bias(&bias), shape.window(), &what);
            forward_at(level, &shape, (&x, &kernel, Some(&bias)), Activation::Relu, &mut out);
            let expected: Vec<f32> = with_bias(&bias).iter().map(|v| v.max(0.0)).collect();
            assert_close(&out, &expected, shape.window(), &what);
        }
    });
}

#[test]
fn input_gradient_equals_the_plain_loops() {
    each_shape(|shape| {
        let [input, kernel, output] = lens(&shape);
        let (gradient, kernel) = (values(output, 4), values(kernel, 5));
        let mut plain = vec![0.0; input];
        naive::input_gradient(&shape, &gradient, &kernel, &mut plain);
        for level in Level::all_here() {
            let mut out = vec![f32::NAN; input];
            input_gradient_at(level, &shape, &gradient, &kernel, &mut out);
            let terms = shape.kernel_height * shape.kernel_width * shape.out_channels;
            assert_close(&out, &plain, terms, &format!("{level:?} {shape:?}"));
        }
    });
}

#[test]
fn kernel_and_bias_gradients_equal_the_plain_loops() {
    each_shape(|shape| {
        let [input, kernel, output] = lens(&shape);
        let (x, gradient) = (values(input, 6), values(output, 7));
        let mut plain = vec![0.0; kernel];
        naive::kernel_gradient(&shape, &x, &gradient, &mut plain);
        let channels = shape.out_channels;
        let plain_bias: Vec<f32> = (0..channels).map(|o| gradient.iter().skip(o).step_by(channels).sum()).collect();
        let terms = output / channels.max(1);
        for level in Level::all_here() {
            let what = format!("{level:?} {shape:?}");
            let (mut out, mut bias) = (vec![f32::NAN; kernel], vec![f32::NAN; channels]);
            kernel_gradient_at(level, &shape, (&x, &gradient), &mut out, &mut bias);
            assert_close(&out, &plain, terms, &what);
            assert_close(&bias, &plain_bias, terms, &what);
            kernel_gradient_at(level, &shape, (&x, &gradient), &mut out, &mut []);
            assert_close(&out, &plain, terms, &what);
        }
        let mut bias = vec![f32::NAN; channels];
        bias_gradient(&shape, &gradient, &mut bias);
        assert_close(&bias, &plain_bias, terms, "bias alone");
    });
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let shape = ConvShape::new([21, 9, 9, 16], [5, 5, 16, 36], [1, 1], Padding::Same).unwrap();
    let [input, kernel, output] = lens(&shape);
    let (x, kernel, gradient) = (values(input, 8), values(kernel, 9), values(output, 10));
    let run = |threads| {
        let (mut y, mut of_x) = (vec![0.0; output], vec![0.0; input]);
        let (mut of_kernel, mut of_bias, mut bias_alone) = (vec![0.0; kernel.len()], vec![0.0; 36], vec![0.0; 36]);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            forward(&shape, &x, &kernel, Some(&x[..36]), Activation::Relu, &mut y);
            input_gradient(&shape, &gradient, &kernel, &mut of_x);
            kernel_and_bias_gradient(&shape, &x, &gradient, &mut of_kernel, &mut of_bias);
            bias_gradient(&shape, &gradient, &mut bias_alone);
        });
        (y, of_x, of_kernel, of_bias, bias_alone)
    };
    let one = run(1);
    assert_eq!(run(2), one);
    assert_eq!(run(4), one);
}

#[test]
fn nan_and_infinity_reach_just_the_outputs_that_see_them() {
    let shape = ConvShape::new([2, 6, 7, 3], [3, 3, 3, 17], [1, 1], Padding::Same).unwrap();
    let [input, kernel, output] = lens(&shape);
    let (mut x, kernel) = (values(input, 11), values(kernel, 12));
    x[3 * 10] = f32::NAN;
    x[3 * 33 + 1] = f32::INFINITY;
    let mut plain = vec![0.0; output];
    naive::forward(&shape, &x, &kernel, &mut plain);
    let kind = |v: &f32| (v.is_nan(), v.is_infinite(), v.is_infinite() && *v > 0.0);
    for level in Level::all_here() {
        let mut out = vec![0.0; output];
        forward_at(level, &shape, (&x, &kernel, None), Activation::None, &mut out);
        assert!(out.iter().map(kind).eq(plain.iter().map(kind)), "{level:?}");
    }
}

#[test]
#[should_panic(expected = "values of a kernel of shape [3, 3, 1, 2]")]
fn lengths_are_checked() {
    let shape = ConvShape::new([1, 4, 4, 1], [3, 3, 1, 2], [1, 1], Padding::Same).unwrap();
    forward(&shape, &[0.0; 16], &[0.0; 17], None, Activation::None, &mut [0.0; 32]);
}
