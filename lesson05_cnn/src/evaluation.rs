//! How well a network does on the test set.

use ndarray::{Array1, ArrayView1, ArrayView2, Ix1, s};
use shared::prelude::*;

/// Images classified at once: the whole test set would need a lot of memory for the outputs of the layers.
pub const TEST_BATCH_SIZE: usize = 256;

/// Classifies all rows of `images`, batch by batch; `predict` gives the class numbers of one batch.
///
/// # Errors
/// If a run of `predict` fails.
#[expect(clippy::expect_used, reason = "a network gives one class for each image")]
pub fn predict_in_batches(
    images: ArrayView2<'_, f32>,
    mut predict: impl FnMut(ArrayView2<'_, f32>) -> Result<ndarray::ArrayD<i32>>,
) -> Result<Array1<i32>> {
    // ANCHOR: in-batches
    let mut classes = Array1::zeros(images.nrows());
    for start in (0..images.nrows()).step_by(TEST_BATCH_SIZE) {
        let end = (start + TEST_BATCH_SIZE).min(images.nrows());
        let predicted = predict(images.slice(s![start..end, ..]))?;
        let predicted = predicted.into_dimensionality::<Ix1>().expect("one class number for each image");
        classes.slice_mut(s![start..end]).assign(&predicted);
    }
    // ANCHOR_END: in-batches
    Ok(classes)
}

/// The number of predictions that are right.
pub fn count_correct(true_classes: ArrayView1<'_, i32>, predicted: ArrayView1<'_, i32>) -> usize {
    true_classes.iter().zip(predicted).filter(|(t, p)| t == p).count()
}
