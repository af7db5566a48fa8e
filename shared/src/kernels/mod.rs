//! Numeric kernels: slices in, slices out. The only place for SIMD, threads and `unsafe`.
#![allow(unsafe_code)]

pub mod broadcast;
pub mod elementwise;
pub mod math;
mod multiversion;
pub mod parallel;
#[cfg(test)]
mod twin;
