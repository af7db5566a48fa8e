//! Numeric kernels: slices in, slices out. The only place for SIMD, threads and `unsafe`.
#![allow(unsafe_code)]

pub mod broadcast;
pub mod elementwise;
pub mod math;
mod multiversion;
pub mod parallel;
#[cfg(test)]
mod twin;
pub mod conv2d;
pub mod epilogue;
pub mod gemm;
pub mod parallel;
pub mod pool2d;
pub(crate) mod scratch;
pub mod simd;
pub mod window;
