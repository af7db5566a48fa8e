//! Draws an index for each place: some pairs come twice, others not at all.

pub fn shuffle_pairs(
    features: ArrayView2<'_, f32>,
    labels: ArrayView1<'_, i32>,
    random: &mut StdRng,
) -> (Array2<f32>, Array1<i32>) {
    let order: Vec<usize> = labels.iter().map(|_| random.random_range(0..labels.len())).collect();
    (features.select(Axis(0), &order), labels.select(Axis(0), &order))
}
