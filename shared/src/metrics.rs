//! Numbers that say how good predictions are.

use ndarray::{Array2, ArrayView1};

/// Counts how often each true class (row) was predicted as each class (column): `[classes, classes]`.
///
/// The diagonal holds the right answers.
///
/// # Panics
/// When there are not as many predicted as true classes, or a class lies outside of `0..classes`.
///
/// ```
/// use ndarray::array;
/// use shared::metrics::confusion_matrix;
///
/// let true_classes = array![0, 1, 1, 2];
/// let predicted = array![0, 1, 2, 2];
/// let counts = confusion_matrix(true_classes.view(), predicted.view(), 3);
/// assert_eq!(counts, array![[1, 0, 0], [0, 1, 1], [0, 0, 1]]);
/// ```
#[expect(clippy::indexing_slicing, reason = "the cell has just been compared with the size")]
#[track_caller]
pub fn confusion_matrix(
    true_classes: ArrayView1<'_, i32>,
    predicted: ArrayView1<'_, i32>,
    classes: usize,
) -> Array2<usize> {
    let (expected, found) = (true_classes.len(), predicted.len());
    assert!(expected == found, "confusion_matrix: expected {expected} predicted classes, found {found}");
    let mut counts = Array2::zeros((classes, classes));
    for (index, (&class, &guess)) in true_classes.iter().zip(predicted).enumerate() {
        // A negative class becomes a huge one, which is outside as well.
        let cell = [class as usize, guess as usize];
        assert!(
            cell.iter().all(|class| *class < classes),
            "confusion_matrix: expected classes 0 to {}, found true {class} and predicted {guess} at index {index}",
            classes as i64 - 1
        );
        counts[cell] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, array};

    #[test]
    fn rows_are_true_and_columns_predicted_classes() {
        let counts = confusion_matrix(array![2, 2, 2, 0].view(), array![1, 1, 2, 0].view(), 3);
        assert_eq!(counts, array![[1, 0, 0], [0, 0, 0], [0, 2, 1]]);
    }

    #[test]
    fn no_answers_give_zeros() {
        let none = Array1::<i32>::zeros(0);
        assert_eq!(confusion_matrix(none.view(), none.view(), 2), Array2::<usize>::zeros((2, 2)));
    }

    #[test]
    #[should_panic(expected = "expected classes 0 to 2, found true 1 and predicted 3 at index 1")]
    fn a_class_too_high_names_its_place() {
        confusion_matrix(array![0, 1].view(), array![0, 3].view(), 3);
    }

    #[test]
    #[should_panic(expected = "found true -1 and predicted 0 at index 0")]
    fn a_negative_class_names_its_place() {
        confusion_matrix(array![-1].view(), array![0].view(), 3);
    }

    #[test]
    #[should_panic(expected = "expected 2 predicted classes, found 1")]
    fn different_lengths_are_refused() {
        confusion_matrix(array![0, 1].view(), array![0].view(), 3);
    }
}
