//! Logic gates: the four examples, how answers are printed, and where a network says yes.

use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, Axis, concatenate, s};
use shared::Result;
use shared::plot::{ColorMap, ImageGrid};

use crate::mlp::Mlp;

/// All inputs that a gate can have, `[4, 2]`.
pub const INPUTS: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// 1 where both inputs are 1, `[4]`.
pub const AND: [f32; 4] = [0.0, 0.0, 0.0, 1.0];
/// 1 where the inputs differ, `[4]`.
pub const XOR: [f32; 4] = [0.0, 1.0, 1.0, 0.0];

/// The network's output for each input, and the answer that it stands for: `0 AND 1 => 0.03 => 0`.
pub fn print_answers(network: &str, gate: &str, outputs: ArrayView1<'_, f32>) {
    println!("===== {network} {gate} classifier result =====");
    for ([a, b], y) in INPUTS.iter().zip(outputs) {
        println!("{a} {gate} {b} => {y:.2} => {}", u8::from(*y > 0.5));
    }
}

/// Pixels along each side of a network's picture.
const SIDE: usize = 120;
/// How far the picture goes beyond the unit square, on each side.
const BEYOND: f32 = 0.25;
/// Half the side of the square that marks an input, in pixels; its white frame is wider by two.
const MARK: usize = 3;

/// Draws the outputs of networks, side by side: blue is 0, red is 1, and the white between them is 0.5, where a network
/// changes its answer. Squares show the four right answers.
///
/// # Errors
/// If the picture cannot be written.
pub fn plot_regions<const N: usize>(
    gate: &str,
    answers: [f32; 4],
    networks: [(&str, &mut Mlp); N],
    path: impl AsRef<Path>,
) -> Result<PathBuf> {
    let (mut pictures, mut captions) = (Vec::new(), Vec::new());
    for (name, network) in networks {
        captions.push(format!("{name}, loss {:.3}", network.loss(&answers)?));
        pictures.push(regions(answers, |inputs| network.predict(inputs))?);
    }
    let views: Vec<_> = pictures.iter().map(|picture| picture.view()).collect();
    let pictures = concatenate(Axis(0), &views).expect("pictures of one size");
    ImageGrid::new(pictures.view())
        .title(format!("{gate}: outputs for inputs from {} to {}", -BEYOND, 1.0 + BEYOND))
        .captions(&captions)
        .columns(N)
        .scale(3)
        .colors(ColorMap::Seismic)
        .range(0.0, 1.0)
        .color_bar("output")
        .save(path)
}

/// The outputs of a network over the unit square and a little around it, `[1, SIDE, SIDE]`: the first input grows to
/// the right, the second upwards. Squares at the corners have the value of the right answer. `predict` gets inputs
/// `[n, 2]` and gives outputs `[n]`.
fn regions(answers: [f32; 4], predict: impl FnOnce(ArrayView2<'_, f32>) -> Result<Array1<f32>>) -> Result<Array3<f32>> {
    let coordinate = |pixel: usize| -BEYOND + (pixel as f32 + 0.5) / SIDE as f32 * (1.0 + 2.0 * BEYOND);
    let inputs = Array2::from_shape_fn((SIDE * SIDE, 2), |(pixel, input)| match input {
        0 => coordinate(pixel % SIDE),
        _ => coordinate(SIDE - 1 - pixel / SIDE),
    });
    let outputs = predict(inputs.view())?;
    let mut picture = Array3::from_shape_vec((1, SIDE, SIDE), outputs.to_vec()).expect("one output for each pixel");
    let pixel = |value: f32| ((value + BEYOND) / (1.0 + 2.0 * BEYOND) * SIDE as f32) as usize;
    for ([a, b], answer) in INPUTS.into_iter().zip(answers) {
        let (x, y) = (pixel(a), SIDE - 1 - pixel(b));
        // 0.5, between yes and no, is the white of the colour map.
        for (half, value) in [(MARK + 2, 0.5), (MARK, answer)] {
            picture.slice_mut(s![0, y - half..=y + half, x - half..=x + half]).fill(value);
        }
    }
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_show_the_network_and_the_right_answers() {
        // A network that repeats the first input: yes on the right.
        let picture = regions(XOR, |inputs| Ok(inputs.column(0).mapv(|a| f32::from(u8::from(a > 0.5))))).unwrap();
        assert_eq!((picture[[0, 60, 10]], picture[[0, 60, 110]]), (0.0, 1.0));
        // Corners: (0, 0) below left, (0, 1) above left, (1, 0) below right, (1, 1) above right.
        let corners = [[0, 99, 20], [0, 19, 20], [0, 99, 100], [0, 19, 100]];
        assert_eq!(corners.map(|corner| picture[corner]), XOR);
    }
}
