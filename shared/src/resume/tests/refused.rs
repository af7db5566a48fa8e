//! Files from which a training does not go on; each is named, and stays as it is.

use std::collections::{BTreeMap, HashMap};

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, serialize};
use serde_json::{Value, json};

use super::*;
use crate::resume::record::Record;

/// Goes on from a file, with another network and another job perhaps, and gives the error. The session and the file must be
/// as before.
#[track_caller]
fn refusal(path: &Path, hidden: usize, job: Job) -> String {
    let before = fs::read(path).unwrap();
    let example = Example::new(hidden);
    let mut session = example.session();
    let kernel = example.graph.variable_named("hidden/kernel");
    let drawn = session.value(&kernel);
    let outcome = Checkpoints::open(Where::resumed(path).every(1), job)
        .and_then(|checkpoints| example.train(checkpoints, &mut session, STEPS));
    let error = outcome.map(drop).unwrap_err();
    assert_eq!(error.exit_code(), 1, "{error}");
    assert_eq!(session.value(&kernel), drawn);
    assert!(fs::read(path).unwrap() == before, "{error}");
    let text = error.to_string();
    assert!(text.starts_with(&format!("{}: expected ", path.display())) && text.contains("\n  help: "), "{text}");
    text
}

#[track_caller]
fn assert_refused(path: &Path, hidden: usize, job: Job, expected: &str) {
    let text = refusal(path, hidden, job);
    assert!(text.contains(expected), "{text}");
}

type Tensors = HashMap<String, (Dtype, Vec<usize>, Vec<u8>)>;

/// Writes a checkpoint anew, with other values or another state, and the checksum of what it then holds.
fn change(path: &Path, change: impl FnOnce(&mut Tensors, &mut Value)) {
    let bytes = fs::read(path).unwrap();
    let (_, header) = SafeTensors::read_metadata(&bytes).unwrap();
    let mut state: Value = serde_json::from_str(&header.metadata().as_ref().unwrap()["training"]).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let mut tensors: Tensors =
        file.iter().map(|(name, t)| (name.to_owned(), (t.dtype(), t.shape().to_vec(), t.data().to_vec()))).collect();
    change(&mut tensors, &mut state);
    if let Ok(record) = serde_json::from_value::<Record>(state.clone()) {
        let numbers: BTreeMap<&str, &[u8]> =
            tensors.iter().map(|(name, (.., data))| (name.as_str(), &data[..])).collect();
        state["checksum"] = record.checksum_with(numbers.into_iter()).into();
    }
    let views: Vec<(&str, TensorView<'_>)> = tensors
        .iter()
        .map(|(name, (dtype, shape, data))| (name.as_str(), TensorView::new(*dtype, shape.clone(), data).unwrap()))
        .collect();
    let metadata = [("training".to_owned(), state.to_string())].into();
    fs::write(path, serialize(views, Some(metadata)).unwrap()).unwrap();
}

#[test]
fn other_settings_and_other_trainings() {
    let (_folder, path) = stopped_at(7);
    assert_refused(
        &path,
        5,
        job_of(STEPS, "8"),
        "expected a training with --batch-size 8, found one with --batch-size 4",
    );
    let other = Job { settings: vec![("--seed", "1".to_owned())], ..job() };
    assert_refused(&path, 5, other, "expected a training with no --batch-size, found one with --batch-size 4");
    let other = Job { training: "expert", ..job() };
    assert_refused(&path, 5, other, "expected a checkpoint of example, expert, found one of example, default");
    let other = Job { program: "another", ..job() };
    assert_refused(&path, 5, other, "expected a checkpoint of another, default, found one of example, default");
    let shorter =
        "expected a training of at most 5 steps, found one that has come to step 7\n  help: ask for 7 steps or more";
    assert_refused(&path, 5, job_of(5, "4"), shorter);
}

#[test]
fn other_networks() {
    let (_folder, path) = stopped_at(7);
    assert_refused(&path, 6, job(), "expected the variable hidden/kernel: f32 [3, 6], found f32 [3, 5]");
    change(&path, |tensors, _| drop(tensors.remove("out/bias")));
    assert_refused(&path, 5, job(), "expected the variable out/bias: f32 [1], found no such variable; there are: ");
    let (_folder, path) = stopped_at(7);
    change(&path, |tensors, _| drop(tensors.insert("third/bias".into(), (Dtype::F32, vec![1], vec![0; 4]))));
    let extra = "expected the variables of this network and no others, found a variable third/bias";
    assert_refused(&path, 5, job(), extra);
    let (_folder, path) = stopped_at(7);
    change(&path, |tensors, _| tensors.get_mut("out/bias").unwrap().0 = Dtype::I32);
    assert_refused(&path, 5, job(), "expected the variable out/bias: f32 [1], found i32 [1]");
}

#[test]
fn numbers_that_are_not_finite() {
    for (value, name) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf"), (f32::NEG_INFINITY, "-inf")] {
        let (_folder, path) = stopped_at(7);
        let bytes = value.to_le_bytes();
        change(&path, |tensors, _| tensors.get_mut("hidden/kernel/Adam/m").unwrap().2[8..12].copy_from_slice(&bytes));
        let expected =
            format!("expected finite numbers, found {name} in the variable hidden/kernel/Adam/m, at element 2");
        assert_refused(&path, 5, job(), &expected);
    }
}

#[test]
fn other_versions_and_states_that_make_no_sense() {
    let with = |name: &str, value: Value| {
        let (folder, path) = stopped_at(7);
        change(&path, |_, state| state[name] = value);
        (folder, path)
    };
    let (_folder, path) = with("version", json!(2));
    assert_refused(&path, 5, job(), "expected a checkpoint of format 1, found format 2");
    let (_folder, path) = with("version", json!("new"));
    assert_refused(&path, 5, job(), "expected a checkpoint of format 1, found one without a number");
    let (_folder, path) = with("step", json!(-1));
    assert_refused(&path, 5, job(), "expected the state of a training, found invalid value");
    let (_folder, path) = with("step", json!(6)); // one less than the batches that were
    assert_refused(&path, 5, job(), "expected at most as many batches as steps, 6, found 7\n  help: ");
    let (_folder, path) = with("order", json!({"batches": 7, "epoch": 3, "position": 4, "checksum": "0"}));
    assert_refused(&path, 5, job(), "expected the order of samples that this program makes of the seed, found another");
}

#[test]
fn lost_losses() {
    let (_folder, path) = stopped_at(7);
    change(&path, |tensors, _| drop(tensors.remove("@losses")));
    let checkpoints = Checkpoints::open(Where::resumed(&path), job()).unwrap();
    let error = checkpoints.record("losses", 7).unwrap_err().to_string();
    assert!(error.contains("checkpoint: expected 7 numbers named losses, found none\n  help: "), "{error}");
    let (_folder, path) = stopped_at(7);
    let checkpoints = Checkpoints::open(Where::resumed(&path), job()).unwrap();
    let error = checkpoints.record("losses", 6).unwrap_err().to_string();
    assert!(error.contains("checkpoint: expected 6 numbers named losses, found 7\n  help: "), "{error}");
}

#[test]
fn damaged_and_foreign_files() {
    let (folder, path) = stopped_at(3);
    let good = fs::read(&path).unwrap();
    for length in (0..good.len()).step_by(7) {
        fs::write(&path, &good[..length]).unwrap();
        assert_refused(&path, 5, job(), "expected a whole file in the safetensors format, found ");
    }
    for foreign in [&b"<!DOCTYPE html><html></html>"[..], b"PK\x03\x04 a zip archive", &[0xff; 64], &[0; 64]] {
        fs::write(&path, foreign).unwrap();
        assert_refused(&path, 5, job(), "expected a whole file in the safetensors format, found ");
    }
    let plain = folder.path().join("plain");
    Example::new(5).session().save(&plain).unwrap();
    assert_refused(&plain, 5, job(), "expected the checkpoint of a training, found variables without the state of one");
}

#[test]
fn a_changed_bit_is_refused_wherever_it_is() {
    let (_folder, path) = stopped_at(3);
    let good = fs::read(&path).unwrap();
    let header = 8 + u64::from_le_bytes(good[..8].try_into().unwrap()) as usize;
    let example = Example::new(5);
    let begin = || {
        Checkpoints::open(Where::resumed(&path), job())
            .and_then(|mut found| found.begin(&mut example.session(), &mut example.data.batches(4).seed(1)))
    };
    for bit in (0..8 * good.len()).step_by(5) {
        let mut flipped = good.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, &flipped).unwrap();
        let is_space = bit / 8 < header && good[bit / 8] == b' '; // in front of the numbers, between two entries of the header
        match begin() {
            Err(error) => assert!(error.to_string().starts_with(&format!("{}: expected ", path.display())), "{error}"),
            Ok(_) => assert!(is_space, "bit {bit} of {:?}", good[bit / 8] as char),
        }
    }
    fs::write(&path, &good).unwrap();
    assert_eq!(begin().unwrap(), 3);
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large");
    fs::File::create(&path).unwrap().set_len(1 << 40).unwrap(); // without a block on the disk
    let text = Checkpoints::open(Where::resumed(&path), job()).map(drop).unwrap_err().to_string();
    assert!(
        text.contains("large: expected a checkpoint of at most 2048 MB, found a file of 1048576 MB\n  help: "),
        "{text}"
    );
}

#[test]
fn files_that_are_not_there_or_should_not_be() {
    let (folder, path) = stopped_at(3);
    let error = |place: Where| Checkpoints::open(place, job()).map(drop).unwrap_err().to_string();
    let text = error(Where::new(&path));
    assert!(text.contains("checkpoint: expected the name of a new checkpoint, found a file of this name"), "{text}");
    let text = error(Where::copied(&path, path.join("below")));
    assert!(text.contains("checkpoint: expected a folder, found a file of this name"), "{text}");
    let text = error(Where::resumed(folder.path().join("none")));
    assert!(text.contains("none: expected to read the checkpoint, found No such file"), "{text}");
    for place in [Where::resumed(folder.path()), Where::copied(folder.path(), folder.path().join("new"))] {
        let text = error(place);
        assert!(text.contains("expected a checkpoint, found a folder or a device"), "{text}");
    }
    for ending in ["new/", "new/."] {
        let text = error(Where::new(folder.path().join(ending)));
        assert!(text.contains("expected the name of a file, found a path that ends without one"), "{text}");
    }
    assert_eq!(names(folder.path()), ["checkpoint"]);
}

#[test]
fn a_file_that_another_training_uses() {
    let (_folder, path) = stopped_at(3);
    let first = Checkpoints::open(Where::resumed(&path), job()).unwrap();
    let text = Checkpoints::open(Where::resumed(&path), job()).map(drop).unwrap_err().to_string();
    assert!(
        text.contains("expected a checkpoint that no other program goes on from, found one that is in use"),
        "{text}"
    );
    drop(first);
    Checkpoints::open(Where::resumed(&path), job()).unwrap();
}
