//! A picture back from its vector: zero-centred numbers must return to 0..255 first.

use std::path::{Path, PathBuf};

use ndarray::{Array2, Array3, ArrayView1, ArrayView2, Axis, stack};
use shared::Result;
use shared::cli::show;
use shared::image::{Interpolation, imread, resize};
use shared::plot::ImageGrid;

use crate::flags::Flags;

/// Shows one picture of each of the first classes: as it was, cast to bytes as it is, and stretched to 0..255.
///
/// # Errors
/// If a picture is damaged.
#[expect(clippy::indexing_slicing, reason = "a set has classes and pictures, and labels are numbers of its classes")]
pub fn pictures(flags: &Flags, folder: &Path) -> Result<()> {
    let images = flags.images()?;
    let first_of_class = |class: usize| images.labels.iter().position(|&label| label as usize == class);
    let rows: Vec<usize> = (0..images.class_names.len().min(5)).filter_map(first_of_class).collect();
    let features = images.features.select(Axis(0), &rows); // [5, 10800]

    let cast = as_bytes(features.view());
    let stretched = stretched(features.view());

    let (row, bytes) = (features.row(0), cast.row(0));
    let zeros = 100.0 * bytes.iter().filter(|&&byte| byte == 0).count() as f64 / bytes.len() as f64;
    let most = bytes.iter().max().copied().unwrap_or_default();
    println!("  the vector            {} numbers, the first: {:.3}", row.len(), row[0]);
    println!("  cast to u8            {zeros:.0} % of them become 0, the largest becomes {most}: nearly black");
    println!("  stretched to 0..255   the lowest becomes 0, the highest 255, the first: {}", stretched[[0, 0]]);
    println!("A cast cuts off: what is below 0 becomes 0, and 1.9 becomes 1. Stretched, the picture is back, but for");
    println!("its own mean and contrast, which zero-centring took away for good.");

    let original = |&row: &usize| Ok(resize(imread(&images.files[row])?.view(), images.size, Interpolation::Cubic));
    let originals: Vec<Array3<u8>> = rows.iter().map(original).collect::<Result<_>>()?;
    let all = [originals, as_pictures(&cast, images.size), as_pictures(&stretched, images.size)].concat();
    let path = folder.join("restored.png");
    show("Restored pictures", plot(&all, ["original", "cast to u8", "stretched"], &path)?);
    Ok(())
}

/// One row of pictures for each name.
#[expect(clippy::expect_used, reason = "all pictures have one size")]
fn plot(pictures: &[Array3<u8>], names: [&str; 3], path: &Path) -> Result<PathBuf> {
    let columns = pictures.len() / names.len();
    let captions: Vec<&str> = names.iter().flat_map(|&name| vec![name; columns]).collect();
    let views: Vec<_> = pictures.iter().map(|picture| picture.view()).collect();
    let pictures = stack(Axis(0), &views).expect("all of one size"); // [15, 60, 60, 3]
    let grid = ImageGrid::rgb(pictures.view()).captions(&captions).columns(columns).scale(3);
    grid.title("Pictures from their vectors").save(path)
}

/// `[n, height * width * 3]` to n pictures `[height, width, 3]`: what `ravel` has done, undone.
#[expect(clippy::expect_used, reason = "a row has a number for each channel of each pixel")]
fn as_pictures(rows: &Array2<u8>, [height, width]: [usize; 2]) -> Vec<Array3<u8>> {
    let picture = |row: ArrayView1<'_, u8>| row.to_owned().into_shape_with_order((height, width, 3));
    rows.outer_iter().map(|row| picture(row).expect("height * width * 3 numbers")).collect()
}

/// The plain cast of the document: everything below 0 becomes 0, fractions are cut off.
fn as_bytes(features: ArrayView2<'_, f32>) -> Array2<u8> {
    features.mapv(|value| value as u8)
}

/// Brings each row back to bytes: its lowest value becomes 0, its highest 255. A row of equal values becomes gray.
///
/// ```
/// use lesson02_batching::restore::stretched;
/// use ndarray::array;
///
/// assert_eq!(stretched(array![[-1.0, 0.0, 1.0], [2.0, 2.0, 2.0]].view()), array![[0, 128, 255], [128, 128, 128]]);
/// ```
pub fn stretched(features: ArrayView2<'_, f32>) -> Array2<u8> {
    let mut bytes = Array2::from_elem(features.dim(), 128);
    for (row, mut bytes) in features.outer_iter().zip(bytes.outer_iter_mut()) {
        let (least, most) = row.fold((f32::MAX, f32::MIN), |(least, most), &value| (least.min(value), most.max(value)));
        if most > least {
            bytes.zip_mut_with(&row, |byte, value| *byte = (255.0 * (value - least) / (most - least)).round() as u8);
        }
    }
    bytes
}
