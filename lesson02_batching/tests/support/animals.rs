//! The animals, split by drawing, with labels of other names.

use ndarray::Array1;
use shared::data::{ClassFolders, DataSet, ImageSet, animals, drawing_of, split_by_group};

/// All pictures at this height and width. They are made in a temporary folder, so nothing is left.
pub fn pictures(size: usize) -> ImageSet {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let load = || ImageSet::load(&ClassFolders::list(animals(None, folder.path(), 1)?)?, [size, size]);
    load().unwrap_or_else(|error| panic!("{error}"))
}

/// Training and held-out part, 8:2, no drawing in both. The classes have other numbers for each seed, so that only who
/// learns from the labels knows them.
pub fn by_drawing(images: &ImageSet, seed: u64) -> [DataSet; 2] {
    let drawing = |&index: &usize| (images.labels[index], drawing_of(&images.files[index]).expect("a name of ours"));
    let parts = split_by_group(0..images.len(), drawing, [8, 2], seed);
    parts.map(|indices| renamed(&images.select(&indices), images.class_names.len(), seed))
}

fn renamed(data: &DataSet, num_class: usize, seed: u64) -> DataSet {
    let classes: Array1<i32> = data.classes.mapv(|class| (class + seed as i32) % num_class as i32);
    DataSet::new(data.images.clone(), classes, num_class).expect("classes below num_class")
}
