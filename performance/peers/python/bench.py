"""bench.py FRAMEWORK CONFIGURATION WORKLOAD: measures one workload, and prints one line of JSON, as ours does.

FRAMEWORK is jax, tensorflow or torch; their files say which configurations there are. W1 to W6 are training steps, I4 and
I5 classify 10,000 images. `bench.py FRAMEWORK version` prints the version. With PEERS_START in the environment, the
process ends after the first step and prints the time of day."""
import importlib
import json
import os
import sys
import time

START = time.perf_counter()


def train(bench):
    first_loss = bench.steps(1)
    first_step = time.perf_counter() - START
    if "PEERS_START" in os.environ:
        print("FIRST", time.time(), flush=True)
        return None
    result = common.measure(bench.steps, getattr(bench, "per_call", 1))
    return result | {"batch": bench.batch, "first_step_s": first_step, "loss": [first_loss, bench.steps(1)]}


def classify(bench, workload):
    images, _ = common.load(workload, "t10k")

    def passes(count):
        for _ in range(count):
            bench.predict(images)

    return common.measure(passes)


if __name__ == "__main__":
    framework = importlib.import_module("with_" + sys.argv[1])
    if sys.argv[2] == "version":
        print(framework.VERSION)
        sys.exit()
    import common

    configuration, name = sys.argv[2:4]
    workload = name.replace("I", "W")
    bench = framework.Bench(workload, configuration)
    result = train(bench) if name.startswith("W") else classify(bench, workload)
    if result:
        about = {"workload": name, "threads": common.THREADS, "peak_mb": common.peak_mb()}
        print(json.dumps(result | about))
