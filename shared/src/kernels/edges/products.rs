//! Matrix products: few rows times many weights go through tiles of our own, others through `matrixmultiply`.

use super::{COLUMNS, ROWS, assert_sums, each_level, noise, sizes};
use crate::kernels::epilogue::Activation;
use crate::kernels::gemm::{Matrix, gemm, gemm_bias_activation};

/// `a` `[rows, inner]` times `b` `[inner, cols]`, in double precision.
fn plain(a: &[f32], b: &[f32], [rows, inner, cols]: [usize; 3]) -> Vec<f32> {
    let entry = |r: usize, c: usize| -> f64 {
        (0..inner).map(|k| f64::from(a[r * inner + k]) * f64::from(b[k * cols + c])).sum()
    };
    (0..rows * cols).map(|i| entry(i / cols, i % cols) as f32).collect()
}

fn transposed(x: &[f32], [rows, cols]: [usize; 2]) -> Vec<f32> {
    (0..rows * cols).map(|i| x[i % rows * cols + i / rows]).collect()
}

#[track_caller]
fn check(sizes @ [rows, inner, cols]: [usize; 3]) {
    let (a, b, bias) = (noise(rows * inner, 1), noise(inner * cols, 2), noise(cols, 3));
    let (a_turned, b_turned) = (transposed(&a, [rows, inner]), transposed(&b, [inner, cols]));
    let expected = plain(&a, &b, sizes);
    let with_bias: Vec<f32> = expected.iter().enumerate().map(|(i, v)| (v + bias[i % cols]).max(0.0)).collect();
    let what = |level, how| format!("{rows} x {inner} x {cols} {how}, {level:?}");
    let a = [Matrix::row_major(&a, rows, inner), Matrix::row_major(&a_turned, inner, rows).transposed()];
    let b = [Matrix::row_major(&b, inner, cols), Matrix::row_major(&b_turned, cols, inner).transposed()];
    for (a, b, how) in [(a[0], b[0], "plain"), (a[0], b[1], "times transposed"), (a[1], b[0], "transposed times")] {
        each_level(
            [rows * cols, rows * cols],
            |[out, finished]| {
                gemm(a, b, false, out);
                gemm_bias_activation(a, b, Some(&bias), Activation::Relu, finished);
            },
            |level, [out, finished]| {
                assert_sums(out, &expected, inner, || what(level, how));
                assert_sums(finished, &with_bias, inner + 1, || what(level, how));
            },
        );
    }
}

#[test]
fn products_of_any_number_of_rows() {
    for rows in sizes(ROWS.chain([63, 64, 65, 127, 128, 129])) {
        check([rows, 65, 5]);
        check([rows, 3, 17]);
    }
}

#[test]
fn products_of_any_number_of_columns() {
    for cols in sizes(COLUMNS) {
        for rows in [1, 7, 15] {
            check([rows, 66, cols]);
        }
        check([2, 1, cols]);
    }
}

#[test]
fn products_with_sums_of_any_length() {
    let sums = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129, 255, 256, 257, 511, 512, 513];
    for inner in sizes(sums) {
        check([9, inner, 17]);
    }
}

#[test]
fn products_of_one_of_each_and_of_none() {
    for sizes in [[1, 1, 1], [0, 70, 3], [3, 70, 0], [3, 0, 4]] {
        check(sizes);
    }
}
