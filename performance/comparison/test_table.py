"""The table from a small file of results: python3 -m unittest discover -s performance"""
import contextlib
import io
import json
import sys
import tempfile
import time
import unittest
from pathlib import Path

from comparison import install, process, rounds, table
from comparison.contestants import BATCH_SIZES, FRAMEWORKS, OURS, PICTURES, STARTS, WORKLOADS, Measurement, Place

FIXTURE = Path(__file__).parent / "fixture.json"


def run(framework, median, configuration="c", workload="W4", **more):
    usual = {"threads": 2, "batch": None, "start": False, "block": "W4 round 1", "others": 0.01, "peak_mb": 10.0}
    return usual | {"framework": framework, "configuration": configuration, "workload": workload, "median": median} | more


class TableTest(unittest.TestCase):
    def setUp(self):
        self.content = json.loads(FIXTURE.read_text())
        self.lines = table.markdown(self.content).splitlines()

    def line(self, start):
        found = [line for line in self.lines if line.startswith(f"| {start}")]
        self.assertTrue(found, start)
        return [cell.strip() for cell in found[0].strip("|").split("|")]

    def test_the_fastest_other_is_named_with_the_median_of_the_paired_ratios(self):
        cells = self.line("W4 default CNN")
        # Ours took 8 and 10 ms around PyTorch's 17.1 ms, and 9 and 10 ms around its 20 ms in the other round.
        self.assertEqual(cells[1:5], ["9 ms", "PyTorch (eager)", "18.6 ms", "2.07 (1.71 to 2.22)"])
        self.assertEqual(cells[5], "PyTorch 18.6 ms, TensorFlow 38 ms, JAX **failed**: exit code 1: no memory, "
                                   "burn none (not measured), dfdx none (no convolutions with a stable compiler)")

    def test_small_times_get_a_small_unit(self):
        self.assertEqual(self.line("W2 XOR")[1:5], ["2 µs", "dfdx (native)", "6.5 µs", "3.25"])

    def test_compiled_loops_have_a_row_of_their_own(self):
        self.assertEqual(self.line("W1 softmax regression, batch 100 |")[1:5], ["0.4 ms", "JAX (jit)", "0.8 ms", "2.00"])
        self.assertEqual(self.line("W1 softmax regression, batch 100, 100 steps in one call")[1:],
                         ["0.4 ms", "JAX (scan)", "0.2 ms", "0.50 (0.50 to 0.50)", "JAX 0.2 ms"])
        self.assertFalse([line for line in self.lines if line.startswith("| W4") and "100 steps" in line])

    def test_both_kinds_of_jpeg_have_a_row(self):
        self.assertEqual(self.line("P1 500 JPEGs, 4:2:0")[1:5], ["100 ms", "OpenCV (pool)", "110 ms", "1.10"])
        self.assertEqual(self.line("P1b 500 JPEGs, 4:4:4")[1:5], ["200 ms", "OpenCV (pool)", "150 ms", "0.75"])

    def test_memory_start_batches_and_threads_have_tables(self):
        self.assertEqual(self.line("W2 XOR")[0], "W2 XOR 2-4-1, batch 1")
        peak = [line for line in self.lines if "MiB |" in line and "W4" in line]
        self.assertEqual(peak[0].split("|")[2].strip(), "100 MiB")
        self.assertEqual(self.line("to the end of the first step")[1:5],
                         ["200 ms", "TensorFlow (function)", "4 s", "20.00"])
        self.assertEqual(self.line("W4 | ours")[2:], ["0.1 ms", "90 µs", "**failed**", "–", "1.11"])
        self.assertEqual(self.line("W5 expert CNN, batch 50 | 40 ms")[1:], ["40 ms", "20 ms", "2.00"])

    def test_the_header_names_date_processor_and_versions(self):
        text = "\n".join(self.lines[:12])
        for part in ("2026-01-02T03:04+00:00", "A Processor (AVX-512), 2 cores", "TensorFlow 2.0", "JAX not found",
                     "out of 27 runs in 2 rounds", "3.0% at most"):
            self.assertIn(part, text)

    def test_every_row_has_as_many_cells_as_its_head(self):
        width = None
        for line in self.lines:
            if line.startswith("|"):
                width = width or line.count("|")
                self.assertEqual(line.count("|"), width, line)
            else:
                width = None


class OrderTest(unittest.TestCase):
    def test_ours_runs_before_and_after_each_other(self):
        for name, measurements in rounds.blocks(2, WORKLOADS + ["start"], list(FRAMEWORKS)):
            order = [m.framework == OURS for m in measurements([])]
            self.assertTrue(order[0] and order[-1], name)
            self.assertFalse(any(not a and not b for a, b in zip(order, order[1:])), name)

    def test_later_rounds_keep_the_close_ones(self):
        measurements = [Measurement("torch", c, "W4") for c in "abcd"] + [Measurement("jax", "e", "W4")]
        runs = [run("torch", m, c) for c, m in zip("abcd", (10.0, 14.0, 16.0, 11.0))]
        kept = rounds.closest(measurements, runs + [{"framework": "jax", "failed": "x", "block": "W4 round 1"}])
        self.assertEqual([m.configuration for m in kept], ["a", "d"])

    def test_loops_and_single_steps_do_not_push_each_other_out(self):
        runs = [run("jax", 1.0, "scan", "W1", block="W1 round 1"), run("jax", 9.0, "jit", "W1", block="W1 round 1")]
        kept = rounds.of_workload("W1", 2, ["jax"], runs)
        self.assertEqual([m.configuration for m in kept], ["session", "jit", "session", "scan", "session"])

    def test_later_rounds_start_the_ones_that_started_fastest(self):
        runs = [run(f, None, STARTS[f], start=True, to_first_step_s=s, block="start round 1")
                for f, s in (("jax", 5.0), ("burn", 1.0), ("candle", 1.2))]
        kept = rounds.of_start(2, list(FRAMEWORKS), runs)
        self.assertEqual([m.framework for m in kept], [OURS, "burn", OURS, "candle", OURS])

    def test_both_sides_read_the_same_pictures(self):
        place = Place(Path("home"), Path("program"))
        for workload in PICTURES:
            own = place.command(Measurement(OURS, "session", workload))
            self.assertEqual(own[1:3] + [own[own.index("--pictures") + 1]], ["measure", "P1", f"home/data/{workload}"])
            theirs = Measurement("opencv", "pool", workload)
            self.assertEqual((place.command(theirs)[-1], place.environment(theirs)["PEERS_DATA"]), (workload, "home/data"))

    def test_the_first_round_has_every_framework_at_its_workloads(self):
        for workload in WORKLOADS:
            here = {m.framework for m in rounds.contestants(workload, list(FRAMEWORKS))}
            self.assertEqual(here, {f for f, table_of in FRAMEWORKS.items() if workload in table_of})
        self.assertTrue(set(STARTS) < set(FRAMEWORKS) and BATCH_SIZES == sorted(BATCH_SIZES))


class RatioTest(unittest.TestCase):
    def ratios(self, *runs):
        return table.Runs(list(runs), "median", lambda _: True).others()

    def test_each_run_is_paired_with_ours_on_both_sides(self):
        found = self.ratios(run(OURS, 8.0), run("jax", 20.0), run(OURS, 16.0))
        self.assertEqual(found, {("jax", "c"): ([20.0], [2.5, 1.25])})

    def test_a_failed_run_of_ours_leaves_the_other_side(self):
        found = self.ratios({**run(OURS, None), "failed": "x"}, run("jax", 20.0), run("torch", 5.0), run(OURS, 10.0))
        self.assertEqual([ratios for _, ratios in found.values()], [[2.0], [0.5]])

    def test_runs_of_another_block_are_no_neighbours(self):
        found = self.ratios(run(OURS, 8.0), run("jax", 20.0, block="W4 round 2"))
        self.assertEqual(found, {("jax", "c"): ([20.0], [])})


class InstallTest(unittest.TestCase):
    def test_a_folder_that_could_not_be_filled_is_not_there(self):
        fill = "import sys, pathlib; pathlib.Path(sys.argv[2]).mkdir(); sys.exit(int(sys.argv[1]))"
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            pictures = Path(folder) / "P1"
            self.assertFalse(install.made(pictures, [folder + "/nothing"]))
            self.assertFalse(install.made(pictures, [sys.executable, "-c", fill, "1"]))
            self.assertFalse(pictures.exists())
            self.assertTrue(install.made(pictures, [sys.executable, "-c", fill, "0"]))
            self.assertTrue(pictures.exists())
            self.assertTrue(install.made(pictures, ["not run again"]))


class ProcessTest(unittest.TestCase):
    def test_a_failure_says_why_in_one_line_and_without_the_folders_of_this_computer(self):
        place = Place(Path("/home/somebody/peers"), Path("/home/somebody/nothing here"))
        result = process.measure(Measurement("burn", "native", "W4"), place)
        self.assertEqual(result, {"failed": "peer-burn: No such file or directory"})
        errors = "Traceback\n  File \"/home/somebody/with_jax.py\"\nModuleNotFoundError: No module named 'jax'\n"
        self.assertEqual(process.reason(1, errors), "exit code 1: ModuleNotFoundError: No module named 'jax'")
        self.assertEqual(process.without_folders("open /a/b/c.npz: no such file"), "open c.npz: no such file")

    def test_a_process_is_timed_and_its_line_is_read(self):
        place = Place(Path("home"), Path(sys.executable))
        out, end, others = process.run([sys.executable, "-c", "import os; print(os.environ['PEERS_DATA'])"],
                                       place.environment(Measurement("jax", "jit", "W4")))
        self.assertEqual(out, "home/data\n")
        self.assertTrue(abs(end - time.time()) < 60 and 0 <= others <= 1)
        with self.assertRaisesRegex(process.Failed, "exit code 3: the error"):
            process.run([sys.executable, "-c", "import sys; print('the error', file=sys.stderr); sys.exit(3)"], {})


if __name__ == "__main__":
    unittest.main()
