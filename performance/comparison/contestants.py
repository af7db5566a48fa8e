"""Who is compared: the frameworks, their configurations that were the fastest at some workload, and how each is started."""
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PROJECT = HERE.parent

TRAINING = ["W1", "W2", "W3", "W4", "W5", "W6"]
INFERENCE = ["I4", "I5"]
PICTURES = ["P1", "P1b"]
WORKLOADS = TRAINING + INFERENCE + PICTURES

OURS = "ours"

# The words in a configuration that say: a hundred steps are one call, so that nothing can be fed or looked at between them.
LOOPS = {"loop", "scan"}
# In a configuration the word "heap" means: glibc keeps freed memory, and uses large pages, in place of giving it back to
# the system at every step. PyTorch's tuning guide gets the same from another allocator.
HEAP = {
    "MALLOC_MMAP_THRESHOLD_": "2000000000",
    "MALLOC_TRIM_THRESHOLD_": "2000000000",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}

# The word "b64" means: inference in batches of 64, as ours, in place of 256.
# Framework -> workload -> configurations. What is not here was slower at that workload, or as fast; ../peers says what the
# words mean.
TENSORFLOW = {w: ["function+v1opt", "xla+loop"] for w in ("W1", "W2", "W3")}
TENSORFLOW |= {w: ["function+v1opt"] for w in ("W4", "W5", "W6")}
TENSORFLOW |= {"I4": ["function", "function+b64"], "I5": ["function+heap", "function+heap+b64"]}
TORCH = {w: ["eager+fused+t1"] for w in ("W1", "W2", "W3")} | {w: ["eager+fused+cl+heap"] for w in ("W4", "W5")}
TORCH |= {"W6": ["eager+fused+heap"]} | {w: ["eager+cl+heap", "eager+cl+heap+b64"] for w in ("I4", "I5")}
JAX = {w: ["jit", "scan"] for w in ("W1", "W2", "W3")} | {w: ["jit+rp+heap"] for w in ("W4", "W5")}
JAX |= {"W6": ["jit"], "I4": ["jit+rp"], "I5": ["jit+rp", "jit+rp+b64"]}
ALL_NATIVE = {w: ["native"] for w in TRAINING + INFERENCE}
DENSE_NATIVE = {w: ["native"] for w in ("W1", "W2", "W3", "W6")}

FRAMEWORKS = {
    "tensorflow": TENSORFLOW,
    "torch": TORCH,
    "jax": JAX,
    "burn": ALL_NATIVE,
    "candle": ALL_NATIVE,
    "dfdx": DENSE_NATIVE,
    "autograd": ALL_NATIVE,
    "opencv": {w: ["pool"] for w in PICTURES},
    "pillow": {w: ["pool"] for w in PICTURES},
}
# Why a framework has no figure.
ABSENT = {"dfdx": "no convolutions with a stable compiler"}
RUST = ["burn", "candle", "dfdx", "autograd"]
# The virtual environment of each Python library, and the packages in it.
ENVIRONMENTS = {
    "tensorflow": ("venv-tf", ["tensorflow-cpu", "numpy"]),
    "torch": ("venv-torch", ["torch", "numpy"]),
    "jax": ("venv-jax", ["jax[cpu]", "optax", "numpy"]),
    "opencv": ("venv-cv", ["opencv-python-headless", "Pillow", "numpy"]),
    "pillow": ("venv-cv", ["opencv-python-headless", "Pillow", "numpy"]),
}
# What the process from its start to its first step is measured with.
STARTS = {"tensorflow": "function", "torch": "eager+fused", "jax": "jit", "burn": "native", "candle": "native",
          "autograd": "native"}
# Whose cost for several batch sizes is shown beside ours.
BATCHES = {"tensorflow": "function+v1opt"}
BATCH_SIZES = [16, 64, 256, 1024]


def is_loop(configuration):
    return not LOOPS.isdisjoint(configuration.split("+"))


@dataclass(frozen=True)
class Measurement:
    """One process to run."""
    framework: str
    configuration: str
    workload: str
    threads: int = 2
    batch: int | None = None
    start: bool = False  # only to the end of the first step

    def label(self):
        more = [f"{self.threads} thread"] if self.threads == 1 else []
        more += [f"batch {self.batch}"] if self.batch else []
        more += ["start"] if self.start else []
        return " ".join([self.workload, self.framework, self.configuration] + more)


@dataclass
class Place:
    """Where things are: what `setup` has installed, our program, and how long to measure."""
    home: Path
    program: Path
    windows: int = 5
    seconds: float = 0.4
    minutes: float = float("inf")  # after which no block of measurements is begun
    prefix: list = field(default_factory=list)

    @property
    def data(self):
        return self.home / "data"

    def python(self, framework):
        return self.home / ENVIRONMENTS[framework][0] / "bin" / "python"

    def binary(self, framework):
        return self.home / "bin" / f"peer-{framework}"

    def command(self, m):
        """The command line of a measurement; that of a start prints the time of day first."""
        clock = ["sh", "-c", 'date +%s.%N; exec "$@"', "sh"] if m.start else []
        return self.prefix + clock + (self.our_command(m) if m.framework == OURS else self.their_command(m))

    def their_command(self, m):
        if m.framework in RUST:
            return [str(self.binary(m.framework)), m.workload]
        script = "pipeline.py" if m.workload in PICTURES else "bench.py"
        return [str(self.python(m.framework)), str(HERE / "peers/python" / script), m.framework, m.configuration, m.workload]

    def our_command(self, m):
        reads = m.workload in PICTURES
        pictures = self.data / (m.workload if reads else "ours")
        name = "P1" if reads else m.workload
        line = [str(self.program), "start" if m.start else "measure", name, "--threads", str(m.threads)]
        line += ["--data-dir", str(PROJECT / "data"), "--pictures", str(pictures)]
        line += ["--batch", str(m.batch)] if m.batch else []
        return line if m.start else line + ["--windows", str(self.windows), "--seconds", str(self.seconds)]

    def environment(self, m):
        """What a measurement adds to the environment."""
        threads = str(m.threads)
        added = {"PEERS_DATA": str(self.data), "PEERS_THREADS": threads, "PEERS_WINDOWS": str(self.windows),
                 "PEERS_SECONDS": str(self.seconds), "RAYON_NUM_THREADS": threads, "OMP_NUM_THREADS": threads,
                 "MATMUL_NUM_THREADS": threads}
        if m.framework == OURS:
            return {}
        if m.batch:
            added["PEERS_BATCH"] = str(m.batch)
        if m.start:
            added["PEERS_START"] = "1"
        return added | (HEAP if "heap" in m.configuration.split("+") else {})
