//! Reading, writing and converting pictures: `[height, width, 3]` arrays of red, green and blue bytes.

mod read;
mod write;

pub use read::imread;
pub(crate) use write::save_png;
pub use write::{imwrite, imwrite_gray};
