"""The checkpoints are read by the library of safetensors, and the layouts are those that README.md says: the networks,
written anew in NumPy, compute from them what we compute."""

import unittest

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file

from files import FOLDER, arrays, assert_equal_to_ours


def relu(x):
    return np.maximum(x, 0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    exponentials = np.exp(x - x.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def conv2d_same(images, kernel):
    """Images [batch, height, width, in], kernel [height, width, in, out] with odd sides."""
    rows, columns = kernel.shape[:2]
    padded = np.pad(images, [(0, 0), (rows // 2, rows // 2), (columns // 2, columns // 2), (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, (rows, columns), axis=(1, 2))
    return np.einsum("nyxcij,ijco->nyxo", windows, kernel, optimize=True)


def max_pool_2x2(images):
    batch, height, width, channels = images.shape
    return images.reshape(batch, height // 2, 2, width // 2, 2, channels).max(axis=(2, 4))


class Safetensors(unittest.TestCase):
    def compare(self, name, output, found):
        assert_equal_to_ours(found.astype(np.float32), arrays(name, "output")[output], name)

    def load(self, name):
        return load_file(FOLDER / f"{name}.safetensors")

    def test_softmax_regression(self):
        v, x = self.load("softmax_regression"), arrays("softmax_regression", "input")["x"]
        self.assertEqual(v["W"].shape, (784, 10))
        self.compare("softmax_regression", "y", softmax(x @ v["W"] + v["b"]))

    def test_xor(self):
        v, x = self.load("xor"), arrays("xor", "input")["input"]
        hidden = sigmoid(x @ v["dense/kernel"] + v["dense/bias"])
        self.compare("xor", "dense_1/sigmoid", sigmoid(hidden @ v["dense_1/kernel"] + v["dense_1/bias"]))

    def test_fashion(self):
        v, x = self.load("fashion"), arrays("fashion", "input")["input"]
        net = x.reshape(len(x), 784)
        net = relu(net @ v["dense/kernel"] + v["dense/bias"])
        net = relu(net @ v["dense_1/kernel"] + v["dense_1/bias"])
        self.compare("fashion", "dense_2/softmax", softmax(net @ v["dense_2/kernel"] + v["dense_2/bias"]))

    def test_cnn(self):
        v, x = self.load("cnn"), arrays("cnn", "input")["x"]
        net = x.reshape(-1, 28, 28, 1)
        for layer in ["layer_conv1", "layer_conv2"]:
            net = max_pool_2x2(relu(conv2d_same(net, v[f"{layer}/kernel"]) + v[f"{layer}/bias"]))
        net = relu(net.reshape(-1, 1764) @ v["layer_fc1/kernel"] + v["layer_fc1/bias"])
        self.compare("cnn", "y_pred", softmax(net @ v["layer_fc_out/kernel"] + v["layer_fc_out/bias"]))

    def test_expert(self):
        v, x = self.load("expert"), arrays("expert", "input")["x"]
        net = x.reshape(-1, 28, 28, 1)
        for layer in ["conv1", "conv2"]:
            net = max_pool_2x2(relu(conv2d_same(net, v[f"W_{layer}"]) + v[f"b_{layer}"]))
        net = relu(net.reshape(-1, 3136) @ v["W_fc1"] + v["b_fc1"])
        self.compare("expert", "logits", net @ v["W_fc2"] + v["b_fc2"])

    def test_all_is_float32_and_the_optimizer_is_there(self):
        with safe_open(FOLDER / "cnn.safetensors", framework="numpy") as file:
            names = list(file.keys())
            self.assertTrue(all(file.get_slice(name).get_dtype() == "F32" for name in names))
        self.assertTrue(any(name.startswith("Adam/") for name in names))


if __name__ == "__main__":
    unittest.main()
