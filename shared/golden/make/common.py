"""Cases: compute one in TensorFlow, doubt it, write it, read it back.

Every case is computed in f32, which is what gets stored, and a second time in f64. If the two differ by more than
rounding explains, the case is badly conditioned and would make a poor yardstick: the script stops.
"""

import json
import math
import pathlib
import zlib

import numpy as np
import tensorflow as tf

FOLDER = pathlib.Path(__file__).resolve().parent.parent
MADE_WITH = f"tensorflow {tf.__version__}"
# A few dozen f32 roundings, relative above 1 and absolute below.
TOLERANCE = 4e-6
DTYPE_NAMES = {np.dtype(np.float32): "f32", np.dtype(np.int32): "i32", np.dtype(np.bool_): "bool"}
DTYPES = {name: dtype for dtype, name in DTYPE_NAMES.items()}


def random_for(*names):
    """A generator seeded by the case's name, so that a new case leaves the numbers of the others alone."""
    return np.random.default_rng(zlib.crc32("/".join(names).encode()))


def grid(random, shape, low=-2.0, high=2.0):
    """Multiples of 1/64 in [low, high]: exact in f32, short in print, and ties are likely enough to be met."""
    return np.asarray(random.integers(round(low * 64), round(high * 64) + 1, shape) / 64, np.float32)


def f32(values):
    return np.asarray(values, np.float32)


def i32(values):
    return np.asarray(values, np.int32)


def array(tensor):
    """An ndarray even of a scalar, for which TensorFlow gives a bare number."""
    return np.asarray(tensor.numpy())


def evaluate(function, inputs, upstream, real):
    """Output and gradients with every f32 input taken as `real`; a gradient is None where the input has none."""
    tensors = [tf.constant(x.astype(real) if x.dtype == np.float32 else x) for x in inputs]
    wrt = [t for t in tensors if t.dtype.is_floating]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(wrt)
        output = function(*tensors)
        if upstream is None:
            return array(output), [None] * len(inputs)
        total = tf.reduce_sum(output * tf.cast(upstream, output.dtype))
    found = iter(tape.gradient(total, wrt, unconnected_gradients=tf.UnconnectedGradients.ZERO))
    return array(output), [array(next(found)) if t.dtype.is_floating else None for t in tensors]


def require_close(where, single, double):
    if single.shape != double.shape:
        raise SystemExit(f"{where}: shape {single.shape} in f32, {double.shape} in f64")
    if single.dtype.kind != "f":
        if not np.array_equal(single, double):
            raise SystemExit(f"{where}: f32 and f64 inputs give different integers")
        return
    if not (np.isfinite(single).all() and np.isfinite(double).all()):
        raise SystemExit(f"{where}: not finite, which JSON cannot hold")
    error = np.abs(single.astype(np.float64) - double) / np.maximum(1.0, np.abs(double))
    if error.size and error.max() > TOLERANCE:
        raise SystemExit(f"{where}: f32 and f64 differ by {error.max():.1e}")


def case(op, name, function, inputs, differentiable=True, **attributes):
    """One golden case: `function` applied to `inputs`, and the gradients of sum(output * upstream)."""
    where = f"{op}, {name}"
    if not all(isinstance(x, np.ndarray) for x in inputs):
        raise SystemExit(f"{where}: a bare number among the inputs")
    output, _ = evaluate(function, inputs, None, np.float32)
    has_gradient = differentiable and output.dtype == np.float32 and any(x.dtype == np.float32 for x in inputs)
    upstream = grid(random_for(op, name, "upstream"), output.shape, -1.0, 1.0) if has_gradient else None
    output, gradients = evaluate(function, inputs, upstream, np.float32)
    output_f64, gradients_f64 = evaluate(function, inputs, upstream, np.float64)
    require_close(where, output, output_f64)
    for number, (single, double) in enumerate(zip(gradients, gradients_f64)):
        if single is not None:
            require_close(f"{where}, gradient {number}", single, double)
    return {
        "name": name,
        "attributes": attributes,
        "inputs": inputs,
        "output": output,
        "upstream": upstream,
        "gradients": gradients,
    }


def number(value):
    """Nine digits for an f32, which it survives; the shortest exact text otherwise. A negative zero loses its sign."""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(value)
    if isinstance(value, np.float32):
        return "0" if value == 0 else f"{value:.9g}"
    return repr(float(value))


def text(value, indent=0):
    """JSON with one line per tensor, so that a difference between two versions reads well."""
    pad = " " * (indent + 2)
    if isinstance(value, np.ndarray):
        data = ", ".join(number(x) for x in value.ravel())
        return f'{{"dtype": "{DTYPE_NAMES[value.dtype]}", "shape": {list(value.shape)}, "data": [{data}]}}'
    if isinstance(value, dict) and value:
        if not any(isinstance(x, (np.ndarray, dict)) for x in value.values()):
            flat = ", ".join(f"{json.dumps(k)}: {text(v)}" for k, v in value.items())
            if len(flat) < 110 and "\n" not in flat:
                return f"{{{flat}}}"
        body = ",\n".join(f"{pad}{json.dumps(k)}: {text(v, indent + 2)}" for k, v in value.items())
        return f"{{\n{body}\n{' ' * indent}}}"
    if isinstance(value, (list, tuple)) and value:
        if all(x is None or isinstance(x, (int, float, np.number)) for x in value):
            return f"[{', '.join('null' if x is None else number(x) for x in value)}]"
        body = ",\n".join(f"{pad}{text(x, indent + 2)}" for x in value)
        return f"[\n{body}\n{' ' * indent}]"
    return json.dumps(value) if not isinstance(value, (float, np.floating)) else number(value)


def write(name, content):
    """Writes `<name>.json` whole or not at all, then reads it back."""
    path = FOLDER / f"{name}.json"
    fresh = path.with_suffix(".json.new")
    fresh.write_text(text(content) + "\n", encoding="utf-8")
    fresh.replace(path)
    require_same(name, content, json.loads(path.read_text(encoding="utf-8")))
    return path


def write_op(op, cases):
    names = [c["name"] for c in cases]
    if len(set(names)) != len(names):
        raise SystemExit(f"{op}: two cases have one name")
    for c in cases:
        require_fitting(f"{op}, {c['name']}", c)
    return write(op, {"op": op, "made_with": MADE_WITH, "cases": cases})


def require_fitting(where, c):
    """The promises of the format: upstream is like the output, each gradient like its input."""
    upstream = c["upstream"]
    if upstream is not None and upstream.shape != c["output"].shape:
        raise SystemExit(f"{where}: upstream {upstream.shape}, output {c['output'].shape}")
    if len(c["gradients"]) != len(c["inputs"]):
        raise SystemExit(f"{where}: {len(c['gradients'])} gradients of {len(c['inputs'])} inputs")
    for x, gradient in zip(c["inputs"], c["gradients"]):
        if gradient is not None and (gradient.shape != x.shape or gradient.dtype != np.float32):
            raise SystemExit(f"{where}: gradient {gradient.shape} of an input {x.shape}")


def require_same(where, meant, read):
    """`read`, parsed from the file, is bit for bit what was `meant`."""
    if isinstance(meant, np.ndarray):
        got = np.array(read["data"], DTYPES[read["dtype"]])
        if len(read["data"]) != math.prod(read["shape"]) or tuple(read["shape"]) != meant.shape:
            raise SystemExit(f"{where}: {len(read['data'])} numbers for shape {read['shape']}")
        same = np.array_equal(got.reshape(read["shape"]), meant) and got.dtype == meant.dtype
    elif isinstance(meant, dict):
        same = list(meant) == list(read)
        for key in meant if same else []:
            require_same(f"{where}.{key}", meant[key], read[key])
    elif isinstance(meant, (list, tuple)):
        same = len(meant) == len(read)
        for index, (a, b) in enumerate(zip(meant, read)):
            require_same(f"{where}[{index}]", a, b)
    else:
        same = meant == (type(meant)(read) if isinstance(meant, np.number) else read)
    if not same:
        raise SystemExit(f"{where}: the file does not read back as written")
