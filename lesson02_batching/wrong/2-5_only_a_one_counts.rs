//! The way back looks for the 1 of a one-hot row: what a network gives has none.

pub fn labels_of(rows: ArrayView2<'_, f32>) -> Array1<i32> {
    rows.outer_iter().map(|row| row.iter().position(|&value| value == 1.0).unwrap_or_default() as i32).collect()
}
