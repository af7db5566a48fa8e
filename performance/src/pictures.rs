//! P1: a folder of JPEG pictures becomes an array. Five hundred of 400 x 300, in five class folders; each is read, resized to
//! 60 x 60 by cubic interpolation, turned into `f32` and standardised. Those that are made here have colours at full
//! resolution (P1b); `compare.py` has OpenCV write them once more with colours at half the resolution (P1).

use std::path::Path;

use ndarray::{Array3, Zip};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use shared::Result;
use shared::data::{ClassFolders, ImageSet};
use shared::image::{Interpolation, imwrite, resize};

/// Pictures of the workload.
pub const COUNT: usize = 500;
/// The names of the class folders.
const CLASSES: [&str; 5] = ["a", "b", "c", "d", "e"];
/// Height and width of the pictures in the files.
const SIZE: [usize; 2] = [300, 400];
/// The sides of the squares of which noise is made, in pixels, and how much each kind may change a channel, of 255.
const OCTAVES: [(usize, f32); 3] = [(64, 140.0), (16, 70.0), (4, 30.0)];
/// What a channel is without noise.
const DARKEST: f32 = 8.0;

/// Makes `count` pictures in `folder`, a fifth of them in each class folder: smooth noise of three sizes, so that a file has
/// about as many bytes as a photograph of this size.
///
/// # Errors
/// If a picture cannot be written.
#[expect(clippy::indexing_slicing, reason = "`number` is below `count`")]
pub fn make(folder: &Path, count: usize) -> Result<()> {
    let mut random = StdRng::seed_from_u64(1);
    for number in 0..count {
        let mut picture = Array3::from_elem((SIZE[0], SIZE[1], 3), DARKEST);
        for (square, amount) in OCTAVES {
            let grid = (SIZE[0].div_ceil(square), SIZE[1].div_ceil(square), 3);
            let noise = Array3::from_shape_simple_fn(grid, || random.random::<u8>());
            let noise = resize(noise.view(), SIZE, Interpolation::Cubic);
            Zip::from(&mut picture).and(&noise).for_each(|value, &byte| *value += amount * f32::from(byte) / 255.0);
        }
        let class = CLASSES[number * CLASSES.len() / count];
        let path = folder.join(format!("{class}/{number:03}.jpg"));
        imwrite(path, picture.mapv(|value| value as u8).view())?;
    }
    Ok(())
}

/// Reads all pictures of the class folders in `folder`: `[n, 10800]`, on all cores.
///
/// # Errors
/// If a picture is missing or damaged.
pub fn load(folder: &Path) -> Result<ImageSet> {
    ImageSet::load(&ClassFolders::list(folder)?, [60, 60])
}
