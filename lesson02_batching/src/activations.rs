//! ReLU and sigmoid: without an activation between them, two layers are one.

use std::path::Path;

use ndarray::Array1;
use shared::cli::show;
use shared::plot::Curves;
use shared::prelude::*;

/// Values and slopes of both, from the engine, as curves.
///
/// # Errors
/// If a plot cannot be written.
pub fn plot(_: &crate::flags::Flags, folder: &Path) -> Result<()> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?]);
    let (relu, sigmoid) = (x.relu(), x.sigmoid());
    let relu_slope = gradients(&relu, &[&x]).remove(0);
    let sigmoid_slope = gradients(&sigmoid, &[&x]).remove(0);

    let xs = Array1::linspace(-6.0_f32, 6.0, 241);
    let fetches = (&relu, &sigmoid, &relu_slope, &sigmoid_slope);
    let (relu, sigmoid, relu_slope, sigmoid_slope) = Session::new(&graph).run(fetches, feed![x => xs])?;
    println!("       x     relu   slope   sigmoid   slope");
    for k in (0..xs.len()).step_by(40) {
        println!(
            "  {:>6.1}  {:>7.3} {:>7.3}   {:>7.3} {:>7.3}",
            xs[k], relu[k], relu_slope[k], sigmoid[k], sigmoid_slope[k]
        );
    }
    println!(
        "The slope of sigmoid is at most 0.25, and near 0 at both ends: through several layers gradients fade away."
    );
    println!("The slope of relu is 1 wherever its input is above 0: what arrives goes on as it is.");

    let curve = |ys: &ndarray::ArrayD<f32>| -> Vec<(f32, f32)> { xs.iter().copied().zip(ys.iter().copied()).collect() };
    for (title, y_label, file, relu, sigmoid) in [
        ("ReLU and sigmoid", "output", "activations.png", &relu, &sigmoid),
        ("Their slopes", "slope", "activation_slopes.png", &relu_slope, &sigmoid_slope),
    ] {
        let curves = Curves::new(title).x_label("x").y_label(y_label);
        show(title, curves.curve("relu", &curve(relu)).curve("sigmoid", &curve(sigmoid)).save(folder.join(file))?);
    }
    Ok(())
}
