//! Tensors: how arrays become constants of a graph, what shape and rank are, and why a tensor never changes.
//!
//! Labels written as whole numbers must be cast before a network can take them; Rust says so before the program runs:
//!
//! ```compile_fail,E0277
//! use shared::prelude::*;
//!
//! let graph = Graph::new();
//! let x = graph.placeholder::<f32>("x", shape![?, 2]);
//! let integers: [[i32; 2]; 4] = [[0, 0], [0, 1], [1, 0], [1, 1]];
//! let feeds = feed![x => integers]; // f32 is asked for, i32 comes
//! ```
//!
//! And a gradient of integers is not a wrong number but a wrong type:
//!
//! ```compile_fail,E0308
//! use shared::prelude::*;
//!
//! let graph = Graph::new();
//! let weight = graph.scalar(1i32);
//! let loss = weight.cast::<f32>().square();
//! let gradient = gradients(&loss, &[&weight]);
//! ```

use ndarray::{Array, Array2, Array4, arr2};
use shared::prelude::*;

/// The inputs of a logic gate as one writes them down: whole numbers.
const INTEGERS: [[i32; 2]; 4] = [[0, 0], [0, 1], [1, 0], [1, 1]];

/// The section `tensors`.
///
/// # Errors
/// If a run fails.
pub fn show() -> Result<()> {
    from_nested_arrays()?;
    from_other_arrays()?;
    integers_cannot_be_trained()?;
    rank_and_shape()?;
    tensors_never_change()
}

/// `tf.constant` and `tf.cast`.
fn from_nested_arrays() -> Result<()> {
    let graph = Graph::new();
    let input_data = graph.constant(&arr2(&INTEGERS)).named("input_data");
    let as_f32 = input_data.cast::<f32>().named("input_data_f32");
    println!("A nested array becomes a constant, and a cast changes the type of its elements:");
    println!("  {input_data:?}\n  {as_f32:?}");
    let (before, after) = Session::new(&graph).run((&input_data, &as_f32), feed![])?;
    println!("Four rows (examples) of two columns (features):");
    for (before, after) in before.outer_iter().zip(after.outer_iter()) {
        println!("  {before}  cast to f32  {after:.1}");
    }
    let truncated = graph.constant(&ndarray::arr1(&[0.9f32, -0.9, 2.5])).cast::<i32>();
    println!("The way back cuts off: [0.9, -0.9, 2.5] becomes {}", Session::new(&graph).run(&truncated, feed![])?);
    Ok(())
}

/// `tf.convert_to_tensor`: arrays of ndarray of any rank, and nested vectors whose sizes are known only when they arrive.
fn from_other_arrays() -> Result<()> {
    let graph = Graph::new();
    let numbers = Array::linspace(0.0f32, 1.0, 6).into_shape_with_order((2, 3)).expect("6 numbers");
    println!("\nAn ndarray becomes a constant of the same shape and type:\n  {:?}", graph.constant(&numbers));
    println!("Its transpose too, in the order in which it is read:\n  {:?}", graph.constant(&numbers.t()));

    for rows in [vec![vec![0, 0], vec![0, 1], vec![1, 0]], vec![vec![0, 0], vec![0], vec![1, 0]]] {
        match nested(&rows) {
            Some(array) => println!("{rows:?} as f32: {:?}", graph.constant(&array)),
            None => println!("{rows:?} has no shape: its rows are not equally long"),
        }
    }
    Ok(())
}

/// A nested vector as an f32 array `[rows, columns]`; none if the rows differ in length.
fn nested(rows: &[Vec<i32>]) -> Option<Array2<f32>> {
    let columns = rows.first().map_or(0, Vec::len);
    let is_rectangle = rows.iter().all(|row| row.len() == columns);
    let values = rows.iter().flatten().map(|&value| value as f32).collect();
    is_rectangle.then(|| Array2::from_shape_vec((rows.len(), columns), values).expect("a rectangle"))
}

/// Training makes many small steps, and between two integers there is no room for one.
fn integers_cannot_be_trained() -> Result<()> {
    let graph = Graph::new();
    let weight = graph.variable("weight", constant([], 1.0));
    let loss = (&weight - 3.0).square(); // least at 3; at 1 its slope is -4
    let train_step = GradientDescent::new(0.1).minimize(&loss);
    let mut session = Session::new(&graph);
    println!("\nWhy integers cannot be trained: five steps from 1 towards 3, w = w - 0.1 dL/dw");
    println!("  step   f32 weight   if it were kept as an i32");
    let mut integer = 1i32;
    for step in 0..=5 {
        println!("  {step:>4}   {:<10.4}   {integer}", session.value(&weight).item());
        session.run(&train_step, feed![])?;
        let slope = 2.0 * (integer as f32 - 3.0);
        integer = (integer as f32 - 0.1 * slope) as i32;
    }
    println!("Features and weights are f32; integers number classes and pixels, and are cast before they are used.");
    Ok(())
}

/// The document's tensor of rank 4, and its smaller relatives.
fn rank_and_shape() -> Result<()> {
    let graph = Graph::new();
    println!("\nRank is the number of axes, shape is their sizes:");
    println!("  {:<28} {:>4}  {:<15} {:>8}", "tensor", "rank", "shape", "elements");
    let shapes: [(&str, &[usize]); 5] = [
        ("a number (scalar)", &[]),
        ("a row of numbers (vector)", &[3]),
        ("a table (matrix)", &[4, 2]),
        ("28 x 28 images, 60,000", &[60_000, 28, 28]),
        ("rank 4", &[3, 2, 4, 5]),
    ];
    for (what, sizes) in shapes {
        let shape = Shape::from(sizes);
        let elements: usize = sizes.iter().product();
        println!("  {what:<28} {:>4}  {:<15} {elements:>8}", shape.rank(), shape.to_string());
    }
    // Every element says its own number in memory.
    let numbers = Array4::from_shape_fn([3, 2, 4, 5], |(i, j, k, l)| (((i * 2 + j) * 4 + k) * 5 + l) as f32);
    let tensor = graph.constant(&numbers);
    println!("In memory the last axis runs fastest: element [1, 0, 2, 3] of [3, 2, 4, 5] is number");
    println!("  ((1 * 2 + 0) * 4 + 2) * 5 + 3 = {}", numbers[[1, 0, 2, 3]]);
    println!("What becomes of the shape [3, 2, 4, 5]:");
    for (what, shape) in [
        ("sum over axis 1", tensor.sum_axes([1]).shape()),
        ("mean over axes 2 and 3", tensor.mean_axes([2, 3]).shape()),
        ("rows 0 and 1 of axis 0", tensor.slice(0, 0..2).shape()),
        ("axes in the order 0, 3, 1, 2", tensor.permute(&[0, 3, 1, 2]).shape()),
        ("flattened, but for axis 0", tensor.flatten().shape()),
        ("argmax along axis 3", tensor.argmax(3).shape()),
    ] {
        println!("  {what:<30} {shape}");
    }
    println!("An axis whose size is not known yet, such as the batch, is written ?: {}", shape![?, 28, 28]);
    Ok(())
}

/// Ops make new tensors. What changes over time is the value of a variable, and the session keeps it.
fn tensors_never_change() -> Result<()> {
    let graph = Graph::new();
    let a = graph.constant(&ndarray::arr1(&[1.0f32, 2.0, 3.0])).named("a");
    let b = (&a + 10.0).named("b");
    let (a_value, b_value) = Session::new(&graph).run((&a, &b), feed![])?;
    println!("\nA tensor never changes: a + 10 is a new tensor b, and a is what it was");
    println!("  a = {a_value}, b = {b_value}");
    let w = graph.variable("w", constant([3], 1.0));
    let mut session = Session::new(&graph);
    let before = session.value(&w);
    session.assign(&w, &b_value)?;
    println!("A variable gets other values, and only from a session:\n  w = {before}, then w = {}", session.value(&w));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_vectors_become_arrays_if_their_rows_are_equally_long() {
        assert_eq!(nested(&[vec![0, 1], vec![1, 0]]).unwrap(), arr2(&[[0.0, 1.0], [1.0, 0.0]]));
        assert_eq!(nested(&[]).unwrap().dim(), (0, 0));
        assert!(nested(&[vec![0, 1], vec![1]]).is_none());
    }
}
