"""NumPy reads our .npy and .npz files, and we read NumPy's: every element type, either order of axes and bytes."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy as np

from files import arrays

PROGRAM = Path(os.environ["INTERCHANGE_PROGRAM"]).absolute()
RANDOM = np.random.default_rng(1)
ARRAYS = {
    "f32": RANDOM.normal(size=(3, 4, 5)).astype(np.float32),
    "f64": np.array([np.nan, np.inf, -0.0, 5e-324]),
    "i32": np.array([[-(2**31)], [2**31 - 1]], dtype=np.int32),
    "i64": np.array([-(2**63), 2**63 - 1]),
    "u8": np.arange(256, dtype=np.uint8).reshape(16, 16),
    "bool": RANDOM.integers(0, 2, (7,)).astype(bool),
    "scalar": np.float32(2.5),
    "empty": np.zeros((0, 3), dtype=np.float32),
    "fortran": np.asfortranarray(RANDOM.normal(size=(4, 3, 2)).astype(np.float32)),
    "big_endian": RANDOM.normal(size=(2, 3)).astype(">f4"),
    "big_endian_i64": np.arange(-3, 3).astype(">i8"),
    "이름": np.arange(3, dtype=np.int32),
}


def copy(source, target):
    """Reads a file by our program, and writes it by it."""
    return subprocess.run([PROGRAM, "copy", source, target], capture_output=True, text=True, check=False)


class Numpy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def assert_same(self, found, array):
        self.assertEqual(found.dtype, array.dtype.newbyteorder("="))
        np.testing.assert_array_equal(found, array)

    def test_every_array_there_and_back(self):
        for name, array in ARRAYS.items():
            with self.subTest(name):
                source, target = self.folder / "numpy.npy", self.folder / "ours.npy"
                np.save(source, array)
                self.assertEqual(copy(source, target).stderr, "")
                self.assert_same(np.load(target), np.asarray(array))

    def test_archives_there_and_back_compressed_or_not(self):
        for save in [np.savez, np.savez_compressed]:
            with self.subTest(save.__name__):
                source, target = self.folder / "numpy.npz", self.folder / "ours.npz"
                save(source, **ARRAYS)
                self.assertEqual(copy(source, target).stderr, "")
                with np.load(target) as found:
                    self.assertEqual(found.files, list(ARRAYS))
                    for name, array in ARRAYS.items():
                        self.assert_same(found[name], np.asarray(array))

    def test_arrays_of_the_networks(self):
        self.assertEqual(arrays("cnn", "input")["x"].shape, (20, 784))
        self.assertEqual(arrays("cnn", "output")["y_pred_cls"].dtype, np.int32)

    def refused(self, array, found):
        source = self.folder / "refused.npy"
        np.save(source, array, allow_pickle=True)
        outcome = copy(source, self.folder / "never.npy")
        self.assertEqual(outcome.returncode, 1)
        self.assertIn(found, outcome.stderr)
        self.assertNotIn("panicked", outcome.stderr)
        self.assertFalse((self.folder / "never.npy").exists())

    def test_a_truncated_file_is_refused_whatever_its_type(self):
        for array in [np.zeros(3, dtype=np.float32), np.zeros(3, dtype=np.int64)]:
            source = self.folder / "cut.npy"
            np.save(source, array)
            source.write_bytes(source.read_bytes()[:-1])
            outcome = copy(source, self.folder / "never.npy")
            self.assertEqual(outcome.returncode, 1)
            self.assertIn("bytes for the shape [3]", outcome.stderr)

    def test_what_is_no_array_of_numbers_is_refused(self):
        self.refused(np.array([{"a": 1}, None]), "pickled Python objects (|O), which are never read")
        self.refused(np.zeros(3, dtype=[("a", "<f4"), ("b", "<i4")]), "a table of named columns")
        self.refused(np.array(["text"]), "found <U4")
        self.refused(np.zeros(3, dtype=np.complex64), "found <c8")


if __name__ == "__main__":
    unittest.main()
