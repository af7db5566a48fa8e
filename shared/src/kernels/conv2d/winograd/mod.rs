//! Convolution with fewer multiplications (Winograd 1980; for neural networks: Lavin and Gray 2015, arXiv:1509.09308).
//!
//! # Two outputs with three multiplications
//! A kernel of two weights 2, 10 on the inputs 1, 4, 9: the outputs are `1 * 2 + 4 * 10 = 42` and `4 * 2 + 9 * 10 = 98`, by
//! four multiplications. The same by three:
//!
//! | | weights, prepared | inputs, prepared | product |
//! |---|---|---|---|
//! | a | `2` | `1 - 4 = -3` | -6 |
//! | b | `2 + 10 = 12` | `4` | 48 |
//! | c | `10` | `9 - 4 = 5` | 50 |
//!
//! and the outputs are `a + b = 42`, `b + c = 98`. There are more additions; but the weights are prepared once for all
//! positions and images, and with many channels the inputs once for all output channels, the outputs once for all input
//! channels. What is left to do for each pair of channels is three multiplications.
//!
//! # Why it works
//! Let d be the inputs, w the weights and g any numbers, one per output. All passes of the convolution come from one sum,
//! `S = sum over i, j of g[i] w[j] d[i + j]`: the factors of the g are the outputs; and if g is the gradient of the
//! outputs, the factors of the w are the gradient of the weights.
//!
//! Take g and w as the coefficients of two polynomials. What meets `d[n]` in S is coefficient n of their product. A product
//! of `m + k - 1` coefficients is known from its values at as many points, where it is the product of the two values. Above,
//! the points are 0, 1 and infinity (where the value is the highest coefficient): 2, 12 and 10 are values of `2 + 10 x`. So
//!
//! `S = sum over points p of (E g)[p] * (E w)[p] * (I' d)[p]`
//!
//! with the matrix E that evaluates, I that goes from values back to coefficients (interpolates), and I' its transpose. The
//! factors of g and w are thus
//!
//! - forward: `E' ((E w) * (I' d))`,
//! - gradient of the kernel: `E' ((E g) * (I' d))`, both with products point by point;
//! - the gradient of the input is a forward pass with the kernel turned.
//!
//! # Eight points, two dimensions
//! `points` has E, E' and I' for the eight points 0, 1, -1, 2, -2, 1/2, -1/2 and infinity: a product of eight coefficients,
//! which is a kernel of 5 and a tile of 4 outputs, or 4 and 5, or 3 and 6. A tile always sees 8 inputs. In two dimensions
//! (`transforms`: each step down the columns, then along the rows) there are 8 x 8 pairs of points: 64 multiplications for
//! the 4 x 4 outputs of a 5 x 5 kernel, where the formula has 400; for a 3 x 3 kernel 64 instead of 324.
//!
//! With channels, each of the 64 is a product of matrices. Some tiles at a time, few enough that everything stays in the
//! second cache:
//!
//! | pass | `windows` | `kernel` or `squares` | for each pair of points | at last |
//! |---|---|---|---|---|
//! | forward | inputs to `[tiles, in]` | weights to `[in, out]` | their product `[tiles, out]` | `squares`: outputs |
//! | kernel gradient | inputs to `[tiles, in]` | gradient to `[tiles, out]` | transposed times: `[in, out]`, added up | `kernel`: its gradient |
//!
//! # Speed
//! Against the direct method in the same run, AVX-512, 2 threads, 14 x 14, kernel of 5 x 5:
//!
//! | layer | forward | input gradient | kernel gradient |
//! |---|---|---|---|
//! | batch 64, 16 to 36 channels | 2.9 | 2.2 | 1.9 |
//! | batch 50, 32 to 64 channels | 3.0 | 2.6 | 2.2 |
//!
//! Of the forward pass, the 64 products take 57 %, the outputs 18 %, the windows 15 %.
//!
//! # Error
//! The steps subtract numbers that are larger than their difference, so a part of the precision is lost. Largest error of
//! any value, relative to the largest value of the exact result, against sums in f64 (`tests::the_error_is_small`: images
//! of 14 x 14, uniform random numbers):
//!
//! | kernel, images | forward | input gradient | kernel gradient | direct method |
//! |---|---|---|---|---|
//! | 5 x 5, 32 to 64 channels, 50 | 5.4e-6 | 7.0e-6 | 4.3e-6 | 1.0e-6, 1.5e-6, 2.3e-7 |
//! | 4 x 4, 64 to 64 channels, 10 | 7.2e-6 | 7.5e-6 | 4.1e-6 | 1.1e-6, 1.1e-6, 3.0e-7 |
//! | 3 x 3, 64 to 64 channels, 10 | 1.2e-5 | 1.1e-5 | 3.9e-6 | 7.7e-7, 1.1e-6, 3.0e-7 |
//!
//! The test asserts 1e-4. An output whose window holds only zeros is exactly the bias (`seen`).
//!
//! NaN or an infinity in the input makes NaN of all outputs of each tile that sees it (up to 6 x 6), not just of those
//! whose window holds it; one in the kernel or in the output's gradient spreads likewise, but not to outputs that see
//! only zeros. A network that has diverged shows it no later than with the direct method.

mod forward;
mod grid;
mod kernel;
mod kernel_gradient;
mod pays;
mod points;
mod product;
mod seen;
mod squares;
mod transforms;
mod transposed_product;
mod windows;

pub(super) use forward::forward;
pub(super) use kernel_gradient::{kernel_gradient_of_images, parts};
pub(super) use pays::{can, forward_pays, kernel_gradient_pays};
