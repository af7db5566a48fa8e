//! Another size, in four ways.

use std::path::Path;

use ndarray::{Axis, s, stack};
use shared::Result;
use shared::cli::show;
use shared::image::{Interpolation, resize};
use shared::plot::ImageGrid;

use crate::flags::Flags;

/// Brings the picture to 200 x 200 pixels, with which the rest of the lesson works, and shows what the four methods of
/// interpolation do to a part that is enlarged, and to the whole when it is shrunk.
///
/// # Errors
/// If a picture cannot be read or written.
#[expect(clippy::expect_used, reason = "all pictures have been resized to 200 x 200")]
pub fn compare(flags: &Flags, folder: &Path) -> Result<()> {
    let img = flags.img()?;
    let resized = resize(img.view(), [200, 200], Interpolation::Cubic);
    println!("{:?} becomes {:?}: resize(img.view(), [200, 200], Interpolation::Cubic)", img.shape(), resized.shape());

    let part = resized.slice(s![70..95, 55..80, ..]); // [25, 25, 3]
    let enlarged = Interpolation::ALL.map(|method| resize(part, [200, 200], method));
    let shrunk = Interpolation::ALL.map(|method| resize(img.view(), [40, 40], method));
    // To look at, every pixel becomes a square of 5 x 5.
    let shrunk = shrunk.map(|small| resize(small.view(), [200, 200], Interpolation::Nearest));
    let pictures: Vec<_> = enlarged.iter().chain(&shrunk).map(|picture| picture.view()).collect();
    let all = stack(Axis(0), &pictures).expect("all are [200, 200, 3]");

    let captions = ["25 to 200", "to 40"].map(|size| Interpolation::ALL.map(|method| format!("{method:?}, {size}")));
    let title = "Above a part enlarged, below the whole shrunk";
    let grid = ImageGrid::rgb(all.view()).columns(4).captions(captions.as_flattened()).title(title);
    show("Four methods", grid.save(folder.join("resize.png"))?);
    Ok(())
}
