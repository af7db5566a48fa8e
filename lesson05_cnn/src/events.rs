//! What TensorBoard shows of a training: `--log-dir`.

use std::time::Duration;

use ndarray::{Ix4, s};
use shared::data::DataSet;
use shared::plot::conv_filter_grid;
use shared::prelude::*;
use shared::tensorboard::EventWriter;

use crate::training::Training;

/// Iterations from one point of a curve to the next.
const EVERY: usize = 100;
/// Images of each set that a point of a curve is computed from: always the same ones.
const IMAGES: usize = 500;

/// The event file, if there is one; without it, nothing is computed that a training would not compute anyway.
pub struct Events {
    writer: Option<EventWriter>,
}

impl Events {
    /// Begins with the graph.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn new(mut writer: Option<EventWriter>, loss: &Tensor<f32>, accuracy: &Tensor<f32>) -> Result<Events> {
        if let Some(writer) = &mut writer {
            writer.graph((loss, accuracy))?;
        }
        Ok(Events { writer })
    }

    /// Trains as [`Training::optimize`]; loss and accuracy are written every hundred iterations.
    ///
    /// # Errors
    /// If a run fails or the file cannot be written.
    pub fn optimize(&mut self, training: &mut Training<'_>, iterations: usize) -> Result<Duration> {
        let Some(writer) = &mut self.writer else { return training.optimize(iterations) };
        let (mut time, end) = (Duration::ZERO, training.total_iterations + iterations);
        while training.total_iterations < end {
            let next = EVERY - training.total_iterations % EVERY;
            time += training.optimize(next.min(end - training.total_iterations))?;
            write_curves(writer, training)?;
        }
        Ok(time)
    }

    /// Adds a point to a curve.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn scalar(&mut self, tag: &str, step: usize, value: f32) -> Result<()> {
        self.writer.as_mut().map_or(Ok(()), |writer| writer.scalar(tag, step, value))
    }

    /// The filters of a convolution, those of the first input channel, as a picture.
    ///
    /// # Errors
    /// If the file cannot be written.
    #[expect(clippy::expect_used, reason = "a kernel is [height, width, in, out]")]
    pub fn filters(&mut self, session: &mut Session, kernel: &Tensor<f32>, step: usize) -> Result<()> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let weights = session.value(kernel).into_dimensionality::<Ix4>().expect("a kernel is [height, width, in, out]");
        let title = format!("{} after {step} iterations", kernel.name());
        writer.image(&kernel.name(), step, conv_filter_grid(weights.view(), 0, &title).pixels().view())
    }
}

fn write_curves(writer: &mut EventWriter, training: &mut Training<'_>) -> Result<()> {
    let (network, mnist) = (training.network, training.mnist);
    for (name, set) in [("training", &mnist.train), ("validation", &mnist.validation)] {
        let (images, labels) = first_images(set);
        let fetches = (&network.loss, &network.accuracy);
        let (loss, accuracy) = training.session.run(fetches, feed![network.x => images, network.y_true => labels])?;
        writer.scalar(&format!("{name}/loss"), training.total_iterations, loss.item())?;
        writer.scalar(&format!("{name}/accuracy"), training.total_iterations, accuracy.item())?;
    }
    Ok(())
}

fn first_images(set: &DataSet) -> (ndarray::ArrayView2<'_, f32>, ndarray::ArrayView2<'_, f32>) {
    let count = set.len().min(IMAGES);
    (set.images.slice(s![..count, ..]), set.labels.slice(s![..count, ..]))
}
