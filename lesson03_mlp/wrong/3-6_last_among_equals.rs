//! `max_by` of the standard library gives the last of several largest numbers.
pub fn argmax_along(numbers: &Array2<f32>, axis: usize) -> Array1<i32> {
    let place_of_largest = |lane: ndarray::ArrayView1<'_, f32>| {
        let largest = lane.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        largest.map_or(0, |(place, _)| place as i32)
    };
    numbers.lanes(Axis(axis)).into_iter().map(place_of_largest).collect()
}
