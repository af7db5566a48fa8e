//! The natural logarithm, as Keras and the engine take it: nats, not bits.
pub fn cross_entropy_bits(p: &Array2<f32>, q: &Array2<f32>) -> Array1<f32> {
    let of_class = |&p: &f32, &q: &f32| if p > 0.0 { p * q.ln() } else { 0.0 };
    0.0 - Zip::from(p).and(q).map_collect(of_class).sum_axis(Axis(1))
}
