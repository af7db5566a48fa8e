//! The three passes as the formula says, in plain loops: the oracle of the fast ones, and what benches compare with.

use super::ConvShape;

impl ConvShape {
    /// Calls `visit(input index, kernel index, output index)` for each product of the convolution that touches a real cell:
    /// `out[n, y, x, o] += in[n, y * stride + i - pad, x * stride + j - pad, c] * kernel[i, j, c, o]`.
    pub(super) fn for_each_product(&self, mut visit: impl FnMut(usize, usize, usize)) {
        let positions = self.batch * self.out_height * self.out_width;
        for position in 0..positions {
            let (row, x) = (position / self.out_width, position % self.out_width);
            let (n, y) = (row / self.out_height, row % self.out_height);
            for window_cell in 0..self.kernel_height * self.kernel_width {
                let (i, j) = (window_cell / self.kernel_width, window_cell % self.kernel_width);
                let in_y = (y * self.stride_height + i).checked_sub(self.pad_top).filter(|&y| y < self.in_height);
                let in_x = (x * self.stride_width + j).checked_sub(self.pad_left).filter(|&x| x < self.in_width);
                let (Some(in_y), Some(in_x)) = (in_y, in_x) else { continue };
                let cell = (n * self.in_height + in_y) * self.in_width + in_x;
                for c in 0..self.in_channels {
                    for o in 0..self.out_channels {
                        visit(
                            cell * self.in_channels + c,
                            (window_cell * self.in_channels + c) * self.out_channels + o,
                            position * self.out_channels + o,
                        );
                    }
                }
            }
        }
    }
}

/// The convolution of `x` with `kernel`, without bias or activation.
pub fn forward(shape: &ConvShape, x: &[f32], kernel: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    shape.for_each_product(|input, entry, output| out[output] += x[input] * kernel[entry]);
}

/// The gradient of the input: each product of the forward pass, sent back.
pub fn input_gradient(shape: &ConvShape, gradient: &[f32], kernel: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    shape.for_each_product(|input, entry, output| out[input] += gradient[output] * kernel[entry]);
}

/// The gradient of the kernel: each product of the forward pass, sent back.
pub fn kernel_gradient(shape: &ConvShape, x: &[f32], gradient: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    shape.for_each_product(|input, entry, output| out[entry] += x[input] * gradient[output]);
}

#[cfg(test)]
mod tests {
    use crate::kernels::conv2d::{ConvShape, Padding, naive};

    #[test]
    fn three_by_three_by_hand() {
        // 1 2 3        1 10
        // 4 5 6  with  100 1000, one zero to the right and below.
        // 7 8 9
        let shape = ConvShape::new([1, 3, 3, 1], [2, 2, 1, 1], [1, 1], Padding::Same).unwrap();
        let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        let kernel = [1.0, 10.0, 100.0, 1000.0];
        let mut out = [0.0; 9];
        naive::forward(&shape, &x, &kernel, &mut out);
        assert_eq!(out, [5421.0, 6532.0, 603.0, 8754.0, 9865.0, 906.0, 87.0, 98.0, 9.0]);

        let mut gradient = [0.0; 9];
        gradient[4] = 1.0; // of the output 9865 = 5 * 1 + 6 * 10 + 8 * 100 + 9 * 1000
        let (mut of_x, mut of_kernel) = ([0.0; 9], [0.0; 4]);
        naive::input_gradient(&shape, &gradient, &kernel, &mut of_x);
        naive::kernel_gradient(&shape, &x, &gradient, &mut of_kernel);
        assert_eq!(of_x, [0.0, 0.0, 0.0, 0.0, 1.0, 10.0, 0.0, 100.0, 1000.0]);
        assert_eq!(of_kernel, [5.0, 6.0, 8.0, 9.0]);
    }
}
