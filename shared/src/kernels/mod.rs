//! Numeric kernels: slices in, slices out. The only place for SIMD, threads and `unsafe`.
#![allow(unsafe_code)]

mod multiversion; // first: its macro is visible to the modules below it

pub mod argmax;
pub mod broadcast;
pub mod bytes;
pub mod concat;
pub mod conv2d;
pub mod cross_entropy;
pub mod elementwise;
pub mod epilogue;
pub mod gemm;
pub mod math;
pub mod parallel;
pub mod pool2d;
pub mod random;
pub mod reduce;
pub mod resample;
pub(crate) mod scratch;
pub(crate) mod simd;
pub mod slice;
pub mod softmax;
mod strided;
mod thin;
mod tile;
pub mod transpose;
#[cfg(test)]
mod twin;
pub mod update;
pub mod window;
