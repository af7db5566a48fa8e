//! Class ids as rows with a single one (`np.eye(depth)[classes]`, `keras.utils.to_categorical`); the fourth lesson.

use ndarray::{Array2, ArrayView1};

use crate::{Error, Result};

/// Turns class ids `[n]` into one-hot rows `[n, depth]`: row `i` is 1 in column `classes[i]` and 0 elsewhere.
///
/// ```
/// # fn main() -> shared::Result<()> {
/// use ndarray::array;
/// use shared::data::one_hot;
///
/// assert_eq!(one_hot(&[2, 0], 3)?, array![[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If a class is negative, or not below `depth`.
pub fn one_hot<'a>(classes: impl Into<ArrayView1<'a, i32>>, depth: usize) -> Result<Array2<f32>> {
    let classes = classes.into();
    let mut rows = Array2::zeros((classes.len(), depth));
    for ((index, &class), mut row) in classes.iter().enumerate().zip(rows.rows_mut()) {
        let one = usize::try_from(class).ok().and_then(|column| row.get_mut(column)).ok_or_else(|| {
            Error::feed(format!("classes[{index}]"))
                .expected(format!("a class from 0 to {}", depth as i64 - 1))
                .found(class.to_string())
                .help("the depth must be the number of classes")
        })?;
        *one = 1.0;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;

    #[test]
    fn accepts_slices_vectors_and_arrays() {
        let expected = array![[0.0, 1.0]];
        assert_eq!(one_hot(&[1][..], 2).unwrap(), expected);
        assert_eq!(one_hot(&vec![1], 2).unwrap(), expected);
        assert_eq!(one_hot(&array![1], 2).unwrap(), expected);
        assert_eq!(one_hot(array![1].view(), 2).unwrap(), expected);
    }

    #[test]
    fn no_classes_give_no_rows() {
        assert_eq!(one_hot(&Array1::zeros(0), 10).unwrap().dim(), (0, 10));
    }

    #[test]
    fn classes_outside_are_refused_with_their_index() {
        for class in [-1, 3, i32::MAX, i32::MIN] {
            let error = one_hot(&[0, class], 3).unwrap_err().to_string();
            assert!(error.starts_with(&format!("classes[1]: expected a class from 0 to 2, found {class}")), "{error}");
        }
        assert!(one_hot(&[0], 0).is_err());
    }
}
