//! [`Sets`]: the data of the workloads, loaded when first needed.

use std::cell::OnceCell;
use std::path::PathBuf;

use clap::ValueEnum;
use shared::Result;
use shared::cli::once;
use shared::data::{DataSet, Dataset, Mnist};

use crate::animals::{self, Animals};
use crate::cnn::Cnn;
use crate::expert::ExpertCnn;
use crate::fashion::Fashion;
use crate::softmax::Softmax;
use crate::xor::Xor;
use crate::{Settings, Workload};

/// The workloads that train. On the command line they are `W1` to `W6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Training {
    /// Softmax regression, 784-10, on MNIST.
    #[value(name = "W1")]
    Softmax,
    /// XOR, 2-4-1, one sample a step.
    #[value(name = "W2")]
    Xor,
    /// 784-128-128-10 on Fashion-MNIST.
    #[value(name = "W3")]
    Fashion,
    /// The default network of lesson 5.
    #[value(name = "W4")]
    Cnn,
    /// The larger network of lesson 5.
    #[value(name = "W5")]
    Expert,
    /// 10800-1024-512-5 on pictures of animals.
    #[value(name = "W6")]
    Animals,
}

impl Training {
    /// All of them, in the order of their names.
    pub const ALL: [Training; 6] =
        [Training::Softmax, Training::Xor, Training::Fashion, Training::Cnn, Training::Expert, Training::Animals];

    /// Images in a batch, as in the lessons.
    pub fn batch_size(self) -> usize {
        match self {
            Training::Softmax => 100,
            Training::Xor => 1,
            Training::Fashion => 32,
            Training::Cnn => 64,
            Training::Expert | Training::Animals => 50,
        }
    }
}

/// The data of the workloads, each set loaded when it is first needed.
#[derive(Default)]
pub struct Sets {
    data_dir: Option<PathBuf>,
    out_dir: Option<PathBuf>,
    mnist: OnceCell<Mnist>,
    fashion: OnceCell<Mnist>,
    animals: OnceCell<DataSet>,
}

impl Sets {
    /// `data_dir` is where MNIST, Fashion-MNIST and the drawings of animals are, `None` where the course has them; the
    /// pictures of animals are made in `out_dir/animals`, `None` means `output`. Nothing is loaded yet.
    pub fn new(data_dir: Option<PathBuf>, out_dir: Option<PathBuf>) -> Sets {
        Sets { data_dir, out_dir, ..Sets::default() }
    }

    /// A workload, ready for its first step. A batch is never larger than the training set.
    ///
    /// # Errors
    /// If its data set cannot be loaded.
    pub fn workload(&self, training: Training, settings: Settings) -> Result<Box<dyn Workload + '_>> {
        Ok(match training {
            Training::Softmax => Box::new(Softmax::new(self.mnist()?, settings)),
            Training::Xor => Box::new(Xor::new(settings)),
            Training::Fashion => Box::new(Fashion::new(self.fashion()?, settings)),
            Training::Cnn => Box::new(Cnn::new(self.mnist()?, settings)),
            Training::Expert => Box::new(ExpertCnn::new(self.mnist()?, settings)),
            Training::Animals => Box::new(Animals::new(self.animals()?, settings)),
        })
    }

    /// MNIST.
    ///
    /// # Errors
    /// If it cannot be loaded.
    pub fn mnist(&self) -> Result<&Mnist> {
        once(&self.mnist, || Mnist::load(Dataset::Mnist, self.data_dir.as_deref()))
    }

    /// Fashion-MNIST.
    ///
    /// # Errors
    /// If it cannot be loaded.
    pub fn fashion(&self) -> Result<&Mnist> {
        once(&self.fashion, || Mnist::load(Dataset::Fashion, self.data_dir.as_deref()))
    }

    /// The five hundred pictures of lesson 2, as rows of 10800 numbers.
    ///
    /// # Errors
    /// If they cannot be made or read.
    pub fn animals(&self) -> Result<&DataSet> {
        once(&self.animals, || animals::load(self.data_dir.as_deref(), self.out_dir.as_deref()))
    }
}
