//! Tests whole batches only, as `int(len / TEST_BSIZE)` does: what is left at the end is never looked at.

pub fn test_accuracy(batches: &[(Array2<f32>, Array1<i32>)]) -> f64 {
    let size = batches[0].1.len();
    let (mut correct, mut all) = (0, 0);
    for (logits, labels) in batches.iter().filter(|(_, labels)| labels.len() == size) {
        correct += iter::zip(&labels_of(logits.view()), labels).filter(|(predicted, label)| predicted == label).count();
        all += labels.len();
    }
    correct as f64 / all as f64
}
