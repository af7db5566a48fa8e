//! The program of lesson 3 as its user meets it: each section's lines and pictures, and what the real data must give.

use std::collections::BTreeSet;

use course_tests::conduct::Reads;
use course_tests::program::{Program, announced_pictures, numbers};
use course_tests::subset::Subset;
use shared::image::imread;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson03_mlp");

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Mnist,
    flags: &[
        "--batch-size", "--checkpoint", "--checkpoint-every", "--epochs", "--learning-rate", "--log-dir", "--onnx", "--resume",
    ],
    sections: &["tensors", "and", "xor", "perceptron", "descent", "losses", "network", "clothes"],
    short: &["--epochs", "1"],
}

/// Runs one section on a small part of the data, and looks at its pictures: those of these names, readable, and not blank.
#[track_caller]
fn section(name: &str, pictures: &[&str]) -> String {
    let (program, subset) = (Program::new(PROGRAM), Subset::new(1200, 30));
    let data = subset.folder();
    let arguments = [name, "--epochs", "1", "--data-dir", data.to_str().expect("a path of ours")];
    let printed = program.run(&arguments).succeeded();
    let expected: Vec<String> = pictures.iter().map(|name| format!("output/lesson03_mlp/{name}.png")).collect();
    assert_eq!(announced_pictures(&printed), expected, "{printed}");
    for path in expected {
        let pixels = imread(program.folder().join(&path)).unwrap();
        let colors: BTreeSet<[u8; 3]> = pixels.rows().into_iter().map(|row| [row[0], row[1], row[2]]).collect();
        assert!(pixels.len() > 3 * 300 * 300 && colors.len() > 20, "{path}: {:?}, {}", pixels.shape(), colors.len());
    }
    printed
}

/// The four answers below the n-th heading of this network and gate.
fn answers(printed: &str, network: &str, heading: usize) -> Vec<String> {
    let title = format!("===== {network} classifier result =====");
    let (start, _) = printed.match_indices(&title).nth(heading).unwrap_or_else(|| panic!("{title}: {printed}"));
    let lines = printed[start..].lines().skip(1).take(4);
    lines.map(|line| line.rsplit(' ').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn tensors_are_cast_and_have_shapes() {
    let printed = section("tensors", &[]);
    for line in [
        "  Tensor(input_data: i32 [4, 2])",
        "  Tensor(input_data_f32: f32 [4, 2])",
        "  [1, 0]  cast to f32  [1.0, 0.0]",
        "     5   2.3446       1",
        "  rank 4                          4  [3, 2, 4, 5]         120",
        "  sum over axis 1                [3, 4, 5]",
        "  a = [1, 2, 3], b = [11, 12, 13]",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line}: {printed}");
    }
}

#[test]
fn both_networks_learn_and() {
    let printed = section("and", &["and", "and_regions"]);
    for network in ["SLP AND", "MLP AND"] {
        assert_eq!(answers(&printed, network, 0), ["0", "0", "0", "1"], "{printed}");
    }
    for row in ["0 AND 0", "0 AND 1", "1 AND 0", "1 AND 1"] {
        let outputs = numbers(&printed, &format!("{row} => # => #"));
        assert_eq!(outputs.len(), 2, "{row}: {printed}");
        assert!(outputs.iter().all(|output| (output[2] > 0.5) == (output[3] == 1.0)), "{row}: {outputs:?}");
    }
}

#[test]
fn only_the_hidden_layer_learns_xor() {
    let printed = section("xor", &["xor", "xor_regions"]);
    assert_eq!(answers(&printed, "MLP XOR", 1), ["0", "1", "1", "0"], "{printed}");
    for heading in 0..2 {
        assert_ne!(answers(&printed, "SLP XOR", heading), ["0", "1", "1", "0"], "one straight line: {printed}");
    }
    let single_layer = printed.lines().find_map(|line| line.split_once("Five starts end at ")).expect("its losses").1;
    let losses: Vec<f64> = single_layer.trim_end_matches('.').split(", ").map(|loss| loss.parse().unwrap()).collect();
    assert!(losses.len() == 5 && losses.iter().all(|loss| (0.25..0.26).contains(loss)), "{losses:?}");

    let table = numbers(&printed, "  # # # # # #");
    assert_eq!(table.iter().map(|row| row[0]).collect::<Vec<_>>(), [0.1, 0.3, 1.0, 3.0], "{printed}");
    let slow_and_fast = (&table[0][1..], &table[3][1..]);
    assert!(slow_and_fast.0.iter().zip(slow_and_fast.1).all(|(slow, fast)| slow > fast), "{table:?}");
}

#[test]
fn the_perceptron_learns_and_and_never_xor() {
    let printed = section("perceptron", &[]);
    assert_eq!(numbers(&printed, "All right: # epochs."), [[5.0]], "{printed}");
    assert!(
        printed.contains("\nThe weights after epoch 2 are those after epoch 1: this goes in a circle,"),
        "{printed}"
    );
}

#[test]
fn three_descents_differ_in_updates_and_smoothness() {
    let printed = section("descent", &["descent"]);
    let rows: Vec<Vec<f64>> = ["batch", "mini-batch", "stochastic"]
        .iter()
        .flat_map(|name| numbers(&printed, &format!("  {name:<11} # # # # # # % # # s")))
        .collect();
    let column = |k: usize| -> Vec<f64> { rows.iter().map(|row| row[k]).collect() };
    // 7 of 10 of the 1100 training pictures of the subset.
    assert_eq!((column(0), column(1)), (vec![770.0, 64.0, 1.0], vec![1.0, 13.0, 770.0]), "{printed}");
    assert_eq!(column(2), [20.0, 260.0, 15_400.0]);
    let (after_one, rises) = (column(3), column(5));
    assert!(after_one.is_sorted_by(|a, b| a > b), "the more updates, the further: {printed}");
    assert!(rises[0] == 0.0 && rises[2] > 10.0, "smooth and noisy: {printed}");
    assert!(printed.contains("\n  in two of them      0\n"), "{printed}");
}

#[test]
fn losses_by_hand_are_those_of_the_engine() {
    let printed = section("losses", &["losses"]);
    for line in [
        "  <0.5000, 0.5000>    1.0000 bits         0.6931    1.0000 bits",
        "  <1.0000, 0.0000>    0.0000 bits         0.0000    0.0000 bits",
        "  -sum(p * ln(softmax(c)))         NaN    inf",
        "  softmax_cross_entropy(c, p)        0   1000",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line}: {printed}");
    }
    let sigmoids = numbers(&printed, "  # # # # #");
    assert!(sigmoids.iter().any(|row| row[0] == 0.5 && row[1..].iter().all(|y| (y - 0.622_459).abs() < 1e-5)));
    let binary = numbers(&printed, "  # # # # #").into_iter().filter(|row| row[..2] == [0.3, 0.6]);
    let binary: Vec<Vec<f64>> = binary.collect();
    assert!(binary.len() == 1 && binary[0][2] == binary[0][3] && binary[0][3] == binary[0][4], "{printed}");
}

#[test]
fn networks_are_designed_and_summed_up() {
    let printed = section("network", &[]);
    for text in ["100,480", "16,512", "1,290", "Total params: 118,282 (462.04 KB)", "max_pooling2d", "Connected to"] {
        assert!(printed.contains(text), "{text}: {printed}");
    }
    for output in ["class_accuracy: ", "footwear_accuracy: "] {
        assert!(printed.contains(output), "{output}: {printed}");
    }
}

#[test]
fn clothes_are_looked_at_learned_and_named() {
    let printed = section("clothes", &["first_image", "classes", "loss", "accuracy", "predictions"]);
    for lines in
        ["Train data shape\n[1200, 28, 28]\nTrain data labels\n[", "Test data shape\n[30, 28, 28]\nTest data labels\n["]
    {
        assert!(printed.contains(lines), "{lines}: {printed}");
    }
    let form = "Epoch #/# - loss: # - accuracy: # - val_loss: # - val_accuracy: # - # s";
    assert_eq!(numbers(&printed, form).len(), 1, "{printed}");
    assert!(printed.contains("  axis=1, along each row: the class of each image"), "{printed}");
}

/// What the lesson promises for the flags' default values.
#[test]
fn ten_epochs_recognise_at_least_seven_of_eight_clothes() {
    let printed = Program::new(PROGRAM).run(&["clothes"]).succeeded();
    let first = ["Train data shape", "[60000, 28, 28]", "Train data labels", "[9, 0, 0, 3, 0, ..., 5, 1, 3, 0, 5]"];
    assert_eq!(printed.lines().skip(1).take(4).collect::<Vec<_>>(), first);
    let epochs = numbers(&printed, "Epoch #/# - loss: # - accuracy: # - val_loss: # - val_accuracy: # - # s");
    assert_eq!(epochs.len(), 10, "{printed}");
    assert!(epochs.iter().map(|epoch| epoch[2]).is_sorted_by(|before, after| before > after), "{epochs:?}");
    let scores = numbers(&printed, "Test set: loss: # - accuracy: #");
    assert!(scores.len() == 1 && scores[0][1] >= 0.875, "{printed}");
    assert!(printed.contains("\n  => Ankle boot\n"), "{printed}");
}

#[test]
fn the_exercises_of_the_manifest_are_named_at_the_end() {
    let (program, subset) = (Program::new(PROGRAM), Subset::new(60, 20));
    let data = subset.folder();
    let printed = program.run(&["--epochs", "1", "--data-dir", data.to_str().unwrap()]).succeeded();
    let exercises = printed.split_once("\nExercises of this lesson\n").expect("the exercises").1;
    let manifest: toml::Table = include_str!("../exercises.toml").parse().expect("the manifest");
    let expected: Vec<String> = manifest["exercise"].as_array().expect("a list").iter().map(in_one_line).collect();
    let named: Vec<&str> = exercises.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    assert_eq!(named, expected);
}

/// An exercise of the manifest as the program names it.
fn in_one_line(exercise: &toml::Value) -> String {
    let text = |value: &toml::Value| value.as_str().expect("a text").to_owned();
    format!("{:<5} {}", text(&exercise["id"]), text(&exercise["title"]["en"]))
}

#[test]
fn impossible_trainings_are_refused() {
    for (flag, values) in [
        ("--epochs", &["0", "1001", "-1", "ten", "99999999999999999999"][..]),
        ("--batch-size", &["0", "60001", "1.5", "99999999999999999999"]),
        ("--learning-rate", &["0", "-1", "nan", "inf", "1e99", "fast"]),
    ] {
        for value in values {
            let program = Program::new(PROGRAM);
            let message = program.run(&[&format!("{flag}={value}")]).failed(2);
            assert!(message.contains(flag) && message.contains(value), "{message}");
            assert!(program.files().is_empty(), "{flag}={value} left files");
        }
    }
    Program::new(PROGRAM).run(&["xor", "nand"]).failed(2);
}

/// However wild the flags are that are allowed, the program ends, and says where the numbers went wrong.
#[test]
fn a_learning_rate_that_explodes_ends_with_the_step_and_the_op() {
    let (program, subset) = (Program::new(PROGRAM), Subset::new(60, 20));
    let data = subset.folder();
    let data = ["--data-dir", data.to_str().unwrap()];
    let wild = [
        "clothes",
        "--learning-rate",
        "1e30",
        "--batch-size",
        "60000",
        "--epochs",
        "3",
        "--seed",
        "18446744073709551615",
    ];
    // Each epoch is one step; with every op checked, the validation after the first is what finds it.
    let cases = [(&[][..], " in training step 2, computed by "), (&["--check-numerics"], " in this run, computed by ")];
    for (every_op, when) in cases {
        let message = program.run(&[&wild[..], every_op, &data].concat()).refused_data();
        for part in ["expected finite numbers", when, "dense", "a learning rate that is too large"] {
            assert!(message.contains(part), "{part:?} is missing in: {message}");
        }
    }
    program.run(&[&["xor", "--seed", "18446744073709551615"][..], &data].concat()).succeeded();
}

#[test]
fn files_for_other_programs_need_the_section_that_trains() {
    for flag in ["--onnx", "--log-dir"] {
        let program = Program::new(PROGRAM);
        let message = program.run(&["xor", flag, "x"]).failed(2);
        let expected = format!("error: {flag}: expected the section clothes among those to run, found xor\n  help: ");
        assert!(message.starts_with(&expected) && program.files().is_empty(), "{message}");
    }
}
