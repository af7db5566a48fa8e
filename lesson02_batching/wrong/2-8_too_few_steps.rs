//! Stops after two epochs, before much is learned, so that nothing is learned by heart.

pub fn train_and_predict(train: &DataSet, seed: u64, pictures: ArrayView2<'_, f32>) -> Result<Array1<i32>> {
    let graph = Graph::new();
    let images_batch = graph.placeholder::<f32>("images_batch", shape![?, train.images.ncols()]);
    let labels_batch = graph.placeholder::<i32>("labels_batch", shape![?]);
    let hidden = Dense::new(256).activation(Relu).apply(&images_batch);
    let logits = Dense::new(train.labels.ncols()).apply(&hidden);
    let loss = sparse_softmax_cross_entropy(&logits, &labels_batch).mean();
    let train_op = Adam::new(0.001).minimize(&loss);

    let mut session = Session::new(&graph).seed(seed);
    let mut random = StdRng::seed_from_u64(seed);
    for mut batch in train.batches(50).seed(seed).take(16) {
        batch.images.outer_iter_mut().for_each(|row| vary(row, &mut random));
        session.run(&train_op, feed![images_batch => batch.images, labels_batch => batch.classes])?;
    }
    let classes = session.run(&logits.argmax(1), feed![images_batch => pictures])?;
    Ok(classes.into_iter().collect())
}
