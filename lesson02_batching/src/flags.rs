//! The flags of the lesson, and the pictures that they choose.

use std::cell::OnceCell;
use std::path::PathBuf;

use clap::Parser;
use shared::cli::{CheckpointArgs, CommonArgs, InterchangeArgs, LessonArgs, once};
use shared::data::{ClassFolders, DataSet, ImageSet, animals};
use shared::resume::{Checkpoints, Job};
use shared::{Error, Result};

use crate::training::FirstTraining;

/// Height and width that every picture is resized to, as in the document.
pub const IMAGE_SIZE: [usize; 2] = [60, 60];

/// Fewer pictures cannot be split and put into batches so that anything is to be seen.
const FEWEST_PICTURES: usize = 10;

/// Turns folders of pictures into batches, and trains the first network with them.
#[derive(Parser)]
#[command(version, max_term_width = 100, allow_negative_numbers = true)]
pub struct Flags {
    /// The flags of every lesson.
    #[command(flatten)]
    pub lesson: LessonArgs,

    /// A folder with a folder of pictures for each class, as DIR/cat/1.jpg [default: drawings of animals, made on first use]
    #[arg(long, value_name = "DIR")]
    pub images: Option<PathBuf>,

    /// Pictures in one batch
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    pub batch_size: u32,

    /// Steps of the training; the variants take half as many
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    pub steps: u32,

    /// What the first training leaves for other programs.
    #[command(flatten, next_help_heading = "For other programs (section network)")]
    pub interchange: InterchangeArgs,

    /// Those of a training that can be stopped and gone on with, in section network.
    #[command(flatten, next_help_heading = "Checkpoints of the training in section network")]
    pub checkpoints: CheckpointArgs,

    // What one section has read or trained, the next need not do again. A section that runs alone does it itself.
    #[arg(skip)]
    folders: OnceCell<ClassFolders>,
    #[arg(skip)]
    images_loaded: OnceCell<ImageSet>,
    #[arg(skip)]
    first_training: OnceCell<FirstTraining>,
}

impl AsRef<LessonArgs> for Flags {
    fn as_ref(&self) -> &LessonArgs {
        &self.lesson
    }
}

impl Flags {
    /// The class folders: those of `--images`, or the animals, which are made if they are not there.
    ///
    /// # Errors
    /// As [`animals`] and [`ClassFolders::list`], or if there are fewer than 2 classes or 10 pictures.
    pub fn folders(&self) -> Result<&ClassFolders> {
        once(&self.folders, || {
            let root = match &self.images {
                Some(root) => root.clone(),
                None => {
                    let common: &CommonArgs = &self.lesson;
                    common.on_threads(|| animals(common.data_dir.as_deref(), &common.out_dir, common.seed))?
                }
            };
            let folders = ClassFolders::list(&root)?;
            let (classes, pictures) = (folders.classes.len(), folders.picture_count());
            if classes >= 2 && pictures >= FEWEST_PICTURES {
                return Ok(folders);
            }
            Err(Error::file(root)
                .expected(format!("at least 2 class folders and {FEWEST_PICTURES} pictures"))
                .found(format!("{classes} and {pictures}"))
                .help("add a folder for each class, with more pictures in it"))
        })
    }

    /// All pictures in memory: features `[n, 10800]` and labels `[n]`.
    ///
    /// # Errors
    /// As [`Flags::folders`], or if a picture is damaged.
    pub fn images(&self) -> Result<&ImageSet> {
        once(&self.images_loaded, || {
            let folders = self.folders()?;
            self.lesson.on_threads(|| ImageSet::load(folders, IMAGE_SIZE))
        })
    }

    /// The checkpoints of [`first_training`](Flags::first_training) that the flags ask for.
    ///
    /// # Errors
    /// As [`Checkpoints::open`].
    pub fn open_checkpoints(&self, train: &DataSet) -> Result<Checkpoints> {
        self.checkpoints.open(|| Job {
            program: "lesson02_batching",
            training: "network",
            steps: self.steps as usize,
            settings: vec![
                ("--seed", self.lesson.seed.to_string()),
                ("--batch-size", self.batch_size.to_string()),
                ("training data", train.fingerprint()),
            ],
        })
    }

    /// The training that the lesson is about, which its last sections compare with others.
    ///
    /// # Errors
    /// As [`Flags::images`] and [`Flags::open_checkpoints`], or if somebody stops the program.
    pub fn first_training(&self) -> Result<&FirstTraining> {
        once(&self.first_training, || FirstTraining::run(self))
    }
}
