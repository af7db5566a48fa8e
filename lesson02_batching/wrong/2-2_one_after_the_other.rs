//! Shuffles features and labels one after the other: each in an order of its own.

pub fn shuffle_pairs(
    features: ArrayView2<'_, f32>,
    labels: ArrayView1<'_, i32>,
    random: &mut StdRng,
) -> (Array2<f32>, Array1<i32>) {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.shuffle(random);
    let features = features.select(Axis(0), &order);
    order.shuffle(random);
    (features, labels.select(Axis(0), &order))
}
