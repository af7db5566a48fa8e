//! The fast passes against the plain loops: both methods, at every instruction set, for odd shapes.

use super::forward::forward_as;
use super::how::{How, Method};
use super::images::{Source, Target};
use super::input_gradient::input_gradient_as;
use super::kernel_gradient::kernel_gradient_as;
use super::*;
use crate::kernels::pool2d::{PoolShape, PooledGradient, max_and_places_of_images, max_forward, max_gradient};
use crate::kernels::simd::Level;
use crate::kernels::twin::{is_affordable, noise, on_threads};

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
    // Around the borders of Winograd's tiles (outputs a side: 6 for a kernel of 3, 5 for 4, 4 for 5), of its blocks of 24
    // or more tiles, and of vectors.
    ([1, 1, 2, 1], [3, 3, 1, 1], [1, 1]),
    ([2, 5, 6, 15], [3, 3, 15, 16], [1, 1]),
    ([3, 7, 13, 17], [3, 3, 17, 31], [1, 1]),
    ([1, 4, 5, 8], [4, 4, 8, 7], [1, 1]),
    ([2, 6, 11, 9], [4, 4, 9, 33], [1, 1]),
    ([3, 3, 4, 3], [5, 5, 3, 8], [1, 1]),
    ([2, 5, 9, 16], [5, 5, 16, 15], [1, 1]),
    ([9, 11, 13, 4], [5, 5, 4, 70], [1, 1]),
    ([101, 4, 4, 3], [5, 5, 3, 4], [1, 1]),
    ([1, 33, 35, 2], [3, 3, 2, 5], [1, 1]),
];

fn each_shape(mut check: impl FnMut(ConvShape)) {
    for &(input, kernel, strides) in TABLE {
        for padding in [Padding::Same, Padding::Valid] {
            match ConvShape::new(input, kernel, strides, padding) {
                Ok(shape) if is_affordable(lens(&shape)[2] * shape.window()) => check(shape),
                Ok(_) => {}
                Err(_) => assert!(kernel[0] > input[1] || kernel[1] > input[2], "{input:?} {kernel:?}"),
            }
        }
    }
}

/// Sums of `terms` products of numbers up to 1. Winograd's error is relative to the largest result.
#[track_caller]
fn assert_close(method: Method, found: &[f32], expected: &[f32], terms: usize, what: &str) {
    let largest = expected.iter().fold(0.0f32, |largest, value| largest.max(value.abs()));
    let tolerance = match method {
        Method::Direct => 1e-6 * (10.0 + terms as f32),
        Method::Winograd => 5e-5 * (1.0 + largest),
    };
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
        for how in How::all_here(&shape) {
            let what = format!("{how:?} {shape:?}");
            let mut out = vec![f32::NAN; output];
            forward_as(how, &shape, (&x, &kernel, None), Activation::None, Target::Images(&mut out));
            assert_close(how.method, &out, &plain, shape.window(), &what);
            forward_as(how, &shape, (&x, &kernel, Some(&bias)), Activation::None, Target::Images(&mut out));
            assert_close(how.method, &out, &with_bias(&bias), shape.window(), &what);
            forward_as(how, &shape, (&x, &kernel, Some(&bias)), Activation::Relu, Target::Images(&mut out));
            let expected: Vec<f32> = with_bias(&bias).iter().map(|v| v.max(0.0)).collect();
            assert_close(how.method, &out, &expected, shape.window(), &what);
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
        for how in How::all_here(&shape) {
            let mut out = vec![f32::NAN; input];
            input_gradient_as(how, &shape, Source::Images(&gradient), &kernel, &mut out);
            let terms = shape.kernel_height * shape.kernel_width * shape.out_channels;
            assert_close(how.method, &out, &plain, terms, &format!("{how:?} {shape:?}"));
        }
    });
}

#[test]
fn kernel_gradient_equals_the_plain_loops() {
    each_shape(|shape| {
        let [input, kernel, output] = lens(&shape);
        let (x, gradient) = (values(input, 6), values(output, 7));
        let mut plain = vec![0.0; kernel];
        naive::kernel_gradient(&shape, &x, &gradient, &mut plain);
        for how in How::all_here(&shape) {
            let mut out = vec![f32::NAN; kernel];
            kernel_gradient_as(how, &shape, &x, Source::Images(&gradient), &mut out);
            let terms = output / shape.out_channels.max(1);
            assert_close(how.method, &out, &plain, terms, &format!("{how:?} {shape:?}"));
        }
    });
}

/// Windows of 2 x 2 side by side, and others that overlap or leave gaps.
const POOLS: [([usize; 2], [usize; 2]); 3] = [([2, 2], [2, 2]), ([3, 2], [1, 2]), ([1, 2], [2, 3])];

fn each_pooled_shape(mut check: impl FnMut(&ConvShape, &PoolShape)) {
    each_shape(|shape| {
        for (size, strides) in POOLS {
            for padding in [Padding::Same, Padding::Valid] {
                if let Ok(pool) = PoolShape::new(shape.output(), size, strides, padding) {
                    check(&shape, &pool);
                }
            }
        }
    });
}

#[test]
fn pooled_on_the_way_is_pooled_afterwards() {
    each_pooled_shape(|shape, pool| {
        let [input, kernel, output] = lens(shape);
        let (x, kernel, bias) = (values(input, 1), values(kernel, 2), values(shape.out_channels, 3));
        let len = pool.output().iter().product();
        for how in How::all_here(shape) {
            let (mut images, mut pooled) = (vec![f32::NAN; output], vec![f32::NAN; len]);
            let layer = (&x[..], &kernel[..], Some(&bias[..]));
            forward_as(how, shape, layer, Activation::Relu, Target::Images(&mut images));
            max_forward(pool, &images, &mut pooled);
            let (mut values, mut places) = (vec![f32::NAN; len], vec![f32::NAN; len]);
            let target = Target::Pooled { pool, values: &mut values, places: &mut [] };
            forward_as(how, shape, layer, Activation::Relu, target);
            assert_eq!(values, pooled, "{how:?} {shape:?} {pool:?}");
            values.fill(f32::NAN);
            let target = Target::Pooled { pool, values: &mut values, places: &mut places };
            forward_as(how, shape, layer, Activation::Relu, target);
            assert_eq!(values, pooled, "{how:?} {shape:?} {pool:?}");
            let gradient = noise(len, 4);
            let (mut plain, mut found) = (vec![f32::NAN; output], vec![f32::NAN; output]);
            max_gradient(pool, &images, &gradient, &mut plain);
            let gradient = PooledGradient { shape: pool, places: &places, gradient: &gradient };
            gradient.send_back(how.level, 0..shape.batch, &mut found);
            assert_eq!(found, plain, "{how:?} {shape:?} {pool:?}");
        }
    });
}

#[test]
fn gradients_of_what_is_pooled_equal_those_of_the_images() {
    each_pooled_shape(|shape, pool| {
        let [input, kernel_len, output] = lens(shape);
        let (x, kernel, images) = (values(input, 6), values(kernel_len, 7), noise(output, 8));
        let (values, mut places) = max_and_places(pool, &images);
        let gradient = noise(values.len(), 9);
        places.truncate(gradient.len());
        let mut whole = vec![0.0; output];
        max_gradient(pool, &images, &gradient, &mut whole);
        let pooled = PooledGradient { shape: pool, places: &places, gradient: &gradient };
        for how in How::all_here(shape) {
            let what = format!("{how:?} {shape:?} {pool:?}");
            let (mut of_x, mut of_kernel) = (vec![f32::NAN; input], vec![f32::NAN; kernel_len]);
            let (mut plain_of_x, mut plain_of_kernel) = (of_x.clone(), of_kernel.clone());
            input_gradient_as(how, shape, Source::Images(&whole), &kernel, &mut plain_of_x);
            kernel_gradient_as(how, shape, &x, Source::Images(&whole), &mut plain_of_kernel);
            input_gradient_as(how, shape, Source::Pooled(pooled), &kernel, &mut of_x);
            kernel_gradient_as(how, shape, &x, Source::Pooled(pooled), &mut of_kernel);
            assert_eq!(of_x, plain_of_x, "{what}");
            assert_close(how.method, &of_kernel, &plain_of_kernel, output / shape.out_channels.max(1), &what);
        }
    });
}

/// Of the whole batch, cell by cell.
fn max_and_places(pool: &PoolShape, images: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let len = pool.output().iter().product();
    let (mut values, mut places) = (vec![0.0; len], vec![0.0; len]);
    if len > 0 {
        max_and_places_of_images(Level::best(), pool, images, (&mut values, &mut places));
    }
    (values, places)
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let shape = ConvShape::new([21, 9, 9, 16], [5, 5, 16, 36], [1, 1], Padding::Same).unwrap();
    let [input, kernel, output] = lens(&shape);
    let (x, kernel, gradient) = (values(input, 8), values(kernel, 9), values(output, 10));
    for how in How::all_here(&shape) {
        let run = |threads| {
            let (mut y, mut of_x) = (vec![0.0; output], vec![0.0; input]);
            let mut of_kernel = vec![0.0; kernel.len()];
            on_threads(threads, || {
                forward_as(how, &shape, (&x, &kernel, Some(&x[..36])), Activation::Relu, Target::Images(&mut y));
                input_gradient_as(how, &shape, Source::Images(&gradient), &kernel, &mut of_x);
                kernel_gradient_as(how, &shape, &x, Source::Images(&gradient), &mut of_kernel);
            });
            (y, of_x, of_kernel)
        };
        let one = run(1);
        assert!(run(2) == one && run(4) == one, "{how:?}");
    }
}

/// All three passes, in f64.
fn exact(shape: &ConvShape, x: &[f32], kernel: &[f32], gradient: &[f32]) -> [Vec<f64>; 3] {
    let [mut y, mut of_x, mut of_kernel] = [gradient.len(), x.len(), kernel.len()].map(|len| vec![0.0; len]);
    shape.for_each_product(|input, entry, output| {
        let (x, weight, gradient) = (f64::from(x[input]), f64::from(kernel[entry]), f64::from(gradient[output]));
        y[output] += x * weight;
        of_x[input] += gradient * weight;
        of_kernel[entry] += x * gradient;
    });
    [y, of_x, of_kernel]
}

/// The largest error, relative to the largest exact value.
fn error(found: &[f32], exact: &[f64]) -> f64 {
    let largest = exact.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
    found.iter().zip(exact).fold(0.0f64, |error, (found, exact)| error.max((f64::from(*found) - exact).abs())) / largest
}

#[test]
fn the_error_is_small() {
    for (batch, kernel, positive) in [
        (50, [5, 5, 32, 64], false),
        (50, [5, 5, 32, 64], true),
        (10, [4, 4, 64, 64], false),
        (10, [3, 3, 64, 64], false),
    ] {
        let shape = ConvShape::new([batch, 14, 14, kernel[2]], kernel, [1, 1], Padding::Same).unwrap();
        let [input, kernel_len, output] = lens(&shape);
        let (mut x, kernel_values, gradient) = (noise(input, 13), noise(kernel_len, 14), noise(output, 15));
        if positive {
            // As behind a ReLU: the mean is not zero.
            x.iter_mut().for_each(|x| *x = x.abs());
        }
        let exact = exact(&shape, &x, &kernel_values, &gradient);
        for how in How::all_here(&shape) {
            let (mut y, mut of_x, mut of_kernel) = (vec![0.0; output], vec![0.0; input], vec![0.0; kernel_len]);
            forward_as(how, &shape, (&x, &kernel_values, None), Activation::None, Target::Images(&mut y));
            input_gradient_as(how, &shape, Source::Images(&gradient), &kernel_values, &mut of_x);
            kernel_gradient_as(how, &shape, &x, Source::Images(&gradient), &mut of_kernel);
            let errors = [error(&y, &exact[0]), error(&of_x, &exact[1]), error(&of_kernel, &exact[2])];
            println!(
                "{kernel:?}, positive: {positive}, {how:?}: {:.1e} {:.1e} {:.1e}",
                errors[0], errors[1], errors[2]
            );
            assert!(errors.iter().all(|&error| error < 1e-4), "{kernel:?} {how:?}: {errors:?}");
        }
    }
}

#[test]
fn the_rule_knows_the_networks() {
    let method = |input, kernel, strides| {
        let shape = ConvShape::new(input, kernel, strides, Padding::Same).unwrap();
        [How::forward(&shape), How::input_gradient(&shape), How::kernel_gradient(&shape)].map(|how| how.method)
    };
    assert_eq!(method([64, 28, 28, 1], [5, 5, 1, 16], [1, 1])[0], Method::Direct, "one channel");
    assert_eq!(method([64, 28, 28, 1], [5, 5, 1, 16], [1, 1])[2], Method::Direct, "one channel");
    assert_eq!(method([64, 14, 14, 16], [5, 5, 16, 36], [1, 1]), [Method::Winograd; 3]);
    assert_eq!(method([50, 14, 14, 32], [5, 5, 32, 64], [1, 1]), [Method::Winograd; 3]);
    assert_eq!(method([50, 14, 14, 32], [5, 5, 32, 64], [2, 1]), [Method::Direct; 3], "strides");
    assert_eq!(method([50, 14, 14, 32], [5, 3, 32, 64], [1, 1]), [Method::Direct; 3], "not square");
    assert_eq!(method([50, 14, 14, 32], [2, 2, 32, 64], [1, 1]), [Method::Direct; 3], "small kernel");
    assert_eq!(method([0, 14, 14, 32], [5, 5, 32, 64], [1, 1]), [Method::Direct; 3], "no images");
}

#[test]
fn an_output_that_sees_only_zeros_is_the_bias() {
    let shape = ConvShape::new([2, 14, 14, 16], [5, 5, 16, 36], [1, 1], Padding::Same).unwrap();
    let [input, kernel, output] = lens(&shape);
    let (mut x, kernel, bias) = (values(input, 13), values(kernel, 14), values(36, 15));
    x[..input / 3].fill(0.0);
    x[input / 2..].chunks_exact_mut(16).skip(3).step_by(7).for_each(|cell| cell.fill(0.0));
    let mut plain = vec![0.0; output];
    naive::forward(&shape, &x, &kernel, &mut plain);
    assert!(plain.contains(&0.0));
    for how in How::all_here(&shape) {
        let mut out = vec![f32::NAN; output];
        forward_as(how, &shape, (&x, &kernel, Some(&bias)), Activation::None, Target::Images(&mut out));
        for (i, (found, plain)) in out.iter().zip(&plain).enumerate().filter(|(_, (_, plain))| **plain == 0.0) {
            assert_eq!(*found, plain + bias[i % 36], "{how:?}, output {i}");
        }
    }
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
    for how in How::all_here(&shape) {
        let mut out = vec![0.0; output];
        forward_as(how, &shape, (&x, &kernel, None), Activation::None, Target::Images(&mut out));
        match how.method {
            Method::Direct => assert!(out.iter().map(kind).eq(plain.iter().map(kind)), "{how:?}"),
            Method::Winograd => {
                let finite = out.iter().zip(&plain).filter(|(found, _)| found.is_finite());
                assert!(finite.into_iter().all(|(_, plain)| plain.is_finite()), "{how:?}: at least those");
                let second_image = &out[output / 2..];
                assert!(second_image.iter().all(|value| value.is_finite()), "{how:?}: no tile of another image");
            }
        }
    }
}

#[test]
#[should_panic(expected = "values of a kernel of shape [3, 3, 1, 2]")]
fn lengths_are_checked() {
    let shape = ConvShape::new([1, 4, 4, 1], [3, 3, 1, 2], [1, 1], Padding::Same).unwrap();
    forward(&shape, &[0.0; 16], &[0.0; 17], None, Activation::None, &mut [0.0; 32]);
}
