"""Ops that give integers or booleans, and those that take them."""

import numpy as np
import tensorflow as tf

from .common import case, f32, grid, i32, random_for, write_op


def argmax():
    op, cases = "argmax", []

    def add(name, x, axis):
        cases.append(case(op, name, lambda x: tf.argmax(x, axis, tf.int32), [x], axis=axis))

    for shape, axis in [
        ([1], 0), ([7], 0), ([3, 4], 0), ([3, 4], 1), ([1, 10], 1), ([5, 1], 1), ([2, 3, 4], 0), ([2, 3, 4], 1),
        ([2, 3, 4], 2), ([0, 3], 1),
    ]:
        name = f"{shape}, axis {axis}"
        add(name, grid(random_for(op, name), shape), axis)
    add("ties: the first wins", f32([[1, 3, 3], [2, 2, 2], [0, -1, 0]]), 1)
    add("ties along axis 0", f32([[1, 3], [1, 2], [0, 3]]), 0)
    add("all negative", f32([[-3, -1, -2], [-1000, -2000, -999]]), 1)
    return write_op(op, cases)


COMPARED_SHAPES = [
    ([], []), ([1], [1]), ([7], [7]), ([3, 4], [3, 4]), ([3, 1], [1, 4]), ([2, 3, 4], [4]), ([], [2, 3]), ([0, 3], [3]),
]


def comparison(op, function):
    cases = []

    def add(name, a, b):
        cases.append(case(op, name, function, [a, b]))

    for left, right in COMPARED_SHAPES:
        random = random_for(op, f"{left} and {right}")
        # Few distinct values, so that all three answers occur.
        few = [random.integers(-1, 2, shape) for shape in (left, right)]
        add(f"f32, {left} and {right}", *map(f32, few))
        add(f"i32, {left} and {right}", *map(i32, few))
    add("f32, one rounding apart", f32([1, 1.00000012, 1]), f32([1, 1, 1.00000012]))
    add("i32, above 2^24", i32([16777216, 16777217, 16777217]), i32([16777217, 16777216, 16777217]))
    return write_op(op, cases)


def cast():
    op, cases = "cast", []
    kinds = {"f32": tf.float32, "i32": tf.int32, "bool": tf.bool}

    def add(name, x, to, differentiable=False):
        # A cast from f32 to f32 must follow the f64 twin, which has another input type.
        def function(x):
            return tf.identity(x) if differentiable else tf.cast(x, kinds[to])

        cases.append(case(op, name, function, [x], differentiable, to=to))

    real = f32([-2.75, -1.5, -1, -0.5, 0, 0.5, 0.984375, 1, 1.5, 2.75, 100.25])
    whole = i32([-2, -1, 0, 1, 2, 77])
    truth = np.array([[True, False], [False, True]])
    add("f32 to i32 truncates towards zero", real, "i32")
    add("f32 to bool: everything but zero", real, "bool")
    add("f32 to f32", real, "f32", differentiable=True)
    add("i32 to f32", whole, "f32")
    add("i32 to f32 above 2^24 rounds to even", i32([16777216, 16777217, 16777219, -16777217, 2147483647]), "f32")
    add("i32 to bool: everything but zero", whole, "bool")
    add("i32 to i32", whole, "i32")
    add("bool to f32", truth, "f32")
    add("bool to i32", truth, "i32")
    add("bool to bool", truth, "bool")
    add("scalar f32 to i32", f32(3.75), "i32")
    add("scalar i32 to f32", i32(3), "f32")
    add("scalar bool to f32", np.array(True), "f32")
    add("size 0, f32 to i32", np.zeros([0, 3], np.float32), "i32")
    add("size 0, bool to f32", np.zeros([2, 0], np.bool_), "f32")
    return write_op(op, cases)


def one_hot():
    op, cases = "one_hot", []
    for name, indices, depth in [
        ("ten classes", [7, 3, 4, 0, 9], 10), ("scalar", 2, 4), ("one class", [0, 0], 1), ("one row", [1], 3),
        ("matrix of indices", [[0, 2], [1, 1], [2, 0]], 3), ("no rows", [], 3), ("more classes than used", [0, 1], 17),
    ]:
        cases.append(case(op, name, lambda x: tf.one_hot(x, depth), [i32(indices)], depth=depth))
    return write_op(op, cases)


def make():
    return [
        argmax(),
        comparison("equal", tf.equal),
        comparison("less", tf.less),
        comparison("greater", tf.greater),
        cast(),
        one_hot(),
    ]
