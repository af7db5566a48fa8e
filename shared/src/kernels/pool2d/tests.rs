//! The fast passes against the plain ones, at every instruction set and for odd shapes.

use super::average::{average_forward_at, average_gradient_at};
use super::max::{max_forward_at, max_gradient_at};
use super::naive::{chosen, for_each_output};
use super::*;
use crate::kernels::simd::Level;
use crate::kernels::twin::{bits, on_threads};

/// Few different values, so that windows have ties; some negative, some 0.
fn values(len: usize, seed: usize) -> Vec<f32> {
    (0..len).map(|i| (((i + seed) * 7919 % 1009) % 9) as f32 - 3.0).collect()
}

/// `[batch, height, width, channels]`, pool size, strides.
const TABLE: &[([usize; 4], [usize; 2], [usize; 2])] = &[
    ([1, 1, 1, 1], [1, 1], [1, 1]),
    ([1, 1, 1, 3], [2, 2], [2, 2]),
    ([0, 4, 4, 3], [2, 2], [2, 2]),
    ([2, 4, 6, 16], [2, 2], [2, 2]),
    ([3, 5, 7, 17], [2, 2], [2, 2]),
    ([2, 5, 4, 36], [2, 2], [2, 2]),
    ([2, 6, 5, 3], [3, 3], [2, 2]),
    ([2, 6, 5, 36], [3, 2], [1, 1]),
    ([1, 9, 8, 1], [2, 3], [4, 3]),
    ([1, 3, 3, 20], [5, 5], [1, 1]),
    ([1, 4, 4, 2], [4, 4], [4, 4]),
    ([2, 4, 4, 0], [2, 2], [2, 2]),
];

fn each_shape(mut check: impl FnMut(PoolShape)) {
    for &(input, pool, strides) in TABLE {
        for padding in [Padding::Same, Padding::Valid] {
            match PoolShape::new(input, pool, strides, padding) {
                Ok(shape) => check(shape),
                Err(_) => assert!(pool[0] > input[1] || pool[1] > input[2], "{input:?} {pool:?}"),
            }
        }
    }
}

fn lens(shape: &PoolShape) -> [usize; 2] {
    [shape.input(), shape.output()].map(|sizes| sizes.iter().product())
}

#[test]
fn max_equals_the_plain_loops() {
    each_shape(|shape| {
        let [input, output] = lens(&shape);
        let x = values(input, 1);
        let mut plain = vec![f32::NAN; output];
        for_each_output(&shape, |o, cells| plain[o] = x[chosen(&x, cells)]);
        for level in Level::all_here() {
            let mut out = vec![f32::NAN; output];
            max_forward_at(level, &shape, &x, &mut out);
            assert_eq!(out, plain, "{level:?} {shape:?}");
        }
    });
}

#[test]
fn max_gradient_goes_to_the_first_of_equals() {
    each_shape(|shape| {
        let [input, output] = lens(&shape);
        for through_relu in [false, true] {
            let (mut x, gradient) = (values(input, 2), values(output, 3));
            if through_relu {
                x.iter_mut().for_each(|x| *x = x.max(0.0));
            }
            let mut plain = vec![0.0; input];
            for_each_output(&shape, |o, cells| {
                let cell = chosen(&x, cells);
                if !through_relu || x[cell] > 0.0 {
                    plain[cell] += gradient[o];
                }
            });
            for level in Level::all_here() {
                let mut out = vec![f32::NAN; input];
                max_gradient_at(level, &shape, (&x, &gradient), through_relu, &mut out);
                assert_eq!(out, plain, "{level:?} {shape:?}");
            }
        }
    });
}

#[test]
fn places_are_those_of_the_first_of_equals() {
    each_shape(|shape| {
        let [input, output] = lens(&shape);
        let (mut x, gradient) = (values(input, 2), values(output, 3));
        x.iter_mut().step_by(11).for_each(|x| *x = f32::NAN);
        let (mut plain, mut plain_places, mut of_x) = (vec![0.0; output], vec![0.0; output], vec![0.0; input]);
        for_each_output(&shape, |o, cells| {
            let cell = chosen(&x, cells);
            plain[o] = x[cell];
            plain_places[o] = cells.iter().position(|&other| other == cell).unwrap() as f32;
            of_x[cell] += gradient[o];
        });
        for level in Level::all_here() {
            let (mut out, mut places, mut sent) = (vec![-7.0; output], vec![-7.0; output], vec![f32::NAN; input]);
            if output > 0 {
                max_and_places_of_images(level, &shape, &x, (&mut out, &mut places));
            }
            assert_eq!(bits(&out), bits(&plain), "{level:?} {shape:?}");
            assert_eq!(places, plain_places, "{level:?} {shape:?}");
            let pooled = PooledGradient { shape: &shape, places: &places, gradient: &gradient };
            pooled.send_back(level, 0..shape.batch, &mut sent);
            assert_eq!(sent, of_x, "{level:?} {shape:?}");
            // Of one image, not the first.
            if shape.batch > 1 {
                let image = shape.in_image();
                sent.fill(f32::NAN);
                pooled.send_back(level, 1..2, &mut sent[..image]);
                assert_eq!(sent[..image], of_x[image..2 * image], "{level:?} {shape:?}");
            }
        }
    });
}

#[test]
#[should_panic(expected = "a place for each value of the pooled gradient")]
fn there_are_as_many_places_as_values() {
    let shape = PoolShape::new([1, 2, 2, 1], [2, 2], [2, 2], Padding::Same).unwrap();
    PooledGradient { shape: &shape, places: &[], gradient: &[1.0] }.check([1, 2, 2, 1]);
}

#[test]
fn max_pick_takes_from_the_first_of_equals() {
    each_shape(|shape| {
        let [input, output] = lens(&shape);
        let (x, from) = (values(input, 8), values(input, 9));
        let mut plain = vec![f32::NAN; output];
        for_each_output(&shape, |o, cells| plain[o] = from[chosen(&x, cells)]);
        let mut out = vec![f32::NAN; output];
        max_pick(&shape, &x, &from, &mut out);
        assert_eq!(out, plain, "{shape:?}");
    });
}

#[test]
fn average_equals_the_plain_loops() {
    each_shape(|shape| {
        let [input, output] = lens(&shape);
        let (x, gradient) = (values(input, 4), values(output, 5));
        let (mut plain, mut plain_gradient) = (vec![f32::NAN; output], vec![0.0; input]);
        for_each_output(&shape, |o, cells| {
            let part = 1.0 / cells.len() as f32;
            plain[o] = cells.iter().map(|&cell| x[cell]).sum::<f32>() * part;
            cells.iter().for_each(|&cell| plain_gradient[cell] += gradient[o] * part);
        });
        for level in Level::all_here() {
            let (mut out, mut of_x) = (vec![f32::NAN; output], vec![f32::NAN; input]);
            average_forward_at(level, &shape, &x, &mut out);
            average_gradient_at(level, &shape, &gradient, &mut of_x);
            approx::assert_relative_eq!(out[..], plain[..], epsilon = 1e-6);
            approx::assert_relative_eq!(of_x[..], plain_gradient[..], epsilon = 1e-6);
        }
    });
}

#[test]
fn values_below_zero_win_against_padding() {
    let shape = PoolShape::new([1, 3, 3, 1], [3, 3], [2, 2], Padding::Same).unwrap();
    let mut out = [0.0; 4];
    max_forward(&shape, &[-5.0; 9], &mut out);
    assert_eq!(out, [-5.0; 4]);
    average_forward(&shape, &[-5.0; 9], &mut out);
    assert_eq!(out, [-5.0; 4]);
}

#[test]
fn nan_wins_and_minus_infinity_is_a_value() {
    for (side, pool) in [(2, 2), (3, 3)] {
        let shape = PoolShape::new([1, side, side, 2], [pool, pool], [pool, pool], Padding::Same).unwrap();
        let mut x = vec![f32::NEG_INFINITY; side * side * 2];
        (x[0], x[2], x[4], x[6]) = (1.0, f32::NAN, f32::INFINITY, f32::NAN);
        for level in Level::all_here() {
            let mut out = [0.0; 2];
            max_forward_at(level, &shape, &x, &mut out);
            assert!(out[0].is_nan(), "{level:?}");
            assert_eq!(out[1], f32::NEG_INFINITY, "{level:?}");
            let mut of_x = vec![0.0; x.len()];
            max_gradient_at(level, &shape, (&x, &[3.0, 4.0]), false, &mut of_x);
            let received: Vec<_> = of_x.iter().enumerate().filter(|(_, g)| **g != 0.0).collect();
            assert_eq!(received, [(1, &4.0), (2, &3.0)], "{level:?}");
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let shape = PoolShape::new([9, 11, 10, 17], [3, 3], [2, 2], Padding::Same).unwrap();
    let [input, output] = lens(&shape);
    let (x, gradient) = (values(input, 6), values(output, 7));
    let run = |threads| {
        let (mut y, mut of_x) = (vec![0.0; output], vec![0.0; input]);
        let mut picked = vec![0.0; output];
        let (mut average, mut of_average) = (vec![0.0; output], vec![0.0; input]);
        on_threads(threads, || {
            max_forward(&shape, &x, &mut y);
            max_gradient_through_relu(&shape, &x, &gradient, &mut of_x);
            max_pick(&shape, &x, &of_x, &mut picked);
            average_forward(&shape, &x, &mut average);
            average_gradient(&shape, &gradient, &mut of_average);
        });
        (y, of_x, picked, average, of_average)
    };
    let one = run(1);
    assert_eq!(run(2), one);
    assert_eq!(run(4), one);
}
