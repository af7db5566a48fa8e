"""Where the files that `interchange/check` has written are, and how its arrays are found."""

import os
import re
from pathlib import Path

import numpy as np

FOLDER = Path(os.environ["INTERCHANGE_FILES"])
# The largest difference between a number of ours and one of another program.
TOLERANCE = 1e-5


def arrays(name, kind):
    """The arrays of NAME.npz that are of this kind, "input" or "output", by name."""
    with np.load(FOLDER / f"{name}.npz") as file:
        wanted = [key for key in file.files if key.startswith(kind + "/")]
        return {key.removeprefix(kind + "/"): file[key] for key in wanted}


def assert_equal_to_ours(found, ours, what):
    """Type, shape and values; values may differ by 1e-5, or, above 1, by 1e-5 of their size."""
    assert found.dtype == ours.dtype, f"{what}: expected {ours.dtype}, found {found.dtype}"
    np.testing.assert_allclose(found, ours, rtol=TOLERANCE, atol=TOLERANCE, err_msg=what)


def printed_accuracy():
    """How many of how many test images lesson 5 said at its end to have classified correctly."""
    found = re.findall(r"^Accuracy on Test-Set: .*\((\d+) / (\d+)\)$", (FOLDER / "cnn.txt").read_text(), re.MULTILINE)
    correct, count = found[-1]
    return int(correct), int(count)
