//! The mean of the batches' accuracies: a short batch counts as much as a full one.

pub fn test_accuracy(batches: &[(Array2<f32>, Array1<i32>)]) -> f64 {
    let mut sum = 0.0;
    for (logits, labels) in batches {
        let correct = iter::zip(&labels_of(logits.view()), labels).filter(|(predicted, label)| predicted == label).count();
        sum += correct as f64 / labels.len().max(1) as f64;
    }
    sum / batches.len() as f64
}
