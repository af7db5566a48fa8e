"""First gradients of smooth functions, and the gradients of those gradients."""

import numpy as np
import tensorflow as tf

from .common import MADE_WITH, f32, grid, random_for, require_close, write


def rows_of_one(random, shape):
    return f32(random.multinomial(64, np.full(shape[-1], 1 / shape[-1]), shape[:-1]) / 64)


def cross_entropy(x, y):
    return tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=x)


def sigmoid_cross_entropy(x, y):
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=x)


def convolved(strides, padding):
    return lambda x, w: tf.square(tf.nn.conv2d(x, w, strides, padding))


def averaged(x):
    return tf.square(tf.nn.avg_pool2d(x, [2, 2], [2, 2], "SAME"))


# Name, formula, the function under the sum, shape and limits of x; another input: name, shape, limits or a maker.
FUNCTIONS = [
    ("square", "sum(square(x))", tf.square, [5], (-2, 2)),
    ("cube", "sum(pow(x, 3))", lambda x: tf.pow(x, 3.0), [5], (0.25, 2)),
    ("quotient", "sum(1 / x)", lambda x: 1.0 / x, [5], (0.5, 2)),
    ("tanh_sigmoid", "sum(tanh(x) * sigmoid(x))", lambda x: tf.tanh(x) * tf.sigmoid(x), [3, 4], (-3, 3)),
    ("exp_square", "sum(exp(x) * square(x))", lambda x: tf.exp(x) * tf.square(x), [2, 3], (-1, 1)),
    ("ln_sqrt", "sum(ln(x) + sqrt(x))", lambda x: tf.math.log(x) + tf.sqrt(x), [7], (0.5, 4)),
    ("mean_squared", "square(mean(x))", lambda x: tf.square(tf.reduce_mean(x)), [3, 4], (-2, 2)),
    ("broadcast", "sum(square(x * y))", lambda x, y: tf.square(x * y), [4], (-2, 2), ("y", [3, 1], (-2, 2))),
    ("softmax", "sum(square(softmax(x)))", lambda x: tf.square(tf.nn.softmax(x)), [2, 4], (-2, 2)),
    ("log_softmax", "sum(log_softmax(x) * y)", lambda x, y: tf.nn.log_softmax(x) * y, [2, 4], (-2, 2),
     ("y", [2, 4], (-1, 1))),
    ("softmax_cross_entropy", "sum(softmax_cross_entropy(x, y))", cross_entropy, [3, 4], (-2, 2),
     ("y", [3, 4], rows_of_one)),
    ("sigmoid_cross_entropy", "sum(sigmoid_cross_entropy(x, y))", sigmoid_cross_entropy, [3, 4], (-2, 2),
     ("y", [3, 4], (0, 1))),
    ("matmul_square", "sum(square(matmul(x, w)))", lambda x, w: tf.square(x @ w), [3, 4], (-1, 1),
     ("w", [4, 2], (-1, 1))),
    ("matmul_of_itself", "sum(square(matmul(x, transpose(x))))", lambda x: tf.square(x @ tf.transpose(x)),
     [2, 3], (-1, 1)),
    ("conv2d_same", "sum(square(conv2d(x, w, strides [1, 1], same)))", convolved([1, 1], "SAME"), [1, 4, 3, 2], (-1, 1),
     ("w", [3, 3, 2, 2], (-1, 1))),
    ("conv2d_valid_stride_2", "sum(square(conv2d(x, w, strides [2, 2], valid)))", convolved([2, 2], "VALID"),
     [1, 5, 6, 1], (-1, 1), ("w", [2, 3, 1, 2], (-1, 1))),
    ("average_pool2d", "sum(square(average_pool2d(x, pool [2, 2], strides [2, 2], same)))", averaged,
     [1, 3, 4, 2], (-1, 1)),
]


def differentiate(function, x, others, v, real):
    x, *others, v = (tf.constant(t.astype(real)) for t in [x, *others, v])
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            value = tf.reduce_sum(function(x, *others))
        first = inner.gradient(value, x)
        along = tf.reduce_sum(first * v)
    second = outer.gradient(along, x)
    return [np.asarray(t.numpy()) for t in (value, first, second)]


def make():
    functions = []
    for name, formula, function, shape, limits, *others in FUNCTIONS:
        random = random_for("second_order", name)
        x = grid(random, shape, *limits)
        inputs = {}
        for other, other_shape, how in others:
            inputs[other] = how(random, other_shape) if callable(how) else grid(random, other_shape, *how)
        v = grid(random, shape, -1, 1)
        single = differentiate(function, x, inputs.values(), v, np.float32)
        double = differentiate(function, x, inputs.values(), v, np.float64)
        for what, a, b in zip(["value", "gradient", "second"], single, double):
            require_close(f"second_order, {name}, {what}", a, b)
        value, gradient, second = single
        functions.append({
            "name": name,
            "formula": formula,
            "inputs": {"x": x, **inputs},
            "v": v,
            "value": value,
            "gradient": gradient,
            "second": second,
        })
    return [write("second_order", {"made_with": MADE_WITH, "functions": functions})]
