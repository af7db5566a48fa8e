//! A look at a picture.

use std::path::Path;

use shared::Result;
use shared::image::imshow;

use crate::flags::Flags;

/// Shows the first picture in a window, in the terminal, or as a file, whichever there is.
///
/// # Errors
/// If the picture cannot be read or shown.
pub fn show(flags: &Flags, folder: &Path) -> Result<()> {
    println!("imshow takes a window if it can (it closes on any key), else the terminal, else a file.");
    println!("Try: cargo run -p lesson01_images --features window -- show");
    println!("     COURSE_DISPLAY=window, terminal, file or none asks for one of them");
    imshow("Test Image", flags.img()?.view(), folder.join("test_image.png"))
}
