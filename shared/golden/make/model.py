"""Small Keras models: what `fit`, `evaluate` and `predict` report, from given weights and without shuffling."""

import numpy as np
import tensorflow as tf

from .common import MADE_WITH, grid, i32, random_for, require_close, write

keras = tf.keras
SAMPLES, EPOCHS, VALIDATION_SPLIT = 11, 4, 0.25
BINARY = ("binary_crossentropy", 1)
CATEGORICAL = ("categorical_crossentropy", 3)
SPARSE = ("sparse_categorical_crossentropy", 3)


def one_output(last):
    """[3] -> dense 4 tanh -> `last`."""
    def build():
        x = keras.Input([3], name="x")
        return [x], [last(keras.layers.Dense(4, activation="tanh", name="hidden")(x))]
    return build


def dense(units, activation=None):
    return lambda net: keras.layers.Dense(units, activation=activation, name="out")(net)


def scaled(units, activation, scale, offset):
    """Probabilities that no sigmoid or softmax made last: the loss must take their logarithms."""
    return lambda net: keras.layers.Rescaling(scale, offset)(dense(units, activation)(net))


def two_outputs():
    """[3] and [2] -> dense 4 relu of the first beside the second -> dense 1, and dense 3 softmax."""
    a, b = keras.Input([3], name="a"), keras.Input([2], name="b")
    both = keras.layers.Concatenate()([keras.layers.Dense(4, activation="relu", name="hidden")(a), b])
    return [a, b], [dense_named("y1", 1)(both), dense_named("y2", 3, "softmax")(both)]


def dense_named(name, units, activation=None):
    return keras.layers.Dense(units, activation=activation, name=name)


def images():
    """[6, 5, 1] -> conv 3x3x2 same relu -> max pool 2 -> flatten -> dense 3 softmax."""
    x = keras.Input([6, 5, 1], name="x")
    net = keras.layers.Conv2D(2, 3, padding="same", activation="relu", name="conv")(x)
    return [x], [dense(3, "softmax")(keras.layers.Flatten()(keras.layers.MaxPooling2D(2)(net)))]


def loss_named(name, from_logits):
    classes = {
        "binary_crossentropy": keras.losses.BinaryCrossentropy,
        "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
        "sparse_categorical_crossentropy": keras.losses.SparseCategoricalCrossentropy,
    }
    return classes[name](from_logits=from_logits) if name in classes else name


def metric_named(name, loss, from_logits):
    if name == "accuracy" and loss == "binary_crossentropy" and from_logits:
        # Of logits, 0 is what 0.5 is of probabilities.
        return keras.metrics.BinaryAccuracy(name="accuracy", threshold=0.0)
    return name


def targets_for(random, loss, units):
    if loss == "mse":
        return grid(random, [SAMPLES, units] if units > 1 else [SAMPLES], -1, 1)
    if loss == "binary_crossentropy":
        return random.integers(0, 2, [SAMPLES, units]).astype(np.float32)
    classes = i32(random.integers(0, units, [SAMPLES]))
    return classes if loss.startswith("sparse") else np.eye(units, dtype=np.float32)[classes]


def optimizer_named(name):
    if name == "adam":
        return keras.optimizers.Adam(0.05, epsilon=1e-8)
    return keras.optimizers.SGD(0.2)


def train(build, case, real):
    """What Keras reports, computed as `real`."""
    keras.backend.set_floatx(np.dtype(real).name)
    keras.backend.clear_session()
    cast = [x.astype(real) if x.dtype == np.float32 else x for x in case["inputs"]]
    targets = [y.astype(real) if y.dtype == np.float32 else y for y in case["targets"]]
    inputs, outputs = build()
    model = keras.Model(inputs, outputs)
    model.set_weights([w["value"].astype(real) for w in case["weights"]])
    losses = list(zip(case["losses"], case["from_logits"]))
    model.compile(
        optimizer_named(case["optimizer"]),
        loss=[loss_named(*loss) for loss in losses],
        loss_weights=case["loss_weights"],
        metrics=[[metric_named(name, *loss) for name in names] for names, loss in zip(case["metrics"], losses)],
    )
    history = model.fit(cast, targets, batch_size=case["batch_size"], epochs=EPOCHS, shuffle=False, verbose=0,
                        validation_split=VALIDATION_SPLIT).history
    scores = model.evaluate(cast, targets, batch_size=SAMPLES, verbose=0, return_dict=True)
    predictions = model.predict(cast, batch_size=SAMPLES, verbose=0)
    predictions = predictions if isinstance(predictions, list) else [predictions]
    return (
        {name: np.asarray(values, real) for name, values in sorted(history.items())},
        {name: real(value) for name, value in sorted(scores.items())},
        [np.asarray(value, real) for value in predictions],
    )


def case(name, build, losses, metrics, optimizer="sgd", from_logits=None, loss_weights=None, batch_size=3):
    random = random_for("model", name)
    keras.backend.set_floatx("float32")
    keras.backend.clear_session()
    inputs, outputs = build()
    variables = keras.Model(inputs, outputs).weights
    weights = [{"name": w.path, "value": grid(random, list(w.shape), -1, 1)} for w in variables]
    content = {
        "name": name,
        "inputs": [grid(random, [SAMPLES, *x.shape[1:]], -1, 1) for x in inputs],
        "losses": [loss for loss, _ in losses],
        "from_logits": from_logits or [False] * len(losses),
        "loss_weights": loss_weights or [1.0] * len(losses),
        "metrics": metrics,
        "optimizer": optimizer,
        "batch_size": batch_size,
        "targets": [targets_for(random, *loss) for loss in losses],
        "weights": weights,
    }
    history, scores, predictions = train(build, content, np.float32)
    double = train(build, content, np.float64)
    for key, values in history.items():
        require_close(f"model, {name}, {key}", values, double[0][key])
    for single, exact in zip(predictions, double[2]):
        require_close(f"model, {name}, predictions", single, exact)
    return {**content, "history": history, "evaluate": scores, "predictions": predictions}


def make():
    probabilities = "probabilities that no activation made"
    cases = [
        case("mse", one_output(dense(1)), [("mse", 1)], [["mse", "mae"]]),
        case("mse of two numbers, adam", one_output(dense(2)), [("mse", 2)], [["mae"]], optimizer="adam"),
        case("binary, sigmoid", one_output(dense(1, "sigmoid")), [BINARY], [["accuracy", "mse"]]),
        case("binary, logits", one_output(dense(1)), [BINARY], [["accuracy"]], from_logits=[True]),
        case(f"binary, {probabilities}", one_output(scaled(1, "tanh", 0.5, 0.5)), [BINARY], [["accuracy"]]),
        case("categorical, softmax", one_output(dense(3, "softmax")), [CATEGORICAL], [["accuracy"]]),
        case("categorical, logits", one_output(dense(3)), [CATEGORICAL], [["accuracy"]], from_logits=[True]),
        case(f"categorical, {probabilities}", one_output(scaled(3, "softmax", 0.75, 0.125)), [CATEGORICAL],
             [["accuracy"]]),
        case("sparse, softmax", one_output(dense(3, "softmax")), [SPARSE], [["accuracy"]], optimizer="adam"),
        case("sparse, logits", one_output(dense(3)), [SPARSE], [["accuracy"]], from_logits=[True]),
        case(f"sparse, {probabilities}", one_output(scaled(3, "softmax", 0.75, 0.125)), [SPARSE], [["accuracy"]]),
        # Equal batches: Keras 3 takes the losses of single outputs as means over batches, whatever their sizes.
        case("two inputs, two outputs", two_outputs, [("mse", 1), SPARSE], [["mae"], ["accuracy"]],
             loss_weights=[0.5, 2.0], batch_size=4),
        case("images", images, [SPARSE], [["accuracy"]], optimizer="adam"),
    ]
    keras.backend.set_floatx("float32")
    settings = {"epochs": EPOCHS, "validation_split": VALIDATION_SPLIT}
    return [write("model", {"made_with": MADE_WITH, "settings": settings, "cases": cases})]
