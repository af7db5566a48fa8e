"""What the Python frameworks share: the workloads, their data, and windows of time as in ../../src/measure.rs.

compare.py sets the environment: PEERS_DATA (folder of the data), PEERS_THREADS, PEERS_WINDOWS, PEERS_SECONDS (of a
window), and PEERS_BATCH where the batch size is not the workload's own."""
import os
import statistics
import time

import numpy as np

THREADS = int(os.environ.get("PEERS_THREADS", 2))
DATA = os.environ.get("PEERS_DATA", "peers-data")

# No more windows are begun after this many seconds, if there are two.
LONGEST = 6.0

# Data set, batch size, optimizer, learning rate.
WORKLOADS = {
    "W1": ("mnist", 100, "sgd", 0.01),  # softmax regression, losses summed over the batch
    "W2": ("xor", 1, "sgd", 0.1),  # 2-4-1, sigmoids, squared error
    "W3": ("fashion_mnist", 32, "adam", 1e-3),  # 784-128-128-10, relu
    "W4": ("mnist", 64, "adam", 1e-4),  # conv 16, pool, conv 36, pool, dense 128, dense 10
    "W5": ("mnist", 50, "adam", 1e-4),  # conv 32, pool, conv 64, pool, dense 1024, dropout, dense 10
    "W6": ("random", 50, "adam", 1e-3),  # 10800-1024-512-5, relu
}
# Layer sizes of the dense networks.
DENSE = {"W1": (784, 10), "W2": (2, 4, 1), "W3": (784, 128, 128, 10), "W6": (10800, 1024, 512, 5)}
# Filters of both convolutions, neurons, dropout, deviation of the initial values.
CNN = {"W4": (16, 36, 128, 0.0, 0.05), "W5": (32, 64, 1024, 0.5, 0.1)}


def batch_size(workload):
    return int(os.environ.get("PEERS_BATCH") or WORKLOADS[workload][1])


def idx(name, part, kind, head):
    return np.fromfile(f"{DATA}/{name}/{part}-{kind}-ubyte", np.uint8, offset=head)


def load(workload, part="train"):
    """Inputs and answers. The CNNs' images stay bytes, [n, 28, 28, 1], and are scaled batch by batch; other inputs are
    rows of float32, 0 to 1."""
    name = WORKLOADS[workload][0]
    if name == "xor":
        return np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32"), np.array([[0], [1], [1], [0]], "float32")
    if name == "random":  # as many pictures of as many classes as ours; the time does not depend on what they show
        rng = np.random.default_rng(0)
        return rng.standard_normal((500, 10800), "float32"), rng.integers(0, 5, 500).astype("int32")
    images, labels = idx(name, part, "images-idx3", 16), idx(name, part, "labels-idx1", 8).astype("int32")
    if workload in CNN:
        return images.reshape(-1, 28, 28, 1), labels
    return images.reshape(-1, 784) / np.float32(255), labels


def peak_mb():
    """The most memory that this process has had, in MiB."""
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024


def measure(work, unit=1):
    """Milliseconds for a unit of work in several windows; `work(k)` does k units, a multiple of `unit`."""
    windows, seconds = int(os.environ.get("PEERS_WINDOWS", 7)), float(os.environ.get("PEERS_SECONDS", 0.4))
    begin, done, elapsed = time.perf_counter(), 0, 0.0
    while done < 2 * unit or elapsed < seconds:
        # Single units until it is known how long one takes; then as many as fit, so that the clock costs nothing.
        rest = (seconds - elapsed) * done / elapsed if done else 0
        count = int(min(max(rest // unit, 1), done // unit or 1)) * unit
        work(count)
        done, elapsed = done + count, time.perf_counter() - begin
    count = max(1, round(seconds * done / elapsed / unit)) * unit
    times = []
    while len(times) < windows and (len(times) < 2 or time.perf_counter() - begin < LONGEST):
        start = time.perf_counter()
        work(count)
        times.append((time.perf_counter() - start) * 1e3 / count)
    return {"median": statistics.median(times), "min": min(times), "max": max(times), "windows": times,
            "units_per_window": count}
