//! The leak: variations of one drawing on both sides of a split make a network look better than it is.

use std::path::Path;

use shared::Result;
use shared::data::{drawing_of, split_by_group};
use shared::prelude::*;

use crate::flags::Flags;
use crate::network::Network;
use crate::training::{Test, Training};

/// Splits 8:2 at random, by drawing, and by art family; trains the same network each time, and prints the accuracies.
///
/// # Errors
/// If the pictures cannot be loaded.
#[expect(clippy::indexing_slicing, reason = "indices are below the number of pictures, and there are as many origins")]
pub fn compare(flags: &Flags, _: &Path) -> Result<()> {
    let first = flags.first_training()?;
    let images = flags.images()?;
    let origins: Option<Vec<(&str, &str)>> = images.files.iter().map(|file| drawing_of(file)).collect();
    println!("  split              training   test   accuracy on both");
    line("at random", &first.on_train, &first.on_test);
    let Some(origins) = origins else {
        println!(
            "The names of these pictures do not tell what they were made of, as images-017_noto_cat-face.jpg does."
        );
        println!(
            "If some of them show the same thing, such as frames of one film, the accuracy on the test part is too good"
        );
        println!("to be true.");
        return Ok(());
    };
    // ANCHOR: groups
    let drawing = |&index: &usize| (images.labels[index], origins[index]);
    let family = |&index: &usize| origins[index].0;
    let by_drawing = split_by_group(0..images.len(), drawing, [8, 2], flags.lesson.seed);
    let by_family = split_by_group(0..images.len(), family, [8, 2], flags.lesson.seed);
    // ANCHOR_END: groups
    let mut held_out: Vec<&str> = by_family[1].iter().map(family).collect();
    held_out.sort_unstable();
    held_out.dedup();
    for (name, [train, test]) in [("by drawing", by_drawing), ("by art family", by_family)] {
        let (train, test) = (images.select(&train), images.select(&test));
        let adam = |network: &Network| Adam::new(0.001).minimize(&network.loss_mean);
        let mut training = Training::run(name, &train, flags, flags.steps as usize, adam)?;
        line(name, &training.test(&train)?, &training.test(&test)?);
    }
    println!("Art families in the last test part: {}.", held_out.join(", "));
    println!("Split at random, the test part holds other variations of the very drawings that were trained on: the");
    println!("network knows them by heart, and the accuracy says so. Split by drawing, it meets new drawings by hands");
    println!(
        "that it knows; split by art family, a style that it has never seen. Only such a split tells how it would"
    );
    println!("do on pictures from elsewhere.");
    Ok(())
}

fn line(name: &str, on_train: &Test, on_test: &Test) {
    let (train, test) = (on_train.predicted.len(), on_test.predicted.len());
    println!("  {name:<17}{train:>10}{test:>7}{:>9.1} %{:>8.1} %", on_train.percent(), on_test.percent());
}
