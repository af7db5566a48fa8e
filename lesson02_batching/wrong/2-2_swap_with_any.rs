//! Swaps each place with any other: looks thorough, but some orders come twice as often as others.

pub fn shuffle_pairs(
    features: ArrayView2<'_, f32>,
    labels: ArrayView1<'_, i32>,
    random: &mut StdRng,
) -> (Array2<f32>, Array1<i32>) {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    for place in 0..order.len() {
        let other = random.random_range(0..order.len());
        order.swap(place, other);
    }
    (features.select(Axis(0), &order), labels.select(Axis(0), &order))
}
