//! Pooling, whose channels are looked at in blocks: exact for few different values, so that every level gives the same bits.

use super::{COLUMNS, each_level, sizes};
use crate::kernels::pool2d::{
    Padding, PoolShape, PooledGradient, average_forward, average_gradient, max_and_places_of_images, max_forward,
    max_gradient,
};
use crate::kernels::simd::Level;

/// Few different values, so that windows have ties.
fn values(len: usize, seed: usize) -> Vec<f32> {
    (0..len).map(|i| (((i + seed) * 7919 % 1009) % 9) as f32 - 3.0).collect()
}

/// Each output value's place, and those of the cells of its window.
fn for_each_window(shape: &PoolShape, mut visit: impl FnMut(usize, &[usize])) {
    let [_, height, width, channels] = shape.input();
    let [batch, out_height, out_width, _] = shape.output();
    for i in 0..batch * out_height * out_width * channels {
        let (position, c) = (i / channels, i % channels);
        let (row, left) = (position / out_width, position % out_width * shape.stride_width);
        let (n, top) = (row / out_height, row % out_height * shape.stride_height);
        let cells: Vec<usize> = (top..(top + shape.pool_height).min(height))
            .flat_map(|y| (left..(left + shape.pool_width).min(width)).map(move |x| (y, x)))
            .map(|(y, x)| ((n * height + y) * width + x) * channels + c)
            .collect();
        visit(i, &cells);
    }
}

/// Each window's largest value, and the gradient sent to the first cell that has it.
fn plain(shape: &PoolShape, x: &[f32], gradient: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let (mut out, mut of_x) = (vec![0.0; gradient.len()], vec![0.0; x.len()]);
    for_each_window(shape, |i, cells| {
        let better = |best, cell| if x[cell] > x[best] { cell } else { best };
        let best = cells.iter().copied().reduce(better).expect("a window has cells");
        out[i] = x[best];
        of_x[best] += gradient[i];
    });
    (out, of_x)
}

/// Each window's mean, and the gradient sent to its cells in equal parts.
fn plain_average(shape: &PoolShape, x: &[f32], gradient: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let (mut out, mut of_x) = (vec![0.0; gradient.len()], vec![0.0; x.len()]);
    for_each_window(shape, |i, cells| {
        let part = 1.0 / cells.len() as f32;
        out[i] = cells.iter().map(|&cell| x[cell]).sum::<f32>() * part;
        cells.iter().for_each(|&cell| of_x[cell] += gradient[i] * part);
    });
    (out, of_x)
}

#[track_caller]
fn check(input: [usize; 4], pool: [usize; 2], strides: [usize; 2]) {
    let shape = PoolShape::new(input, pool, strides, Padding::Valid).expect("a window that fits");
    let [input, output] = [shape.input(), shape.output()].map(|sizes| sizes.iter().product());
    let (x, gradient) = (values(input, 1), values(output, 2));
    let (expected, of_x) = plain(&shape, &x, &gradient);
    each_level(
        [output, input, output, output, input],
        |[out, to_x, values, places, sent_back]| {
            max_forward(&shape, &x, out);
            max_gradient(&shape, &x, &gradient, to_x);
            max_and_places_of_images(Level::best(), &shape, &x, (values, places));
            let gradient = PooledGradient { shape: &shape, places, gradient: &gradient };
            gradient.send_back(Level::best(), 0..shape.batch, sent_back);
        },
        |level, [out, to_x, values, _, sent_back]| {
            assert_eq!(out, expected, "{level:?} {shape:?}");
            assert_eq!(to_x, of_x, "{level:?} {shape:?}");
            assert_eq!(values, expected, "{level:?} {shape:?}");
            assert_eq!(sent_back, of_x, "{level:?} {shape:?}");
        },
    );
}

#[test]
fn max_pooling_with_any_number_of_channels() {
    for channels in sizes(COLUMNS) {
        check([2, 4, 6, channels], [2, 2], [2, 2]);
        check([1, 5, 5, channels], [2, 2], [2, 2]);
        check([1, 5, 4, channels], [3, 2], [1, 1]);
    }
}

#[track_caller]
fn check_average(input: [usize; 4], pool: [usize; 2], strides: [usize; 2]) {
    let shape = PoolShape::new(input, pool, strides, Padding::Valid).expect("a window that fits");
    let [input, output] = [shape.input(), shape.output()].map(|sizes| sizes.iter().product());
    let (x, gradient) = (values(input, 1), values(output, 2));
    let (expected, of_x) = plain_average(&shape, &x, &gradient);
    each_level(
        [output, input],
        |[out, to_x]| {
            average_forward(&shape, &x, out);
            average_gradient(&shape, &gradient, to_x);
        },
        |level, [out, to_x]| {
            assert_eq!(out, expected, "{level:?} {shape:?}");
            assert_eq!(to_x, of_x, "{level:?} {shape:?}");
        },
    );
}

/// Windows of 2, 4 and 8 cells: parts of few different values are exact.
#[test]
fn average_pooling_with_any_number_of_channels() {
    for channels in sizes(COLUMNS) {
        check_average([2, 4, 6, channels], [2, 2], [2, 2]);
        check_average([1, 5, 5, channels], [2, 2], [2, 2]);
        check_average([1, 5, 4, channels], [4, 2], [1, 1]);
        check_average([1, 3, 4, channels], [1, 2], [2, 1]);
    }
}
