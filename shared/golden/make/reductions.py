"""Sum, mean, max and min along axes."""

import tensorflow as tf

from .common import case, f32, grid, random_for, write_op

SHAPES_AND_AXES = [
    ([], []), ([1], [0]), ([7], [0]), ([3, 4], [0]), ([3, 4], [1]), ([3, 4], [0, 1]), ([1, 5], [0]), ([5, 1], [1]),
    ([2, 3, 4], [0]), ([2, 3, 4], [1]), ([2, 3, 4], [2]), ([2, 3, 4], [0, 2]), ([2, 3, 4], [0, 1]),
    ([2, 3, 4], [1, 2]), ([2, 3, 4], [0, 1, 2]), ([2, 3, 3, 2], [0, 1, 2]), ([2, 3, 3, 2], [1, 2]),
]
# The reduced axis keeps elements, so that a mean and a maximum exist.
EMPTY_OUTPUT = [([0, 3], [1]), ([2, 0, 3], [0, 2])]
EMPTY_INPUT = [([0], [0]), ([0, 3], [0]), ([2, 0], [1]), ([0, 3], [0, 1])]
TIES = [
    ("ties: two of four", [[1, 3, 3, 0], [-1, -1, 2, 2]], [1]),
    ("ties: all equal", [[2, 2, 2], [2, 2, 2]], [0, 1]),
    ("ties: all equal, axis 0", [[2, 2, 2], [2, 2, 2]], [0]),
    ("ties: zeros of relu", [[0, 0, 0], [0, 0, 1.5]], [1]),
]


def reduction(op, function, shapes_and_axes, ties=()):
    cases = []

    def add(name, x, axes, keep_dims):
        name = name + (", keep_dims" if keep_dims else "")
        cases.append(case(op, name, lambda x: function(x, axes, keep_dims), [x], axes=axes, keep_dims=keep_dims))

    for shape, axes in shapes_and_axes:
        for keep_dims in [False, True]:
            name = f"{shape} along {axes}"
            add(name, grid(random_for(op, name), shape), axes, keep_dims)
    for name, x, axes in ties:
        for keep_dims in [False, True]:
            add(name, f32(x), axes, keep_dims)
    return write_op(op, cases)


def make():
    return [
        reduction("sum", tf.reduce_sum, SHAPES_AND_AXES + EMPTY_OUTPUT + EMPTY_INPUT),
        reduction("mean", tf.reduce_mean, SHAPES_AND_AXES + EMPTY_OUTPUT),
        reduction("max", tf.reduce_max, SHAPES_AND_AXES + EMPTY_OUTPUT, TIES),
        reduction("min", tf.reduce_min, SHAPES_AND_AXES + EMPTY_OUTPUT, TIES),
    ]
