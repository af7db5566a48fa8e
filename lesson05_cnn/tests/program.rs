//! The program of lesson 5 as its user meets it: the lines in their formats, the pictures, the flags.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use course_tests::conduct::{Reads, listed_flags};
use course_tests::program::{Program, announced_pictures, has_form, numbers};
use course_tests::subset::Subset;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson05_cnn");

const TEST_ACCURACY: &str = "Accuracy on Test-Set: #% (# / #)";
const TRAINING_ACCURACY: &str = "Optimization Iteration: #, Training Accuracy: #%";

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Mnist,
    flags: &[
        "--batch-size", "--checkpoint", "--checkpoint-every", "--dataset", "--iterations", "--learning-rate", "--log-dir", "--model",
        "--onnx", "--quick", "--resume",
    ],
    sections: &[],
    short: &["--iterations", "3"],
}

#[test]
fn three_iterations_on_the_real_data_tell_the_whole_story() {
    let program = Program::new(PROGRAM);
    let printed = program.run(&["--iterations", "3"]).succeeded();

    let mut lines = printed.lines();
    let first: Vec<&str> = lines.by_ref().take(4).collect();
    assert_eq!(
        first,
        ["Size of:", "- Training-set:\t\t55000", "- Test-set:\t\t10000", "- Validation-set:\t5000"],
        "{printed}"
    );
    let accuracies = numbers(&printed, TEST_ACCURACY);
    assert_eq!(accuracies.len(), 3, "before training, after 1 iteration and after 3: {printed}");
    for accuracy in accuracies {
        let [percent, correct, all] = accuracy[..] else { panic!("{accuracy:?}") };
        assert_eq!(all, 10_000.0);
        // An untrained network guesses: one in ten is right by chance.
        assert!((1.0..60.0).contains(&percent) && (percent - correct / 100.0).abs() < 0.051, "{accuracy:?}");
    }
    let training = printed.lines().find(|line| has_form(line, TRAINING_ACCURACY)).expect("a training accuracy");
    assert!(training.starts_with("Optimization Iteration:      1, Training Accuracy: "), "{training}");
    assert_eq!(training.len(), "Optimization Iteration:      1, Training Accuracy:   9.4%".len(), "{training}");
    for form in ["After 1 optimization iteration", "After 3 optimization iterations", "Time used: # s"] {
        assert!(printed.lines().any(|line| has_form(line, form)), "{form}: {printed}");
    }
    let counts: f64 = confusion_matrix(&printed).iter().sum();
    assert_eq!(counts, 10_000.0, "every test image is counted once: {printed}");
}

/// The numbers of the printed confusion matrix: those of the rows that start with a class and have a number for each class.
fn confusion_matrix(printed: &str) -> Vec<f64> {
    let table = printed.split_once("Confusion Matrix").expect("a confusion matrix").1;
    let rows = table.lines().skip(1).map(|line| {
        let words = line.split(|c: char| !c.is_ascii_digit());
        words.filter_map(|word| word.parse().ok()).collect::<Vec<f64>>()
    });
    let rows: Vec<Vec<f64>> = rows.filter(|row| row.len() == 11).take(10).collect();
    assert_eq!(rows.iter().map(|row| row[0]).collect::<Vec<_>>(), (0..10).map(f64::from).collect::<Vec<_>>());
    rows.into_iter().flat_map(|row| row[1..].to_vec()).collect()
}

#[test]
fn a_longer_run_leaves_every_promised_picture() {
    let (program, subset) = (Program::new(PROGRAM), Subset::new(1200, 30));
    let data = subset.folder();
    let printed = program.run(&["--iterations", "101", "--data-dir", data.to_str().unwrap()]).succeeded();
    let expected = [
        "test_images.png",
        "example_errors_100.png",
        "example_errors_101.png",
        "confusion_matrix.png",
        "layer_conv1_weights_channel_0.png",
        "layer_conv2_weights_channel_0.png",
        "layer_conv2_weights_channel_1.png",
        "test_image_0.png",
        "layer_conv1_output_image_0.png",
        "layer_conv2_output_image_0.png",
        "test_image_13.png",
        "layer_conv1_output_image_13.png",
        "layer_conv2_output_image_13.png",
    ];
    let expected = expected.map(|name| Path::new("output/lesson05_cnn").join(name).display().to_string());
    assert_eq!(announced_pictures(&printed), expected);
    assert!(program.files().keys().collect::<BTreeSet<_>>() == expected.iter().collect(), "other files");

    let iterations: Vec<f64> = numbers(&printed, TRAINING_ACCURACY).iter().map(|row| row[0]).collect();
    assert_eq!(iterations, [1.0, 101.0], "{printed}");
    let accuracies = numbers(&printed, TEST_ACCURACY);
    assert_eq!(accuracies.len(), 4, "before training, after 1, 100 and 101 iterations: {printed}");
    assert!(accuracies[3][0] > accuracies[0][0], "training made it better: {accuracies:?}");
}

/// What other programs make of the files is tested in `interchange/`.
#[test]
fn files_for_other_programs_change_nothing_that_is_printed() {
    let subset = Subset::new(1200, 30);
    let data = subset.folder();
    for model in ["default", "expert"] {
        let arguments =
            ["--model", model, "--iterations", "101", "--batch-size", "4", "--data-dir", data.to_str().unwrap()];
        let without = Program::new(PROGRAM).run(&arguments).succeeded();
        let program = Program::new(PROGRAM);
        let flags = ["--log-dir", "logs/run", "--onnx", "deep/model.onnx"];
        let with = program.run(&[&arguments[..], &flags].concat()).succeeded();
        let lines = |printed: &str| -> Vec<String> {
            printed.lines().filter(|line| !line.starts_with("Time used")).map(str::to_owned).collect()
        };
        let with: Vec<String> = lines(&with).into_iter().filter(|line| line != "ONNX model: deep/model.onnx").collect();
        assert_eq!(with, lines(&without));
        let files = program.files();
        assert!(files.contains_key("deep/model.onnx"), "{:?}", files.keys());
        assert!(files.keys().any(|name| name.starts_with("logs/run/events.out.tfevents.")), "{:?}", files.keys());
    }
}

#[test]
fn files_that_cannot_be_written_are_said_before_the_training() {
    let subset = Subset::new(60, 20);
    let data = subset.folder();
    for (flag, expected) in
        [("--onnx", "expected a place for a file, found a folder"), ("--log-dir", "expected to make the folder")]
    {
        let program = Program::new(PROGRAM);
        fs::create_dir_all(program.folder().join("taken")).unwrap();
        fs::write(program.folder().join("file"), "").unwrap();
        let path = if flag == "--onnx" { "taken" } else { "file" };
        let message = program.run(&[flag, path, "--data-dir", data.to_str().unwrap()]).failed(1);
        assert!(message.contains(expected), "{flag}: {message}");
    }
}

#[test]
fn clothes_have_names() {
    let (program, subset) = (Program::new(PROGRAM), Subset::new(60, 20));
    let data = subset.folder();
    let arguments = ["--dataset", "fashion", "--iterations", "1", "--data-dir", data.to_str().unwrap()];
    let printed = program.run(&arguments).succeeded();
    assert!(printed.contains("Ankle boot"), "{printed}");
}

#[test]
fn the_expert_prints_steps_and_a_test_accuracy() {
    let (program, subset) = (Program::new(PROGRAM), Subset::new(1200, 30));
    let data = subset.folder();
    let arguments =
        ["--model", "expert", "--iterations", "2", "--batch-size", "5", "--data-dir", data.to_str().unwrap()];
    let printed = program.run(&arguments).succeeded();
    let steps = numbers(&printed, "step #, training accuracy #");
    assert_eq!(steps.iter().map(|row| row[0]).collect::<Vec<_>>(), [0.0], "{printed}");
    assert_eq!(numbers(&printed, "test accuracy #").len(), 1, "{printed}");
}

#[test]
fn impossible_trainings_are_refused() {
    let impossible = [
        &["--iterations", "0"][..],
        &["--batch-size", "0"],
        &["--batch-size", "70000"],
        &["--learning-rate", "0"],
        &["--learning-rate", "nan"],
        &["--dataset", "cifar"],
        &["--model", "large"],
        &["--quick", "--iterations", "5"],
    ];
    for arguments in impossible {
        let message = Program::new(PROGRAM).run(arguments).failed(2);
        assert!(message.contains(arguments[0]), "{arguments:?}: {message}");
    }
}

/// The exercises that the program names at its end are those of the manifest, in its order.
#[test]
fn the_exercises_are_those_of_the_manifest() {
    let (program, subset) = (Program::new(PROGRAM), Subset::new(60, 20));
    let printed = program.run(&["--iterations", "1", "--data-dir", subset.folder().to_str().unwrap()]).succeeded();
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("exercises.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let exercises = manifest["exercise"].as_array().unwrap();
    let line = |exercise: &toml::Value| {
        format!("  {:<5} {}\n", exercise["id"].as_str().unwrap(), exercise["title"]["en"].as_str().unwrap())
    };
    let expected: String = exercises.iter().map(line).collect();
    let (_, named) = printed.split_once("Exercises of this lesson\n").expect("the list");
    assert_eq!(named, expected, "{printed}");
}

/// The table of flags in both READMEs is the one of `--help`.
#[test]
fn the_readmes_know_every_flag() {
    let listed: Vec<String> =
        listed_flags(PROGRAM).into_iter().filter(|flag| !["--help", "--version"].contains(&flag.as_str())).collect();
    for readme in ["README.md", "README.ko.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(readme)).unwrap();
        let rows = text.lines().filter_map(|line| line.strip_prefix("| `--")?.split('`').next());
        let mut flags: Vec<String> = rows.map(|flag| format!("--{flag}")).collect();
        flags.sort_unstable();
        assert_eq!(flags, listed, "{readme}");
    }
}
