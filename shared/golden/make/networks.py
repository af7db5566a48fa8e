"""The first ten losses of the two convolutional networks, from initial values that any language can rebuild."""

import gzip
import math

import numpy as np
import tensorflow as tf

from .common import MADE_WITH, write

STEPS = 10
HASH = (
    "element i (row-major) of variable s, unsigned 32-bit and wrapping: h = i*2654435761 + s*40503 + 12345; "
    "h ^= h >> 16; h *= 2246822519; h ^= h >> 13; h *= 3266489917; h ^= h >> 16; "
    "u = f32(h >> 8) / 2^24 * 2 - 1 (exact); value = u * limit (one f32 rounding)"
)


def hashed_uniform(shape, variable, limit):
    mask = np.uint64(0xFFFFFFFF)
    i = np.arange(math.prod(shape), dtype=np.uint64)
    h = (i * np.uint64(2654435761) + np.uint64(variable * 40503 + 12345)) & mask
    h ^= h >> np.uint64(16)
    h = (h * np.uint64(2246822519)) & mask
    h ^= h >> np.uint64(13)
    h = (h * np.uint64(3266489917)) & mask
    h ^= h >> np.uint64(16)
    u = (h >> np.uint64(8)).astype(np.float32) / np.float32(2**24) * np.float32(2) - np.float32(1)
    return (u * np.float32(limit)).reshape(shape)


def glorot_limit(shape):
    """sqrt(6 / (fan in + fan out)); a convolution's fans count the kernel's area."""
    area = math.prod(shape[:-2])
    return np.float32(math.sqrt(6 / (area * (shape[-2] + shape[-1]))))


def read_idx(path, header):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8)[header:]


def read_mnist(folder):
    pixels = read_idx(folder / "train-images-idx3-ubyte.gz", 16).reshape(-1, 784)
    labels = read_idx(folder / "train-labels-idx1-ubyte.gz", 8)
    return pixels.astype(np.float32) / np.float32(255), np.eye(10, dtype=np.float32)[labels]


def convolve_and_pool(x, kernel, bias):
    return tf.nn.max_pool2d(tf.nn.relu(tf.nn.conv2d(x, kernel, 1, "SAME") + bias), 2, 2, "SAME")


def mean_loss(x, y, variables):
    kernel1, bias1, kernel2, bias2, kernel3, bias3, kernel4, bias4 = variables
    net = convolve_and_pool(tf.reshape(x, [-1, 28, 28, 1]), kernel1, bias1)
    net = convolve_and_pool(net, kernel2, bias2)
    net = tf.nn.relu(tf.reshape(net, [-1, kernel3.shape[0]]) @ kernel3 + bias3)
    logits = net @ kernel4 + bias4
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))


def train(initial, batches, learning_rate, real):
    """The loss of each batch, before the update that the batch makes."""
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        variables = [tf.Variable(value.astype(real)) for value in initial]
        x = tf.compat.v1.placeholder(real, [None, 784])
        y = tf.compat.v1.placeholder(real, [None, 10])
        loss = mean_loss(x, y, variables)
        optimizer = tf.compat.v1.train.AdamOptimizer(learning_rate)
        step = optimizer.apply_gradients(list(zip(tf.gradients(loss, variables), variables)))
        session.run(tf.compat.v1.global_variables_initializer())
        losses = []
        for images, labels in batches:
            feed = {x: images.astype(real), y: labels.astype(real)}
            losses.append(session.run(loss, feed))
            session.run(step, feed)
        return losses


def golden_run(initial, batches, learning_rate):
    single = train(initial, batches, learning_rate, np.float32)
    double = train(initial, batches, learning_rate, np.float64)
    difference = np.max(np.abs(np.subtract(single, double) / double))
    if difference > 1e-5:
        raise SystemExit(f"learning rate {learning_rate}: losses in f32 and f64 differ by {difference:.1e}")
    return {
        "learning_rate": learning_rate,
        "losses_f32": single,
        "losses_f64": double,
        "largest_relative_difference": float(f"{difference:.1e}"),
    }


def network(data, layers, limits, bias, batch_size, learning_rates):
    images, labels = data
    batches = [(a[:batch_size], b[:batch_size]) for a, b in
               ((images[i * batch_size:], labels[i * batch_size:]) for i in range(STEPS))]
    initial, variables = [], []
    for number, ((name, shape), limit) in enumerate(zip(layers, limits)):
        kernel = hashed_uniform(shape, number, limit)
        initial += [kernel, np.full(shape[-1], bias, np.float32)]
        variables.append({
            "name": f"{name}/kernel",
            "number": number,
            "shape": shape,
            "limit": np.float32(limit),
            "first": kernel.ravel()[:8],
            "last": kernel.ravel()[-8:],
        })
    return {
        "made_with": MADE_WITH,
        "initial_values": HASH,
        "variables": variables,
        "bias": np.float32(bias),
        "data": "MNIST training images and labels in file order, pixel / 255 in f32, labels one-hot",
        "batch_size": batch_size,
        "loss": "mean softmax cross-entropy of batch i before update i",
        "optimizer": "adam, beta1 0.9, beta2 0.999, epsilon 1e-8",
        "runs": [golden_run(initial, batches, rate) for rate in learning_rates],
    }


def make(folder):
    data = read_mnist(folder)
    default = [
        ("layer_conv1", [5, 5, 1, 16]),
        ("layer_conv2", [5, 5, 16, 36]),
        ("layer_fc1", [1764, 128]),
        ("layer_fc_out", [128, 10]),
    ]
    expert = [
        ("layer_conv1", [5, 5, 1, 32]),
        ("layer_conv2", [5, 5, 32, 64]),
        ("layer_fc1", [3136, 1024]),
        ("layer_fc_out", [1024, 10]),
    ]
    limits = [glorot_limit(shape) for _, shape in default]
    return [
        write("cnn_first_ten_losses", network(data, default, limits, 0.0, 64, [1e-4, 1e-3])),
        write("cnn_expert_first_ten_losses", network(data, expert, [0.1] * 4, 0.1, 50, [1e-4])),
    ]
