//! A table of arrays: one line tells what there is to know about one.

use std::any::type_name;

use ndarray::{ArrayView, Dimension};

/// The head of a table whose lines [`summary`] makes.
pub fn summary_head() -> String {
    format!("{:<28}{:<15}{:>4}{:>9}{:>9}{:>9}{:>9}", "", "shape", "type", "min", "max", "mean", "std")
}

/// One line about an array: its shape and element type, its lowest, highest and mean value, its standard deviation.
///
/// ```
/// use lesson01_images::summary;
/// use ndarray::array;
///
/// let line = summary("two by two", array![[1u8, 2], [3, 6]].view());
/// assert_eq!(line, "two by two                  [2, 2]           u8     1.00     6.00     3.00     1.87");
/// ```
pub fn summary<A: Copy + Into<f64>, D: Dimension>(name: &str, array: ArrayView<'_, A, D>) -> String {
    let values = array.mapv(|value| -> f64 { value.into() });
    let (min, max) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), &v| (v.min(min), v.max(max)));
    let numbers = [min, max, values.mean().unwrap_or(f64::NAN), values.std(0.0)];
    // Adding 0 turns a -0, left by rounding, into 0.
    let [min, max, mean, std] = numbers.map(|number| (100.0 * number).round() / 100.0 + 0.0);
    let shape = format!("{:?}", array.shape());
    format!("{name:<28}{shape:<15}{:>4}{min:>9.2}{max:>9.2}{mean:>9.2}{std:>9.2}", type_name::<A>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_summary_shows_the_element_type() {
        assert!(summary("as f32", array![0.5f32, 1.5].view()).contains(" f32     0.50     1.50     1.00     0.50"));
    }

    #[test]
    fn the_columns_stand_below_their_heads() {
        let line = summary("img", array![[[1u8, 200, 3]]].view());
        assert_eq!(line.len(), summary_head().len());
        assert_eq!(line.find("[1, 1, 3]"), summary_head().find("shape"));
    }
}
