//! Writes the seeds, one folder for each target: small files that are cut from real ones of the repository.
//!
//! `seeds FOLDER`; `fuzz/run` calls it.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

// Everything here is built with coverage counters, which libFuzzer takes in.
use libfuzzer_sys as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use ndarray::{ArrayView1, ArrayView3, s};
use shared::data::idx;
use shared::image::{imread, imread_unchanged, imwrite};
use shared::npy::{self, NpzBuilder};
use shared::prelude::*;

type Outcome<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("a folder above")?;
    let seeds = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: seeds FOLDER")?);
    for target in ["idx", "image", "checkpoint", "npy", "manifest"] {
        fs::create_dir_all(seeds.join(target))?;
    }
    idx_files(root, &seeds.join("idx"))?;
    pictures(root, &seeds.join("image"))?;
    Session::new(&fuzz::network()).seed(1).save(seeds.join("checkpoint/network"))?;
    arrays(root, &seeds.join("npy"))?;
    for lesson in ["lesson01_images", "lesson02_batching", "lesson03_mlp", "lesson04_softmax", "lesson05_cnn"] {
        manifests(&root.join(lesson).join("exercises.toml"), &seeds.join("manifest"), lesson)?;
    }
    Ok(())
}

/// Three images and their labels, plain and compressed.
fn idx_files(root: &Path, folder: &Path) -> Outcome {
    let data = root.join("data/mnist");
    let images = idx::read_images(data.join("t10k-images-idx3-ubyte.gz"))?;
    let labels = idx::read_labels(data.join("t10k-labels-idx1-ubyte.gz"))?;
    let files = [("images", of_images(images.slice(s![..3, .., ..]))), ("labels", of_labels(labels.slice(s![..3])))];
    for (name, bytes) in files {
        fs::write(folder.join(name), &bytes)?;
        let mut gzip = GzEncoder::new(fs::File::create(folder.join(format!("{name}.gz")))?, Compression::best());
        gzip.write_all(&bytes)?;
        gzip.finish()?;
    }
    Ok(())
}

fn of_images(images: ArrayView3<'_, u8>) -> Vec<u8> {
    let sizes = images.shape().iter().flat_map(|&size| (size as u32).to_be_bytes());
    [0, 0, 8, 3].into_iter().chain(sizes).chain(images.iter().copied()).collect()
}

fn of_labels(labels: ArrayView1<'_, u8>) -> Vec<u8> {
    let size = (labels.len() as u32).to_be_bytes();
    [0, 0, 8, 1].into_iter().chain(size).chain(labels.iter().copied()).collect()
}

/// A few pixels and their labels as `.npy` and `.npz`. One byte stands before each: which of the two it is.
fn arrays(root: &Path, folder: &Path) -> Outcome {
    let data = root.join("data/mnist");
    let images = idx::read_images(data.join("t10k-images-idx3-ubyte.gz"))?;
    let pixels = images.slice(s![..2, 10..14, 10..16]);
    npy::write(folder.join("floats.npy"), &pixels.mapv(f32::from))?;
    npy::write(folder.join("flags.npy"), &pixels.mapv(|pixel| pixel > 0))?;
    NpzBuilder::new().array("pixels", &pixels.mapv(f32::from)).array("bytes", &pixels).save(folder.join("both.npz"))?;
    for (name, way) in [("floats.npy", 0), ("flags.npy", 0), ("both.npz", 1)] {
        prepend(&folder.join(name), [way])?;
    }
    Ok(())
}

/// Pieces of a drawing and of a photograph, as PNG and JPEG, gray, in colour and with opacity. Three bytes stand before
/// each: the size and the way to resize it.
fn pictures(root: &Path, folder: &Path) -> Outcome {
    let drawing = imread_unchanged(root.join("data/animals/cat").join(first_file(&root.join("data/animals/cat"))?))?;
    let photograph = imread(root.join("data/pictures/cat_1.jpg"))?;
    let opaque = drawing.slice(s![40..72, 40..72, ..]);
    let colour = photograph.slice(s![100..132, 100..132, ..]);
    let gray = colour.slice(s![.., .., 1]);
    for (way, ending) in ["png", "jpg"].into_iter().enumerate() {
        imwrite(folder.join(format!("colour.{ending}")), colour)?;
        imwrite(folder.join(format!("gray.{ending}")), gray)?;
        for name in ["colour", "gray"] {
            prepend(&folder.join(format!("{name}.{ending}")), [8, 16, way as u8])?;
        }
    }
    imwrite(folder.join("opacity.png"), opaque)?;
    prepend(&folder.join("opacity.png"), [8, 16, 2])
}

fn first_file(folder: &Path) -> Outcome<PathBuf> {
    let mut names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<Outcome<Vec<_>>>()?;
    names.sort();
    Ok(names.into_iter().next().ok_or("a drawing")?.into())
}

fn prepend<const N: usize>(path: &Path, bytes: [u8; N]) -> Outcome {
    let file = [&bytes[..], &fs::read(path)?].concat();
    Ok(fs::write(path, file)?)
}

/// A manifest's exercises one by one.
fn manifests(path: &Path, folder: &Path, lesson: &str) -> Outcome {
    let text = fs::read_to_string(path)?;
    for (k, exercise) in text.split("[[exercise]]").skip(1).enumerate() {
        fs::write(folder.join(format!("{lesson}_{k}")), format!("[[exercise]]{exercise}"))?;
    }
    Ok(())
}
