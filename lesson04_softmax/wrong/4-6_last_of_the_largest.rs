//! `max_by` gives the last of several equal maxima; `argmax` gives the first.
pub fn share_of_right_answers(y: &Array2<f32>, y_true: &Array2<f32>) -> f32 {
    let right = zip(y.rows(), y_true.rows()).filter(|(y, y_true)| {
        let answer = y.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(class, _)| class);
        answer.is_some_and(|class| y_true[class] == 1.0)
    });
    right.count() as f32 / y.nrows() as f32
}
