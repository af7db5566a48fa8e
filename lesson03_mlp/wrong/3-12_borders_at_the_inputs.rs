//! Right for the four exact inputs; but the borders go close by the inputs, and a little noise crosses them.
pub fn xor_of_steps() -> [[f32; 3]; 3] {
    [[1.0, 1.0, -0.1], [1.0, 1.0, -1.1], [1.0, -1.0, -0.5]]
}
