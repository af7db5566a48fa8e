//! Lesson 1: pictures are arrays.
//!
//! `cargo run -p lesson01_images` reads two pictures of cats, shows, resizes, cuts, reshapes, normalises and writes them;
//! `-- --list` lists its sections, `-- resize` runs one of them; `-- --image FILE` takes a picture of your own,
//! `-- --help` lists the rest. `cargo run -p lesson01_images --features window` opens windows.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::path::Path;
use std::process::ExitCode;

use lesson01_images::flags::{Flags, file_name};
use lesson01_images::{channels, colour, crop, fragments, modes, resize, save, show, slicing, summary, summary_head};
use ndarray::{Axis, s};
use shared::Result;
use shared::cli::{Lesson, show};
use shared::image::{imread, zero_center};
use shared::plot::{ColorMap, ImageGrid};

const EXERCISES: [(&str, &str); 9] = [
    ("1-1", "Gray by hand, and what a gray picture is inside"),
    ("1-2", "A crop around the middle"),
    ("1-3", "Each channel apart, and merged again"),
    ("1-4", "4 x 4 fragments, cut and put together again"),
    ("1-5", "Zero-centring by hand"),
    ("1-6", "Slicing puzzles"),
    ("1-7", "Brighter and darker, without running over 255"),
    ("1-8", "Nearest-neighbour resizing by hand"),
    ("1-9", "Where a value goes when the shape changes"),
];

fn main() -> ExitCode {
    Lesson::new("lesson01_images")
        .section("read", "Two pictures, read as arrays", read)
        .section("modes", "In colour, gray, and as the file is", modes::compare)
        .section("show", "A look at a picture", show::show)
        .section("resize", "Another size, in four ways", resize::compare)
        .section("colour", "RGB, BGR and gray", colour::convert)
        .section("save", "PNG keeps every bit, JPEG is smaller", save::write_and_read)
        .section("fragments", "4 x 4 fragments", cut_into_fragments)
        .section("reshape", "The same numbers under other shapes", reshape)
        .section("normalise", "Small numbers around 0", normalise)
        .section("crop", "A part of a picture", crop::cut_out)
        .section("channels", "Red, green and blue, split and merged", channels::split_and_merge)
        .section("slicing", "NumPy and ndarray side by side", |flags, _| slicing::print(flags))
        .exercises(&EXERCISES)
        .run()
}

/// What an array tells about itself.
fn read(flags: &Flags, _: &Path) -> Result<()> {
    let paths = flags.paths()?;
    let imgs = [imread(&paths[0])?, imread(&paths[1])?];
    println!("{}", summary_head());
    for (path, img) in paths.iter().zip(&imgs) {
        println!("{}", summary(&file_name(path), img.view()));
    }

    let img = &imgs[0];
    let (height, width, _) = img.dim();
    println!("\nimg.ndim()   {}", img.ndim());
    println!("img.shape()  {:?}: height, width, channels (red, green, blue)", img.shape());
    println!("img.len()    {} values, each a u8: 0 to 255", img.len());

    let part = img.slice(s![..height.min(2), ..width.min(3), ..]);
    println!("\nThe first pixels, as an array: img.slice(s![..2, ..3, ..])\n{part}");
    let rows = part.outer_iter();
    let list: Vec<Vec<Vec<u8>>> = rows.map(|row| row.outer_iter().map(|pixel| pixel.to_vec()).collect()).collect();
    println!("The same as nested lists\n{list:?}");
    Ok(())
}

fn cut_into_fragments(flags: &Flags, folder: &Path) -> Result<()> {
    let img = flags.resized_img()?;
    let pieces = fragments(img.view(), 4); // [16, 50, 50, 3]
    println!("Fragment i lies in row = i / 4 and col = i % 4:");
    println!("  img.slice(s![row * 50..(row + 1) * 50, col * 50..(col + 1) * 50, ..])");
    println!("All of them: {:?}", pieces.shape());
    let grid = ImageGrid::rgb(pieces.view()).columns(4).scale(2).title("16 fragments of 50 x 50 pixels");
    show("Fragments", grid.save(folder.join("fragments.png"))?);
    Ok(())
}

/// The same 120,000 numbers in the same order: only the place where a row ends is another.
#[expect(clippy::indexing_slicing, clippy::expect_used, reason = "all pictures have been resized to 200 x 200")]
fn reshape(flags: &Flags, folder: &Path) -> Result<()> {
    let img = flags.resized_img()?; // [200, 200, 3]
    let reshaped = img.to_shape((100, 400, 3)).expect("100 x 400 pixels are as many as 200 x 200");
    println!("{:?} becomes {:?}: each row now holds two rows of the picture,", img.shape(), reshaped.shape());
    println!("one after the other. The even rows 0, 2, 4, ... make the left half, the odd ones the right:");
    println!("  img[[121, 30, 0]] = {},  reshaped[[60, 200 + 30, 0]] = {}", img[[121, 30, 0]], reshaped[[60, 230, 0]]);
    let left_is_even = reshaped.slice(s![.., ..200, ..]) == img.slice(s![..;2, .., ..]);
    println!("  reshaped.slice(s![.., ..200, ..]) == img.slice(s![..;2, .., ..]): {left_is_even}");

    let flattened = img.flatten();
    println!("NumPy's ravel is img.flatten(), {:?}: [y, x, c] becomes (y * 200 + x) * 3 + c:", flattened.shape());
    let (value, same) = (img[[121, 30, 0]], flattened[(121 * 200 + 30) * 3]);
    println!("  img[[121, 30, 0]] = {value},  flattened[(121 * 200 + 30) * 3 + 0] = {same}");

    let title = "reshape to (100, 400, 3): even rows left, odd rows right";
    let grid = ImageGrid::rgb(reshaped.view().insert_axis(Axis(0))).scale(2).title(title);
    show("Reshaped", grid.save(folder.join("reshaped.png"))?);
    Ok(())
}

/// Networks learn best from small numbers around 0.
fn normalise(flags: &Flags, folder: &Path) -> Result<()> {
    let img = flags.resized_img()?;
    // ANCHOR: normalise
    let img_f32 = img.mapv(f32::from);
    let normalized = &img_f32 / 255.0;
    let zero_centered = zero_center(img_f32.view()); // (img_f32 - mean) / std
    // ANCHOR_END: normalise

    println!("{}", summary_head());
    println!("{}", summary("img", img.view()));
    println!("{}", summary("img.mapv(f32::from)", img_f32.view()));
    println!("{}", summary("img_f32 / 255", normalized.view()));
    println!("{}", summary("zero_center(img_f32)", zero_centered.view()));
    println!("\nzero_centered.slice(s![..2, ..3, ..])\n{:.4}", zero_centered.slice(s![..2, ..3, ..]));

    let limit = zero_centered.fold(1.0, |limit: f32, value| limit.max(value.abs()));
    let green = zero_centered.slice(s![.., .., 1]).insert_axis(Axis(0)); // [1, 200, 200]
    let grid = ImageGrid::new(green)
        .scale(2)
        .colors(ColorMap::Seismic)
        .range(-limit, limit)
        .color_bar("standard deviations from the mean");
    show("Zero-centred", grid.title("The green channel, zero-centred").save(folder.join("zero_centered.png"))?);
    Ok(())
}
