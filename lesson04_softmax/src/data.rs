//! MNIST: how many images, what they are as numbers, and one of them as a picture.

use std::ops::Range;
use std::path::Path;

use ndarray::{ArrayView2, s};
use shared::cli::show as say;
use shared::data::{Dataset, Mnist};
use shared::plot::{ColorMap, ImageGrid};
use shared::prelude::*;

/// Pixels of the middle of line 14 of a picture: lines are 28 pixels long.
const MIDDLE: Range<usize> = 14 * 28 + 7..14 * 28 + 21;

/// Shapes, two tables of the first images, and the picture of image 1.
///
/// # Errors
/// If the picture cannot be written.
#[expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "`Mnist::load` gives rows of 784 pixels, classes 0 to 9, and images in each set"
)]
pub fn show(dataset: Dataset, mnist: &Mnist, folder: &Path) -> Result<()> {
    println!("{dataset}");
    for (name, set) in [("train", &mnist.train), ("validation", &mnist.validation), ("test", &mnist.test)] {
        println!("  {name:<12} images {:<14} labels {:?}", format!("{:?}", set.images.dim()), set.labels.dim());
    }
    // Batch by batch: all images at once, as f32, would take 170 MB.
    let pixels = mnist.train.batches(1000).in_order().flat_map(|batch| batch.images);
    let (lowest, highest) = pixels.fold((f32::MAX, f32::MIN), |(low, high), x| (low.min(x), high.max(x)));
    println!("  a pixel is an f32 from {lowest:.1} (background) to {highest:.1} (ink)");

    let first = mnist.train.batches(10).in_order().next().expect("a set with images").images;
    println!("\nThe first {} rows of the training images; the margin of a picture is empty", first.nrows());
    print!("{}", table(first.view(), &[0..10, 774..784], 1));
    println!("{} rows x {} columns", first.nrows(), first.ncols());
    println!("\nThe same rows where there is ink: the middle of line 14 of each picture");
    print!("{}", table(first.view(), &[MIDDLE], 2));

    let picture = first.slice(s![1..2, ..]);
    let picture = picture.to_shape((1, 28, 28)).expect("784 pixels");
    let name = mnist.class_names[mnist.train.classes[1] as usize];
    let grid = ImageGrid::new(picture.view()).scale(14).colors(ColorMap::Viridis).color_bar("value");
    let grid = grid.captions(&[format!("label: {name}")]).title("Training image 1");
    println!();
    say("Training image 1", grid.save(folder.join("image_1.png"))?);
    Ok(())
}

/// Some columns of `rows` as a data frame is printed: numbers of columns above, numbers of rows on the left, `...` for what
/// is left out between two ranges.
///
/// ```
/// use lesson04_softmax::data::table;
/// use ndarray::array;
///
/// let rows = array![[0.0, 0.25, 0.5, 0.75, 1.0], [1.0, 0.0, 0.0, 0.0, 1.0]];
/// let expected = "     0   1 ...   4\n0  0.0 0.2 ... 1.0\n1  1.0 0.0 ... 1.0\n";
/// assert_eq!(table(rows.view(), &[0..2, 4..5], 1), expected);
/// ```
///
/// # Panics
/// If a range is not within the columns.
#[expect(clippy::indexing_slicing, reason = "what is beyond is the mistake of the caller")]
pub fn table(rows: ArrayView2<'_, f32>, columns: &[Range<usize>], decimals: usize) -> String {
    let width = 2 + decimals;
    let margin = rows.nrows().saturating_sub(1).to_string().len();
    let line = |head: String, cell: &dyn Fn(usize) -> String| {
        let part =
            |range: &Range<usize>| -> String { range.clone().map(|column| format!(" {}", cell(column))).collect() };
        let parts: Vec<String> = columns.iter().map(part).collect();
        format!("{head:<margin$} {}\n", parts.join(" ..."))
    };
    let mut text = line(String::new(), &|column| format!("{column:>width$}"));
    for (index, row) in rows.rows().into_iter().enumerate() {
        text += &line(index.to_string(), &|column| format!("{:width$.decimals$}", row[column]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    #[test]
    fn lines_of_a_table_are_equally_long_and_no_rows_leave_the_head() {
        let text = table(Array2::zeros((11, 784)).view(), &[0..10, 774..784], 1);
        let lengths: Vec<usize> = text.lines().map(str::len).collect();
        assert_eq!(lengths.len(), 12);
        assert!(lengths.iter().all(|&length| length == lengths[0] && length <= 100), "{lengths:?}");
        assert_eq!(table(Array2::zeros((0, 3)).view(), std::slice::from_ref(&(0..3)), 2), "      0    1    2\n");
    }
}
