//! The program of lesson 2 as its user meets it: lines, figures, pictures, and folders of pictures of every kind.

use std::fs;
use std::path::{Path, PathBuf};

use course_tests::conduct::Reads;
use course_tests::program::{Program, Run, announced_pictures, numbers};
use ndarray::Array3;
use shared::data::glob;
use shared::image::{imread, imwrite};

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson02_batching");

const SECTIONS: &[&str] = &[
    "files",
    "load",
    "shuffle",
    "split",
    "restore",
    "primes",
    "index",
    "batches",
    "one_hot",
    "softmax",
    "activations",
    "network",
    "variants",
    "leak",
];

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Pictures,
    flags: &[
        "--batch-size", "--checkpoint", "--checkpoint-every", "--images", "--log-dir", "--onnx", "--resume", "--steps",
    ],
    sections: SECTIONS,
    short: &["--steps", "2"],
}

/// The drawings of the repository: 13 of each class, few enough for quick runs.
fn drawings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/animals")
}

/// What the sections print about a folder of pictures.
#[track_caller]
fn printed_about(images: &Path, arguments: &[&str]) -> String {
    let program = Program::new(PROGRAM);
    let printed = program.command().args(arguments).arg("--images").arg(images).output().expect("the program starts");
    Run::from(printed).succeeded()
}

#[track_caller]
fn refused(images: &Path) -> String {
    let program = Program::new(PROGRAM);
    let run = program.run(&["load", "--images", images.to_str().expect("a path of ours")]);
    run.refused_data()
}

#[test]
fn a_whole_run_tells_the_story_and_leaves_pictures_that_are_not_blank() {
    let program = Program::new(PROGRAM);
    let printed = program.run(&["--steps", "60", "--threads", "2"]).succeeded();
    for line in [
        "      4       100  sheep/images-000_emojione_ewe.jpg",
        "    all       500  skipped: 0 hidden, 1 no picture, 0 folders inside class folders",
        "  *.jpg            100 files  images-000_emojione_cat-face.jpg",
        "  labels[400..=499]  4  sheep",
        "  number of features  500",
        "  arr.select(Axis(0), &idx)      [20, 10, 40, 50, 30]",
        "Batches of 50 from 400 training pictures: 8 in an epoch",
        "  sheep       4   [0, 0, 0, 0, 1]",
        "  exp(z) / their sum     0.563   0.028   0.126   0.076   0.207   sum 1.000",
        "  Tensor(images_batch: f32 [?, 10800])",
        "  Tensor(labels_batch: i32 [?])",
        "  Tensor(w1: f32 [10800, 1024])",
        "Training on 400 pictures, in batches of 50",
        "Each variant trains for 30 steps on the same pictures. The loss is the cross-entropy for all of them.",
        "  2-8   A better network on the held-out pictures",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line:?} is missing in\n{printed}");
    }
    for section in SECTIONS {
        assert!(printed.contains(&format!("[{section}] ")), "{section}: {printed}");
    }
    let announced = announced_pictures(&printed);
    assert_eq!(announced.len(), 11, "{announced:?}");
    for path in announced {
        let picture = imread(program.folder().join(path)).expect("a whole picture");
        let first = picture[[0, 0, 0]];
        assert!(picture.dim().0 > 100 && picture.iter().any(|&byte| byte != first), "{path} is blank");
    }
}

#[test]
fn the_network_learns_and_the_leak_shows() {
    let printed = Program::new(PROGRAM).run(&["network", "leak", "--steps", "100"]).succeeded();
    let losses = numbers(&printed, "  step #   loss #");
    let (first, last) = (losses[0][1], losses.last().unwrap()[1]);
    assert!((1.2..3.0).contains(&first) && last < 0.3, "{losses:?}");
    assert_eq!(numbers(&printed, "  # pictures   loss #").iter().map(|line| line[0]).sum::<f64>(), 100.0);

    let [percent, correct, all] = numbers(&printed, "Accuracy on Test-Set: #% (# / #)")[0][..] else { panic!() };
    assert!(all == 100.0 && percent == correct, "{printed}");
    let accuracies = |split: &str| numbers(&printed, &format!("  {split}#   #   # %   # %")).remove(0);
    let [random, drawing, family] = ["at random", "by drawing", "by art family"].map(accuracies);
    for [train, test, on_train, _] in [&random, &drawing, &family].map(|line| <[f64; 4]>::try_from(&line[..]).unwrap())
    {
        assert!(train + test == 500.0 && test >= 30.0 && on_train > 95.0, "{printed}");
    }
    assert_eq!(random[3], percent);
    assert!(random[3] >= drawing[3] + 8.0 && random[3] >= family[3] + 8.0, "{printed}");
}

#[test]
fn primes_come_as_the_document_prints_them() {
    let printed = Program::new(PROGRAM).run(&["primes"]).succeeded();
    let primes: Vec<u32> =
        printed.lines().skip(1).take(5).flat_map(str::split_whitespace).flat_map(str::parse).collect();
    assert_eq!((primes.len(), primes[0], primes[99]), (100, 2, 541));
}

#[test]
fn the_last_batch_of_an_epoch_is_short() {
    let printed = printed_about(&drawings(), &["batches", "--batch-size", "15"]);
    assert!(printed.contains("Batches of 15 from 52 training pictures: 4 in an epoch"), "{printed}");
    assert!(printed.contains("it starts with 15 and ends both epochs with 7 and 7 pictures"), "{printed}");
    let printed = printed_about(&drawings(), &["batches", "--batch-size", "1000"]);
    assert!(printed.contains("      1      1  [52, 10800]      [52] "), "{printed}");
}

#[test]
fn another_seed_shuffles_otherwise() {
    let shuffled = |seed: &str| {
        let printed = printed_about(&drawings(), &["shuffle", "--seed", seed]);
        printed.lines().find(|line| line.trim_start().starts_with("and after")).expect("shuffled labels").to_owned()
    };
    assert_ne!(shuffled("1"), shuffled("2"));
}

#[test]
fn the_pictures_are_made_once_and_used_again() {
    let program = Program::new(PROGRAM);
    program.run(&["files"]).succeeded();
    let made = glob(program.folder(), "output/animals/*/*.jpg").expect("a pattern");
    assert_eq!(made.len(), 500);
    let time_of = |file: &PathBuf| fs::metadata(file).and_then(|file| file.modified()).expect("a file");
    let times: Vec<_> = made.iter().map(time_of).collect();
    program.run(&["files"]).succeeded();
    assert_eq!(made.iter().map(time_of).collect::<Vec<_>>(), times);
    program.run(&["files", "--seed", "2"]).succeeded();
    assert_ne!(made.iter().map(time_of).collect::<Vec<_>>(), times);
}

/// A folder with 6 pictures in each of these classes, of several sizes, some PNG and some JPEG.
fn own_pictures(classes: &[&str]) -> tempfile::TempDir {
    let root = tempfile::Builder::new().prefix("내 사진 ").tempdir().expect("a temporary folder");
    for (class, name) in classes.iter().enumerate() {
        for number in 0..6 {
            let pixel =
                |(y, x, c): (usize, usize, usize)| (40 * class + (y * 3 + x * (number + 1)) % 90 + 10 * c) as u8;
            let pixels = Array3::from_shape_fn((50 + 9 * number, 90 - 7 * number, 3), pixel);
            let ending = if number % 2 == 0 { "jpg" } else { "PNG" };
            let path = root.path().join(format!("{name}/사진 {number}.{}", ending.to_lowercase()));
            imwrite(&path, pixels.view()).expect("a picture");
            fs::rename(&path, path.with_extension(ending)).expect("another ending");
        }
    }
    root
}

#[test]
fn pictures_of_ones_own_work_with_any_names() {
    let root = own_pictures(&["강아지", "고양이 (집)", "새"]);
    fs::write(root.path().join("강아지/notes.txt"), "a text among the pictures").unwrap();
    fs::write(root.path().join("강아지/.hidden.jpg"), "hidden").unwrap();
    fs::create_dir_all(root.path().join("__MACOSX/강아지")).unwrap();
    let printed = printed_about(root.path(), &["--steps", "3", "--batch-size", "4"]);
    assert!(printed.contains("skipped: 2 hidden, 1 no picture, 0 folders inside class folders"), "{printed}");
    assert!(printed.contains("      1         6  고양이 (집)/사진 0.jpg"), "{printed}");
    assert!(
        printed.contains("features            [18, 10800]") && printed.contains("Training on 14 pictures"),
        "{printed}"
    );
    assert!(printed.contains("The names of these pictures do not tell what they were made of"), "{printed}");
    assert!(!printed.contains("These are drawings"), "{printed}");
}

#[test]
fn the_drawings_themselves_are_class_folders_too() {
    let printed = printed_about(&drawings(), &["files", "load"]);
    assert!(printed.contains("      0        13  cat/emojione_cat-face.png"), "{printed}");
    assert!(printed.contains("features            [65, 10800]"), "{printed}");
}

#[test]
fn folders_that_cannot_be_used_are_named() {
    let empty = tempfile::tempdir().unwrap();
    assert!(refused(empty.path()).contains("expected a folder for each class, found no folder in it"));
    let missing = empty.path().join("없는 폴더");
    assert!(refused(&missing).contains("없는 폴더: expected to list the class folders"));
    let one = own_pictures(&["cat"]);
    assert!(refused(one.path()).contains("expected at least 2 class folders and 10 pictures, found 1 and 6"));
    let without_pictures = own_pictures(&["cat", "dog"]);
    fs::create_dir(without_pictures.path().join("eel")).unwrap();
    assert!(refused(without_pictures.path()).contains("eel: expected at least one picture"));
    let file = empty.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(refused(&file).contains("file: expected a folder of class folders, found a file"));
}

#[test]
fn damaged_pictures_are_named() {
    for damage in ["", "a text that calls itself a picture", "\u{fffd}PNG"] {
        let root = own_pictures(&["cat", "dog"]);
        fs::write(root.path().join("dog/사진 2.jpg"), damage).unwrap();
        assert!(refused(root.path()).contains("사진 2.jpg: expected "));
    }
    let root = own_pictures(&["cat", "dog"]);
    let path = root.path().join("cat/사진 1.PNG");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(refused(root.path()).contains("사진 1.PNG: expected "));
}

#[test]
fn a_folder_of_others_in_the_place_of_the_animals_stays_as_it_is() {
    let program = Program::new(PROGRAM);
    let mine = program.folder().join("output/animals/cat/mine.jpg");
    fs::create_dir_all(mine.parent().unwrap()).unwrap();
    fs::write(&mine, "mine").unwrap();
    let message = program.run(&["load"]).refused_data();
    assert!(message.contains("animals: expected nothing here") && message.contains("--out-dir"), "{message}");
    assert_eq!(fs::read(mine).unwrap(), b"mine");
}

#[test]
fn numbers_that_make_no_sense_are_refused() {
    for arguments in [["--batch-size", "0"], ["--steps", "0"], ["--batch-size", "many"], ["--steps", "1.5"]] {
        let message = Program::new(PROGRAM).run(&arguments).failed(2);
        assert!(message.contains(arguments[0]), "{message}");
    }
}

/// The exercises that the program names at its end are those of the manifest, in its order.
#[test]
fn the_exercises_are_those_of_the_manifest() {
    let printed = Program::new(PROGRAM).run(&["--steps", "1"]).succeeded();
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

#[test]
fn files_for_other_programs_need_the_section_that_trains() {
    for flag in ["--onnx", "--log-dir"] {
        let program = Program::new(PROGRAM);
        let message = program.run(&["leak", flag, "x"]).failed(2);
        let expected = format!("error: {flag}: expected the section network among those to run, found leak\n  help: ");
        assert!(message.starts_with(&expected) && program.files().is_empty(), "{message}");
    }
}
