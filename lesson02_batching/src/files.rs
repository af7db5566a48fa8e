//! Which pictures there are: class folders, and wildcard patterns.

use std::path::Path;

use ndarray::{Array4, Axis, stack};
use shared::Result;
use shared::cli::show;
use shared::data::glob;
use shared::image::{Interpolation, imread, resize};
use shared::plot::ImageGrid;

use crate::flags::Flags;

/// Pictures of each class that are shown.
const SHOWN: usize = 6;
const SHOWN_SIZE: [usize; 2] = [120, 120];

/// Lists the class folders, then the files of the first class by patterns, and shows the first pictures of each class.
///
/// # Errors
/// If the folders are not as they should be, or a picture is damaged.
pub fn list(flags: &Flags, folder: &Path) -> Result<()> {
    let folders = flags.folders()?;
    if flags.images.is_none() {
        println!("These are drawings of animals, each varied many times; --images DIR takes pictures of your own.");
    }
    println!("{}", folders.root.display());
    println!("  label  pictures  class folder and first picture");
    for (label, class) in folders.classes.iter().enumerate() {
        let first = class.files[0].file_name().unwrap_or_default().to_string_lossy();
        println!("  {label:>5}  {:>8}  {}/{first}", class.files.len(), class.name);
    }
    println!("    all  {:>8}  skipped: {}", folders.picture_count(), folders.skipped);

    let first_class = &folders.classes[0];
    let class_folder = first_class.files[0].parent().unwrap_or(&folders.root);
    println!("\nBy wildcard patterns, in {}", class_folder.display());
    for pattern in ["*.jpg", "*.png", "*1*", "*_fluent_cat.*"] {
        let files = glob(class_folder, pattern)?;
        let first = files.first().and_then(|file| file.file_name()).map(|name| name.to_string_lossy());
        println!("  {pattern:<16}{:>4} files  {}", files.len(), first.unwrap_or_default());
    }

    let shown =
        || folders.classes.iter().flat_map(|class| class.files.iter().take(SHOWN).map(move |file| (file, &class.name)));
    let pictures = shown().map(|(file, _)| Ok(resize(imread(file)?.view(), SHOWN_SIZE, Interpolation::Area)));
    let pictures = pictures.collect::<Result<Vec<_>>>()?;
    let views: Vec<_> = pictures.iter().map(|picture| picture.view()).collect();
    let pictures: Array4<u8> = stack(Axis(0), &views).expect("all of one size");
    let names: Vec<&String> = shown().map(|(_, name)| name).collect();
    let grid =
        ImageGrid::rgb(pictures.view()).captions(&names).columns(SHOWN).title("The first pictures of each class");
    show("Pictures", grid.save(folder.join("pictures.png"))?);
    Ok(())
}
