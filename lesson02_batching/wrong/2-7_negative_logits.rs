//! Looks for the largest logit from 0 on: where all are negative it finds none.

pub fn test_accuracy(batches: &[(Array2<f32>, Array1<i32>)]) -> f64 {
    let (mut correct, mut all) = (0, 0);
    for (logits, labels) in batches {
        for (row, &label) in iter::zip(logits.outer_iter(), labels) {
            let (mut best, mut largest) = (0, 0.0);
            for (class, &logit) in row.indexed_iter() {
                if logit > largest {
                    (best, largest) = (class as i32, logit);
                }
            }
            correct += usize::from(best == label);
            all += 1;
        }
    }
    correct as f64 / all as f64
}
