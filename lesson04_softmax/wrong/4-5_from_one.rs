//! Counts classes from 1, as the ids of the colour table do.
pub fn one_hot_rows(classes: &Array1<i32>, depth: usize) -> Array2<f32> {
    Array2::from_shape_fn((classes.len(), depth), |(row, column)| f32::from(u8::from(classes[row] == column as i32 + 1)))
}
