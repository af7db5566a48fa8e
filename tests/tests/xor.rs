//! The smallest network that needs a hidden layer learns XOR, with plain gradient descent.

use ndarray::arr2;
use shared::losses::mean_squared_error;
use shared::prelude::*;

#[test]
fn two_four_one_learns_all_four_rows() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 2]);
    let y_true = graph.placeholder::<f32>("y_true", shape![?, 1]);
    let hidden = Dense::new(4).activation(Sigmoid).apply(&x);
    let y = Dense::new(1).activation(Sigmoid).apply(&hidden);
    let loss = mean_squared_error(&y, &y_true);
    let train_step = GradientDescent::new(2.0).minimize(&loss);

    let inputs = arr2(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
    let targets = arr2(&[[0.0], [1.0], [1.0], [0.0]]);
    let mut session = Session::new(&graph).seed(1);
    let feeds = || feed![x => inputs, y_true => targets];
    let before = session.run(&loss, feeds()).unwrap().item();
    for _ in 0..5000 {
        session.run(&train_step, feeds()).unwrap();
    }
    let (y, after) = session.run((&y, &loss), feeds()).unwrap();
    println!("loss {before} -> {}\n{y}", after.item());
    let right = y.iter().zip(&targets).filter(|(y, target)| (y.round() - **target).abs() < 0.5).count();
    assert_eq!(right, 4, "{y}");
    assert!(after.item() < before / 10.0);
}
