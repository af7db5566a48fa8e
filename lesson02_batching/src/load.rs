//! Features and labels: every picture becomes a row of numbers, its class a number.

use std::path::Path;

use shared::Result;

use crate::columns;
use crate::flags::{Flags, IMAGE_SIZE};

/// Loads all pictures, and looks at what came out.
///
/// # Errors
/// If a picture is damaged.
#[expect(clippy::indexing_slicing, reason = "a set has classes and pictures, and labels are numbers of its classes")]
pub fn look(flags: &Flags, _: &Path) -> Result<()> {
    let images = flags.images()?;
    let [height, width] = IMAGE_SIZE;
    println!("Each picture: resized to {height} x {width}, f32, zero-centred, divided by its deviation, flattened.");
    println!("  number of features  {}", images.features.nrows());
    let (shape, row_len) = (format!("{:?}", images.features.shape()), images.features.ncols());
    println!("  features            {shape:<14} f32, {height} x {width} x 3 = {row_len} numbers in a row");
    println!("  labels              {:<14} i32", format!("{:?}", images.labels.shape()));
    println!("  memory              {:.1} MB", (images.features.len() * size_of::<f32>()) as f64 / 1e6);

    let row = images.features.row(0);
    println!("\nThe first picture, a {}: {}", images.class_names[images.labels[0] as usize], images.files[0].display());
    println!("  features[0]         {} ...", columns(row.iter().take(6).map(|value| format!("{value:.3}")), 8));
    let (least, most) = row.fold((f32::MAX, f32::MIN), |(least, most), &value| (least.min(value), most.max(value)));
    // A mean that is 0 up to rounding may be just below it.
    let mean = row.mean().unwrap_or_default().abs();
    println!("  mean {mean:.3}, deviation {:.3}, from {least:.3} to {most:.3}", row.std(0.0));

    println!("\nThe labels come class by class, as the folders do:");
    for (label, name) in images.class_names.iter().enumerate() {
        let positions = || images.labels.iter().enumerate().filter(|&(_, &l)| l as usize == label).map(|(at, _)| at);
        let (first, last) = (positions().next().unwrap_or_default(), positions().next_back().unwrap_or_default());
        println!("  labels[{first:>3}..={last:>3}]  {label}  {name}");
    }
    println!("The first batch of 50 in this order would show the network one class only: so they must be shuffled.");
    Ok(())
}
