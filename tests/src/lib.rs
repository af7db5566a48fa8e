//! Whole-program, cross-lesson and golden tests stand in `tests/tests`, those of one program in the lesson's own
//! `tests/program.rs`. Here is what they share.

pub mod conduct;
pub mod hostile;
pub mod program;
#[cfg(unix)]
pub mod stops;
pub mod subset;
