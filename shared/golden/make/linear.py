"""Matrix product, convolution and pooling."""

import numpy as np
import tensorflow as tf

from .common import case, f32, grid, random_for, write_op


def matmul():
    op, cases = "matmul", []
    for rows, inner, columns in [
        (2, 3, 4), (1, 1, 1), (1, 5, 1), (5, 1, 3), (1, 7, 4), (4, 7, 1), (1, 1, 6), (6, 1, 1), (3, 3, 3), (5, 9, 7),
        (3, 17, 5), (2, 33, 3), (9, 33, 18), (2, 0, 3), (0, 3, 2), (3, 2, 0), (0, 0, 0),
    ]:
        name = f"[{rows}, {inner}] x [{inner}, {columns}]"
        random = random_for(op, name)
        cases.append(case(op, name, tf.matmul, [grid(random, [rows, inner]), grid(random, [inner, columns])]))
    identity = np.eye(3, dtype=np.float32)
    cases.append(case(op, "identity", tf.matmul, [identity, grid(random_for(op, "identity"), [3, 3])]))
    return write_op(op, cases)


# Name, input [batch, height, width, channels], kernel [height, width], filters, strides, padding.
CONVOLUTIONS = [
    ("size 1 everywhere", [1, 1, 1, 1], [1, 1], 1, [1, 1], "same"),
    ("size 1 everywhere", [1, 1, 1, 1], [1, 1], 1, [1, 1], "valid"),
    ("kernel larger than input", [1, 1, 1, 1], [3, 3], 2, [1, 1], "same"),
    ("kernel larger than input", [1, 2, 3, 2], [5, 5], 2, [1, 1], "same"),
    ("kernel larger than input, stride 2", [1, 3, 2, 1], [5, 4], 2, [2, 2], "same"),
    ("kernel = input", [1, 3, 4, 2], [3, 4], 2, [1, 1], "valid"),
    ("kernel = input", [3, 3, 4, 1], [3, 4], 2, [1, 1], "same"),
    ("kernel = input, stride 3", [1, 3, 3, 1], [3, 3], 2, [3, 3], "valid"),
    ("3 x 3, stride 1", [1, 5, 5, 1], [3, 3], 2, [1, 1], "same"),
    ("3 x 3, stride 1", [1, 5, 5, 1], [3, 3], 2, [1, 1], "valid"),
    ("5 x 5, stride 1", [3, 6, 6, 1], [5, 5], 2, [1, 1], "same"),
    ("5 x 5, stride 1", [1, 7, 6, 1], [5, 5], 3, [1, 1], "same"),
    ("5 x 5, stride 1", [1, 7, 6, 1], [5, 5], 3, [1, 1], "valid"),
    ("stride 2 does not divide", [1, 5, 7, 1], [3, 3], 2, [2, 2], "same"),
    ("stride 2 does not divide", [1, 6, 8, 1], [3, 3], 2, [2, 2], "valid"),
    ("stride 2, even size", [1, 6, 6, 2], [3, 3], 2, [2, 2], "same"),
    ("stride 3 leaves rows unread", [1, 8, 7, 1], [2, 2], 2, [3, 3], "valid"),
    ("stride larger than kernel", [1, 7, 7, 1], [1, 1], 2, [3, 3], "same"),
    ("stride larger than input", [1, 2, 2, 1], [2, 2], 1, [5, 5], "same"),
    ("even kernel: more padding below and right", [1, 4, 5, 1], [2, 2], 2, [1, 1], "same"),
    ("even kernel 4 x 2", [1, 5, 4, 1], [4, 2], 2, [1, 1], "same"),
    ("non-square kernel and strides", [1, 6, 5, 2], [2, 3], 2, [1, 2], "same"),
    ("non-square kernel and strides", [1, 6, 5, 2], [2, 3], 2, [1, 2], "valid"),
    ("non-square kernel and strides", [2, 5, 7, 1], [3, 1], 2, [2, 1], "same"),
    ("1 x 1 kernel, 3 channels", [2, 3, 3, 3], [1, 1], 4, [1, 1], "valid"),
    ("3 channels", [3, 4, 3, 3], [3, 3], 2, [1, 1], "same"),
    ("3 channels", [3, 4, 3, 3], [2, 2], 2, [1, 1], "valid"),
    ("17 channels to 3", [1, 3, 3, 17], [2, 2], 3, [1, 1], "same"),
    ("17 channels to 3", [1, 3, 3, 17], [2, 2], 3, [1, 1], "valid"),
    ("3 channels to 17", [1, 4, 4, 3], [2, 2], 17, [1, 1], "same"),
    ("a single row", [1, 1, 9, 1], [1, 3], 2, [1, 2], "same"),
    ("a single column", [1, 9, 1, 1], [3, 1], 2, [2, 1], "valid"),
    ("more than one tile", [1, 9, 10, 2], [5, 5], 9, [1, 1], "same"),
    ("more than one tile, stride 2", [2, 9, 11, 3], [5, 5], 5, [2, 2], "same"),
    ("empty batch", [0, 4, 4, 1], [3, 3], 2, [1, 1], "same"),
]


def conv2d():
    op, cases = "conv2d", []
    for title, shape, kernel, filters, strides, padding in CONVOLUTIONS:
        name = f"{title}, {padding}, {shape[1]}x{shape[2]}x{shape[3]} by {kernel[0]}x{kernel[1]}, batch {shape[0]}"
        random = random_for(op, name)
        inputs = [grid(random, shape), grid(random, [*kernel, shape[3], filters], -1, 1)]

        def function(x, kernel):
            return tf.nn.conv2d(x, kernel, strides, padding.upper())

        cases.append(case(op, name, function, inputs, strides=strides, padding=padding))
    return write_op(op, cases)


# Name, input, pool size, strides, padding.
POOLS = [
    ("2 x 2, stride 2", [1, 4, 4, 1], [2, 2], [2, 2], "same"),
    ("2 x 2, stride 2", [1, 4, 4, 1], [2, 2], [2, 2], "valid"),
    ("2 x 2, stride 2", [3, 4, 6, 2], [2, 2], [2, 2], "same"),
    ("size 1", [1, 1, 1, 1], [1, 1], [1, 1], "valid"),
    ("size 1, 2 x 2", [1, 1, 1, 3], [2, 2], [2, 2], "same"),
    ("stride does not divide", [1, 5, 7, 1], [2, 2], [2, 2], "same"),
    ("stride does not divide", [1, 5, 7, 1], [2, 2], [2, 2], "valid"),
    ("overlapping 3 x 3, stride 1", [1, 4, 5, 1], [3, 3], [1, 1], "same"),
    ("overlapping 3 x 3, stride 1", [1, 4, 5, 1], [3, 3], [1, 1], "valid"),
    ("overlapping 3 x 3, stride 2", [1, 6, 7, 2], [3, 3], [2, 2], "same"),
    ("overlapping 3 x 3, stride 2", [1, 6, 7, 2], [3, 3], [2, 2], "valid"),
    ("window larger than input", [1, 2, 3, 2], [5, 5], [2, 2], "same"),
    ("window larger than input, stride 1", [1, 3, 2, 1], [4, 4], [1, 1], "same"),
    ("window = input", [2, 3, 4, 2], [3, 4], [1, 1], "valid"),
    ("gaps: stride larger than window", [1, 7, 8, 1], [2, 2], [3, 3], "valid"),
    ("gaps: stride larger than window", [1, 7, 8, 1], [2, 2], [3, 3], "same"),
    ("non-square", [1, 5, 6, 2], [3, 2], [2, 1], "same"),
    ("non-square", [1, 5, 6, 2], [3, 2], [2, 1], "valid"),
    ("17 channels", [1, 4, 3, 17], [2, 2], [2, 2], "same"),
    ("a single row", [1, 1, 7, 1], [1, 3], [1, 2], "same"),
    ("empty batch", [0, 4, 4, 1], [2, 2], [2, 2], "same"),
]


def pool(op, function, extra=()):
    cases = []

    def add(name, x, pool_size, strides, padding):
        def apply(x):
            return function(x, pool_size, strides, padding.upper())

        cases.append(case(op, name, apply, [x], pool_size=pool_size, strides=strides, padding=padding))

    for title, shape, pool_size, strides, padding in POOLS:
        name = f"{title}, {padding}, {shape[1]}x{shape[2]}x{shape[3]}, batch {shape[0]}"
        add(name, grid(random_for(op, name), shape), pool_size, strides, padding)
    for name, x, *rest in extra:
        add(name, f32(x), *rest)
    return cases


def first_of_equals(c):
    """The gradient of a max pooling by its definition: each window hands its share to its first largest element."""
    x, upstream = c["inputs"][0], c["upstream"]
    (pool_height, pool_width), (down, right) = c["attributes"]["pool_size"], c["attributes"]["strides"]
    top = left = 0
    if c["attributes"]["padding"] == "same":
        top = max((upstream.shape[1] - 1) * down + pool_height - x.shape[1], 0) // 2
        left = max((upstream.shape[2] - 1) * right + pool_width - x.shape[2], 0) // 2
    gradient = np.zeros_like(x)
    for image, row, column, channel in np.ndindex(upstream.shape):
        y, z = row * down - top, column * right - left
        rows, columns = slice(max(y, 0), y + pool_height), slice(max(z, 0), z + pool_width)
        window = x[image, rows, columns, channel]
        a, b = np.unravel_index(window.argmax(), window.shape)
        gradient[image, rows.start + a, columns.start + b, channel] += upstream[image, row, column, channel]
    return gradient


def max_pool2d():
    op = "max_pool2d"
    few = random_for(op, "few").integers(0, 2, [2, 5, 5, 2])
    cases = pool(op, tf.nn.max_pool2d, [
        ("ties: all zero, as after relu", np.zeros([1, 4, 4, 1]), [2, 2], [2, 2], "same"),
        ("ties: zeros and ones, overlapping", few, [3, 3], [2, 2], "same"),
        ("ties: zeros and ones, stride 1", few, [2, 2], [1, 1], "valid"),
        ("ties: all equal and negative, padded", np.full([1, 3, 3, 1], -1.5), [3, 3], [1, 1], "same"),
    ])
    for c in cases:
        if not np.allclose(c["gradients"][0], first_of_equals(c), atol=1e-6):
            raise SystemExit(f"{op}, {c['name']}: the first of equals does not get the gradient")
    return write_op(op, cases)


def average_pool2d():
    op = "average_pool2d"
    return write_op(op, pool(op, tf.nn.avg_pool2d, [
        ("ones: padding is not counted", np.ones([1, 3, 3, 1]), [3, 3], [1, 1], "same"),
    ]))


def make():
    return [matmul(), conv2d(), max_pool2d(), average_pool2d()]
