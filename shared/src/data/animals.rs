//! The animals of the second lesson: few drawings, of which many pictures are made on first use.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ::image::codecs::jpeg::JpegEncoder;
use ndarray::Array3;
use rayon::prelude::*;

use super::augment::{SIDE, Variation};
use super::{ClassFolders, find_folder};
use crate::image::imread_unchanged;
use crate::progress::Progress;
use crate::{Error, Result};

/// Pictures made for each class.
pub const PICTURES_PER_CLASS: usize = 100;

/// Counts the ways of making pictures: another one, and those of the old way are made anew.
const VERSION: u32 = 1;
const JPEG_QUALITY: u8 = 90;

/// Written last into the folder: what was made of what.
const ABOUT: &str = "ABOUT.txt";
/// How it begins; a folder without it was not made here and is never replaced.
const ABOUT_BEGINS: &str = "Pictures made by the second lesson.";
/// How the name of the folder begins in which the pictures are made.
const UNFINISHED: &str = ".making-animals-";

/// Gives the folder `out_dir/animals` with [`PICTURES_PER_CLASS`] JPEG pictures of 200 x 200 pixels for each of the five
/// classes, and makes it if it is not there.
///
/// The pictures are variations of the drawings in `data/animals` (found by [`find_folder`], which `data_dir` goes to):
/// another background, scale, angle, place, side and brightness, all from `seed`. A name such as
/// `images-017_noto_cat-face.jpg` says which drawing it was; see [`drawing_of`]. The folder appears whole or not at
/// all. If it is there, with the same seed and drawings, it is used as it is; with others, it is made anew.
///
/// ```
/// use shared::data::{ClassFolders, animals};
///
/// let out_dir = tempfile::tempdir().unwrap();
/// let folders = ClassFolders::list(animals(None, out_dir.path(), 1)?)?;
/// assert_eq!(folders.class_names(), ["cat", "cow", "dog", "pig", "sheep"]);
/// assert_eq!(folders.picture_count(), 500);
/// # Ok::<(), shared::Error>(())
/// ```
///
/// # Errors
/// If the drawings are not found or damaged, the folder cannot be written, or another folder stands in its place.
pub fn animals(data_dir: Option<&Path>, out_dir: &Path, seed: u64) -> Result<PathBuf> {
    let base = find_folder("animals", data_dir, |folder| folder.join("cat").is_dir() && folder.join("sheep").is_dir())?;
    let plan = Plan::new(&ClassFolders::list(base)?, seed)?;
    let folder = out_dir.join("animals");
    if !plan.is_done_in(&folder) {
        refuse_to_replace_what_is_not_ours(&folder)?;
        plan.carry_out(out_dir, &folder)?;
    }
    Ok(folder)
}

/// The drawing that a picture of [`animals`] was made of: its art family and its name, such as `("noto", "cat-face")`. None
/// for names of another form, such as those of photographs.
///
/// ```
/// use shared::data::drawing_of;
///
/// assert_eq!(drawing_of("output/animals/cat/images-017_noto_cat-face.jpg"), Some(("noto", "cat-face")));
/// assert_eq!(drawing_of("holiday/IMG_2041.jpg"), None);
/// ```
pub fn drawing_of(path: &(impl AsRef<Path> + ?Sized)) -> Option<(&str, &str)> {
    let name = path.as_ref().file_stem()?.to_str()?;
    let (number, drawing) = name.strip_prefix("images-")?.split_once('_')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    drawing.split_once('_').filter(|_| is_number)
}

/// Which pictures are to be made.
struct Plan {
    pictures: Vec<Picture>,
    class_names: Vec<String>,
    about: String,
}

struct Picture {
    base: PathBuf,
    /// Path inside the folder of all pictures.
    file: PathBuf,
    seed: u64,
}

impl Plan {
    fn new(base: &ClassFolders, seed: u64) -> Result<Plan> {
        let mut pictures = Vec::new();
        for class in &base.classes {
            for (number, file) in (0..PICTURES_PER_CLASS).zip(class.files.iter().cycle()) {
                let drawing = file.file_stem().unwrap_or_default().to_string_lossy();
                pictures.push(Picture {
                    base: file.clone(),
                    file: Path::new(&class.name).join(format!("images-{number:03}_{drawing}.jpg")),
                    // An odd factor: all products differ.
                    seed: seed ^ (pictures.len() as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15),
                });
            }
        }
        let class_names = base.class_names().into_iter().map(str::to_owned).collect();
        Ok(Plan { pictures, class_names, about: about(base, seed)? })
    }

    /// Whether the folder holds these pictures, made in this way.
    fn is_done_in(&self, folder: &Path) -> bool {
        let is_there = |picture: &Picture| fs::metadata(folder.join(&picture.file)).is_ok_and(|file| file.len() > 0);
        fs::read_to_string(folder.join(ABOUT)).is_ok_and(|about| about == self.about)
            && self.pictures.iter().all(is_there)
    }

    /// Makes all pictures in a folder beside `folder`, which then takes its place.
    fn carry_out(&self, out_dir: &Path, folder: &Path) -> Result<()> {
        let failed = |doing: &str, error: &io::Error| Error::io(folder, doing, error).help(CHOOSE_ANOTHER);
        fs::create_dir_all(out_dir).map_err(|error| failed("make the folder", &error))?;
        remove_old_remains(out_dir);
        let unfinished = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(out_dir);
        let unfinished = unfinished.map_err(|error| failed("make the folder", &error))?;
        let (new, old) = (unfinished.path().join("new"), unfinished.path().join("old"));
        for class in &self.class_names {
            fs::create_dir_all(new.join(class)).map_err(|error| failed("make the folder", &error))?;
        }
        let progress = Progress::new("Making pictures", self.pictures.len());
        let outcomes: Vec<Result<()>> =
            self.pictures.par_iter().map(|picture| picture.make(&new, folder).inspect(|()| progress.step())).collect();
        progress.finish();
        outcomes.into_iter().collect::<Result<()>>()?;
        fs::write(new.join(ABOUT), &self.about).map_err(|error| failed("write into it", &error))?;
        let replaced = if folder.exists() { fs::rename(folder, old) } else { Ok(()) };
        replaced
            .and_then(|()| fs::rename(new, folder))
            // Another run may have been faster: then its pictures are as good as ours.
            .or_else(|error| if self.is_done_in(folder) { Ok(()) } else { Err(error) })
            .map_err(|error| failed("put the new pictures in their place", &error))
    }
}

const CHOOSE_ANOTHER: &str = "free some disk space, or choose another folder with --out-dir";

impl Picture {
    /// Writes the picture into the unfinished folder `new`, which becomes `folder`.
    fn make(&self, new: &Path, folder: &Path) -> Result<()> {
        let base = read_drawing(&self.base)?;
        let pixels = Variation::draw_lots(self.seed).apply(base.view());
        let failed =
            |error: &io::Error| Error::io(folder.join(&self.file), "write a picture", error).help(CHOOSE_ANOTHER);
        let (pixels, side) = (pixels.into_raw_vec_and_offset().0, SIDE as u32);
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)
            .encode(&pixels, side, side, ::image::ExtendedColorType::Rgb8)
            .map_err(|error| failed(&io::Error::other(error)))?;
        // Not by `imwrite`, which brings each file safely to the disk: that takes long for 500, and all are made again
        // if need be.
        fs::write(new.join(&self.file), jpeg).map_err(|error| failed(&error))
    }
}

/// `[height, width, 4]`: red, green, blue and opacity.
fn read_drawing(path: &Path) -> Result<Array3<u8>> {
    let picture = imread_unchanged(path)?;
    let shape = picture.shape().to_vec();
    picture.into_dimensionality().ok().filter(|drawing: &Array3<u8>| drawing.dim().2 == 4).ok_or_else(|| {
        Error::file(path)
            .expected("a picture with a transparent background, [height, width, 4]")
            .found(format!("one of shape {shape:?}"))
            .help("`git checkout -- data/` restores the drawings; pictures of your own go to --images")
    })
}

/// The text that stands in the folder. Names and lengths of the drawings tell whether they are still the same.
fn about(base: &ClassFolders, seed: u64) -> Result<String> {
    let mut about = format!(
        "{ABOUT_BEGINS} They are variations of drawings; who drew them, and the licences, stand in\n\
         data/animals/README.md and data/animals/LICENSES.md. This folder may be deleted: it is made again when needed.\n\n\
         seed {seed}, version {VERSION}, {PICTURES_PER_CLASS} pictures for each class, made of\n"
    );
    for (file, _) in base.labelled_files() {
        let length = fs::metadata(file).map_err(|error| Error::io(file, "look at it", &error))?.len();
        let drawing = file.strip_prefix(&base.root).unwrap_or(file);
        about += &format!("{} ({length} bytes)\n", drawing.display());
    }
    Ok(about)
}

fn refuse_to_replace_what_is_not_ours(folder: &Path) -> Result<()> {
    let is_ours = fs::read_to_string(folder.join(ABOUT)).is_ok_and(|about| about.starts_with(ABOUT_BEGINS));
    let is_empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if is_ours || is_empty || !folder.exists() {
        return Ok(());
    }
    Err(Error::file(folder)
        .expected("nothing here, or the pictures of an earlier run")
        .found("something else")
        .help("move it away, or choose another folder with --out-dir"))
}

/// Removes what a run left that was killed an hour ago or more. If that does not work, it is no obstacle.
fn remove_old_remains(out_dir: &Path) {
    for entry in fs::read_dir(out_dir).into_iter().flatten().flatten() {
        let is_remains = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        let age = entry.metadata().and_then(|folder| folder.modified()).map(|time| time.elapsed().unwrap_or_default());
        if is_remains && age.is_ok_and(|age| age.as_secs() >= 3600) {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

#[cfg(test)]
#[path = "animals_tests.rs"]
mod tests;
