//! The program of lesson 4 as its user meets it: the figures, the pictures, the flags.

use std::sync::LazyLock;

use course_tests::conduct::Reads;
use course_tests::program::{Program, announced_pictures, numbers};
use shared::image::imread;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson04_softmax");

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Mnist,
    flags: &["--checkpoint", "--checkpoint-every", "--dataset", "--log-dir", "--onnx", "--resume", "--steps"],
    sections: &["graphs", "softmax", "data", "onehot", "regression", "weights", "stability", "rates", "homework"],
    short: &["--steps", "20"],
}

const PICTURES: [&str; 5] = ["image_1.png", "accuracy.png", "weights.png", "parabola.png", "learning_rates.png"];

/// The whole program as a class runs it, once for all tests.
static WHOLE: LazyLock<(Program, String)> = LazyLock::new(|| {
    let program = Program::new(PROGRAM);
    let printed = program.run::<&str>(&[]).succeeded();
    (program, printed)
});

/// What one section prints, run alone on the real data, and that it leaves exactly these pictures, none of them blank.
#[track_caller]
fn alone(arguments: &[&str], pictures: &[&str]) -> String {
    let program = Program::new(PROGRAM);
    let printed = program.run(arguments).succeeded();
    assert_pictures(&program, &printed, pictures);
    printed
}

#[track_caller]
fn assert_pictures(program: &Program, printed: &str, pictures: &[&str]) {
    let paths: Vec<String> = pictures.iter().map(|name| format!("output/lesson04_softmax/{name}")).collect();
    assert_eq!(announced_pictures(printed), paths);
    assert_eq!(program.files().len(), paths.len());
    for path in paths {
        let picture = imread(program.folder().join(&path)).unwrap(); // [height, width, 3]
        let darkest = picture.iter().min().unwrap();
        let colors: std::collections::HashSet<_> = picture.rows().into_iter().map(|pixel| pixel.to_vec()).collect();
        assert!(*darkest < 80 && colors.len() > 20, "{path} is blank: {} colours", colors.len());
    }
}

#[track_caller]
fn assert_lines(printed: &str, expected: &[&str]) {
    for expected in expected {
        assert!(printed.lines().any(|line| line == *expected), "no line is `{expected}`: {printed}");
    }
}

/// Number and title of each exercise, as the program prints them.
fn exercises_of_the_manifest() -> Vec<String> {
    let manifest: toml::Table = include_str!("../exercises.toml").parse().unwrap();
    let line = |exercise: &toml::Value| {
        let text = |value: &toml::Value| value.as_str().expect("a text").to_owned();
        format!("  {:<5} {}", text(&exercise["id"]), text(&exercise["title"]["en"]))
    };
    manifest["exercise"].as_array().expect("exercises").iter().map(line).collect()
}

#[test]
fn the_whole_program_has_all_sections_and_pictures_and_names_the_exercises() {
    let (program, printed) = &*WHOLE;
    let heading = |line: &'static str| Some(line.strip_prefix('[')?.split_once("] ")?.0);
    let headings: Vec<&str> =
        printed.lines().filter_map(heading).filter(|name| name.chars().all(char::is_alphabetic)).collect();
    assert_eq!(headings, HABITS.sections);
    assert_pictures(program, printed, &PICTURES);
    let exercises = printed.split_once("\nExercises of this lesson\n").expect("exercises").1;
    assert_eq!(exercises.lines().collect::<Vec<_>>(), exercises_of_the_manifest());
}

/// Of a single run, "about 92 %" would be chance: see `accuracy.rs`. The mean of the last weights keeps the documents' word
/// with every seed; what the last step leaves is in the range that a reference has.
#[test]
fn both_settings_reach_the_documents_accuracies_for_seeds_1_to_3() {
    let rows = |name: &str| numbers(&WHOLE.1, &format!("{name} # # # # # # to #"));
    for (name, rate, size, about, within) in [("sum", 0.01, 100.0, 0.91, 0.015), ("mean", 0.5, 50.0, 0.92, 0.008)] {
        let rows = rows(name);
        assert_eq!(rows.len(), 3, "{}", WHOLE.1);
        for (seed, row) in (1u8..).zip(rows) {
            let [setting @ .., last, of_mean, low, high] = &row[..] else { panic!("{row:?}") };
            assert_eq!(setting, [rate, size, f64::from(seed)]);
            assert!((of_mean - about).abs() <= within, "{row:?}");
            assert!((0.895..0.925).contains(last), "{row:?}");
            assert!(0.88 < *low && low < high && *high < 0.95, "{row:?}");
            if name == "sum" {
                assert!((last - about).abs() <= within, "{row:?}");
            }
        }
    }
}

#[test]
fn graphs_know_their_tensors() {
    let printed = alone(&["graphs"], &[]);
    assert_lines(
        &printed,
        &[
            "c            is of   true    false",
            "sess_1       is of   true    false",
            "node_in_g_2  is of   false   true",
            "sess_2       is of   false   true",
            "c is 5, node_in_g_2 is 7",
            "    |   left: 5",
            "    |  right: 3",
            "    | add: the inputs belong to different graphs",
            "    | run: node_in_g_2: f32 [] belongs to another graph than the session's",
        ],
    );
}

#[test]
fn softmax_of_1_1_2_has_the_documents_digits() {
    let printed = alone(&["softmax"], &[]);
    assert_lines(
        &printed,
        &[
            "  by hand, f64     [0.21194156, 0.21194156, 0.57611688]   in all 1.00000000",
            "  the engine, f32  [0.21194156, 0.21194156, 0.57611686]   in all 1.00000000",
            "  softmax([11, 11, 12]) = [0.21194156, 0.21194156, 0.57611688]",
            "  p1 + p2 + p3 = 1.0000",
            "  y_true = [0, 0, 1]   by hand 0.551445   the engine 0.551445",
            "  y_true = [1, 0, 0]   by hand 1.551445   the engine 1.551445",
        ],
    );
}

#[test]
fn data_has_the_documents_shapes_and_ten_rows() {
    let printed = alone(&["data"], &["image_1.png"]);
    assert_lines(
        &printed,
        &[
            "MNIST",
            "  train        images (55000, 784)   labels (55000, 10)",
            "  validation   images (5000, 784)    labels (5000, 10)",
            "  test         images (10000, 784)   labels (10000, 10)",
            "     0   1   2   3   4   5   6   7   8   9 ... 774 775 776 777 778 779 780 781 782 783",
            "9  0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 ... 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0",
            "10 rows x 784 columns",
            "    399  400  401  402  403  404  405  406  407  408  409  410  411  412",
            "0  0.00 0.00 0.00 0.00 0.00 0.00 0.32 0.94 0.99 0.99 0.47 0.10 0.00 0.00",
        ],
    );
}

#[test]
fn fashion_is_other_data_with_names_of_clothes() {
    let printed = alone(&["data", "onehot", "--dataset", "fashion"], &["image_1.png"]);
    assert_lines(
        &printed,
        &[
            "Fashion-MNIST",
            "  train        images (55000, 784)   labels (55000, 10)",
            "  [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]        9   Ankle boot",
        ],
    );
}

#[test]
fn onehot_codes_colors_and_labels() {
    let printed = alone(&["onehot"], &[]);
    assert_lines(
        &printed,
        &[
            "id  Color          id     White     Red   Black  Purple    Gold",
            "1   White          1          1       0       0       0       0",
            "4   Purple         4          0       0       0       1       0",
            "  [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]        5   5",
            "  | classes[1]: expected a class from 0 to 4, found 5",
        ],
    );
}

#[test]
fn regression_explains_loss_and_accuracy_before_it_trains() {
    let printed = alone(&["regression", "--steps", "40", "--seed", "5"], &["accuracy.png"]);
    assert_lines(
        &printed,
        &[
            "  W: f32 [784, 10]           variable, starts at 0: a weight for each pixel and class",
            "  -sum(y_true * ln(y))   230.2585",
            "  softmax_cross_entropy  230.2585",
            "  argmax(y, 1)   [1, 0, 2, 0]",
            "  equal          [true, false, true, true]",
            "  cast           [1, 0, 1, 1]",
            "  mean           0.75",
            "Accuracy on the test set, 40 steps",
        ],
    );
    let seeds: Vec<f64> = numbers(&printed, "mean # # # # # # to #").iter().map(|row| row[2]).collect();
    assert_eq!(seeds, [5.0, 6.0, 7.0]);
}

#[test]
fn weights_recognise_each_class_and_explain_one_image() {
    let printed = alone(&["weights"], &["weights.png"]);
    let accuracy = numbers(&printed, "Trained for # steps; accuracy on the test set #")[0][1];
    let rows = printed.lines().filter(|line| line.contains(" of ") && line.starts_with(|c: char| c.is_ascii_digit()));
    let counts = rows.map(|line| -> Vec<u32> {
        let words: Vec<&str> = line.split_whitespace().collect();
        [words[4], words[6]].iter().map(|word| word.parse().unwrap()).collect()
    });
    let (right, all) = counts.fold((0, 0), |(right, all), counts| (right + counts[0], all + counts[1]));
    assert_eq!(all, 10_000);
    assert!((f64::from(right) / 10_000.0 - accuracy).abs() < 5e-5, "{right}, {accuracy}");

    let softmax: Vec<f64> = printed
        .split_once("Test image 0, class 7:")
        .expect("test image 0")
        .1
        .lines()
        .skip(2)
        .map(|line| line.split_whitespace().last().unwrap().parse().unwrap())
        .collect();
    assert_eq!(softmax.len(), 10);
    assert!((softmax.iter().sum::<f64>() - 1.0).abs() < 1e-3 && softmax[7] > 0.9, "{softmax:?}");
}

#[test]
fn stability_shows_where_the_formula_breaks() {
    let printed = alone(&["stability"], &[]);
    assert_lines(
        &printed,
        &[
            "  x = [0.0, 1000.0]  [0, NaN]         [0, 1]",
            "[0, 1]     [0.2689, 0.7311]  | 1.3133    [-0.7311, 0.7311]     | 1.3133    [-0.7311, 0.7311]",
            "[0, 1000]  [0, 1]            | inf       [NaN, NaN]            | 1000      [-1, 1]",
            "[0, 1000]  [0, 1]            | NaN       [NaN, NaN]            | 0         [0, 0]",
        ],
    );
    let at_100 = printed.lines().find(|line| line.starts_with("[0, 100] ")).expect("a distance of 100");
    let columns: Vec<&str> = at_100.split('|').collect();
    assert!(columns[1].contains("NaN") && columns[1].trim_start().starts_with("99.98"), "{at_100}");
    assert_eq!(columns[2].split_whitespace().collect::<Vec<_>>(), ["100", "[-1,", "1]"]);
}

#[test]
fn rates_crawl_arrive_or_diverge() {
    let printed = alone(&["rates", "--steps", "200"], &["parabola.png", "learning_rates.png"]);
    let of_mnist = printed.split_once("\nSoftmax regression").expect("rates on MNIST").1;
    let losses =
        ["too small", "right", "too large"].map(|name| numbers(of_mnist, &format!("{name} # # # #"))[0].clone());
    let [small, right, large] = &losses;
    assert_eq!([small[0], right[0], large[0]], [0.005, 0.5, 50.0]);
    let guessing = 10f64.ln();
    assert!(losses.iter().all(|loss| (loss[1] - guessing).abs() < 1e-4), "{losses:?}");
    assert!(right[3] < 0.4 && (1.0..2.0).contains(&small[3]) && large[3] > guessing && large[2] > 20.0, "{losses:?}");
    let step = &numbers(of_mnist, "Rate # with -sum(y_true * ln(y)): the weights are NaN after step #")[0];
    assert!(step[0] == 50.0 && step[1] <= 10.0, "{step:?}");
}

#[test]
fn homework_gives_f() {
    let printed = alone(&["homework"], &[]);
    assert_lines(
        &printed,
        &[
            "C = 3             F = 2",
            "                  D = 10, E = 5",
            "C = 3, D = 100    F = 20",
            "  | C: expected a fed f32 value of shape [], found none",
            "  | C: expected a value of shape [], found [2]",
        ],
    );
}

#[test]
fn a_single_step_is_enough_for_every_section() {
    let printed = Program::new(PROGRAM).run(&["--steps", "1"]).succeeded();
    assert_eq!(numbers(&printed, "mean # # # # # # to #").len(), 3, "{printed}");
}

#[test]
fn flags_out_of_range_are_named() {
    for (arguments, named) in [
        (&["--steps", "0"][..], "--steps"),
        (&["--steps", "100001"], "--steps"),
        (&["--steps", "many"], "--steps"),
        (&["--steps"], "--steps"),
        (&["--dataset", "letters"], "fashion"),
        (&["data", "convolution"], "regression"),
    ] {
        let program = Program::new(PROGRAM);
        let message = program.run(arguments).failed(2);
        assert!(message.contains(named), "{arguments:?}: {message}");
        assert!(program.files().is_empty(), "{arguments:?} left files");
    }
}

#[test]
fn files_for_other_programs_need_the_section_that_trains() {
    for flag in ["--onnx", "--log-dir"] {
        let program = Program::new(PROGRAM);
        let message = program.run(&["regression", flag, "x"]).failed(2);
        let expected =
            format!("error: {flag}: expected the section weights among those to run, found regression\n  help: ");
        assert!(message.starts_with(&expected) && program.files().is_empty(), "{message}");
    }
}
