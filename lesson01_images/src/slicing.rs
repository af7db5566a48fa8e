//! Slicing in NumPy and in ndarray, side by side.

use std::fmt::Write;

use ndarray::{ArrayView3, Axis, NewAxis, concatenate, s, stack};
use shared::Result;

use crate::flags::Flags;

/// A line of the table: NumPy's expression, ours, and the shape of what ours gives.
struct Line {
    numpy: &'static str,
    ndarray: &'static str,
    shape: Vec<usize>,
}

/// Lines of the table. The right side is compiled, run, and printed from one source, so that it cannot be wrong.
macro_rules! lines {
    ($($numpy:literal => $ndarray:expr;)+) => {
        vec![$(Line { numpy: $numpy, ndarray: stringify!($ndarray), shape: $ndarray.shape().to_vec() }),+]
    };
}

/// Prints the table for all slicing that the lesson uses.
///
/// # Errors
/// If the picture cannot be read.
pub fn print(flags: &Flags) -> Result<()> {
    print!("{}", table(&lines(flags.resized_img()?.view())));
    println!("A slice is a view in both: nothing is copied until .to_owned(), in NumPy .copy().");
    Ok(())
}

/// `img` is `[200, 200, 3]`.
#[expect(clippy::unwrap_used, reason = "all pictures have been resized to 200 x 200")]
#[rustfmt::skip] // one line of the table is one line of code
fn lines(img: ArrayView3<'_, u8>) -> Vec<Line> {
    let (row, idxs) = (1, [3, 0, 2]);
    lines! {
        "img[100, 50, 0]" => img.slice(s![100, 50, 0]);
        "img[100, 50]" => img.slice(s![100, 50, ..]);
        "img[100]" => img.slice(s![100, .., ..]);
        "img[-1]" => img.slice(s![-1, .., ..]);
        "img[45:120, 45:175, :]" => img.slice(s![45..120, 45..175, ..]);
        "img[:50]" => img.slice(s![..50, .., ..]);
        "img[-50:]" => img.slice(s![-50.., .., ..]);
        "img[row*50:(row+1)*50]" => img.slice(s![row * 50..(row + 1) * 50, .., ..]);
        "img[::2, ::2]" => img.slice(s![..;2, ..;2, ..]);
        "img[::-1]" => img.slice(s![..;-1, .., ..]);
        "img[:, ::-1]" => img.slice(s![.., ..;-1, ..]);
        "img[:, :, 0]" => img.slice(s![.., .., 0]);
        "img[..., 0]" => img.index_axis(Axis(2), 0);
        "img[:, :, 0:1]" => img.slice(s![.., .., 0..1]);
        "img[:, :, ::-1]" => img.slice(s![.., .., ..;-1]);
        "img[np.newaxis]" => img.slice(s![NewAxis, .., .., ..]);
        "img[idxs]" => img.select(Axis(0), &idxs);
        "img.reshape(100, 400, 3)" => img.to_shape((100, 400, 3)).unwrap();
        "img.ravel()" => img.flatten();
        "img.mean(axis=2)" => img.mapv(f32::from).mean_axis(Axis(2)).unwrap();
        "np.stack([img, img])" => stack![Axis(0), img, img];
        "np.concatenate([img, img], axis=1)" => concatenate![Axis(1), img, img];
    }
}

fn table(lines: &[Line]) -> String {
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(str::len).max().unwrap_or(0);
    let numpy = widest(&mut lines.iter().map(|line| line.numpy));
    let ndarray = widest(&mut lines.iter().map(|line| line.ndarray));
    let mut text = format!("{:<numpy$}  {:<ndarray$}  shape\n", "NumPy", "ndarray");
    for line in lines {
        let _ = writeln!(text, "{:<numpy$}  {:<ndarray$}  {:?}", line.numpy, line.ndarray, line.shape);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;

    /// The shapes that NumPy 2.4 gives for the left column.
    #[test]
    fn both_columns_give_the_same_shapes() {
        let shapes: Vec<Vec<usize>> =
            lines(Array3::zeros((200, 200, 3)).view()).into_iter().map(|line| line.shape).collect();
        let of_numpy: [&[usize]; 22] = [
            &[],
            &[3],
            &[200, 3],
            &[200, 3],
            &[75, 130, 3],
            &[50, 200, 3],
            &[50, 200, 3],
            &[50, 200, 3],
            &[100, 100, 3],
            &[200, 200, 3],
            &[200, 200, 3],
            &[200, 200],
            &[200, 200],
            &[200, 200, 1],
            &[200, 200, 3],
            &[1, 200, 200, 3],
            &[3, 200, 3],
            &[100, 400, 3],
            &[120_000],
            &[200, 200],
            &[2, 200, 200, 3],
            &[200, 400, 3],
        ];
        assert_eq!(shapes, of_numpy);
    }
}
