//! The batches differ from run to run, but all networks start from the same weights: half of the chance is missing.

pub fn accuracies(
    build: fn(&Tensor<f32>) -> Tensor<f32>,
    mnist: &Mnist,
    seeds: &[u64],
    steps: usize,
) -> Result<Vec<f64>> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 784]);
    let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
    let logits = build(&x);
    let y_pred_cls = logits.argmax(1);
    let train_step = Adam::new(1e-3).minimize(&softmax_cross_entropy(&logits, &y_true).mean());

    let one_run = |&seed: &u64| -> Result<f64> {
        let mut session = Session::new(&graph).seed(1);
        for batch in mnist.train.batches(64).seed(seed).take(steps) {
            session.run(&train_step, feed![x => batch.images, y_true => batch.labels])?;
        }
        let chosen = &mnist.validation;
        let predicted =
            predict_in_batches(chosen.images.view(), |images| session.run(&y_pred_cls, feed![x => images]))?;
        Ok(count_correct(chosen.classes.view(), predicted.view()) as f64 / chosen.len() as f64)
    };
    seeds.iter().map(one_run).collect()
}
