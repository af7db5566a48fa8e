//! Which pictures there are: class folders, and wildcard patterns.

use std::path::{Path, PathBuf};

use ndarray::{Axis, stack};
use shared::Result;
use shared::cli::show;
use shared::data::{ClassFolder, ClassFolders, glob};
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
#[expect(clippy::indexing_slicing, reason = "there are class folders, and a picture in each")]
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
    by_patterns(&folders.classes[0], &folders.root)?;
    show("Pictures", plot_first_pictures(folders, &folder.join("pictures.png"))?);
    Ok(())
}

/// What Python writes as `glob.glob('../animal_images/cat/*.jpg')`.
#[expect(clippy::indexing_slicing, reason = "there is a picture in each class folder")]
fn by_patterns(class: &ClassFolder, root: &Path) -> Result<()> {
    let folder = class.files[0].parent().unwrap_or(root);
    println!("\nBy wildcard patterns, in {}", folder.display());
    for pattern in ["*.jpg", "*.png", "*1*", "*_fluent_cat.*"] {
        let files = glob(folder, pattern)?;
        let first = files.first().and_then(|file| file.file_name()).map(|name| name.to_string_lossy());
        println!("  {pattern:<16}{:>4} files  {}", files.len(), first.unwrap_or_default());
    }
    Ok(())
}

#[expect(clippy::expect_used, reason = "all have been resized to one size")]
fn plot_first_pictures(folders: &ClassFolders, path: &Path) -> Result<PathBuf> {
    let mut pictures = Vec::new();
    let mut names = Vec::new();
    for class in &folders.classes {
        for file in class.files.iter().take(SHOWN) {
            pictures.push(resize(imread(file)?.view(), SHOWN_SIZE, Interpolation::Area));
            names.push(&class.name);
        }
    }
    let views: Vec<_> = pictures.iter().map(|picture| picture.view()).collect();
    let pictures = stack(Axis(0), &views).expect("all of one size"); // [n, 120, 120, 3]
    let grid = ImageGrid::rgb(pictures.view()).captions(&names).columns(SHOWN);
    grid.title("The first pictures of each class").save(path)
}
