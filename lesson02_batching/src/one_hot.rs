//! One-hot labels, and why a class is not one number.

use shared::Result;
use shared::data::one_hot;

/// The five classes of the document.
const NAMES: [&str; 5] = ["cat", "cow", "dog", "pig", "sheep"];

/// Labels as one-hot rows; distances between classes; and what a doubtful network would answer with one number.
///
/// # Errors
/// Never: the labels are our own.
pub fn why() -> Result<()> {
    let labels = [0, 1, 2, 3, 4];
    let rows = one_hot(&labels, NAMES.len())?;
    println!("  class   label   one-hot");
    for (label, row) in rows.outer_iter().enumerate() {
        println!("  {:<6}  {label:>5}   {row}", NAMES[label]);
    }

    println!("\nThe distance between two classes: one number on the left, one-hot on the right");
    let heading: String = NAMES.iter().map(|name| format!("{name:>6}")).collect();
    println!("  {:<6}{heading}   {heading}", "");
    for (a, row) in rows.outer_iter().enumerate() {
        let numbers: String = labels.iter().map(|&b| format!("{:>6}", (a as i32 - b).abs())).collect();
        let distance = |other: ndarray::ArrayView1<'_, f32>| (&row - &other).mapv(|d| d * d).sum().sqrt();
        let vectors: String = rows.outer_iter().map(|other| format!("{:>6.2}", distance(other))).collect();
        println!("  {:<6}{numbers}   {vectors}", NAMES[a]);
    }
    println!(
        "As numbers, a sheep is four times as far from a cat as a cow is. No animal is. One-hot, all are equally far."
    );

    println!(
        "\nHalf of the pictures that look alike to a network are cats, half are sheep. Its squared error is smallest"
    );
    println!("if it answers with the mean:");
    let doubt = (&rows.row(0) + &rows.row(4)) / 2.0;
    println!("  as one number   (0 + 4) / 2 = 2, which says \"{}\", and for sure", NAMES[2]);
    println!("  one-hot         {doubt}, which says \"{} or {}\"", NAMES[0], NAMES[4]);
    Ok(())
}
