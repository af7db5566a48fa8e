//! Convolutions: tiles of output positions x output channels forwards, of kernel entries x channels backwards.

use super::{COLUMNS, ROWS, assert_sums, each_level, noise, sizes};
use crate::kernels::conv2d::{Activation, ConvShape, Padding, forward, input_gradient, kernel_gradient, naive};

/// All three passes of a convolution with kernels `[height, width, in, out]`.
#[track_caller]
fn check(input: [usize; 4], kernel: [usize; 4], strides: [usize; 2]) {
    for padding in [Padding::Same, Padding::Valid] {
        let Ok(shape) = ConvShape::new(input, kernel, strides, padding) else { continue };
        check_forward(&shape);
        check_gradients(&shape);
    }
}

fn lens(shape: &ConvShape) -> [usize; 3] {
    [shape.input(), shape.kernel(), shape.output()].map(|sizes| sizes.iter().product())
}

fn check_forward(shape: &ConvShape) {
    let [input, kernel, output] = lens(shape);
    let (x, kernel, bias) = (noise(input, 1), noise(kernel, 2), noise(shape.out_channels, 3));
    let mut expected = vec![0.0; output];
    naive::forward(shape, &x, &kernel, &mut expected);
    let finished = |(i, v): (usize, &f32)| (v + bias[i % shape.out_channels]).max(0.0);
    let finished: Vec<f32> = expected.iter().enumerate().map(finished).collect();
    each_level(
        [output, output],
        |[out, finished]| {
            forward(shape, &x, &kernel, None, Activation::None, out);
            forward(shape, &x, &kernel, Some(&bias), Activation::Relu, finished);
        },
        |level, [out, found]| {
            let terms = shape.kernel_height * shape.kernel_width * shape.in_channels;
            assert_sums(out, &expected, terms, || format!("{level:?} forward {shape:?}"));
            assert_sums(found, &finished, terms + 1, || format!("{level:?} forward with bias and relu {shape:?}"));
        },
    );
}

fn check_gradients(shape: &ConvShape) {
    let [input, kernel, output] = lens(shape);
    let (x, weights, gradient) = (noise(input, 4), noise(kernel, 5), noise(output, 6));
    let channels = shape.out_channels;
    let (mut of_x, mut of_kernel) = (vec![0.0; input], vec![0.0; kernel]);
    naive::input_gradient(shape, &gradient, &weights, &mut of_x);
    naive::kernel_gradient(shape, &x, &gradient, &mut of_kernel);
    each_level(
        [input, kernel],
        |[to_x, to_kernel]| {
            input_gradient(shape, &gradient, &weights, to_x);
            kernel_gradient(shape, &x, &gradient, to_kernel);
        },
        |level, [to_x, to_kernel]| {
            let what = || format!("{level:?} gradients {shape:?}");
            assert_sums(to_x, &of_x, shape.kernel_height * shape.kernel_width * channels, what);
            assert_sums(to_kernel, &of_kernel, output / channels, what);
        },
    );
}

#[test]
fn convolutions_with_any_number_of_positions() {
    for width in sizes(ROWS) {
        check([1, 1, width, 1], [1, 3, 1, 5], [1, 1]);
        check([2, 3, width, 2], [2, 3, 2, 17], [1, 1]);
        check([1, 2, width, 3], [2, 2, 3, 33], [1, 2]);
    }
}

#[test]
fn convolutions_with_any_number_of_output_channels() {
    for channels in sizes(COLUMNS) {
        check([1, 3, 5, 1], [2, 3, 1, channels], [1, 1]);
        check([2, 3, 4, 3], [1, 2, 3, channels], [1, 1]);
    }
}

#[test]
fn convolutions_with_any_number_of_input_channels() {
    for channels in sizes(COLUMNS) {
        check([1, 3, 5, channels], [2, 2, channels, 3], [1, 1]);
        check([1, 2, 4, channels], [1, 1, channels, 18], [1, 1]);
    }
}

#[test]
fn convolutions_with_any_number_of_kernel_entries() {
    for entries in sizes(ROWS) {
        check([1, 2, 31, 1], [1, entries, 1, 20], [1, 1]);
        check([1, 2, 31, 1], [2, entries, 1, 2], [1, 1]);
        check([1, 31, 2, 1], [entries, 1, 1, 17], [2, 1]);
    }
}

#[test]
fn convolutions_of_the_networks_of_the_course() {
    check([2, 14, 14, 1], [5, 5, 1, 16], [1, 1]);
    check([2, 7, 7, 16], [5, 5, 16, 36], [1, 1]);
    check([1, 7, 7, 32], [5, 5, 32, 64], [1, 1]);
    check([1, 9, 8, 3], [3, 3, 3, 20], [1, 1]);
}
