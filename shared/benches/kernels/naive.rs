//! What one would write first: the formulas in plain loops. The twins of the convolution stand beside its kernels.

/// `out[r, c] = sum over k of a(r, k) b(k, c)` for `out` `[rows, cols]`.
pub fn product(
    [rows, inner, cols]: [usize; 3],
    a: impl Fn(usize, usize) -> f32,
    b: impl Fn(usize, usize) -> f32,
    out: &mut [f32],
) {
    for r in 0..rows {
        for c in 0..cols {
            let mut sum = 0.0;
            for k in 0..inner {
                sum += a(r, k) * b(k, c);
            }
            out[r * cols + c] = sum;
        }
    }
}

/// Adds the bias of each column, and replaces what is below 0 by 0.
pub fn add_bias_relu(out: &mut [f32], bias: &[f32]) {
    for row in out.chunks_exact_mut(bias.len()) {
        for (value, bias) in row.iter_mut().zip(bias) {
            *value = (*value + bias).max(0.0);
        }
    }
}

/// The sum of each column.
pub fn sum_of_rows(x: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    for row in x.chunks_exact(out.len()) {
        for (sum, value) in out.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

/// Calls `visit(output, its four inputs, row by row)` for each window of 2 x 2 on images of
/// `[batch, height, width, channels]`.
pub fn for_each_two_by_two([batch, height, width, channels]: [usize; 4], mut visit: impl FnMut(usize, [usize; 4])) {
    for n in 0..batch {
        for y in 0..height / 2 {
            for x in 0..width / 2 {
                for c in 0..channels {
                    let cell = |i, j| ((n * height + 2 * y + i) * width + 2 * x + j) * channels + c;
                    let output = ((n * (height / 2) + y) * (width / 2) + x) * channels + c;
                    visit(output, [cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1)]);
                }
            }
        }
    }
}

/// The first of the cells with the largest value.
pub fn largest(x: &[f32], cells: [usize; 4]) -> usize {
    cells.into_iter().reduce(|best, cell| if x[cell] > x[best] { cell } else { best }).expect("four cells")
}

/// Applies a function of the standard library to each value.
pub fn map(x: &[f32], out: &mut [f32], f: impl Fn(f32) -> f32) {
    for (out, &x) in out.iter_mut().zip(x) {
        *out = f(x);
    }
}

/// e^x over the sum of e^x, for rows of `n` values.
pub fn softmax(x: &[f32], n: usize, out: &mut [f32]) {
    for (x, out) in x.chunks_exact(n).zip(out.chunks_exact_mut(n)) {
        let sum: f32 = x.iter().map(|x| x.exp()).sum();
        for (out, x) in out.iter_mut().zip(x) {
            *out = x.exp() / sum;
        }
    }
}
