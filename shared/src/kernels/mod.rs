//! Numeric kernels: slices in, slices out. The only place for SIMD, threads and `unsafe`.
#![allow(unsafe_code)]
mod multiversion;
pub mod elementwise;
pub mod math;
pub mod parallel;
#[cfg(test)]
mod twin;
