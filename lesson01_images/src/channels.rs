//! Channels, split and merged.

use std::path::Path;

use ndarray::{Array3, ArrayView2, Axis, s, stack};
use shared::Result;
use shared::cli::show;
use shared::image::{Gray2Rgb, cvt_color};
use shared::plot::ImageGrid;

use crate::flags::Flags;
use crate::{summary, summary_head};

/// Splits the picture into red, green and blue, shows each as gray and in its colour, and merges them again.
///
/// # Errors
/// If a picture cannot be read or written.
#[expect(clippy::expect_used, reason = "all pictures have been resized to 200 x 200")]
pub fn split_and_merge(flags: &Flags, folder: &Path) -> Result<()> {
    let img = flags.resized_img()?;
    let [red, green, blue] = [0, 1, 2].map(|channel| img.slice(s![.., .., channel])); // each [200, 200]
    println!("{}", summary_head());
    println!("{}", summary("red    .., .., 0", red));
    println!("{}", summary("green  .., .., 1", green));
    println!("{}", summary("blue   .., .., 2", blue));

    let merged = stack![Axis(2), red, green, blue]; // [200, 200, 3]
    println!("stack![Axis(2), red, green, blue] is img again: {}", merged == img);

    let as_gray = [red, green, blue].map(|channel| cvt_color(channel, Gray2Rgb));
    let tinted = [tint(red, 0), tint(green, 1), tint(blue, 2)];
    let pictures: Vec<_> = as_gray.iter().chain(&tinted).map(|picture| picture.view()).collect();
    let all = stack(Axis(0), &pictures).expect("all are [200, 200, 3]");
    let captions = ["red", "green", "blue", "red alone", "green alone", "blue alone"];
    let title = "Each channel as brightness, and in its colour";
    show(
        "Channels",
        ImageGrid::rgb(all.view()).columns(3).captions(&captions).title(title).save(folder.join("channels.png"))?,
    );
    Ok(())
}

/// A picture with this channel, and 0 in the other two.
fn tint(values: ArrayView2<'_, u8>, channel: usize) -> Array3<u8> {
    let mut picture = Array3::zeros((values.nrows(), values.ncols(), 3));
    picture.slice_mut(s![.., .., channel]).assign(&values);
    picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_tinted_picture_has_one_channel() {
        assert_eq!(tint(array![[7, 9]].view(), 1), array![[[0, 7, 0], [0, 9, 0]]]);
    }
}
