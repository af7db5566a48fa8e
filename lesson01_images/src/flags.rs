//! The flags of the program, and the pictures that they name.

use std::path::{Path, PathBuf};

use clap::Parser;
use ndarray::Array3;
use shared::Result;
use shared::cli::LessonArgs;
use shared::data::find_folder;
use shared::image::{Interpolation, imread, resize};

/// Reads pictures as arrays: shows, resizes, slices, reshapes, normalises and writes them.
#[derive(Parser)]
#[command(version, max_term_width = 100, allow_negative_numbers = true)]
pub struct Flags {
    #[command(flatten)]
    lesson: LessonArgs,

    /// A picture of your own, PNG or JPEG, in place of the first cat
    #[arg(long, value_name = "FILE")]
    image: Option<PathBuf>,
}

impl AsRef<LessonArgs> for Flags {
    fn as_ref(&self) -> &LessonArgs {
        &self.lesson
    }
}

impl Flags {
    /// The files of the two pictures: cats, or one's own in place of the first.
    ///
    /// # Errors
    /// If the folder of the pictures is not found.
    pub fn paths(&self) -> Result<[PathBuf; 2]> {
        let first = self.image.clone().map_or_else(|| self.picture("cat_1.jpg"), Ok)?;
        Ok([first, self.picture("cat_2.jpg")?])
    }

    /// The file of a cat with transparent surroundings.
    ///
    /// # Errors
    /// As [`Flags::paths`].
    pub fn transparent_path(&self) -> Result<PathBuf> {
        self.picture("cat_alpha.png")
    }

    /// The first picture, `[height, width, 3]`.
    ///
    /// # Errors
    /// If it is not found, or is no picture.
    pub fn img(&self) -> Result<Array3<u8>> {
        imread(&self.paths()?[0])
    }

    /// The first picture as `[200, 200, 3]`, with which most of the lesson works.
    ///
    /// # Errors
    /// As [`Flags::img`].
    pub fn resized_img(&self) -> Result<Array3<u8>> {
        Ok(resize(self.img()?.view(), [200, 200], Interpolation::Cubic))
    }

    fn picture(&self, name: &str) -> Result<PathBuf> {
        let folder = find_folder("pictures", self.lesson.data_dir.as_deref(), |folder| folder.join(name).is_file())?;
        Ok(folder.join(name))
    }
}

/// The last part of a path, as the lesson prints it.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
