"""Element-wise arithmetic and activations."""

import tensorflow as tf

from .common import case, f32, grid, random_for, write_op

SHAPE_PAIRS = [
    ("same shape", [3, 5], [3, 5]),
    ("two scalars", [], []),
    ("scalar and matrix", [], [2, 3]),
    ("matrix and scalar", [2, 3], []),
    ("column and row", [3, 1], [1, 4]),
    ("row and column", [1, 4], [3, 1]),
    ("bias on the last axis", [2, 3, 4], [4]),
    ("vector first", [4], [2, 3, 4]),
    ("both sides in one shape", [2, 1, 4], [3, 1]),
    ("a middle axis of size 1", [2, 3, 4], [2, 1, 4]),
    ("one element and a matrix", [1], [2, 3]),
    ("all sizes 1 and a scalar", [1, 1, 1], []),
    ("image and channel bias", [2, 3, 3, 2], [2]),
    ("size 0, same shape", [0, 3], [0, 3]),
    ("size 0 and a row", [0, 3], [3]),
    ("size 0 and a column of size 1", [2, 0], [2, 1]),
]


def away_from_zero(random, shape):
    """Magnitudes in [0.25, 2] with either sign: safe divisors."""
    return f32(grid(random, shape, 0.25, 2.0) * random.choice([-1, 1], shape))


def binary(op, function, left, right, extra=()):
    cases = []
    for name, left_shape, right_shape in SHAPE_PAIRS:
        random = random_for(op, name)
        cases.append(case(op, name, function, [left(random, left_shape), right(random, right_shape)]))
    return write_op(op, cases + [case(op, name, function, [f32(a), f32(b)]) for name, a, b in extra])


def positive(random, shape):
    return grid(random, shape, 0.25, 3.0)


BINARY = [
    ("add", tf.add, grid, grid),
    ("sub", tf.subtract, grid, grid),
    ("mul", tf.multiply, grid, grid, [("zeros", [0, 0, 2], [0, 3, 0])]),
    ("div", tf.divide, grid, away_from_zero, [("zero numerator", [0, 0, 1], [2, -3, 4])]),
    ("maximum", tf.maximum, grid, grid, [
        ("ties: the first input takes the gradient", [1, 2, -3, 0], [1, 2, -3, 0]),
        ("ties with a broadcast scalar", [-1, 0, 1, 0], 0),
    ]),
    ("pow", tf.pow, positive, grid, [
        ("exponents 0, 1, 2, 3, 1/2, -1", [1.5] * 6, [0, 1, 2, 3, 0.5, -1]),
        ("base 1", [1, 1, 1], [-2, 0, 2]),
        ("scalar exponent 3", [[0.5, 1, 2], [2.5, 3, 4]], 3),
    ]),
]

UNARY_SHAPES = [[], [1], [7], [3, 5], [2, 3, 4], [2, 3, 1, 2], [0], [0, 3]]
LARGE = [-1000, -100, -20, -10, -1, 0, 1, 10, 20, 100, 1000]
KINK = [-2, -0.015625, 0, 0, 0.015625, 2]

UNARY = [
    ("neg", tf.negative, (-2, 2), []),
    ("exp", tf.exp, (-3, 3), [("large magnitudes", [-100, -80, -20, -10, 0, 1, 10, 20, 50])]),
    ("ln", tf.math.log, (0.25, 4), [("tiny and huge", [1e-30, 1e-6, 0.5, 1, 2, 1e6, 1e30])]),
    ("square", tf.square, (-3, 3), [("zero and large", [-1000, 0, 1000])]),
    ("sqrt", tf.sqrt, (0.25, 9), [("exact roots", [0.25, 1, 4, 9, 1e4]), ("tiny and huge", [1e-6, 1e-3, 1e6, 1e30])]),
    ("abs", tf.abs, (-2, 2), [("kink: no gradient at zero", KINK)]),
    ("relu", tf.nn.relu, (-2, 2), [("kink: no gradient at zero", KINK), ("large magnitudes", LARGE)]),
    ("sigmoid", tf.sigmoid, (-5, 5), [("large magnitudes", LARGE)]),
    ("tanh", tf.tanh, (-3, 3), [("large magnitudes", LARGE), ("near zero", [-1e-3, -1e-6, 0, 1e-6, 1e-3])]),
]


def unary(op, function, limits, extra):
    cases = []
    for shape in UNARY_SHAPES:
        name = f"shape {shape}"
        cases.append(case(op, name, function, [grid(random_for(op, name), shape, *limits)]))
    return write_op(op, cases + [case(op, name, function, [f32(x)]) for name, x in extra])


def make():
    return [binary(*row) for row in BINARY] + [unary(*row) for row in UNARY]
