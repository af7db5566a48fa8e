//! Checkpoints that cannot be written: the training goes on, and the last good one stays.

use super::*;
use crate::ErrorKind;

#[test]
fn a_folder_that_goes_away_does_not_end_the_training() {
    let (folder, path) = stopped_at(0);
    let inner = folder.path().join("runs");
    let kept = inner.join("kept");
    let example = Example::new(5);
    let mut session = example.session();
    let mut batches = example.data.batches(4).seed(1);
    let mut checkpoints = Checkpoints::open(Where::copied(&path, &kept).every(1), job()).unwrap();
    checkpoints.begin(&mut session, &mut batches).unwrap();
    let mut step = |checkpoints: &mut Checkpoints, step| {
        let batch = batches.next().unwrap();
        session.run(&example.train_step, feed![example.x => batch.images]).unwrap();
        checkpoints.after_step(step, &mut session).unwrap();
        checkpoints.0.as_ref().unwrap().saved_step()
    };
    assert_eq!(step(&mut checkpoints, 1), Some(1));
    let good = fs::read(&kept).unwrap();
    // Also root cannot write below a file.
    fs::rename(&inner, folder.path().join("aside")).unwrap();
    fs::write(&inner, "in the way").unwrap();
    assert_eq!(step(&mut checkpoints, 2), Some(1));
    assert_eq!(step(&mut checkpoints, 3), Some(1));
    assert_eq!(fs::read_to_string(&inner).unwrap(), "in the way");
    fs::remove_file(&inner).unwrap();
    fs::rename(folder.path().join("aside"), &inner).unwrap();
    assert!(fs::read(&kept).unwrap() == good);
    assert_eq!(step(&mut checkpoints, 4), Some(4));
    assert_eq!(names(&inner), ["kept"]);
}

#[test]
fn values_that_are_not_finite_do_not_replace_good_ones() {
    let (_folder, path) = stopped_at(3);
    let good = fs::read(&path).unwrap();
    let example = Example::new(5);
    let mut session = example.session();
    let mut checkpoints = Checkpoints::open(Where::resumed(&path).every(1), job()).unwrap();
    checkpoints.begin(&mut session, &mut example.data.batches(4).seed(1)).unwrap();
    let bias = example.graph.variable_named("out/bias");
    session.assign(&bias, &ndarray::arr1(&[f32::NAN])).unwrap();
    checkpoints.after_step(4, &mut session).unwrap();
    assert!(fs::read(&path).unwrap() == good);
    session.assign(&bias, &ndarray::arr1(&[0.0])).unwrap();
    checkpoints.after_step(5, &mut session).unwrap();
    assert!(fs::read(&path).unwrap() != good);
}

#[test]
fn two_new_trainings_cannot_take_the_same_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taken");
    let example = Example::new(5);
    let [mut first, mut second] = [(); 2].map(|()| Checkpoints::open(Where::new(&path), job()).unwrap());
    first.begin(&mut example.session(), &mut example.data.batches(4).seed(1)).unwrap();
    let taken = fs::read(&path).unwrap();
    let mut session = example.session();
    second.begin(&mut session, &mut example.data.batches(4).seed(1)).unwrap();
    second.after_step(STEPS, &mut session).unwrap();
    assert!(fs::read(&path).unwrap() == taken);
    assert_eq!(names(folder.path()), ["taken"]);
}

#[test]
fn what_remembers_epochs_is_refused_beside_checkpoints() {
    let graph = Graph::new();
    let input = Input::new([1]).apply(&graph);
    let mut model = Model::new(&input, &Dense::new(1).apply(&input));
    model.compile(GradientDescent::new(0.1), Mse);
    let fit = Fit::new().callback(EarlyStopping::new("loss")).checkpoints(|_| Ok(Checkpoints::off()));
    let error = model.fit([[1.0], [2.0]], [[3.0], [5.0]], fit).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(
        error.to_string().starts_with("checkpoints: expected callbacks that do not remember earlier epochs"),
        "{error}"
    );
}

#[test]
fn a_signal_is_a_kind_of_its_own_with_the_exit_code_of_a_shell() {
    for (signal, code) in [(2, 130), (15, 143)] {
        let error = Error::stopped(signal, "stopped at step 3");
        assert_eq!((error.exit_code(), error.to_string().as_str()), (code, "stopped at step 3"));
    }
}
