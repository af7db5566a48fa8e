//! The handouts: `ko/src` holds the Korean source, `en/src` its English twin, `img` the figures that [`figures`] draws,
//! `results` what the lessons' programs printed.
//!
//! `cargo run -p handouts` draws the figures. `cargo course handouts` makes web pages and printable pages,
//! `cargo course record` runs the lessons again and records what they print.
//!
//! The code in the text of both languages is compiled and run as doctests of this crate.

pub mod figures;

#[cfg(doctest)]
#[doc = include_str!("../ko/src/lesson01_images.md")]
pub mod ko_lesson01_images {}
#[cfg(doctest)]
#[doc = include_str!("../ko/src/lesson02_batching.md")]
pub mod ko_lesson02_batching {}
#[cfg(doctest)]
#[doc = include_str!("../ko/src/lesson03_mlp.md")]
pub mod ko_lesson03_mlp {}
#[cfg(doctest)]
#[doc = include_str!("../ko/src/lesson04_softmax.md")]
pub mod ko_lesson04_softmax {}
#[cfg(doctest)]
#[doc = include_str!("../ko/src/lesson05_cnn.md")]
pub mod ko_lesson05_cnn {}
#[cfg(doctest)]
#[doc = include_str!("../en/src/lesson01_images.md")]
pub mod en_lesson01_images {}
#[cfg(doctest)]
#[doc = include_str!("../en/src/lesson02_batching.md")]
pub mod en_lesson02_batching {}
#[cfg(doctest)]
#[doc = include_str!("../en/src/lesson03_mlp.md")]
pub mod en_lesson03_mlp {}
#[cfg(doctest)]
#[doc = include_str!("../en/src/lesson04_softmax.md")]
pub mod en_lesson04_softmax {}
#[cfg(doctest)]
#[doc = include_str!("../en/src/lesson05_cnn.md")]
pub mod en_lesson05_cnn {}
