"""Six applications of each optimizer of TensorFlow 1, whose defaults the documents use."""

import numpy as np
import tensorflow as tf

from .common import MADE_WITH, TOLERANCE, f32, write

v1 = tf.compat.v1
INITIAL = f32([1, -2, 0.5, 0, 3.25])
# Signs that change, a zero, one tiny and one huge component.
GRADIENTS = [
    f32([0.5, -1, 0.25, 0, 100]),
    f32([0.5, 1, -0.125, 0, -50]),
    f32([0.25, -1, 1e-4, 1, 25]),
    f32([0, 0, 0, 0, 0]),
    f32([-0.75, 2, 1e-6, -1, 12.5]),
    f32([1.5, -0.5, 0.375, 0.5, -100]),
]

OPTIMIZERS = [
    ("gradient_descent", v1.train.GradientDescentOptimizer, {"learning_rate": 0.1}),
    ("momentum", v1.train.MomentumOptimizer, {"learning_rate": 0.1, "momentum": 0.9, "use_nesterov": False}),
    ("momentum", v1.train.MomentumOptimizer, {"learning_rate": 0.1, "momentum": 0.9, "use_nesterov": True}),
    ("rmsprop", v1.train.RMSPropOptimizer, {"learning_rate": 0.01, "decay": 0.9, "momentum": 0.0, "epsilon": 1e-10}),
    ("rmsprop", v1.train.RMSPropOptimizer, {"learning_rate": 0.01, "decay": 0.8, "momentum": 0.5, "epsilon": 1e-6}),
    ("adam", v1.train.AdamOptimizer, {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ("adam", v1.train.AdamOptimizer, {"learning_rate": 0.1, "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-4}),
]


def apply_all(optimizer, settings, real):
    with tf.Graph().as_default(), v1.Session() as session:
        variable = v1.get_variable("x", initializer=INITIAL.astype(real), use_resource=True)
        gradient = v1.placeholder(real, INITIAL.shape)
        step = optimizer(**settings).apply_gradients([(gradient, variable)])
        session.run(v1.global_variables_initializer())
        after = []
        for g in GRADIENTS:
            session.run(step, {gradient: g.astype(real)})
            after.append(session.run(variable))
        return after


def make():
    cases = []
    for name, optimizer, settings in OPTIMIZERS:
        after = apply_all(optimizer, settings, np.float32)
        if not np.allclose(after, apply_all(optimizer, settings, np.float64), rtol=TOLERANCE, atol=TOLERANCE):
            raise SystemExit(f"{name}: f32 and f64 differ")
        cases.append({
            "optimizer": name,
            "settings": settings,
            "initial": INITIAL,
            "gradients": GRADIENTS,
            "after": after,
        })
    return [write("optimizers", {"made_with": MADE_WITH, "cases": cases})]
