"""Makes the golden numbers: `python make.py [--data FOLDER] [theme ...]`; see README.md beside it."""

import argparse
import importlib
import os
import pathlib
import sys

# Before TensorFlow is imported: its own kernels, quiet, in one order of summation.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

THEMES = [
    "elementwise", "losses", "shapes", "reductions", "discrete", "linear", "optimizers", "second_order", "model",
    "networks",
]
MNIST = pathlib.Path(__file__).resolve().parents[2] / "data" / "mnist"


def main():
    parser = argparse.ArgumentParser(description="Makes the golden numbers beside this script with TensorFlow.")
    parser.add_argument("themes", nargs="*", metavar="theme", help=f"all by default: {', '.join(THEMES)}")
    parser.add_argument("--data", type=pathlib.Path, default=MNIST, help="folder of MNIST's gzipped training files")
    arguments = parser.parse_args()
    unknown = set(arguments.themes) - set(THEMES)
    if unknown:
        parser.error(f"no such theme: {', '.join(sorted(unknown))}")

    sys.dont_write_bytecode = True
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    tf.get_logger().setLevel("ERROR")
    tf.config.threading.set_intra_op_parallelism_threads(1)
    for theme in arguments.themes or THEMES:
        module = importlib.import_module(f"make.{theme}")
        for path in module.make(arguments.data) if theme == "networks" else module.make():
            print(f"{path.name}: {path.stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    main()
