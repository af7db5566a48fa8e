"""TensorFlow. A configuration is words joined by '+': function (tf.function) or xla (jit_compile as well), then v1opt (the
fused optimizers of tf.compat.v1 in place of Keras'), loop (100 steps in one call)."""
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import keras
import numpy as np
import tensorflow as tf
from keras import layers, losses

from common import CNN, DENSE, THREADS, WORKLOADS, batch_size, load

VERSION = f"{tf.__version__} (Keras {keras.__version__})"
tf.config.threading.set_intra_op_parallelism_threads(THREADS)
tf.config.threading.set_inter_op_parallelism_threads(THREADS)


def cnn(first, second, neurons, dropout, deviation):
    initial = dict(kernel_initializer=keras.initializers.TruncatedNormal(stddev=deviation),
                   bias_initializer=keras.initializers.Constant(deviation))
    conv = dict(padding="same", activation="relu", **initial)
    return [layers.Input((28, 28, 1)), layers.Conv2D(first, 5, **conv), layers.MaxPooling2D(),
            layers.Conv2D(second, 5, **conv), layers.MaxPooling2D(), layers.Flatten(),
            layers.Dense(neurons, activation="relu", **initial),
            *([layers.Dropout(dropout)] if dropout else []), layers.Dense(10, **initial)]


def network(workload):
    if workload in CNN:
        return keras.Sequential(cnn(*CNN[workload]))
    size, *sizes = DENSE[workload]
    activation = "sigmoid" if workload == "W2" else "relu"
    net = [layers.Dense(n, activation=activation) for n in sizes[:-1]]
    if workload == "W1":
        last = layers.Dense(10, kernel_initializer="zeros")
    else:
        last = layers.Dense(sizes[-1], activation="sigmoid" if workload == "W2" else None)
    return keras.Sequential([layers.Input((size,)), *net, last])


def loss_of(workload):
    if workload == "W2":
        return losses.MeanSquaredError()
    reduction = "sum" if workload == "W1" else "sum_over_batch_size"
    return losses.SparseCategoricalCrossentropy(from_logits=True, reduction=reduction)


def updater(workload, variables, words):
    """A function that applies gradients."""
    _, _, kind, rate = WORKLOADS[workload]
    if "v1opt" in words:
        v1 = tf.compat.v1.train
        optimizer = v1.GradientDescentOptimizer(rate) if kind == "sgd" else v1.AdamOptimizer(rate)
        plain = [v.value for v in variables]
        return lambda gradients: optimizer.apply_gradients(zip(gradients, plain))
    optimizer = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}[kind](rate)
    optimizer.build(variables)
    return lambda gradients: optimizer.apply(gradients, variables)


class Bench:
    def __init__(self, workload, configuration):
        keras.utils.set_random_seed(0)
        words = configuration.split("+")
        self.inference_batch = 64 if "b64" in words else 256
        self.rng, self.batch = np.random.default_rng(0), batch_size(workload)
        x, y = load(workload)
        self.count = len(x)
        inputs, answers = tf.constant(x), tf.constant(y)
        scale = 1 / 255 if workload in CNN else 1
        net, loss_function = network(workload), loss_of(workload)
        variables = net.trainable_variables
        update = updater(workload, variables, words)

        def step(indices):
            batch, truth = tf.gather(inputs, indices), tf.gather(answers, indices)
            if workload in CNN:
                batch = tf.cast(batch, tf.float32) * scale
            with tf.GradientTape() as tape:
                loss = loss_function(truth, net(batch, training=True))
            update(tape.gradient(loss, [v.value for v in variables]))
            return loss

        def loop(indices):
            loss = 0.0
            for k in tf.range(tf.shape(indices)[0]):
                loss = step(indices[k])
            return loss

        self.per_call = 100 if "loop" in words else 1
        xla = words[0] == "xla"
        self.call = tf.function(loop if "loop" in words else step, jit_compile=xla)
        self.forward = tf.function(lambda x: tf.argmax(net(tf.cast(x, tf.float32) * scale, training=False), 1),
                                   jit_compile=xla)

    def steps(self, count):
        shape = (self.per_call, self.batch) if self.per_call > 1 else self.batch
        for _ in range(-(-count // self.per_call)):
            loss = self.call(tf.constant(self.rng.integers(0, self.count, shape, "int32")))
        return float(loss)

    def predict(self, images):
        """The class of each image, batch by batch."""
        size = self.inference_batch
        out = [self.forward(images[i:i + size]) for i in range(0, len(images), size)]
        return np.concatenate([o.numpy() for o in out])
