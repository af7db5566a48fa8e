"""Ops that move numbers without changing them."""

import tensorflow as tf

from .common import case, grid, random_for, write_op


def transpose():
    op, cases = "transpose", []
    for shape, permutation in [
        ([3, 4], [1, 0]), ([3, 4], [0, 1]), ([1, 5], [1, 0]), ([1, 1], [1, 0]), ([5], [0]), ([], []),
        ([2, 3, 4], [2, 0, 1]), ([2, 3, 4], [1, 2, 0]), ([2, 3, 4], [0, 2, 1]), ([2, 3, 2, 2], [0, 3, 1, 2]),
        ([2, 2, 3, 2], [3, 2, 1, 0]), ([0, 3], [1, 0]), ([2, 0, 3], [2, 0, 1]),
    ]:
        name = f"{shape} by {permutation}"
        x = grid(random_for(op, name), shape)
        cases.append(case(op, name, lambda x: tf.transpose(x, permutation), [x], permutation=permutation))
    return write_op(op, cases)


def reshape():
    op, cases = "reshape", []
    for shape, target in [
        ([6], [2, 3]), ([2, 3], [6]), ([2, 3], [3, 2]), ([2, 3], [2, 3]), ([1], []), ([], [1]), ([], [1, 1]),
        ([2, 2, 3, 1], [2, 6]), ([2, 6], [2, 2, 3, 1]), ([0, 4], [2, 0]), ([0], [0, 5]),
    ]:
        name = f"{shape} to {target}"
        x = grid(random_for(op, name), shape)
        cases.append(case(op, name, lambda x: tf.reshape(x, target), [x], shape=target))
    return write_op(op, cases)


def slice_one_axis(x, axis, start, end):
    begin = [0] * x.shape.rank
    size = [-1] * x.shape.rank
    begin[axis], size[axis] = start, end - start
    return tf.slice(x, begin, size)


def slices():
    op, cases = "slice", []
    for shape, axis, start, end in [
        ([7], 0, 2, 5), ([7], 0, 0, 7), ([7], 0, 6, 7), ([1], 0, 0, 1), ([4, 3], 0, 1, 3), ([4, 3], 1, 0, 1),
        ([4, 3], 1, 1, 3), ([2, 3, 4], 0, 1, 2), ([2, 3, 4], 1, 0, 2), ([2, 3, 4], 2, 1, 3), ([2, 3, 3, 2], 3, 1, 2),
        ([7], 0, 3, 3), ([2, 3], 1, 3, 3), ([0, 3], 1, 1, 2),
    ]:
        name = f"{shape}, axis {axis}, {start}..{end}"
        x = grid(random_for(op, name), shape)

        def function(x):
            return slice_one_axis(x, axis, start, end)

        cases.append(case(op, name, function, [x], axis=axis, start=start, end=end))
    return write_op(op, cases)


def concat():
    op, cases = "concat", []
    for shapes, axis in [
        ([[2], [3]], 0), ([[1], [1]], 0), ([[2, 3], [1, 3]], 0), ([[2, 3], [2, 1]], 1),
        ([[1, 2], [3, 2], [2, 2]], 0), ([[2, 1], [2, 3], [2, 2], [2, 1]], 1), ([[2, 3, 1], [2, 1, 1]], 1),
        ([[2, 2, 1], [2, 2, 3], [2, 2, 2]], 2), ([[2, 2, 2, 1], [2, 2, 2, 2]], 3), ([[0, 3], [2, 3]], 0),
        ([[2, 3], [2, 0], [2, 1]], 1), ([[0], [0]], 0),
    ]:
        name = f"{' and '.join(map(str, shapes))}, axis {axis}"
        random = random_for(op, name)
        inputs = [grid(random, shape) for shape in shapes]
        cases.append(case(op, name, lambda *xs: tf.concat(xs, axis), inputs, axis=axis))
    return write_op(op, cases)


def make():
    return [transpose(), reshape(), slices(), concat()]
