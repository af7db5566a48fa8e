//! The committed data files are the published ones, and every kind of bad file ends in an error that helps.

mod bad_files;

use std::fs;
use std::path::Path;

use ndarray::{Axis, s};
use sha2::{Digest, Sha256};
use shared::data::{ClassFolders, Dataset, Mnist, idx};
use shared::image::imread_unchanged;

use course_tests::subset::{NAMES, Subset, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS, data, gunzip};

#[test]
fn checksums_and_sizes_are_the_published_ones() {
    for name in ["mnist", "fashion_mnist"] {
        let folder = data().join(name);
        let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
        let sizes = sums.lines().map(|line| {
            let (expected, file) = line.split_once("  ").expect("the format of sha256sum");
            let bytes = gunzip(&folder.join(format!("{file}.gz")));
            let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, expected, "{name}/{file}");
            (format!("{file}.gz"), bytes.len())
        });
        let sizes: Vec<(String, usize)> = sizes.collect();
        let expected = NAMES.map(str::to_owned).into_iter().zip([47_040_016, 60_008, 7_840_016, 10_008]);
        assert_eq!(sizes, expected.collect::<Vec<_>>());
    }
}

#[test]
fn the_drawings_of_animals_are_those_that_are_listed() {
    let folder = data().join("animals");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let mut listed = Vec::new();
    for (expected, file) in sums.lines().map(|line| line.split_once("  ").expect("the format of sha256sum")) {
        let bytes = fs::read(folder.join(file)).unwrap();
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, expected, "{file}");
        listed.push(folder.join(file));
    }
    let folders = ClassFolders::list(&folder).unwrap();
    assert_eq!(folders.class_names(), ["cat", "cow", "dog", "pig", "sheep"]);
    assert_eq!(folders.labelled_files().map(|(file, _)| file.to_owned()).collect::<Vec<_>>(), listed);
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    for class in &folders.classes {
        assert!(class.files.len() >= 9, "{}", class.name);
        for file in &class.files {
            let drawing = imread_unchanged(file).unwrap();
            assert_eq!(drawing.shape(), [128, 128, 4], "{}", file.display());
            let opacity = drawing.index_axis(Axis(2), 3);
            assert!(opacity.iter().any(|&byte| byte == 0) && opacity.iter().any(|&byte| byte == 255));
            let name = file.strip_prefix(&folder).unwrap().display().to_string();
            assert!(readme.contains(&format!("| `{name}` |")), "the origin of {name}");
        }
    }
}

#[test]
fn the_digits_are_as_frequent_as_published() {
    let histogram = |name: &str| {
        let mut counts = [0; 10];
        let labels = idx::read_labels(data().join("mnist").join(name)).unwrap();
        labels.iter().for_each(|&label| counts[usize::from(label)] += 1);
        counts
    };
    assert_eq!(histogram(TRAIN_LABELS), [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    assert_eq!(histogram(TEST_LABELS), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    let fashion = idx::read_labels(data().join("fashion_mnist").join(TRAIN_LABELS)).unwrap();
    assert!((0..10).all(|class| fashion.iter().filter(|&&label| label == class).count() == 6000));
}

#[test]
fn sets_have_the_documents_sizes_and_values() {
    for dataset in [Dataset::Mnist, Dataset::Fashion] {
        let mnist = Mnist::load(dataset, Some(&data())).unwrap();
        for (set, count) in [(&mnist.train, 55_000), (&mnist.validation, 5_000), (&mnist.test, 10_000)] {
            assert_eq!((set.len(), set.images.dim(), set.labels.dim()), (count, (count, 784), (count, 10)));
            assert_eq!(set.images.fold(0.0_f32, |most, &value| most.max(value)), 1.0);
            assert_eq!(set.images.fold(1.0_f32, |least, &value| least.min(value)), 0.0);
            assert!(set.labels.sum_axis(Axis(1)).iter().all(|&sum| sum == 1.0));
            assert!(set.classes.iter().enumerate().all(|(row, &class)| set.labels[[row, class as usize]] == 1.0));
        }
    }
}

#[test]
fn validation_is_the_end_of_the_training_file() {
    let folder = data().join("mnist");
    let mnist = Mnist::load(Dataset::Mnist, Some(&folder)).unwrap();
    let labels = idx::read_labels(folder.join(TRAIN_LABELS)).unwrap().mapv(i32::from);
    assert_eq!(labels.slice(s![..55_000]), mnist.train.classes);
    assert_eq!(labels.slice(s![55_000..]), mnist.validation.classes);
    let images = idx::read_images(folder.join(TRAIN_IMAGES)).unwrap();
    for (row, set, position) in [(54_999, &mnist.train, 54_999), (55_000, &mnist.validation, 0)] {
        let expected: Vec<f32> =
            images.index_axis(Axis(0), row).iter().map(|&pixel| f32::from(pixel) / 255.0).collect();
        assert_eq!(set.images.row(position).to_vec(), expected);
    }
}

#[test]
fn subsets_are_split_in_the_same_proportions() {
    let mnist = Subset::new(1200, 30).load().unwrap();
    assert_eq!([mnist.train.len(), mnist.validation.len(), mnist.test.len()], [1100, 100, 30]);
    let whole = Mnist::load(Dataset::Mnist, Some(&data())).unwrap();
    assert_eq!(mnist.validation.images.row(0), whole.train.images.row(1100));
    assert_eq!(mnist.test.images.row(29), whole.test.images.row(29));
}

#[test]
fn uncompressed_files_work_in_any_folder() {
    let whole = Mnist::load(Dataset::Mnist, Some(&data())).unwrap();
    let root = tempfile::tempdir().unwrap();
    for folder in odd_folders(root.path()) {
        fs::create_dir(&folder).unwrap();
        for name in NAMES {
            fs::write(folder.join(name.trim_end_matches(".gz")), gunzip(&data().join("mnist").join(name))).unwrap();
        }
        let mnist = Mnist::load(Dataset::Mnist, Some(&folder)).unwrap();
        assert!(mnist.train == whole.train && mnist.validation == whole.validation && mnist.test == whole.test);
        fs::remove_dir_all(&folder).unwrap();
    }
}

fn odd_folders(root: &Path) -> Vec<std::path::PathBuf> {
    let mut folders = vec![root.join("손글씨 data")];
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        folders.push(root.join(std::ffi::OsStr::from_bytes(b"not UTF-8 \xff")));
    }
    folders
}
