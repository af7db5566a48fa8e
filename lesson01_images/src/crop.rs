//! A part of a picture.

use std::path::Path;

use ndarray::{arr1, s};
use shared::Result;
use shared::cli::show;
use shared::image::{imshow, imwrite};

use crate::flags::Flags;

/// Cuts the middle out of the picture, writes it, and shows where it was.
///
/// # Errors
/// If a picture cannot be read or written.
pub fn cut_out(flags: &Flags, folder: &Path) -> Result<()> {
    let mut img = flags.resized_img()?;
    // ANCHOR: crop
    let crop = img.slice(s![45..120, 45..175, ..]);
    println!("img.slice(s![45..120, 45..175, ..])  {:?}: a view, no pixel was copied", crop.shape());
    imwrite(folder.join("crop.png"), crop)?;
    // ANCHOR_END: crop
    show("The crop", folder.join("crop.png"));

    // Slices can be written to: four thin ones make a red frame.
    let red = arr1(&[255, 0, 0]);
    img.slice_mut(s![43..45, 43..177, ..]).assign(&red);
    img.slice_mut(s![120..122, 43..177, ..]).assign(&red);
    img.slice_mut(s![43..122, 43..45, ..]).assign(&red);
    img.slice_mut(s![43..122, 175..177, ..]).assign(&red);
    imshow("Where it was", img.view(), folder.join("crop_frame.png"))
}
