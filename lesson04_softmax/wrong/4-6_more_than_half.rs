//! Right only if the true class has more than half of the probability: with three classes 0.4 may be the largest.
pub fn share_of_right_answers(y: &Array2<f32>, y_true: &Array2<f32>) -> f32 {
    let right = zip(y.rows(), y_true.rows()).filter(|(y, y_true)| y.dot(y_true) > 0.5);
    right.count() as f32 / y.nrows() as f32
}
