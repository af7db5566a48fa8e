//! The block against plain loops, at every instruction set.

use super::*;
use crate::kernels::twin::{bits, noise, sizes};
use crate::kernels::update::Adam;

/// Sizes around the edges of tiles and vectors of every instruction set.
const ROWS: [usize; 8] = [1, 4, 5, 7, 8, 12, 13, 50];
const INNER: [usize; 4] = [0, 1, 2, 33];
const COLUMNS: [usize; 14] = [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 75];

fn turned(matrix: &[f32], [rows, cols]: [usize; 2]) -> Vec<f32> {
    (0..rows * cols).map(|i| matrix[i % rows * cols + i / rows]).collect()
}

fn check(level: Level, [rows, inner, cols]: [usize; 3]) {
    let (a, b, start) = (noise(rows * inner, 1), noise(inner * cols, 2), noise(rows * cols, 3));
    let product = |r: usize, c: usize| -> f64 {
        (0..inner).map(|k| f64::from(a[r * inner + k]) * f64::from(b[k * cols + c])).sum()
    };
    let (a_turned, b_turned) = (turned(&a, [rows, inner]), turned(&b, [inner, cols]));
    let lefts = [Left { values: &a, row: inner, step: 1 }, Left { values: &a_turned, row: 1, step: rows }];
    let packed = [Packed::new(&b, [inner, cols], level), Packed::transposed(&b_turned, [inner, cols], level)];
    let arrays = [&a[..], &a_turned];
    let (mut copies, in_place) = (vec![f32::NAN; inner * cols], Right::in_place(&b, cols, level));
    let copied = in_place.copied(&mut copies);
    let rights = [
        in_place,
        copied,
        packed[0].right(),
        packed[1].right(),
        in_place.fetching(Some(Ahead::Rows { values: &b, row: cols })),
        in_place.fetching(Some(Ahead::Arrays(&arrays))),
    ];
    let mut results = Vec::new();
    for (left, right) in lefts.into_iter().flat_map(|left| rights.map(|right| (left, right))) {
        for accumulate in [false, true] {
            let mut out = if accumulate { start.clone() } else { vec![f32::NAN; rows * cols] };
            multiply(level, (left, right), [rows, inner, cols], accumulate, &mut out);
            for (i, &found) in out.iter().enumerate() {
                let before = if accumulate { f64::from(start[i]) } else { 0.0 };
                let expected = before + product(i / cols, i % cols);
                assert!((f64::from(found) - expected).abs() < 1e-5, "{level:?} {rows} x {inner} x {cols}");
            }
            results.push((accumulate, bits(&out)));
        }
    }
    // However the factors lie, the bits are the same.
    results.iter().for_each(|(accumulate, bits)| assert_eq!(*bits, results[usize::from(*accumulate)].1));
}

#[test]
fn equals_three_loops_at_every_level_however_the_factors_lie() {
    for level in Level::all_here() {
        for rows in sizes(ROWS) {
            for inner in sizes(INNER) {
                sizes(COLUMNS).for_each(|cols| check(level, [rows, inner, cols]));
            }
        }
    }
}

#[test]
fn a_result_without_elements_is_left_alone() {
    let level = Level::best();
    let left = Left { values: &[], row: 2, step: 1 };
    for sizes in [[0, 2, 3], [3, 2, 0]] {
        multiply(level, (left, Right::in_place(&[], 3, level)), sizes, false, &mut []);
    }
}

#[test]
#[should_panic(expected = "the left factor's elements")]
fn a_factor_that_is_too_short_is_refused() {
    let (level, six) = (Level::best(), [0.0; 6]);
    let left = Left { values: &six[1..], row: 3, step: 1 };
    multiply(level, (left, Right::in_place(&six, 2, level)), [2, 3, 2], false, &mut [0.0; 4]);
}

#[test]
#[should_panic(expected = "the right factor's elements")]
fn a_right_factor_that_is_too_short_is_refused() {
    let (level, six) = (Level::best(), [0.0; 6]);
    let left = Left { values: &six, row: 3, step: 1 };
    multiply(level, (left, Right::in_place(&six[1..], 2, level)), [2, 3, 2], false, &mut [0.0; 4]);
}

#[test]
#[should_panic(expected = "room for the right factor's copy")]
fn a_copy_needs_room() {
    let (level, six) = (Level::best(), [0.0; 6]);
    let left = Left { values: &six, row: 3, step: 1 };
    let mut copies = [0.0; 5];
    multiply(level, (left, Right::in_place(&six, 2, level).copied(&mut copies)), [2, 3, 2], false, &mut [0.0; 4]);
}

/// What Adam changes beside a product of this size, and what it changes alone; the product's own bits, with and without.
fn beside_a_product(level: Level, [rows, inner, cols]: [usize; 3], state: &[Vec<f32>; 3], grad: &[f32]) {
    let (a, b) = (noise(rows * inner, 1), noise(inner * cols, 2));
    let step = Adam::new(0.01).at(3);
    let packed = Packed::new(&b, [inner, cols], level);
    let left = Left { values: &a, row: 1, step: rows };
    let product = |beside: Option<Beside<'_>>| {
        let mut out = vec![f32::NAN; rows * cols];
        multiply(level, (left, packed.right().changing(beside)), [rows, inner, cols], false, &mut out);
        bits(&out)
    };
    let (mut alone, mut found) = (state.clone(), state.clone());
    step.change(alone.each_mut().map(Vec::as_mut_slice), grad);
    let mixed = product(Some(Beside::new(step, found.each_mut().map(Vec::as_mut_slice), grad)));
    assert_eq!(mixed, product(None), "{level:?} {rows} x {inner} x {cols}");
    assert_eq!(bits(&found.concat()), bits(&alone.concat()), "{level:?}, {} values beside", grad.len());
}

#[test]
fn adam_beside_a_product_changes_neither_its_bits_nor_those_of_the_product() {
    for level in Level::all_here() {
        // Whole tiles, narrow and low ones; fewer steps than vectors, as many, more.
        for [rows, inner, cols] in [[12, 50, 64], [12, 3, 75], [24, 20, 32], [6, 7, 33], [5, 9, 3], [13, 0, 40]] {
            for len in sizes([0, 1, 4, 15, 16, 17, 100, 771]) {
                let squares = noise(len, 6).iter().map(|v| v * v).collect();
                beside_a_product(level, [rows, inner, cols], &[noise(len, 4), noise(len, 5), squares], &noise(len, 7));
            }
        }
    }
}

#[test]
fn adam_beside_a_product_meets_zeros_and_infinities_as_it_does_alone() {
    let special = [0.0, -0.0, 1e-45, 1e-30, f32::MIN_POSITIVE, 1.0, -3.0, 1e20, f32::MAX, f32::INFINITY, f32::NAN];
    for level in Level::all_here() {
        for m in special {
            for g in special {
                let state = [vec![2.0; special.len()], vec![m; special.len()], special.map(f32::abs).to_vec()];
                beside_a_product(level, [12, 4, 32], &state, &[g; 11]);
            }
        }
    }
    let mut state = [[2.0; 20], [0.0; 20], [0.0; 20]];
    let right = Packed::new(&[1.0; 32], [1, 32], Level::best());
    let beside = Beside::new(Adam::new(0.1).at(1), state.each_mut().map(|part| &mut part[..]), &[0.0; 20]);
    let left = Left { values: &[1.0; 12], row: 1, step: 12 };
    multiply(Level::best(), (left, right.right().changing(Some(beside))), [12, 1, 32], false, &mut [0.0; 384]);
    assert_eq!(state[0], [2.0; 20], "a gradient that was always 0 changes nothing");
}
