"""A checkpoint of lesson 5's network, loaded into TensorFlow; with one argument more, the predictions are compared with ours.

    pip install tensorflow safetensors numpy
    python load_in_tensorflow.py cnn.safetensors cnn.npz

`cargo run -p interchange -- networks DIR` writes both files.
"""

import sys

import numpy as np
import tensorflow as tf
from safetensors.tensorflow import load_file
from tensorflow.keras import layers


def build():
    """Lesson 5's network in Keras, whose layouts are the course's: nothing has to be turned."""
    return tf.keras.Sequential(
        [
            layers.Input([784]),
            layers.Reshape([28, 28, 1]),
            layers.Conv2D(16, 5, padding="same", activation="relu", name="layer_conv1"),
            layers.MaxPooling2D(2),
            layers.Conv2D(36, 5, padding="same", activation="relu", name="layer_conv2"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu", name="layer_fc1"),
            layers.Dense(10, activation="softmax", name="layer_fc_out"),
        ]
    )


def main():
    network, variables = build(), load_file(sys.argv[1])
    for layer in network.layers:
        if layer.weights:
            layer.set_weights([variables[f"{layer.name}/kernel"], variables[f"{layer.name}/bias"]])
    print(f"loaded {network.count_params()} parameters")
    if len(sys.argv) > 2:
        with np.load(sys.argv[2]) as file:
            predicted = network(file["input/x"]).numpy()
            difference = np.abs(predicted - file["output/y_pred"]).max()
        print(f"largest difference from our predictions for {len(predicted)} images: {difference:.1e}")
        assert difference <= 1e-5, "expected at most 1e-5"


if __name__ == "__main__":
    main()
