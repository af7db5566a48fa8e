//! As many columns as the largest class needs: batches without a 9 get another shape.
pub fn one_hot_rows(classes: &Array1<i32>, _depth: usize) -> Array2<f32> {
    let depth = classes.iter().max().map_or(0, |&class| class as usize + 1);
    Array2::from_shape_fn((classes.len(), depth), |(row, column)| f32::from(u8::from(classes[row] == column as i32)))
}
