//! Divides by how often the class was answered: that is precision, how far an answer can be trusted.
pub fn recognised_per_class(predicted: &Array1<i32>, classes: &Array1<i32>, class_count: usize) -> Vec<Option<f64>> {
    let share = |class: usize| {
        let is_of = |answer: &&i32| **answer == class as i32;
        let all = predicted.iter().filter(is_of).count();
        let right = zip(predicted, classes).filter(|(p, c)| p == c && is_of(c)).count();
        (all > 0).then(|| right as f64 / all as f64)
    };
    (0..class_count).map(share).collect()
}
