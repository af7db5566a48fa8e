//! Colour spaces: RGB, BGR and gray.

use std::path::Path;

use ndarray::{Axis, s, stack};
use shared::Result;
use shared::cli::show;
use shared::image::{Bgr2Rgb, Gray2Rgb, Rgb2Bgr, Rgb2Gray, cvt_color};
use shared::plot::ImageGrid;

use crate::flags::Flags;

/// Swaps red and blue, and makes gray of colours.
///
/// # Errors
/// If a picture cannot be read or written.
#[expect(clippy::indexing_slicing, clippy::expect_used, reason = "all pictures have been resized to 200 x 200")]
pub fn convert(flags: &Flags, folder: &Path) -> Result<()> {
    let img = flags.resized_img()?;
    let bgr = cvt_color(img.view(), Rgb2Bgr);
    let gray = cvt_color(img.view(), Rgb2Gray);
    println!("img                             {:?}, pixel {}", img.shape(), img.slice(s![100, 100, ..]));
    println!("cvt_color(img.view(), Rgb2Bgr)  {:?}, pixel {}", bgr.shape(), bgr.slice(s![100, 100, ..]));
    println!("cvt_color(img.view(), Rgb2Gray) {:?}, pixel {}", gray.shape(), gray[[100, 100]]);
    println!("There and back again is the same: {}", cvt_color(bgr.view(), Bgr2Rgb) == img);
    println!("OpenCV reads blue, green, red; our imread reads red, green, blue, as plots and PNG have it.");

    let gray = cvt_color(gray.view(), Gray2Rgb);
    let all = stack(Axis(0), &[img.view(), bgr.view(), gray.view()]).expect("all are [200, 200, 3]");
    let captions = ["RGB", "BGR, taken for RGB", "gray"];
    let grid = ImageGrid::rgb(all.view()).columns(3).captions(&captions).title("One picture in three colour spaces");
    show("Colours", grid.save(folder.join("colours.png"))?);
    Ok(())
}
