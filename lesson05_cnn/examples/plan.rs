//! Prints the graph of the lesson's network and the plan of one training step: `cargo run -p lesson05_cnn --example plan`.

use lesson05_cnn::network::Network;
use ndarray::Array2;
use shared::prelude::*;

fn main() -> Result<()> {
    let Network { graph, x, y_true, train_step, .. } = Network::build(1e-4);
    println!("The graph\n{graph}\n");
    let (images, labels) = (Array2::<f32>::zeros((64, 784)), Array2::<f32>::zeros((64, 10)));
    let plan = Session::new(&graph).plan(&train_step, feed![x => images, y_true => labels])?;
    println!("The plan of a training step with 64 images\n{plan}");
    Ok(())
}
