//! Training, validation and test parts: what is tested with was never trained on.

use std::path::Path;

use ndarray::Array1;
use shared::Result;
use shared::data::split;

use crate::columns;
use crate::flags::Flags;

/// Splits all pictures 8:2 and 6:2:2.
///
/// # Errors
/// If the pictures cannot be loaded.
#[expect(clippy::indexing_slicing, reason = "a set has classes and pictures, and labels are numbers of its classes")]
pub fn in_parts(flags: &Flags, _: &Path) -> Result<()> {
    let images = flags.images()?;
    let classes = images.class_names.len();
    let seed = flags.lesson.seed;
    let [train, test] = split(0..images.len(), [8, 2], seed);
    let [smaller_train, validation, same_test] = split(0..images.len(), [6, 2, 2], seed);

    println!(
        "  {:<20}{:>8}   of each class, from {} to {}",
        "",
        "pictures",
        images.class_names[0],
        images.class_names[classes - 1]
    );
    let line = |name: &str, part: &[usize]| {
        println!("  {name:<20}{:>8}   {}", part.len(), columns(class_counts(&images.labels, part, classes), 5));
    };
    line("8:2    training", &train);
    line("       test", &test);
    line("6:2:2  training", &smaller_train);
    line("       validation", &validation);
    line("       test", &same_test);
    println!("  The first 5 indices of the test part: {:?}", &test[..test.len().min(5)]);
    println!("Validation tells during training when to stop; the test part is for one look at the end.");
    println!("This lesson trains for a fixed number of steps, so it needs no validation part.");
    Ok(())
}

/// How often each class below `classes` occurs among the labels at `indices`.
///
/// ```
/// use lesson02_batching::split::class_counts;
/// use ndarray::array;
///
/// assert_eq!(class_counts(&array![2, 0, 2, 1], &[0, 2, 3], 3), [0, 1, 2]);
/// ```
///
/// # Panics
/// If an index is beyond the labels, or a label is not below `classes`.
#[expect(clippy::indexing_slicing, reason = "what is beyond is the mistake of the caller, as documented")]
pub fn class_counts(labels: &Array1<i32>, indices: &[usize], classes: usize) -> Vec<usize> {
    let mut counts = vec![0; classes];
    indices.iter().for_each(|&index| counts[labels[index] as usize] += 1);
    counts
}
