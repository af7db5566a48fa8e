"""JAX with optax. A configuration is words joined by '+': jit (a call for each step) or scan (100 steps in one call), then
rp (2 x 2 pooling by reshape and max in place of reduce_window). scan is not for the CNNs: XLA's convolutions inside a loop
take seconds a step on a processor."""
import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax

from common import CNN, DENSE, WORKLOADS, batch_size, load

VERSION = f"{jax.__version__} (optax {optax.__version__})"


def initial(workload, key):
    if workload in CNN:
        first, second, neurons, _, deviation = CNN[workload]
        sizes = [(5, 5, 1, first), (5, 5, first, second), (49 * second, neurons), (neurons, 10)]
        draw = lambda k, s: deviation * jax.random.truncated_normal(k, -2, 2, s)
        bias = deviation
    else:
        sizes = list(zip(DENSE[workload], DENSE[workload][1:]))
        draw, bias = jax.nn.initializers.glorot_uniform(), 0.0
    if workload == "W1":
        draw = lambda k, s: jnp.zeros(s)
    keys = jax.random.split(key, len(sizes))
    return [(draw(k, s), jnp.full(s[-1], bias)) for k, s in zip(keys, sizes)]


def pool(x, by_reshape):
    if by_reshape:
        n, height, width, channels = x.shape
        return x.reshape(n, height // 2, 2, width // 2, 2, channels).max((2, 4))
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def forward(workload, by_reshape, params, x, key=None):
    if workload in CNN:
        x = x.astype(jnp.float32) * (1 / 255)
        for kernel, bias in params[:2]:
            x = lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
            x = pool(jax.nn.relu(x + bias), by_reshape)
        x, params = x.reshape(len(x), -1), params[2:]
    activation = jax.nn.sigmoid if workload == "W2" else jax.nn.relu
    for weights, bias in params[:-1]:
        x = activation(x @ weights + bias)
    if key is not None:
        x = jnp.where(jax.random.bernoulli(key, 0.5, x.shape), x * 2, 0)
    x = x @ params[-1][0] + params[-1][1]
    return activation(x) if workload == "W2" else x


class Bench:
    def __init__(self, workload, configuration):
        words = configuration.split("+")
        self.inference_batch = 64 if "b64" in words else 256
        by_reshape, drops = "rp" in words, workload == "W5"
        self.rng, self.batch = np.random.default_rng(0), batch_size(workload)
        x, y = load(workload)
        self.count, self.x, self.y = len(x), jnp.asarray(x), jnp.asarray(y)
        _, _, kind, rate = WORKLOADS[workload]
        optimizer = {"sgd": optax.sgd, "adam": optax.adam}[kind](rate)
        params = initial(workload, jax.random.key(0))
        self.state = (params, optimizer.init(params), jax.random.key(1, impl="rbg"))

        def loss_of(params, x, y, key):
            out = forward(workload, by_reshape, params, x, key)
            if workload == "W2":
                return jnp.mean((out - y) ** 2)
            losses = optax.softmax_cross_entropy_with_integer_labels(out, y)
            return losses.sum() if workload == "W1" else losses.mean()

        def step(state, x, y, indices):
            params, moments, key = state
            key, mask = jax.random.split(key) if drops else (key, None)
            loss, gradients = jax.value_and_grad(loss_of)(params, x[indices], y[indices], mask)
            updates, moments = optimizer.update(gradients, moments, params)
            return (optax.apply_updates(params, updates), moments, key), loss

        def loop(state, x, y, indices):
            state, losses = lax.scan(lambda state, i: step(state, x, y, i), state, indices)
            return state, losses[-1]

        self.per_call = 100 if words[0] == "scan" else 1
        self.call = jax.jit(loop if words[0] == "scan" else step, donate_argnums=0)
        self.forward = jax.jit(lambda params, x: forward(workload, by_reshape, params, x).argmax(1))

    def steps(self, count):
        shape = (self.per_call, self.batch) if self.per_call > 1 else self.batch
        for _ in range(-(-count // self.per_call)):
            self.state, loss = self.call(self.state, self.x, self.y, self.rng.integers(0, self.count, shape, "int32"))
        return float(loss)

    def predict(self, images):
        """The class of each image, batch by batch."""
        size = self.inference_batch
        out = [self.forward(self.state[0], images[i:i + size]) for i in range(0, len(images), size)]
        return np.concatenate([np.asarray(o) for o in out])
