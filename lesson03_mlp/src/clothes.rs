//! Fashion-MNIST as the lesson looks at it: images of 28 x 28 with the names of their classes.

use std::path::{Path, PathBuf};

use ndarray::{Array1, Array3, ArrayView1, ArrayView2, Axis, Ix1, concatenate, s};
use shared::data::{Dataset, Mnist};
use shared::plot::{ColorMap, ImageGrid};
use shared::prelude::*;

/// Side of an image in pixels.
pub const SIDE: usize = 28;
/// Images in the lesson's grids.
const SHOWN: usize = 25;

/// The two parts of Fashion-MNIST. Pixels are 0 (background) to 1: those of the files, 0 to 255, divided by 255.
pub struct Clothes {
    /// `[60000, 28, 28]`.
    pub train_images: Array3<f32>,
    /// `[60000]`, class numbers from 0 to 9.
    pub train_labels: Array1<i32>,
    /// `[10000, 28, 28]`.
    pub test_images: Array3<f32>,
    /// `[10000]`, class numbers from 0 to 9.
    pub test_labels: Array1<i32>,
    /// The names of the ten classes.
    pub class_names: [&'static str; 10],
}

impl Clothes {
    /// Loads Fashion-MNIST from `data_dir`, the value of `--data-dir`, or from where the course has it.
    ///
    /// # Errors
    /// If a file is missing or damaged.
    #[expect(clippy::expect_used, reason = "`Mnist::load` gives rows of 784 pixels")]
    pub fn load(data_dir: Option<&Path>) -> Result<Clothes> {
        let Mnist { train, validation, test, class_names, .. } = Mnist::load(Dataset::Fashion, data_dir)?;
        // The training file as it is; `fit` keeps its end apart for validation.
        let mut images = train.images.into_array();
        images.append(Axis(0), validation.images.into_array().view()).expect("rows of 784 pixels");
        Ok(Clothes {
            train_images: pictures(images),
            train_labels: concatenate![Axis(0), train.classes, validation.classes],
            test_images: pictures(test.images.into_array()),
            test_labels: test.classes,
            class_names,
        })
    }

    /// Prints the shapes, the beginning and end of the labels, and which class each number stands for.
    pub fn print_shapes(&self) {
        println!("Train data shape\n{:?}", self.train_images.shape());
        println!("Train data labels\n{}", self.train_labels);
        println!("Test data shape\n{:?}", self.test_images.shape());
        println!("Test data labels\n{}", self.test_labels);
        println!("Label  Description");
        self.class_names.iter().enumerate().for_each(|(label, name)| println!("{label:>5}  {name}"));
    }

    /// The first training image as its file has it, with a bar that says which colour means which number.
    ///
    /// # Errors
    /// If the picture cannot be written.
    pub fn plot_first(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        let image = self.train_images.slice(s![..1, .., ..]).mapv(|value| value * 255.0);
        ImageGrid::new(image.view())
            .title("The first training image")
            .captions(&self.names(self.train_labels.slice(s![..1])))
            .colors(ColorMap::Viridis)
            .range(0.0, 255.0)
            .color_bar("pixel")
            .save(path)
    }

    /// The first 25 training images with the names of their classes.
    ///
    /// # Errors
    /// If the picture cannot be written.
    pub fn plot_classes(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        let count = SHOWN.min(self.train_labels.len());
        ImageGrid::new(self.train_images.slice(s![..count, .., ..]))
            .title("Training images and their classes")
            .captions(&self.names(self.train_labels.slice(s![..count])))
            .save(path)
    }

    /// The first 25 test images with the predicted classes; a wrong one is written in red, the true class below it.
    ///
    /// # Errors
    /// If the picture cannot be written.
    pub fn plot_predictions(&self, predicted_labels: ArrayView1<'_, i32>, path: impl AsRef<Path>) -> Result<PathBuf> {
        let count = SHOWN.min(predicted_labels.len());
        let true_labels = self.test_labels.slice(s![..count]);
        let names = self.names(predicted_labels.slice(s![..count])).into_iter().zip(self.names(true_labels));
        let caption = |(predicted, true_class): (&str, &str)| match predicted == true_class {
            true => predicted.to_owned(),
            false => format!("wrong: {predicted}, true: {true_class}"),
        };
        let captions: Vec<String> = names.map(caption).collect();
        let wrong: Vec<bool> = true_labels.iter().zip(predicted_labels).map(|(t, p)| t != p).collect();
        let right = wrong.iter().filter(|&&wrong| !wrong).count();
        ImageGrid::new(self.test_images.slice(s![..count, .., ..]))
            .title(format!("Predicted classes of test images, {right} of {count} right"))
            .captions(&captions)
            .wrong(&wrong)
            .save(path)
    }

    #[expect(clippy::indexing_slicing, reason = "`Mnist::load` and `argmax` give classes 0 to 9")]
    fn names(&self, labels: ArrayView1<'_, i32>) -> Vec<&'static str> {
        labels.iter().map(|&label| self.class_names[label as usize]).collect()
    }
}

/// Rows of 784 pixels as images `[n, 28, 28]`; nothing is copied.
#[expect(clippy::expect_used, reason = "`Mnist::load` gives rows of 784 pixels")]
pub fn pictures(rows: ndarray::Array2<f32>) -> Array3<f32> {
    let count = rows.nrows();
    rows.into_shape_with_order((count, SIDE, SIDE)).expect("rows of 784 pixels")
}

/// The place of the largest number along an axis, by the engine's op: along axis 1 of `[images, classes]`, the most probable
/// class of each image.
///
/// # Errors
/// None for an array that has numbers along the axis.
#[expect(clippy::expect_used, reason = "of two axes one is left")]
pub fn argmax(numbers: ArrayView2<'_, f32>, axis: usize) -> Result<Array1<i32>> {
    let graph = Graph::new();
    let places = Session::new(&graph).run(&graph.constant(&numbers).argmax(axis), feed![])?;
    Ok(places.into_dimensionality::<Ix1>().expect("of two axes one is left"))
}

/// What `axis` means, on numbers that one can check by eye.
///
/// # Errors
/// As [`argmax`].
pub fn explain_argmax() -> Result<()> {
    let probabilities = ndarray::arr2(&[[0.1f32, 0.7, 0.2], [0.5, 0.3, 0.2]]);
    println!("argmax of two images with three probabilities each, [2, 3]:");
    for row in probabilities.outer_iter() {
        println!("  {row:.1}");
    }
    println!(
        "  axis=1, along each row: the class of each image                        {}",
        argmax(probabilities.view(), 1)?
    );
    println!(
        "  axis=0, down each column: the image in which each class is most probable {}",
        argmax(probabilities.view(), 0)?
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argmax_goes_along_the_axis_and_takes_the_first_among_equals() {
        let numbers = ndarray::arr2(&[[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]);
        assert_eq!(argmax(numbers.view(), 1).unwrap().to_vec(), [1, 0]);
        assert_eq!(argmax(numbers.view(), 0).unwrap().to_vec(), [1, 0, 0]);
    }

    #[test]
    fn images_keep_their_pixels() {
        let rows = ndarray::Array2::from_shape_fn((2, SIDE * SIDE), |(n, pixel)| (n * 1000 + pixel) as f32);
        let pictures = pictures(rows);
        assert_eq!((pictures[[0, 0, 27]], pictures[[1, 2, 3]]), (27.0, 1059.0));
    }
}
