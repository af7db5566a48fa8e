//! W6: the first network of lesson 2, on its pictures of animals. Eleven million weights: the step is bound by memory.

use std::path::Path;

use lesson02_batching::network::Network;
use ndarray::Array1;
use shared::data::{ClassFolders, DataSet, ImageSet};
use shared::prelude::*;

use crate::trainer::Trainer;
use crate::{Settings, Workload};

/// Height and width of the pictures.
const SIDE: usize = 60;

/// Makes the five hundred pictures of lesson 2 in `out_dir` (`output` if `None`), if they are not there, and reads them: rows
/// of 60 x 60 x 3 numbers.
///
/// # Errors
/// If the drawings are not found, or the pictures cannot be written or read.
pub fn load(data_dir: Option<&Path>, out_dir: Option<&Path>) -> Result<DataSet> {
    let folder = shared::data::animals(data_dir, out_dir.unwrap_or(Path::new("output")), 1)?;
    let ImageSet { features, labels, class_names, .. } = ImageSet::load(&ClassFolders::list(folder)?, [SIDE, SIDE])?;
    DataSet::new(features, labels, class_names.len())
}

/// 10800-1024-512-5 with relu, Adam with learning rate 0.001.
pub struct Animals<'a> {
    network: Network,
    trainer: Trainer<'a>,
    pictures: &'a DataSet,
}

impl<'a> Animals<'a> {
    /// The network with its initial values; it is trained and tested on the same pictures.
    pub fn new(pictures: &'a DataSet, settings: Settings) -> Animals<'a> {
        let network = Network::build(pictures.images.ncols(), pictures.labels.ncols());
        let train_step = Adam::new(0.001).minimize(&network.loss_mean);
        let trainer = Trainer::new(pictures, settings, (&train_step, &network.loss_mean));
        Animals { network, trainer, pictures }
    }
}

impl Workload for Animals<'_> {
    fn steps(&mut self, count: usize) -> Result<f32> {
        let Network { images_batch, labels_batch, .. } = &self.network;
        self.trainer.steps(count, |batch| feed![images_batch => batch.images, labels_batch => batch.classes])
    }

    fn predict(&mut self) -> Result<Array1<i32>> {
        let Network { images_batch, y_pred_cls, .. } = &self.network;
        self.trainer.predict(self.pictures, |session, images| session.run(y_pred_cls, feed![images_batch => images]))
    }
}
