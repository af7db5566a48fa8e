"""A checkpoint of lesson 5's network, loaded into PyTorch; with one argument more, the predictions are compared with ours.

    pip install torch safetensors numpy
    python load_in_pytorch.py cnn.safetensors cnn.npz

`cargo run -p interchange -- networks DIR` writes both files.
"""

import sys

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn


class Network(nn.Module):
    """Lesson 5's network as PyTorch writes it: images [batch, channels, height, width]."""

    def __init__(self):
        super().__init__()
        self.layer_conv1 = nn.Conv2d(1, 16, 5, padding="same")
        self.layer_conv2 = nn.Conv2d(16, 36, 5, padding="same")
        self.layer_fc1 = nn.Linear(7 * 7 * 36, 128)
        self.layer_fc_out = nn.Linear(128, 10)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        net = x.reshape(-1, 1, 28, 28)
        net = self.pool(torch.relu(self.layer_conv1(net)))
        net = self.pool(torch.relu(self.layer_conv2(net)))
        net = torch.relu(self.layer_fc1(net.flatten(1)))
        return torch.softmax(self.layer_fc_out(net), dim=1)


def state_dict(path):
    """The variables of the checkpoint under PyTorch's names, and as PyTorch has them."""
    ours = load_file(path)
    theirs = {}
    for layer in ["layer_conv1", "layer_conv2", "layer_fc1", "layer_fc_out"]:
        kernel, bias = ours[f"{layer}/kernel"], ours[f"{layer}/bias"]
        if kernel.ndim == 4:
            kernel = kernel.permute(3, 2, 0, 1)  # [height, width, in, out] -> [out, in, height, width]
        else:
            kernel = kernel.T  # [in, out] -> [out, in]
        theirs[f"{layer}.weight"], theirs[f"{layer}.bias"] = kernel, bias
    # The first dense layer reads the pixels of [7, 7, 36] row by row; PyTorch lays the same numbers out as [36, 7, 7].
    weight = theirs["layer_fc1.weight"].reshape(128, 7, 7, 36)
    theirs["layer_fc1.weight"] = weight.permute(0, 3, 1, 2).reshape(128, 36 * 7 * 7)
    return {name: value.contiguous() for name, value in theirs.items()}


def main():
    network = Network().eval()
    network.load_state_dict(state_dict(sys.argv[1]))
    parameters = sum(parameter.numel() for parameter in network.parameters())
    print(f"loaded {parameters} parameters")
    if len(sys.argv) > 2:
        with np.load(sys.argv[2]) as file, torch.no_grad():
            predicted = network(torch.from_numpy(file["input/x"])).numpy()
            difference = np.abs(predicted - file["output/y_pred"]).max()
        print(f"largest difference from our predictions for {len(predicted)} images: {difference:.1e}")
        assert difference <= 1e-5, "expected at most 1e-5"


if __name__ == "__main__":
    main()
