//! Three modes of reading: in colour, gray, and as the file is.

use std::path::Path;

use ndarray::{Array3, Axis, Dimension, s, stack};
use shared::cli::show;
use shared::image::{Gray2Rgb, Interpolation, cvt_color, imread, imread_grayscale, imread_unchanged, resize};
use shared::plot::ImageGrid;
use shared::{Error, Result};

use crate::flags::{Flags, file_name};

/// Reads a photograph and a drawing with transparency in all modes; shows what a gray picture is inside, and what alpha is.
///
/// # Errors
/// If a picture cannot be read or written.
#[expect(clippy::expect_used, reason = "all pictures have been resized to 200 x 200")]
pub fn compare(flags: &Flags, folder: &Path) -> Result<()> {
    let [photograph, _] = flags.paths()?;
    let drawing = flags.transparent_path()?;
    for path in [&photograph, &drawing] {
        println!("{:<30}{:<16}ndim", file_name(path), "shape");
        print_shape("imread", imread(path)?.raw_dim());
        print_shape("imread_grayscale", imread_grayscale(path)?.raw_dim());
        print_shape("imread_unchanged", imread_unchanged(path)?.raw_dim());
    }
    inside_gray(&photograph)?;

    let rgba = read_rgba(&drawing)?; // [256, 256, 4]
    let [y, x] = [rgba.dim().0 / 2, rgba.dim().1 / 2];
    println!("\nAlpha is the fourth channel: 0 transparent, 255 opaque");
    println!("  rgba.slice(s![0, 0, ..])      {}: beside the cat", rgba.slice(s![0, 0, ..]));
    println!("  rgba.slice(s![{y}, {x}, ..])  {}: on it", rgba.slice(s![y, x, ..]));

    let small = |image: &Array3<u8>| resize(image.view(), [200, 200], Interpolation::Area);
    let as_rgb = |gray| cvt_color(gray, Gray2Rgb);
    let pictures = [
        imread(&photograph)?,
        as_rgb(imread_grayscale(&photograph)?.view()),
        imread(&drawing)?,
        as_rgb(rgba.slice(s![.., .., 3])),
    ]
    .map(|picture| small(&picture));
    let views = pictures.each_ref().map(|picture| picture.view());
    let all = stack(Axis(0), &views).expect("all are [200, 200, 3]");
    let captions = ["imread", "imread_grayscale", "alpha dropped", "the alpha channel"];
    let grid = ImageGrid::rgb(all.view()).columns(4).captions(&captions).title("What each mode reads");
    show("Modes", grid.save(folder.join("modes.png"))?);
    Ok(())
}

fn print_shape<D: Dimension>(mode: &str, shape: D) {
    println!("  {mode:<28}{:<16}{}", format!("{:?}", shape.slice()), shape.ndim());
}

fn read_rgba(path: &Path) -> Result<Array3<u8>> {
    let picture = imread_unchanged(path)?;
    let shape = picture.shape().to_vec();
    let rgba = picture.into_dimensionality().ok().filter(|picture: &Array3<u8>| picture.dim().2 == 4);
    rgba.ok_or_else(|| {
        Error::file(path)
            .expected("a picture with alpha, [height, width, 4]")
            .found(format!("{shape:?}"))
            .help("save the picture as PNG, with transparency")
    })
}

/// Prints some numbers of the gray picture, and how one of them comes from red, green and blue.
#[expect(clippy::indexing_slicing, reason = "the middle of a picture lies in it")]
fn inside_gray(path: &Path) -> Result<()> {
    let (img, gray) = (imread(path)?, imread_grayscale(path)?);
    let (y, x) = (gray.nrows() / 2, gray.ncols() / 2);
    println!("\nA gray picture is a matrix: rows {y} to {}, columns {x} to {}", y + 5, x + 11);
    for row in gray.slice(s![y..(y + 6).min(gray.nrows()), x..(x + 12).min(gray.ncols())]).rows() {
        println!("  {}", row.iter().map(|value| format!("{value:>4}")).collect::<String>());
    }
    let [red, green, blue] = [0, 1, 2].map(|channel| img[[y, x, channel]]);
    let sum = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
    println!("  0.299 * {red} + 0.587 * {green} + 0.114 * {blue} = {sum:.2}, rounded {}", gray[[y, x]]);
    Ok(())
}
