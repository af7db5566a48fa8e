//! An array of indices picks elements in any order: the heart of shuffling.

use ndarray::{Axis, array};

/// The document's five numbers, and rows of a matrix.
pub fn print() {
    let arr = array![10, 20, 30, 40, 50];
    let idx = [1, 0, 3, 4, 2];
    println!("  arr                            {arr}");
    println!("  idx                            {idx:?}");
    println!("  arr.select(Axis(0), &idx)      {}", arr.select(Axis(0), &idx));

    let rows = array![[1.0, 1.5], [2.0, 2.5], [3.0, 3.5]];
    println!("  rows                           {}", one_line(&rows));
    println!("  rows.select(Axis(0), &[2, 0])  {}", one_line(&rows.select(Axis(0), &[2, 0])));
    println!("NumPy writes arr[idx]. In Rust, features and labels selected with the same indices stay together.");
}

fn one_line(rows: &ndarray::Array2<f64>) -> String {
    let rows: Vec<Vec<f64>> = rows.outer_iter().map(|row| row.to_vec()).collect();
    format!("{rows:?}")
}
