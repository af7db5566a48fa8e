//! Lets b grow with the lines, downwards.
pub fn decision_region([w_1, w_2, bias]: [f32; 3], side: usize) -> Array2<u8> {
    let coordinate = |index: usize| index as f32 / (side - 1) as f32;
    Array2::from_shape_fn((side, side), |(row, column)| {
        u8::from(w_1 * coordinate(column) + w_2 * coordinate(row) + bias > 0.0)
    })
}
