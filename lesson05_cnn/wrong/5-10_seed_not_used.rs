//! Takes the seed and uses it nowhere: every run is the same run.

pub fn train_and_predict(train: &DataSet, steps: usize, seed: u64, images: ArrayView2<'_, f32>) -> Result<Array1<i32>> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 784]);
    let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(8, 5).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(16, 5).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Dense::new(64).activation(Relu).apply(&Flatten::new().apply(&net));
    let logits = Dense::new(10).apply(&net);
    let train_step = Adam::new(2e-3).minimize(&softmax_cross_entropy(&logits, &y_true).mean());
    let y_pred_cls = logits.argmax(1);

    let mut session = Session::new(&graph);
    for batch in train.batches(64).take(steps) {
        session.run(&train_step, feed![x => batch.images, y_true => batch.labels])?;
    }
    predict_in_batches(images, |images| session.run(&y_pred_cls, feed![x => images]))
}
