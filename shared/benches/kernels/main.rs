//! Every kernel at the sizes of the course, on one thread and on all cores, beside its naive twin: `cargo bench -p shared`.
//!
//! `cargo bench -p shared -- 'conv2d forward'` measures the kernels whose names match; `-- --test` runs each once and
//! compares it with its twin; `COURSE_SIMD=avx2` before the command forces a narrower instruction set. The whole run takes
//! about three minutes, and ends with a table.

mod convolution;
mod dense;
mod elementwise;
mod im2col;
mod layout;
mod limits;
mod measure;
mod naive;
mod pictures;
mod pooling;
mod rows;
mod table;
mod update;

use measure::Bench;

fn main() {
    let mut bench = Bench::from_args();
    convolution::run(&mut bench);
    dense::run(&mut bench);
    pooling::run(&mut bench);
    elementwise::run(&mut bench);
    rows::run(&mut bench);
    layout::run(&mut bench);
    update::run(&mut bench);
    pictures::run(&mut bench);
    bench.finish();
}

/// Values in -1..1 without a visible pattern. How long a kernel takes does not depend on them.
fn values(len: usize) -> Vec<f32> {
    (0..len).map(|i| (i * 7919 % 1009) as f32 / 504.5 - 1.0).collect()
}
