//! Divides by e^c and forgets the minus sign: this is the other class's probability.
pub fn softmax_of_c_and_0(c: f32) -> f32 {
    1.0 / (1.0 + c.exp())
}
