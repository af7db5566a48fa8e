//! Hidden layers without an activation: as many parameters, but two straight layers are no more than one.
pub fn xor_classifier(hidden_layer_conf: &[usize], seed: u64) -> Result<Model> {
    let graph = Graph::new();
    let input_layer = Input::new([2]).apply(&graph);
    let mut net = input_layer.clone();
    for &nodes in hidden_layer_conf {
        net = Dense::new(nodes).apply(&net);
    }
    let output = Dense::new(1).activation(Sigmoid).apply(&net);
    let mut model = Model::new(&input_layer, &output).seed(seed);
    model.compile(GradientDescent::new(0.3), Mse);
    model.fit(INPUTS, XOR, Fit::new().batch_size(1).epochs(3000).verbose(Verbose::Silent))?;
    Ok(model)
}
