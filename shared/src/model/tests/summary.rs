//! The summary against the numbers and the connections that Keras prints.

use crate::ops::concat;
use crate::prelude::*;

#[test]
fn the_classifier_of_fashion_mnist_has_keras_numbers() {
    let graph = Graph::new();
    let input = Input::new([28, 28]).apply(&graph);
    let net = Flatten::new().apply(&input);
    let net = Dense::new(128).activation(Relu).apply(&net);
    let net = Dense::new(128).activation(Relu).apply(&net);
    let output = Dense::new(10).activation(Softmax).apply(&net);
    let mut model = Model::new(&input, &output);
    let before = model.summary();
    model.compile(Adam::new(0.001), SparseCategoricalCrossentropy).metrics([Accuracy]);
    assert_eq!(model.summary(), before, "targets, losses and the optimizer's state are no layers");
    let expected = "\
┌────────────────────┬──────────────┬─────────┐
│ Layer (type)       ┆ Output Shape ┆ Param # │
╞════════════════════╪══════════════╪═════════╡
│ input (InputLayer) ┆ [?, 28, 28]  ┆       0 │
│ flatten (Flatten)  ┆ [?, 784]     ┆       0 │
│ dense (Dense)      ┆ [?, 128]     ┆ 100,480 │
│ dense_1 (Dense)    ┆ [?, 128]     ┆  16,512 │
│ dense_2 (Dense)    ┆ [?, 10]      ┆   1,290 │
└────────────────────┴──────────────┴─────────┘
Total params: 118,282 (462.04 KB)
Trainable params: 118,282 (462.04 KB)
Non-trainable params: 0 (0.00 B)";
    assert_eq!(before.to_string(), expected);
}

#[test]
fn branches_and_ops_between_layers_are_connected() {
    let graph = Graph::new();
    let (a, b) = (Input::new([3]).name("a").apply(&graph), Input::new([2]).name("b").apply(&graph));
    let unused = Dense::new(50).name("unused").apply(&a);
    let hidden = Dense::new(4).activation(Relu).name("hidden").apply(&a);
    let both = concat(&[&hidden, &b], 1);
    let own = both.matmul(&graph.variable("own", zeros([6, 6])));
    let fixed = graph.state("fixed", zeros([6]));
    let y1 = Dense::new(1).name("y1").apply(&(&own + &fixed));
    let y2 = Dense::new(3).activation(Softmax).name("y2").apply(&both);
    let _ = unused;
    let expected = "\
┌────────────────────────┬──────────────┬─────────┬──────────────┐
│ Layer (type)           ┆ Output Shape ┆ Param # ┆ Connected to │
╞════════════════════════╪══════════════╪═════════╪══════════════╡
│ a (InputLayer)         ┆ [?, 3]       ┆       0 ┆ -            │
│ b (InputLayer)         ┆ [?, 2]       ┆       0 ┆ -            │
│ hidden (Dense)         ┆ [?, 4]       ┆      16 ┆ a            │
│ concat (concat axis 1) ┆ [?, 6]       ┆       0 ┆ hidden, b    │
│ matmul (matmul)        ┆ [?, 6]       ┆      36 ┆ concat       │
│ add (add)              ┆ [?, 6]       ┆       6 ┆ matmul       │
│ y1 (Dense)             ┆ [?, 1]       ┆       7 ┆ add          │
│ y2 (Dense)             ┆ [?, 3]       ┆      21 ┆ concat       │
└────────────────────────┴──────────────┴─────────┴──────────────┘
Total params: 86 (344.00 B)
Trainable params: 80 (320.00 B)
Non-trainable params: 6 (24.00 B)";
    assert_eq!(Model::new([&a, &b], [&y1, &y2]).summary().to_string(), expected);
}

#[test]
fn every_kind_of_layer_has_its_row() {
    let graph = Graph::new();
    let input = Input::new([8, 8, 1]).name("image").apply(&graph);
    let net = graph.scope("encoder", || Conv2d::new(4, 3).padding(Same).activation(Relu).apply(&input));
    let net = AveragePooling2d::new(2).apply(&MaxPooling2d::new(2).apply(&net));
    let net = Dropout::new(0.5).apply(&Flatten::new().apply(&net));
    let output = Relu.apply(&Dense::new(2).use_bias(false).apply(&net));
    let summary = Model::new(&input, &output).summary().to_string();
    let rows = [
        "image (InputLayer)",
        "encoder/conv2d (Conv2d)",
        "max_pooling2d (MaxPooling2d)",
        "average_pooling2d (AveragePooling2d)",
        "flatten (Flatten)",
        "dropout (Dropout)",
        "dense (Dense)",
        "relu (relu)",
    ];
    let mut found = summary.lines().filter(|line| line.starts_with('│')).skip(1);
    for row in rows {
        let line = found.next().unwrap();
        assert!(line.contains(row), "{line} should hold {row}");
    }
    assert_eq!(found.next(), None);
    assert!(!summary.contains("Connected to"));
    assert!(summary.contains("Total params: 72 (288.00 B)"));
}
