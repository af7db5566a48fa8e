//! The program of lesson 1 as its user meets it: the lines and pictures of all sections, and pictures of every kind.

use std::fs;
use std::path::{Path, PathBuf};

use course_tests::conduct::Reads;
use course_tests::program::{Program, Run, announced_pictures};
use ndarray::{Array2, Array3};
use shared::image::{imread, imwrite};

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson01_images");

const SECTIONS: [&str; 12] = [
    "read",
    "modes",
    "show",
    "resize",
    "colour",
    "save",
    "fragments",
    "reshape",
    "normalise",
    "crop",
    "channels",
    "slicing",
];

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Pictures,
    flags: &["--image"],
    sections: &SECTIONS,
    short: &[],
}

/// What each section prints, and the pictures that it leaves.
const STORY: [(&str, &[&str], &[&str]); 12] = [
    (
        "read",
        &[
            "cat_1.jpg                   [300, 400, 3]    u8     0.00   220.00   114.22    41.74",
            "img.ndim()   3",
            "img.shape()  [300, 400, 3]: height, width, channels (red, green, blue)",
            "img.len()    360000 values, each a u8: 0 to 255",
            "[[[158, 135, 119],",
        ],
        &[],
    ),
    (
        "modes",
        &[
            "  imread_grayscale            [300, 400]      2",
            "  imread_unchanged            [256, 256, 4]   3",
            "  0.299 * 192 + 0.587 * 152 + 0.114 * 126 = 161.00, rounded 161",
            "  rgba.slice(s![0, 0, ..])      [0, 0, 0, 0]: beside the cat",
        ],
        &["modes.png"],
    ),
    ("show", &[], &["test_image.png"]),
    (
        "resize",
        &["[300, 400, 3] becomes [200, 200, 3]: resize(img.view(), [200, 200], Interpolation::Cubic)"],
        &["resize.png"],
    ),
    ("colour", &["There and back again is the same: true"], &["colours.png"]),
    ("save", &["In memory 120000 bytes: [200, 200, 3] of u8"], &["converted.png", "converted.jpg"]),
    ("fragments", &["All of them: [16, 50, 50, 3]"], &["fragments.png"]),
    ("reshape", &["  reshaped.slice(s![.., ..200, ..]) == img.slice(s![..;2, .., ..]): true"], &["reshaped.png"]),
    (
        "normalise",
        &["zero_center(img_f32)        [200, 200, 3]   f32    -2.74     2.49     0.00     1.00"],
        &["zero_centered.png"],
    ),
    (
        "crop",
        &["img.slice(s![45..120, 45..175, ..])  [75, 130, 3]: a view, no pixel was copied"],
        &["crop.png", "crop_frame.png"],
    ),
    ("channels", &["stack![Axis(2), red, green, blue] is img again: true"], &["channels.png"]),
    ("slicing", &[], &[]),
];

fn output(program: &Program) -> PathBuf {
    program.folder().join("output/lesson01_images")
}

/// The picture can be read, and is not all of one colour.
fn assert_shows_something(path: &Path) -> Array3<u8> {
    let picture = imread(path).unwrap();
    assert!(picture.iter().any(|value| *value != picture[[0, 0, 0]]), "{} is blank", path.display());
    picture
}

#[test]
fn every_section_alone_tells_its_part_of_the_story() {
    for (section, lines, pictures) in STORY {
        let program = Program::new(PROGRAM);
        let printed = program.run(&[section]).succeeded();
        for line in lines {
            assert!(printed.lines().any(|found| found == *line), "{section}: expected `{line}` in {printed}");
        }
        for name in pictures {
            assert_shows_something(&output(&program).join(name));
            assert!(printed.contains(&format!("output/lesson01_images/{name}")), "{section}: {name} is not announced");
        }
        assert_eq!(program.files().len(), pictures.len(), "{section}: {:?}", program.files().keys());
    }
}

/// The list of exercises as the program should print it: those of the manifest, in its order.
fn exercises_of_the_manifest() -> String {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("exercises.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let line = |exercise: &toml::Value| {
        format!("  {:<5} {}\n", exercise["id"].as_str().unwrap(), exercise["title"]["en"].as_str().unwrap())
    };
    manifest["exercise"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn the_whole_lesson_has_all_sections_and_names_its_exercises() {
    let program = Program::new(PROGRAM);
    let printed = program.run::<&str>(&[]).succeeded();
    let headings: Vec<&str> = printed
        .lines()
        .filter_map(|line| line.strip_prefix('[')?.split_once("] "))
        .map(|(name, _)| name)
        .filter(|name| SECTIONS.contains(name))
        .collect();
    assert_eq!(headings, SECTIONS);
    let exercises = printed.split_once("Exercises of this lesson\n").expect("the exercises").1;
    assert_eq!(exercises, exercises_of_the_manifest(), "{printed}");
    let pictures: Vec<String> =
        STORY.iter().flat_map(|(_, _, names)| *names).map(|name| format!("output/lesson01_images/{name}")).collect();
    assert_eq!(announced_pictures(&printed), pictures);
    assert_eq!(program.files().len(), pictures.len(), "no other files");
}

#[test]
fn saved_pictures_are_what_they_should_be() {
    let program = Program::new(PROGRAM);
    let printed = program.run(&["save", "crop"]).succeeded();
    let png = imread(output(&program).join("converted.png")).unwrap();
    let jpg = imread(output(&program).join("converted.jpg")).unwrap();
    assert_eq!((png.dim(), jpg.dim()), ((200, 200, 3), (200, 200, 3)));
    assert_ne!(png, jpg, "JPEG loses a little");
    for (name, words) in [("converted.png", "every value is the same"), ("converted.jpg", "values differ by")] {
        let bytes = fs::metadata(output(&program).join(name)).unwrap().len();
        let line = printed.lines().find(|line| line.starts_with(&format!("  {bytes} bytes; "))).expect(name);
        assert!(line.contains(words), "{line}");
    }
    let crop = imread(output(&program).join("crop.png")).unwrap();
    assert_eq!(crop, png.slice(ndarray::s![45..120, 45..175, ..]));
}

#[test]
fn the_slicing_table_has_aligned_columns() {
    let printed = Program::new(PROGRAM).run(&["slicing"]).succeeded();
    let lines: Vec<&str> = printed.lines().skip(1).collect();
    let [ndarray, shape] = ["ndarray", "shape"].map(|head| lines[0].find(head).expect("a head"));
    let rows = lines[1..].iter().take_while(|line| line.starts_with("img") || line.starts_with("np."));
    let rows: Vec<&&str> = rows.collect();
    assert_eq!(rows.len(), 22, "{printed}");
    for row in rows {
        assert!(row[shape..].starts_with('[') && row.ends_with(']'), "{row}");
        assert!(row.as_bytes()[ndarray - 1] == b' ' && row.as_bytes()[ndarray] != b' ', "{row}");
        assert!(row.len() <= 110, "{row}");
    }
}

fn run_with_image(program: &Program, path: &Path) -> Run {
    program.run(&[Path::new("--image"), path])
}

#[test]
fn pictures_of_ones_own_of_every_kind_take_the_place_of_the_cat() {
    let folder = tempfile::tempdir().unwrap();
    let pixels = Array3::from_shape_fn((1000, 700, 4), |(y, x, c)| (y / 4 + x / 3 + 60 * c) as u8);
    let kinds = [
        ("내 고양이.jpg", pixels.slice(ndarray::s![..300, .., ..3]).into_dyn()),
        ("alpha.png", pixels.view().into_dyn()),
        ("one pixel.png", pixels.slice(ndarray::s![..1, ..1, ..3]).into_dyn()),
        ("a line.png", pixels.slice(ndarray::s![..1, .., ..3]).into_dyn()),
        ("gray.png", pixels.slice(ndarray::s![.., .., 0]).into_dyn()),
    ];
    for (name, picture) in kinds {
        let path = folder.path().join(name);
        imwrite(&path, picture).unwrap();
        let program = Program::new(PROGRAM);
        let printed = run_with_image(&program, &path).succeeded();
        assert!(printed.lines().any(|line| line.starts_with(name)), "{printed}");
        assert_eq!(imread(output(&program).join("test_image.png")).unwrap(), imread(&path).unwrap(), "{name}");
    }
}

/// A PNG file with nothing but a header, which claims 60,000 x 60,000 pixels: 10.8 GB.
const HUGE: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0\x0f\xb0\xe2\x15\0\0\0\x01IDAT\0";

#[test]
fn files_that_are_no_pictures_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let whole = folder.path().join("whole.jpg");
    imwrite(&whole, Array2::from_shape_fn((90, 90), |(y, x)| (y * x) as u8).view()).unwrap();
    let jpeg = fs::read(&whole).unwrap();
    let refused = [
        (folder.path().join("없는 고양이.jpg"), "check the path"),
        (folder.path().to_owned(), "found a folder"),
        (place("text.jpg", b"This is not a picture."), "found a file that is no picture"),
        (place("empty.png", b""), "found an empty file"),
        (place("cut.jpg", &jpeg[..jpeg.len() / 2]), "found one that is cut off"),
        (place("huge.png", HUGE), "at most 16384 pixels a side"),
        #[cfg(unix)]
        (PathBuf::from("/dev/zero"), "found a device or a pipe"),
    ];
    for (path, words) in refused {
        let program = Program::new(PROGRAM);
        let message = run_with_image(&program, &path).refused_data();
        assert!(message.contains(path.to_str().unwrap()) && message.contains(words), "{message}");
        assert!(program.files().is_empty(), "{} left files", path.display());
    }
}

/// With memory for a tenth of what the file claims, the program still ends with its message.
#[cfg(target_os = "linux")]
#[test]
fn a_huge_picture_is_refused_before_it_takes_memory() {
    let program = Program::new(PROGRAM);
    fs::write(program.folder().join("huge.png"), HUGE).unwrap();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -v 1000000 && exec \"$@\"", "sh", PROGRAM, "read", "--image", "huge.png"]);
    let run = Run::from(command.current_dir(program.folder()).output().unwrap());
    assert!(run.refused_data().contains("huge.png: expected a picture of at most 16384 pixels a side"));
}

/// A copy of the pictures, to be spoilt.
fn copy_of_the_pictures() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/pictures");
    for name in ["cat_1.jpg", "cat_2.jpg", "cat_alpha.png"] {
        fs::copy(pictures.join(name), folder.path().join(name)).unwrap();
    }
    folder
}

#[test]
fn spoilt_pictures_of_the_course_are_named() {
    for (name, section) in [("cat_1.jpg", "crop"), ("cat_2.jpg", "read"), ("cat_alpha.png", "modes")] {
        let folder = copy_of_the_pictures();
        let data_dir = ["--data-dir", folder.path().to_str().unwrap()];
        Program::new(PROGRAM).run(&[&[section][..], &data_dir].concat()).succeeded();
        let bytes = fs::read(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name), &bytes[..bytes.len() / 2]).unwrap();
        let message = Program::new(PROGRAM).run(&[&[section][..], &data_dir].concat()).refused_data();
        assert!(message.contains(name), "{message}");
        fs::remove_file(folder.path().join(name)).unwrap();
        let message = Program::new(PROGRAM).run(&[&[section][..], &data_dir].concat()).refused_data();
        assert!(message.contains(folder.path().to_str().unwrap()), "{message}");
    }
    let folder = copy_of_the_pictures();
    fs::copy(folder.path().join("cat_1.jpg"), folder.path().join("cat_alpha.png")).unwrap();
    let message = Program::new(PROGRAM).run(&["modes", "--data-dir", folder.path().to_str().unwrap()]).refused_data();
    assert!(message.contains("expected a picture with alpha, [height, width, 4], found [300, 400, 3]"), "{message}");
}

/// How the section `show` ends with these variables, when no display is there.
fn show_with(program: &Program, variables: &[(&str, &str)]) -> Run {
    let mut command = program.command();
    command.env_remove("COURSE_DISPLAY").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    Run::from(command.arg("show").envs(variables.iter().copied()).output().unwrap())
}

#[test]
fn a_picture_is_shown_where_it_can_be_and_escape_codes_never_go_into_a_pipe() {
    let program = Program::new(PROGRAM);
    let unasked = show_with(&program, &[]).succeeded();
    assert_eq!(announced_pictures(&unasked), ["output/lesson01_images/test_image.png"]);
    assert_shows_something(&output(&program).join("test_image.png"));

    for way in ["terminal", "window"] {
        let run = show_with(&program, &[("COURSE_DISPLAY", way)]);
        assert_eq!(run.code, Some(0));
        assert_eq!(run.stdout, unasked, "falls back on the file");
        assert!(run.stderr.starts_with("imshow: ") && run.stderr.lines().count() == 1, "{}", run.stderr);
        assert!(!run.stdout.contains('\x1b') && !run.stderr.contains('\x1b'));
    }
    let program = Program::new(PROGRAM);
    assert!(announced_pictures(&show_with(&program, &[("COURSE_DISPLAY", "none")]).succeeded()).is_empty());
    assert!(program.files().is_empty());
    for (variable, value) in [("COURSE_DISPLAY", "television"), ("COURSE_SHOW_TIMEOUT", "soon")] {
        let message = show_with(&program, &[(variable, value)]).failed(2);
        assert!(message.contains(variable) && message.contains(value), "{message}");
    }
}

/// In a terminal, made by `script` of util-linux, the picture is drawn there and no file is left.
#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_the_picture_is_drawn_there() {
    let program = Program::new(PROGRAM);
    let mut command = std::process::Command::new("script");
    command.args(["-qec", &format!("stty cols 90 rows 40; '{PROGRAM}' show"), "/dev/null"]);
    command
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("COURSE_DISPLAY")
        .env("TERM", "xterm-256color");
    let output = command.current_dir(program.folder()).stdin(std::process::Stdio::null()).output();
    let output = output.expect("`script`, which every Linux distribution has");
    let drawn = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{drawn}");
    let picture = drawn.split_once("Test Image").expect("a title").1;
    let rows = picture.lines().filter(|line| line.contains('▄'));
    let widths: Vec<usize> = rows.map(|row| row.matches('▄').count()).collect();
    assert_eq!(widths, [80; 30], "400 x 300 pixels as 80 columns and 30 rows of two halves");
    assert!(program.files().is_empty());
}
