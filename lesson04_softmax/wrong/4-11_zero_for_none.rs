//! A class without images gets 0, as if all of them had been missed.
pub fn recognised_per_class(predicted: &Array1<i32>, classes: &Array1<i32>, class_count: usize) -> Vec<Option<f64>> {
    let share = |class: usize| {
        let is_of = |answer: &&i32| **answer == class as i32;
        let all = classes.iter().filter(is_of).count();
        let right = zip(predicted, classes).filter(|(p, c)| p == c && is_of(c)).count();
        Some(right as f64 / all.max(1) as f64)
    };
    (0..class_count).map(share).collect()
}
