"""Softmax and the cross-entropies, all over the last axis."""

import numpy as np
import tensorflow as tf

from .common import case, f32, grid, i32, random_for, write_op

LOGIT_SHAPES = [[5], [1], [3, 4], [1, 10], [4, 1], [7, 3], [2, 3, 4], [0, 3]]
LARGE = [
    ("values of 1000", [[1000, 0, -1000], [1000, 1000, 999], [-1000, -1000, -1001]]),
    ("equal values", [[3, 3, 3, 3], [0, 0, 0, 0]]),
    ("rank 1, values of 1000", [1000, 990, -1000]),
]


def softmax_like(op, function):
    cases = []
    for shape in LOGIT_SHAPES:
        name = f"shape {shape}"
        cases.append(case(op, name, function, [grid(random_for(op, name), shape, -4, 4)]))
    return write_op(op, cases + [case(op, name, function, [f32(x)]) for name, x in LARGE])


def soft_labels(random, shape):
    """Rows of multiples of 1/64 that add up to exactly 1."""
    counts = random.multinomial(64, np.full(shape[-1], 1 / shape[-1]), shape[:-1])
    return f32(counts / 64)


def one_hot_labels(random, shape):
    return np.eye(shape[-1], dtype=np.float32)[random.integers(0, shape[-1], shape[:-1])]


def dense():
    op = "softmax_cross_entropy"

    def function(logits, labels):
        return tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)

    cases = []
    for kind, labels in [("one-hot", one_hot_labels), ("soft", soft_labels)]:
        for shape in [[1, 2], [3, 4], [4, 1], [5, 10], [2, 3, 4], [0, 3]]:
            name = f"{kind} labels, shape {shape}"
            random = random_for(op, name)
            cases.append(case(op, name, function, [grid(random, shape, -4, 4), labels(random, shape)]))
    large = f32([[1000, 0, -1000], [1000, 0, -1000], [1000, 1000, 1000]])
    cases.append(case(op, "logits of 1000, right, wrong, undecided", function, [large, f32(np.eye(3)[[0, 2, 1]])]))
    cases.append(case(op, "logits of 1000, soft labels", function, [large, f32([[0.5, 0.25, 0.25]] * 3)]))
    return write_op(op, cases)


def sparse():
    op = "sparse_softmax_cross_entropy"

    def function(logits, labels):
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)

    cases = []
    for rows, classes in [(1, 2), (3, 4), (4, 1), (7, 10), (0, 3)]:
        name = f"{rows} rows of {classes}"
        random = random_for(op, name)
        labels = i32(random.integers(0, classes, rows))
        cases.append(case(op, name, function, [grid(random, [rows, classes], -4, 4), labels]))
    large = f32([[1000, 0, -1000], [1000, 0, -1000], [1000, 1000, 1000]])
    cases.append(case(op, "first and last class", function, [f32([[1, 2, 3], [1, 2, 3]]), i32([0, 2])]))
    cases.append(case(op, "logits of 1000, right, wrong, undecided", function, [large, i32([0, 2, 1])]))
    return write_op(op, cases)


def sigmoid():
    op = "sigmoid_cross_entropy"

    def function(logits, labels):
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)

    cases = []
    for shape in [[], [1], [7], [3, 4], [2, 3, 2], [0, 3]]:
        name = f"shape {shape}"
        random = random_for(op, name)
        cases.append(case(op, name, function, [grid(random, shape, -4, 4), grid(random, shape, 0, 1)]))
    logits = f32([-1000, -100, -20, 0, 20, 100, 1000])
    for label in [0, 1, 0.5]:
        cases.append(case(op, f"large magnitudes, labels {label:g}", function, [logits, np.full_like(logits, label)]))
    return write_op(op, cases)


def make():
    return [
        softmax_like("softmax", tf.nn.softmax),
        softmax_like("log_softmax", tf.nn.log_softmax),
        dense(),
        sparse(),
        sigmoid(),
    ]
