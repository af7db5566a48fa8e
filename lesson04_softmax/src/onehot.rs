//! One-hot: 1 for the feature that holds, 0 for all others.

use ndarray::s;
use shared::data::{Mnist, one_hot};
use shared::prelude::*;

const COLORS: [&str; 5] = ["White", "Red", "Black", "Purple", "Gold"];

/// Five colours as a table, the first labels of MNIST, the way back, and a class that is none.
///
/// # Errors
/// If a run fails.
#[expect(clippy::indexing_slicing, reason = "there are as many classes as columns")]
pub fn show(mnist: &Mnist) -> Result<()> {
    let rows = one_hot(&[0, 1, 2, 3, 4], COLORS.len())?;
    println!("Original data      One-hot encoding");
    println!("{:<4}{:<15}{:<4}{}", "id", "Color", "id", COLORS.map(|color| format!("{color:>8}")).concat());
    for (id, (color, row)) in (1..).zip(COLORS.iter().zip(rows.rows())) {
        let cells: String = row.iter().map(|cell| format!("{cell:>8}")).collect();
        println!("{id:<4}{color:<15}{id:<4}{cells}");
    }

    let first = mnist.train.labels.slice(s![..5.min(mnist.train.len()), ..]);
    let graph = Graph::new();
    let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
    let classes = Session::new(&graph).run(&y_true.argmax(1), feed![y_true => first])?;
    println!("\nThe labels of the first training images, and argmax, the way back");
    println!("  {:<30}   argmax   class", "label");
    for (row, class) in first.rows().into_iter().zip(&classes) {
        println!("  {row:.0}   {class:>6}   {}", mnist.class_names[*class as usize]);
    }

    println!("\nA class that is none is refused:");
    if let Err(error) = one_hot(&[0, 5], COLORS.len()) {
        error.to_string().lines().for_each(|line| println!("  | {line}"));
    }
    Ok(())
}
