//! A part of a picture.

use std::path::Path;

use ndarray::s;
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
    let crop = img.slice(s![20..100, 30..170, ..]);
    println!("img.slice(s![20..100, 30..170, ..])  {:?}: a view, no pixel was copied", crop.shape());
    imwrite(folder.join("crop.png"), crop)?;
    show("The crop", folder.join("crop.png"));

    // Slices can be written to: four thin ones make a red frame.
    let red = ndarray::arr1(&[255, 0, 0]);
    img.slice_mut(s![18..20, 28..172, ..]).assign(&red);
    img.slice_mut(s![100..102, 28..172, ..]).assign(&red);
    img.slice_mut(s![18..102, 28..30, ..]).assign(&red);
    img.slice_mut(s![18..102, 170..172, ..]).assign(&red);
    imshow("Where it was", img.view(), folder.join("crop_frame.png"))
}
