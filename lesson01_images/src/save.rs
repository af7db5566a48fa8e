//! Files: PNG keeps every bit, JPEG is smaller.

use std::fs;
use std::path::Path;

use ndarray::ArrayView3;
use shared::cli::show;
use shared::image::{imread, imwrite};
use shared::{Error, Result};

use crate::flags::Flags;

/// Writes the picture as PNG and as JPEG, and reads both back.
///
/// # Errors
/// If a picture cannot be read or written.
pub fn write_and_read(flags: &Flags, folder: &Path) -> Result<()> {
    let img = flags.resized_img()?;
    println!("In memory {} bytes: {:?} of u8", img.len(), img.shape());
    for (what, name) in [("As PNG", "converted.png"), ("As JPEG", "converted.jpg")] {
        let path = folder.join(name);
        imwrite(&path, img.view())?;
        show(what, &path);
        println!("  {} bytes; {}", size_of_file(&path)?, difference(imread(&path)?.view(), img.view()));
    }
    Ok(())
}

fn size_of_file(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path).map_err(|error| Error::io(path, "look at the file", &error))?.len())
}

/// How two pictures of one shape differ.
fn difference(a: ArrayView3<'_, u8>, b: ArrayView3<'_, u8>) -> String {
    if a == b {
        return "read back, every value is the same".to_owned();
    }
    let differences: Vec<f64> = a.iter().zip(b).map(|(&a, &b)| f64::from(a.abs_diff(b))).collect();
    let (largest, sum) = differences.iter().fold((0.0f64, 0.0), |(largest, sum), d| (largest.max(*d), sum + d));
    format!("read back, values differ by {:.2} on average, {largest} at most", sum / differences.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_difference_is_told_in_words() {
        let (a, b) = (array![[[1, 2, 3]]], array![[[1, 5, 3]]]);
        assert_eq!(difference(a.view(), a.view()), "read back, every value is the same");
        assert_eq!(difference(a.view(), b.view()), "read back, values differ by 1.00 on average, 3 at most");
    }
}
