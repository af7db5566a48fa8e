use std::collections::BTreeMap;

use super::*;
use crate::image::imread;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let folders = ClassFolders::list(folder).unwrap();
    folders
        .labelled_files()
        .map(|(file, _)| (file.strip_prefix(folder).unwrap().into(), fs::read(file).unwrap()))
        .collect()
}

#[test]
fn a_hundred_whole_pictures_of_each_class_are_made_once() {
    let out = tempfile::Builder::new().prefix("그림 ").tempdir().unwrap();
    let folder = animals(None, out.path(), 1).unwrap();
    assert_eq!(names(out.path()), ["animals"], "nothing else is left");
    let made = ClassFolders::list(&folder).unwrap();
    assert_eq!(made.class_names(), ["cat", "cow", "dog", "pig", "sheep"]);
    assert!(made.classes.iter().all(|class| class.files.len() == PICTURES_PER_CLASS));
    for (file, _) in made.labelled_files() {
        assert_eq!(imread(file).unwrap().dim(), (SIDE, SIDE, 3));
        let (family, drawing) = drawing_of(file).expect("a name that tells the drawing");
        let class = file.parent().unwrap().file_name().unwrap();
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/animals").join(class);
        assert!(base.join(format!("{family}_{drawing}.png")).is_file(), "{}", file.display());
    }

    let first = contents(&folder);
    let unchanged = folder.join("cat").join(names(&folder.join("cat")).remove(0));
    fs::write(&unchanged, "touched").unwrap();
    animals(None, out.path(), 1).unwrap();
    assert_eq!(fs::read(&unchanged).unwrap(), b"touched", "a second run uses what is there");

    fs::remove_file(&unchanged).unwrap();
    animals(None, out.path(), 1).unwrap();
    assert_eq!(contents(&folder), first, "a missing picture: all are made anew, the same");

    animals(None, out.path(), 2).unwrap();
    assert_ne!(contents(&folder), first, "another seed gives other pictures");
    assert_eq!(names(out.path()), ["animals"]);
}

#[test]
fn the_pictures_do_not_depend_on_the_threads() {
    let made_with = |threads: usize| {
        let out = tempfile::tempdir().unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let folder = pool.install(|| animals(None, out.path(), 5)).unwrap();
        contents(&folder)
    };
    assert_eq!(made_with(1), made_with(3));
}

#[test]
fn what_is_not_ours_is_never_replaced() {
    let out = tempfile::tempdir().unwrap();
    let mine = out.path().join("animals/cat/mine.jpg");
    fs::create_dir_all(mine.parent().unwrap()).unwrap();
    fs::write(&mine, "mine").unwrap();
    let error = animals(None, out.path(), 1).unwrap_err().to_string();
    assert!(error.contains("animals: expected nothing here") && error.contains("--out-dir"), "{error}");
    assert_eq!((fs::read(&mine).unwrap(), names(out.path())), (b"mine".to_vec(), vec!["animals".to_owned()]));
}

#[test]
fn a_damaged_drawing_leaves_nothing_behind() {
    let (data, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for class in ["cat", "sheep"] {
        let folder = data.path().join("animals").join(class);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("noto_one.png"), "no picture").unwrap();
    }
    let error = animals(Some(data.path()), out.path(), 1).unwrap_err().to_string();
    assert!(error.contains("noto_one.png: expected "), "{error}");
    assert!(names(out.path()).is_empty());
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_that_names_it() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = animals(None, file.path(), 1).unwrap_err().to_string();
    assert!(error.starts_with(&file.path().display().to_string()) && error.contains("--out-dir"), "{error}");
}

#[test]
fn remains_of_a_killed_run_are_removed_when_they_are_old() {
    let out = tempfile::tempdir().unwrap();
    let remains = [".making-animals-old", ".making-animals-new"].map(|name| out.path().join(name));
    remains.iter().for_each(|folder| fs::create_dir(folder).unwrap());
    let two_hours_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7200);
    fs::File::open(&remains[0]).unwrap().set_modified(two_hours_ago).unwrap();
    remove_old_remains(out.path());
    assert_eq!(names(out.path()), [".making-animals-new"], "the new one may be at work");
}

#[test]
fn only_names_of_ours_tell_a_drawing() {
    for name in
        ["images-001.jpg", "images-_noto_cat.jpg", "images-1a_noto_cat.jpg", "cat.jpg", "images-001_noto.jpg", ""]
    {
        assert_eq!(drawing_of(name), None, "{name}");
    }
    assert_eq!(drawing_of("images-099_fluent_cat-face-flat.jpg"), Some(("fluent", "cat-face-flat")));
}
