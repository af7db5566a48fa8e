//! Each workload trains: its loss is finite after two steps and smaller after some more, and it classifies its test images.

use course_tests::subset::Subset;
use performance::animals::{self, Animals};
use performance::cnn::Cnn;
use performance::expert::ExpertCnn;
use performance::fashion::Fashion;
use performance::softmax::Softmax;
use performance::xor::Xor;
use performance::{Settings, Training, Workload, pictures};

/// Two steps, then `more`; losses of single batches are noisy, so the mean of ten is compared.
fn learns(mut workload: impl Workload, more: usize, predictions: usize) {
    assert!(workload.steps(2).unwrap().is_finite());
    let before = mean_loss(&mut workload);
    workload.steps(more).unwrap();
    let after = mean_loss(&mut workload);
    assert!(after.is_finite() && after < before, "{before} before, {after} after");
    assert_eq!(workload.predict().unwrap().len(), predictions);
}

fn mean_loss(workload: &mut impl Workload) -> f32 {
    (0..10).map(|_| workload.steps(1).unwrap()).sum::<f32>() / 10.0
}

fn settings(training: Training) -> Settings {
    Settings { threads: 1, ..Settings::of(training) }
}

#[test]
fn the_dense_networks_learn() {
    let mnist = Subset::new(1200, 30).load().unwrap();
    learns(Softmax::new(&mnist, settings(Training::Softmax)), 50, 30);
    learns(Fashion::new(&mnist, settings(Training::Fashion)), 50, 30);
}

#[test]
fn the_convolutional_networks_learn() {
    let mnist = Subset::new(240, 10).load().unwrap();
    learns(Cnn::new(&mnist, Settings { batch_size: 16, ..settings(Training::Cnn) }), 30, 10);
    learns(ExpertCnn::new(&mnist, Settings { batch_size: 16, ..settings(Training::Expert) }), 10, 10);
}

#[test]
fn xor_is_learned_at_last() {
    let mut workload = Xor::new(settings(Training::Xor));
    assert!(workload.steps(2).unwrap().is_finite());
    workload.steps(60_000).unwrap();
    assert_eq!(workload.predict().unwrap().to_vec(), [0, 1, 1, 0]);
}

#[test]
fn the_network_for_pictures_learns() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = animals::load(None, Some(folder.path())).unwrap();
    assert_eq!(pictures.images.dim(), (500, 10_800));
    // A tenth of the pictures: each class has some.
    let some = pictures.select(&(0..500).step_by(10).collect::<Vec<_>>());
    learns(Animals::new(&some, Settings { batch_size: 10, ..settings(Training::Animals) }), 5, 50);
}

#[test]
fn a_batch_as_large_as_the_set_is_the_set_each_time() {
    let mnist = Subset::new(24, 4).load().unwrap();
    let mut workload = Softmax::new(&mnist, Settings { batch_size: 1000, ..settings(Training::Softmax) });
    // The loss is a sum over the 22 images that are not for validation.
    let first = workload.steps(1).unwrap();
    assert!((first - 22.0 * 10f32.ln()).abs() < 1e-3, "{first}");
}

#[test]
fn pictures_are_made_and_read() {
    let folder = tempfile::tempdir().unwrap();
    pictures::make(folder.path(), 10).unwrap();
    let images = pictures::load(folder.path()).unwrap();
    assert_eq!((images.features.dim(), images.labels.to_vec()), ((10, 10_800), vec![0, 0, 1, 1, 2, 2, 3, 3, 4, 4]));
    assert!(images.features.rows().into_iter().all(|row| row.iter().any(|&value| value.abs() > 1.0)));
}
