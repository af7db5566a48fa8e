//! Features and labels are shuffled as pairs: shuffled one by one, they would lose each other.

use std::iter;
use std::path::Path;

use ndarray::{ArrayView1, Axis, stack};
use ndarray_rand::rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use shared::Result;
use shared::cli::show;
use shared::plot::ImageGrid;

use crate::columns;
use crate::flags::Flags;
use crate::restore::stretched;

/// Pictures shown before and after.
const SHOWN: usize = 8;

/// Zips features and labels, shuffles the pairs, and unzips them.
///
/// # Errors
/// If the pictures cannot be loaded.
#[expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a set has classes and pictures, and labels are numbers of its classes"
)]
pub fn pairs(flags: &Flags, folder: &Path) -> Result<()> {
    let x = [1, 2, 3];
    let y = [4, 5, 6];
    let zipped: Vec<(i32, i32)> = iter::zip(x, y).collect();
    let (x2, y2): (Vec<i32>, Vec<i32>) = zipped.iter().copied().unzip();
    println!("  zip of {x:?} and {y:?}: {zipped:?}");
    println!("  and unzipped: {x2:?} and {y2:?}");

    let images = flags.images()?;
    // ANCHOR: pairs
    let mut pairs: Vec<(ArrayView1<'_, f32>, i32)> =
        iter::zip(images.features.outer_iter(), images.labels.iter().copied()).collect();
    pairs.shuffle(&mut StdRng::seed_from_u64(flags.lesson.seed));
    let (features, labels): (Vec<ArrayView1<'_, f32>>, Vec<i32>) = pairs.into_iter().unzip();
    // ANCHOR_END: pairs
    println!("\n  the first 20 labels before {}", columns(images.labels.iter().take(20), 2));
    println!("  and after                  {}", columns(labels.iter().take(20), 2));

    // The pairs held views, which are cheap to move; only now are rows copied.
    let count = SHOWN.min(labels.len());
    let shown = stack(Axis(0), &features[..count]).expect("rows of one length");
    let names: Vec<&String> = labels[..count].iter().map(|&label| &images.class_names[label as usize]).collect();
    let [height, width] = images.size;
    let shown = stretched(shown.view()).into_shape_with_order((count, height, width, 3)).expect("rows of a picture");
    let grid = ImageGrid::rgb(shown.view()).captions(&names).columns(4).scale(3);
    let grid = grid.title("The first pictures after shuffling");
    show("Each picture kept its label", grid.save(folder.join("shuffled.png"))?);
    Ok(())
}
