//! Numeric kernels: slices in, slices out. The only place for SIMD, threads and `unsafe`.
//!
//! # Instruction sets
//!
//! Every kernel is written once and compiled several times. The widest instruction set of the processor is chosen when the
//! program runs; the environment variable `COURSE_SIMD` names a narrower one, so that tests run on every path:
//! `COURSE_SIMD=portable cargo test -p shared`.
//!
//! | `COURSE_SIMD` | vectors | needs |
//! |---|---|---|
//! | `avx512` | 16 floats, 32 registers | x86-64 with AVX-512 F, BW, DQ and VL |
//! | `avx2` | 8 floats, 16 registers | x86-64 with AVX2 and FMA |
//! | `neon` | 4 floats, 32 registers | 64-bit ARM |
//! | `portable` | whatever the compiler makes of plain arrays | nothing |
//!
//! A name that the processor does not have ends a program of the course with exit code 2 and a list of those that it has
//! ([`instruction_set`]); any other program panics with the same message when it reaches the first kernel.
//!
//! There are two ways to write such a kernel. A loop that the compiler vectorises by itself needs only the macro of
//! `multiversion.rs`, and gives the same bits with every instruction set. A loop that keeps sums in registers is generic over
//! the `Vector` of `simd/`; its sums differ in their last bits between instruction sets, because only some fuse a
//! multiplication with an addition. The crate `matrixmultiply` (see [`gemm`](mod@gemm)) makes a choice of its own, which no
//! variable changes.
//!
//! With one instruction set, one seed gives the same bits for any number of threads.
#![allow(unsafe_code)]

mod multiversion; // first: its macro is visible to the modules below it

pub mod argmax;
mod block;
pub mod broadcast;
pub mod bytes;
pub mod center;
pub mod concat;
pub mod conv2d;
pub mod cross_entropy;
#[cfg(test)]
mod edges;
pub mod elementwise;
pub mod epilogue;
pub mod fetch_ahead;
pub mod gemm;
pub mod math;
pub mod pages;
pub mod parallel;
pub mod peak;
pub mod pool2d;
pub mod random;
pub mod reduce;
pub mod resample;
pub(crate) mod scratch;
pub(crate) mod simd;
pub mod slice;
pub mod softmax;
mod strided;
pub mod team;
mod thin;
mod tile;
pub mod transpose;
#[cfg(test)]
mod twin;
pub mod update;
pub mod weight_adam;
pub mod weight_gradient;
pub mod weight_update;
pub mod window;

pub use simd::instruction_set;
