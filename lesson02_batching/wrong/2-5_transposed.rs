//! One column for each label, not one row.

pub fn one_hot_labels(labels: &[i32], num_class: usize) -> Array2<f32> {
    Array2::from_shape_fn((num_class, labels.len()), |(class, n)| f32::from(labels[n] as usize == class))
}
