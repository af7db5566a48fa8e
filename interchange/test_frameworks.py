"""The two scripts that README.md shows make networks of PyTorch and of Keras from our checkpoint, which predict what ours
predicts."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

from files import FOLDER, TOLERANCE

CHECKPOINT, ARRAYS = FOLDER / "cnn.safetensors", FOLDER / "cnn.npz"


def load(script, arrays):
    """What a script says about the checkpoint and our predictions in `arrays`; it runs as students run it."""
    command = [sys.executable, Path(__file__).with_name(script), CHECKPOINT, arrays]
    return subprocess.run(command, capture_output=True, text=True)


@unittest.skipIf(os.environ.get("FRAMEWORKS") == "no", "FRAMEWORKS=no")
class Frameworks(unittest.TestCase):
    def check(self, script):
        done = load(script, ARRAYS)
        self.assertEqual(done.returncode, 0, done.stderr)
        count, images = re.search(r"loaded (\d+) parameters\n.* for (\d+) images", done.stdout).groups()
        self.assertEqual((int(count), int(images)), (242_062, 20))
        difference = float(re.search(r"images: (\S+)$", done.stdout.strip()).group(1))
        self.assertLessEqual(difference, TOLERANCE)
        print(f"{script}: {difference:.1e}", file=sys.stderr)

    def test_pytorch(self):
        self.check("load_in_pytorch.py")

    def test_tensorflow(self):
        self.check("load_in_tensorflow.py")

    def test_another_prediction_is_noticed(self):
        with np.load(ARRAYS) as file, tempfile.TemporaryDirectory() as folder:
            arrays = dict(file)
            arrays["output/y_pred"] = arrays["output/y_pred"] + np.float32(1e-3)
            changed = Path(folder) / "changed.npz"
            np.savez(changed, **arrays)
            done = load("load_in_pytorch.py", changed)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("expected at most 1e-5", done.stderr)


if __name__ == "__main__":
    unittest.main()
