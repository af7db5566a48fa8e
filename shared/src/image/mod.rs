//! Pictures as arrays of bytes: reading, showing, converting, resizing, writing. Names and meanings are OpenCV's.
//!
//! | wish | item | OpenCV |
//! |---|---|---|
//! | a colour picture `[height, width, 3]` from a file | [`imread`] | `imread(path, IMREAD_COLOR_RGB)` |
//! | its brightness alone, `[height, width]` | [`imread_grayscale`] | `IMREAD_GRAYSCALE` |
//! | what the file holds, with transparency | [`imread_unchanged`] | `IMREAD_UNCHANGED` |
//! | a look at it | [`imshow`] | `imshow`, `waitKey` |
//! | another size | [`resize`], [`Interpolation`] | `resize`, `INTER_...` |
//! | other colours, or gray | [`cvt_color`] | `cvtColor`, `COLOR_...` |
//! | a PNG or JPEG file | [`imwrite`], [`imwrite_gray`] | `imwrite` |
//! | mean 0 and deviation 1 | [`zero_center`] | |
//!
//! The order of the channels is red, green, blue (OpenCV's own is blue, green, red), then alpha where there is one:
//! 0 transparent, 255 opaque. Bytes go from 0, black, to 255.

mod color;
mod decode;
mod guard;
mod jpeg;
mod normalize;
mod read;
#[cfg(test)]
mod read_tests;
mod resize;
mod show;
mod taps;
mod write;

pub use color::{Bgr2Gray, Bgr2Rgb, ColorConversion, Gray2Rgb, Rgb2Bgr, Rgb2Gray, cvt_color};
pub use normalize::zero_center;
pub(crate) use normalize::zero_center_bytes;
pub use read::{imread, imread_grayscale, imread_unchanged};
pub(crate) use resize::Resizer;
pub use resize::{Interpolation, resize};
pub use show::imshow;
pub use write::{imwrite, imwrite_gray};
pub(crate) use write::{png_bytes, save_png};
