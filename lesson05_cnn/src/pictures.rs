//! The pictures of the lesson, each written as a PNG file.

use std::path::{Path, PathBuf};

use ndarray::Array1;
use shared::data::Mnist;
use shared::plot::{ImageGrid, class_captions};
use shared::prelude::*;

use crate::network::IMG_SIZE;

/// The first nine images of the test set in a 3 x 3 grid, with their true classes.
///
/// # Errors
/// If the file cannot be written.
pub fn plot_first_test_images(mnist: &Mnist, path: &Path) -> Result<PathBuf> {
    let chosen: Vec<usize> = (0..mnist.test.len().min(9)).collect();
    plot_images(mnist, &chosen, None, path, "Images of the test set")
}

/// Up to nine images that are classified wrongly, with true and predicted classes.
///
/// # Errors
/// If the file cannot be written.
#[expect(clippy::indexing_slicing, reason = "there is a prediction for each test image")]
pub fn plot_example_errors(mnist: &Mnist, predicted: &Array1<i32>, path: &Path, title: &str) -> Result<PathBuf> {
    let is_wrong = |&k: &usize| mnist.test.classes[k] != predicted[k];
    let wrong: Vec<usize> = (0..predicted.len()).filter(is_wrong).take(9).collect();
    plot_images(mnist, &wrong, Some(predicted), path, title)
}

/// One image of the test set, large.
///
/// # Errors
/// If the file cannot be written.
pub fn plot_test_image(mnist: &Mnist, image: usize, path: &Path) -> Result<PathBuf> {
    plot_images(mnist, &[image], None, path, &format!("Test image {image}"))
}

#[expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "`Mnist::load` gives rows of 784 pixels and classes 0 to 9; chosen are test images"
)]
fn plot_images(
    mnist: &Mnist,
    chosen: &[usize],
    predicted: Option<&Array1<i32>>,
    path: &Path,
    title: &str,
) -> Result<PathBuf> {
    let rows = mnist.test.images.gather(chosen);
    let name = |class: i32| mnist.class_names[class as usize];
    let true_classes: Vec<&str> = chosen.iter().map(|&k| name(mnist.test.classes[k])).collect();
    let predicted: Option<Vec<&str>> = predicted.map(|all| chosen.iter().map(|&k| name(all[k])).collect());
    let captions = class_captions(&true_classes, predicted.as_deref());
    let images = rows.to_shape((chosen.len(), IMG_SIZE, IMG_SIZE)).expect("rows of 784 pixels");
    ImageGrid::new(images.view()).columns(3).captions(&captions).title(title).save(path)
}
