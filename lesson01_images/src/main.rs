//! Lesson 1: pictures are arrays: reading, looking, slicing, normalising, reshaping.
//!
//! `cargo run -p lesson01_images` writes ten test images of Fashion-MNIST as PNG files, reads them back and takes the first
//! one apart; `--image 3` takes another, `--dataset mnist` handwritten digits, `--help` lists the rest.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use lesson01_images::{fragments, summary, summary_head, zero_center};
use ndarray::{Array3, ArrayView1, ArrayView3, Axis, s, stack};
use shared::cli::{CommonArgs, run_lesson, show};
use shared::data::{Dataset, Mnist};
use shared::image::{imread, imwrite, imwrite_gray};
use shared::plot::{ColorMap, ImageGrid};
use shared::prelude::*;

/// Reads pictures as arrays, and slices, normalises and reshapes them.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Flags {
    #[command(flatten)]
    common: CommonArgs,

    /// The data set whose first test images are the pictures
    #[arg(long, value_enum, default_value_t = Dataset::Fashion)]
    dataset: Dataset,

    /// Which of the ten pictures to take apart, from 0
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(..10), value_name = "N")]
    image: u16,
}

fn main() -> ExitCode {
    run_lesson(|flags: Flags| {
        let folder = flags.common.lesson_folder("lesson01_images")?;
        let mnist = Mnist::load(flags.dataset, flags.common.data_dir.as_deref())?;
        let paths = write_pictures(&mnist, &folder)?;

        let images = paths.iter().map(imread).collect::<Result<Vec<Array3<u8>>>>()?;
        println!("{} pictures read: {} to {}", images.len(), paths[0].display(), paths[images.len() - 1].display());
        let views: Vec<ArrayView3<'_, u8>> = images.iter().map(|img| img.view()).collect();
        let all = stack(Axis(0), &views).expect("all pictures are 28 x 28"); // [10, 28, 28, 3]
        let names: Vec<&str> = mnist.test.classes.iter().take(10).map(|&c| mnist.class_names[c as usize]).collect();
        let grid =
            ImageGrid::rgb(all.view()).columns(5).captions(&names).title(format!("Ten pictures of {}", flags.dataset));
        show("All of them", grid.save(folder.join("pictures.png"))?);

        let index = usize::from(flags.image);
        let img = images.get(index).ok_or_else(|| {
            Error::argument("--image")
                .expected(format!("a number from 0 to {}", images.len() - 1))
                .found(index.to_string())
                .help("the data set has so few test images")
        })?;
        println!("\nPicture {index}: {}", names[index]);
        look(img);
        slice(img, &folder)?;
        normalise(img, &folder)?;
        reshape(img, &folder)
    })
}

/// Writes the first ten test images as PNG files, so that there is something to read.
fn write_pictures(mnist: &Mnist, folder: &Path) -> Result<Vec<PathBuf>> {
    let write = |(index, row): (usize, ArrayView1<'_, f32>)| {
        let path = folder.join(format!("picture_{index}.png"));
        imwrite_gray(&path, row.to_shape((28, 28)).expect("rows of 784 pixels").view())?;
        Ok(path)
    };
    mnist.test.images.outer_iter().take(10).enumerate().map(write).collect()
}

/// What an array tells about itself.
fn look(img: &Array3<u8>) {
    println!("  img.ndim()    {}", img.ndim());
    println!("  img.shape()   {:?}: height, width, channels", img.shape());
    println!("  img.len()     {}", img.len());
    println!("  img[[14, 14, 0]] is {}, a u8: from 0, black, to 255, white", img[[14, 14, 0]]);
    println!("\nRed, the first channel, around the middle: img.slice(s![8..20, 8..20, 0])");
    for row in img.slice(s![8..20, 8..20, 0]).rows() {
        let values: Vec<String> = row.iter().map(|value| format!("{value:>4}")).collect();
        println!(" {}", values.concat());
    }
}

/// Slices are views: no pixel is copied.
fn slice(img: &Array3<u8>, folder: &Path) -> Result<()> {
    let crop = img.slice(s![7..21, 7..21, ..]);
    let every_second = img.slice(s![..;2, ..;2, ..]);
    let mirrored = img.slice(s![.., ..;-1, ..]);
    let upside_down = img.slice(s![..;-1, .., ..]);
    // Equal red, green and blue make gray; without blue they make yellow.
    let mut no_blue = img.clone();
    no_blue.slice_mut(s![.., .., 2]).fill(0);

    println!("\nSlicing\n{}", summary_head());
    println!("{}", summary("img", img.view()));
    println!("{}", summary("crop         7..21, 7..21", crop));
    println!("{}", summary("every second ..;2, ..;2", every_second));
    println!("{}", summary("mirrored     .., ..;-1", mirrored));
    println!("{}", summary("upside down  ..;-1, ..", upside_down));
    println!("{}", summary("blue = 0     .., .., 2", no_blue.view()));

    let small = stack(Axis(0), &[crop, every_second]).expect("both are 14 x 14");
    let grid =
        ImageGrid::rgb(small.view()).captions(&["7..21, 7..21", "..;2, ..;2"]).title("A crop, and every second pixel");
    show("Two slices", grid.save(folder.join("slices.png"))?);
    let large = stack(Axis(0), &[img.view(), mirrored, upside_down, no_blue.view()]).expect("all are 28 x 28");
    let captions = ["img", ".., ..;-1", "..;-1, ..", "blue = 0"];
    let grid = ImageGrid::rgb(large.view()).columns(4).captions(&captions).title("Flipped, and without blue");
    show("Whole pictures", grid.save(folder.join("flips.png"))?);
    let pieces = fragments(img.view(), 4); // [16, 7, 7, 3]
    let grid = ImageGrid::rgb(pieces.view()).columns(4).scale(16).title("4 x 4 fragments");
    show("Fragments", grid.save(folder.join("fragments.png"))?);
    imwrite(folder.join("crop.png"), crop)?;
    show("The crop alone", folder.join("crop.png"));
    Ok(())
}

/// Networks learn best from small numbers around 0.
fn normalise(img: &Array3<u8>, folder: &Path) -> Result<()> {
    let img_f32 = img.mapv(f32::from);
    let normalised = &img_f32 / 255.0;
    let zero_centered = zero_center(img_f32.view());

    println!("\nNormalising\n{}", summary_head());
    println!("{}", summary("img.mapv(f32::from)", img_f32.view()));
    println!("{}", summary("img_f32 / 255", normalised.view()));
    println!("{}", summary("(img_f32 - mean) / std", zero_centered.view()));

    let limit = zero_centered.fold(1.0, |limit: f32, value| limit.max(value.abs()));
    let red = zero_centered.slice(s![.., .., 0]).insert_axis(Axis(0)); // [1, 28, 28]
    let grid = ImageGrid::new(red).scale(14).colors(ColorMap::Seismic).range(-limit, limit).color_bar("value");
    show("Zero-centred", grid.title("Blue below the mean, red above").save(folder.join("zero_centered.png"))?);
    Ok(())
}

/// The same 2352 numbers in the same order, under other shapes.
fn reshape(img: &Array3<u8>, folder: &Path) -> Result<()> {
    let reshaped = img.to_shape((14, 56, 3)).expect("28 x 28 = 14 x 56");
    let flat = img.flatten();

    println!("\nReshaping\n{}", summary_head());
    println!("{}", summary("img.to_shape((14, 56, 3))", reshaped.view()));
    println!("{}", summary("img.flatten()", flat.view()));
    println!("img[[14, 14, 0]] is flat[(14 * 28 + 14) * 3 + 0]: {} is {}", img[[14, 14, 0]], flat[(14 * 28 + 14) * 3]);

    let title = "Two rows of the picture in each row";
    let grid = ImageGrid::rgb(reshaped.view().insert_axis(Axis(0))).scale(10).title(title);
    show("Reshaped", grid.save(folder.join("reshaped.png"))?);
    Ok(())
}
