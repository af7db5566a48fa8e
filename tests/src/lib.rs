//! Whole-program, cross-lesson and golden tests: see the files in `tests/tests`.
