//! Takes the axis for the one that stays: axis 0 as "for each row".
pub fn argmax_along(numbers: &Array2<f32>, axis: usize) -> Array1<i32> {
    numbers
        .lanes(Axis(1 - axis))
        .into_iter()
        .map(|lane| (1..lane.len()).fold(0, |best, place| if lane[place] > lane[best] { place } else { best }) as i32)
        .collect()
}
