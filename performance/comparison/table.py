"""Results become Markdown: one table for each group, each with ours, the fastest other, and the ratio of the two.

A ratio is a framework's time divided by our time just before it, or just after it: two pairs for each of its runs. The median
of all pairs is told, and the least and the greatest in brackets."""
from statistics import median

from .contestants import ABSENT, BATCH_SIZES, FRAMEWORKS, INFERENCE, OURS, PICTURES, TRAINING, is_loop

NAMES = {"ours": "ours", "tensorflow": "TensorFlow", "torch": "PyTorch", "jax": "JAX", "burn": "burn", "candle": "candle",
         "dfdx": "dfdx", "autograd": "rust-autograd", "opencv": "OpenCV", "pillow": "Pillow", "rustc": "compiler"}
WORKLOADS = {
    "W1": "W1 softmax regression, batch 100",
    "W2": "W2 XOR 2-4-1, batch 1",
    "W3": "W3 Fashion-MNIST 784-128-128-10, batch 32",
    "W4": "W4 default CNN, batch 64",
    "W5": "W5 expert CNN, batch 50",
    "W6": "W6 10800-1024-512-5, batch 50",
    "I4": "I4 default CNN",
    "I5": "I5 expert CNN",
    "P1": "P1 500 JPEGs, 4:2:0, quality 90",
    "P1b": "P1b 500 JPEGs, 4:4:4, quality 95",
}
NOTHING = "–"
STEP = """One step a call: draw a random batch, feed it, train. JAX and TensorFlow have the data set inside and are fed the numbers of
the batch's rows only. The rows "100 steps in one call" compare the same figure of ours with JAX's `scan` and TensorFlow's
`loop`: a hundred steps compiled together, all their batches drawn before, so that nothing can be fed, looked at or stopped
between them."""
CLASSIFY = "Classifying 10,000 images. Ours has batches of 64, as have the configurations with `b64`; all others have 256."
READ = """Each picture of 400 x 300: read, resize to 60 x 60 (cubic), convert to f32, standardise; the whole folder. All read the same
files. P1's are written by OpenCV, as cameras and most programs do, about 25 kB each; P1b's by ours, about 52 kB each."""


def duration(milliseconds):
    """Three digits and a unit that suits."""
    if milliseconds < 0.1:
        return f"{milliseconds * 1e3:.3g} µs"
    if milliseconds < 1000:
        return f"{milliseconds:.3g} ms"
    return f"{milliseconds / 1e3:.3g} s"


def spread(values, form="{:.2f}"):
    """The median, and the least and the greatest if there are several."""
    text = form.format(median(values))
    if len(values) > 1:
        text += f" ({form.format(min(values))} to {form.format(max(values))})"
    return text


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


class Runs:
    """The runs that have a figure `field`, ordered as they were made, and those that failed."""

    def __init__(self, runs, field, accept):
        self.field = field
        runs = [run for run in runs if accept(run)]
        self.failed = [run for run in runs if "failed" in run]
        self.good = [run for run in runs if run.get(field) is not None]

    def ours(self):
        return [run[self.field] for run in self.good if run["framework"] == OURS]

    def others(self):
        """(framework, configuration) -> (figures, ratios to ours)."""
        found = {}
        for k, run in enumerate(self.good):
            if run["framework"] == OURS:
                continue
            figures, ratios = found.setdefault((run["framework"], run["configuration"]), ([], []))
            figures.append(run[self.field])
            ratios += [run[self.field] / own for own in self.neighbours(k)]
        return found

    def neighbours(self, k):
        """Our figures just before and just after a run, in the same block."""
        block = self.good[k]["block"]
        found = []
        for step in (-1, 1):
            at = k + step
            while 0 <= at < len(self.good) and self.good[at]["block"] == block:
                if self.good[at]["framework"] == OURS:
                    found.append(self.good[at][self.field])
                    break
                at += step
        return found

    def best(self):
        """The best configuration of each framework, the best framework first: (framework, configuration, figures, ratios)."""
        best = {}
        for (framework, configuration), (figures, ratios) in self.others().items():
            entry = (framework, configuration, figures, ratios)
            if framework not in best or rank(entry) < rank(best[framework]):
                best[framework] = entry
        return sorted(best.values(), key=rank)

    def row(self, name, show, frameworks):
        """A line of a table: name, ours, the best other, its figure, the ratio, all others."""
        own, best = self.ours(), self.best()
        cells = [name, show(median(own)) if own else self.why_not(OURS)]
        if not best:
            return cells + [NOTHING] * 3 + [self.all(best, show, frameworks)]
        framework, configuration, figures, ratios = best[0]
        cells += [f"{NAMES[framework]} ({configuration})", show(median(figures)), spread(ratios) if ratios else NOTHING]
        return cells + [self.all(best, show, frameworks)]

    def all(self, best, show, frameworks):
        told = [f"{NAMES[f]} {show(median(figures))}" for f, _, figures, _ in best]
        seen = {f for f, *_ in best}
        return ", ".join(told + [f"{NAMES[f]} {self.why_not(f)}" for f in frameworks if f not in seen]) or NOTHING

    def why_not(self, framework):
        reasons = [run["failed"] for run in self.failed if run["framework"] == framework]
        if reasons:
            return "**failed**: " + reasons[-1].replace("|", "/")
        return f"none ({ABSENT.get(framework, 'not measured')})"


def rank(entry):
    return median(entry[2])


def usual(run):
    return run["threads"] == 2 and not run.get("batch") and not run.get("start")


def group(content, title, workloads, unit):
    names = [f for f, table_of in FRAMEWORKS.items() if f in content["versions"] and any(w in table_of for w in workloads)]
    rows = []
    for workload in workloads:
        here = [run for run in content["runs"] if usual(run) and run["workload"] == workload]
        rows += rows_of(WORKLOADS[workload], here, names) if here else []
    head = ["workload", "ours", "fastest other", "its time", "ratio (least to greatest)", "all others, best configuration"]
    return section(title, unit, head, rows)


def rows_of(name, here, names):
    """A row of a table; where frameworks have loops that are compiled as a whole, these have another one."""
    rows = [Runs(here, "median", lambda run: not is_loop(run["configuration"])).row(name, duration, names)]
    looping = {run["framework"] for run in here if is_loop(run["configuration"])}
    if looping:
        loops = Runs(here, "median", lambda run: run["framework"] == OURS or is_loop(run["configuration"]))
        rows.append(loops.row(name + ", 100 steps in one call", duration, [name for name in names if name in looping]))
    return rows


def section(title, text, head, rows):
    return f"## {title}\n\n{text}\n\n{table(head, rows)}\n" if rows else ""


def memory(content):
    rows = []
    for workload in TRAINING:
        runs = Runs(content["runs"], "peak_mb", lambda run: usual(run) and run["workload"] == workload)
        if runs.good:
            names = [f for f in FRAMEWORKS if f in content["versions"] and workload in FRAMEWORKS[f]]
            rows.append(runs.row(WORKLOADS[workload], "{:.0f} MiB".format, names))
    head = ["workload", "ours", "least other", "its peak", "ratio (least to greatest)", "all others, best configuration"]
    return section("Peak memory", "The most memory that the process had while training, data set included.", head, rows)


def starts(content):
    names = [f for f in FRAMEWORKS if f in content["versions"] and "W4" in FRAMEWORKS[f]]
    rows = []
    for field, name in (("to_first_step_s", "to the end of the first step"), ("whole_process_s", "to the end of the process")):
        runs = Runs(content["runs"], field, lambda run: run.get("start"))
        if runs.good or runs.failed:
            rows.append(runs.row(name, lambda seconds: duration(seconds * 1e3), names))
    head = ["from the start of the process", "ours", "fastest other", "its time", "ratio (least to greatest)",
            "all others, best configuration"]
    return section("Start", "W4: load the data, build the network, train one step.", head, rows)


def batches(content):
    runs = [run for run in content["runs"] if run.get("batch") and run["block"].startswith("batch")]
    rows = []
    for who in dict.fromkeys((run["workload"], run["framework"], run["configuration"]) for run in runs):
        of = [run for run in runs if (run["workload"], run["framework"], run["configuration"]) == who]
        cells, per_image = [], {}
        for size in BATCH_SIZES:
            figures = [run["median"] / size for run in of if run["batch"] == size and "median" in run]
            failed = any(run["batch"] == size for run in of)
            cells.append(duration(median(figures)) if figures else "**failed**" if failed else NOTHING)
            per_image |= {size: median(figures)} if figures else {}
        change = f"{max(per_image.values()) / min(per_image.values()):.2f}" if len(per_image) > 1 else NOTHING
        rows.append([who[0], f"{NAMES[who[1]]} ({who[2]})", *cells, change])
    head = ["workload", "framework", *[str(size) for size in BATCH_SIZES], "greatest / least"]
    return section("Batch size", "Time of a training step for each image, by images in a batch.", head, rows)


def threads(content):
    rows = []
    for workload in ["W4", "W5"] + INFERENCE:
        runs = [run for run in content["runs"] if run["block"].startswith("threads") and run["workload"] == workload]
        pairs = list(zip(*([run.get("median") for run in runs if run["threads"] == n] for n in (1, 2))))
        pairs = [pair for pair in pairs if None not in pair]
        if pairs:
            one, two = (median(pair[k] for pair in pairs) for k in (0, 1))
            rows.append([WORKLOADS[workload], duration(one), duration(two), spread([a / b for a, b in pairs])])
        elif runs:
            rows.append([WORKLOADS[workload], "**failed**", "**failed**", NOTHING])
    head = ["workload", "1 thread", "2 threads", "ratio (least to greatest)"]
    return section("Threads", "Ours with one thread and with two.", head, rows)


def header(content):
    about = content["machine"]
    versions = ", ".join(f"{NAMES[name]} {version or 'not found'}" for name, version in content["versions"].items())
    others = [run["others"] for run in content["runs"] if "others" in run]
    rounds = max((int(run["block"].split()[-1]) for run in content["runs"]), default=0)
    noise = f"Other processes used {median(others):.1%} of the computer (median), {max(others):.1%} at most." if others else ""
    return f"""# Ours and other frameworks

Measured on {content['date']}: {about['processor']} ({about['vectors'] or 'no wide vectors'}), {about['cores']} cores,
{about['memory_gib']} GiB, {about['system']}.

Versions: {versions}.

Written by `compare.py` out of {len(content['runs'])} runs in {rounds} round{'s' * (rounds > 1)}, each run a process of its own; two threads
unless it says otherwise. A figure is the median of the runs, a run the median of its windows. A ratio is a framework's time
divided by our time just before it, or just after it, so more than 1 means that ours is faster; told are the median of such
pairs, and the least and the greatest. {noise}
"""


def markdown(content):
    """The whole document."""
    parts = [
        header(content),
        group(content, "Training", TRAINING, STEP),
        group(content, "Inference", INFERENCE, CLASSIFY),
        group(content, "Pictures", PICTURES, READ),
        starts(content), memory(content), batches(content), threads(content),
    ]
    return "\n".join(part for part in parts if part)
