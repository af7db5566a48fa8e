"""What is measured in which order. Ours runs between the others, so that each of them has a run of ours before and after
it: where the computer is slower for a while, both are."""
import datetime
import json
import os
import time
from dataclasses import asdict

from . import machine
from .contestants import BATCH_SIZES, BATCHES, FRAMEWORKS, INFERENCE, OURS, STARTS, WORKLOADS, Measurement, is_loop
from .process import measure

# After the first round, only those go on that took at most so many times as long as the fastest, and as many at most.
CLOSE = 1.5
MOST = 2
# A run is repeated once, if other processes used a larger share of the computer than this.
DISTURBED = 0.05


def ours(workload, **more):
    return Measurement(OURS, "session", workload, **more)


def in_turn(own, others):
    """Ours, A, ours, B, ..., ours."""
    return [own] + [m for other in others for m in (other, own)]


def contestants(workload, frameworks):
    return [Measurement(f, c, workload) for f in frameworks for c in FRAMEWORKS[f].get(workload, [])]


def blocks(rounds, only, frameworks):
    """Yields (name, how to list its measurements from the runs so far): the unit in which `run` goes on after a stop."""
    for number in range(1, rounds + 1):
        for workload in [w for w in WORKLOADS if w in only]:
            yield f"{workload} round {number}", lambda runs, w=workload, n=number: of_workload(w, n, frameworks, runs)
        if "start" in only:
            yield f"start round {number}", lambda runs, n=number: of_start(n, frameworks, runs)
        if "threads" in only:
            yield f"threads round {number}", lambda runs: of_threads()
        if "batch" in only:
            yield f"batch round {number}", lambda runs, n=number: of_batches(frameworks if n == 1 else [])


def of_workload(workload, number, frameworks, runs):
    others = contestants(workload, frameworks)
    if number > 1:  # those that make one step a call, and those that make a hundred, have rows of their own
        kinds = ([m for m in others if is_loop(m.configuration) == loop] for loop in (False, True))
        others = [m for kind in kinds for m in closest(kind, runs)]
    return in_turn(ours(workload), others)


def closest(measurements, runs, field="median"):
    """Those that were nearly the fastest in the first round."""
    best = {}
    for run in runs:
        if run.get(field) and run["block"].endswith("round 1"):
            best[key(run)] = min(run[field], best.get(key(run), run[field]))
    timed = sorted((best[key(asdict(m))], k) for k, m in enumerate(measurements) if key(asdict(m)) in best)
    return [measurements[k] for median, k in timed[:MOST] if median <= CLOSE * timed[0][0]]


def key(run):
    return run["framework"], run["configuration"], run["workload"], run["threads"], run.get("batch")


def of_start(number, frameworks, runs):
    others = [Measurement(f, c, "W4", start=True) for f, c in STARTS.items() if f in frameworks]
    if number > 1:
        others = closest(others, runs, "to_first_step_s")
    return in_turn(ours("W4", start=True), others)


def of_threads():
    return [ours(w, threads=t) for w in ["W4", "W5"] + INFERENCE for t in (1, 2)]


def of_batches(frameworks):
    own = [ours(w, batch=b) for w in ("W4", "W5") for b in BATCH_SIZES]
    others = [Measurement(f, c, "W4", batch=b) for f, c in BATCHES.items() if f in frameworks for b in BATCH_SIZES]
    return own + others


class Results:
    """The file of results; written after every run, so that nothing is lost."""

    def __init__(self, path, fresh):
        self.path = path
        self.content = {"runs": [], "blocks": []}
        if path.exists() and not fresh:
            self.content = json.loads(path.read_text())

    def save(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.content, indent=1) + "\n")
        os.replace(new, self.path)


def run(results, place, rounds, only, frameworks):
    """Measures all blocks that are not in the results yet, or in which something failed."""
    content, begin = results.content, time.time()
    content.setdefault("date", datetime.datetime.now().astimezone().isoformat(timespec="minutes"))
    content["machine"] = machine.describe()
    content["versions"] = content.get("versions", {}) | machine.versions(place, frameworks)
    for name, list_measurements in blocks(rounds, only, frameworks):
        if name in content["blocks"]:
            continue
        if time.time() - begin > place.minutes * 60:
            print(f"{place.minutes:g} minutes are over; the next call goes on at {name}")
            break
        content["runs"] = [r for r in content["runs"] if r["block"] != name]
        for measurement in list_measurements(content["runs"]):
            result = measure(measurement, place)
            if result.get("others", 0) > DISTURBED:
                result = min(result, measure(measurement, place), key=lambda r: r.get("others", 1))
            content["runs"].append(result | asdict(measurement) | {"block": name})
            results.save()
            print(f"{time.time() - begin:5.0f} s  {name:15} {measurement.label():40} {told(result)}", flush=True)
        if not any("failed" in run for run in content["runs"] if run["block"] == name):
            content["blocks"].append(name)
            results.save()


def told(result):
    if "failed" in result:
        return "FAILED: " + result["failed"]
    if "to_first_step_s" in result:
        return f"{result['to_first_step_s']:.3f} s to the first step"
    spread = (result["max"] - result["min"]) / result["median"]
    return f"{result['median']:.5g} ms (windows within {spread:.0%}), others {result.get('others', 0):.1%}"
