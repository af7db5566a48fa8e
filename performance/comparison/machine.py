"""What the figures belong to: the computer, and the versions of everything."""
import os
import platform
import re
import subprocess
import tomllib
from pathlib import Path

from .contestants import ENVIRONMENTS, HERE, PROJECT, RUST


def describe():
    """Processor, cores, memory and system."""
    processor, flags = platform.processor() or platform.machine(), ""
    info = Path("/proc/cpuinfo")
    if info.exists():
        text = info.read_text()
        found = re.search(r"^model name\s*:\s*(.*)$", text, re.MULTILINE)
        processor = found.group(1) if found else processor
        family = [re.search(rf"^{word}\s*:\s*(\d+)$", text, re.MULTILINE) for word in ("cpu family", "model")]
        if all(family):  # cloud computers often hide the name of the model
            processor += f", family {family[0].group(1)}, model {family[1].group(1)}"
        found = re.search(r"^flags\s*:(.*)$", text, re.MULTILINE)
        flags = found.group(1) if found else ""
    widest = next((name for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2")) if flag in flags.split()), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": processor, "vectors": widest, "cores": os.cpu_count(), "memory_gib": round(memory, 1),
            "system": " ".join([platform.system(), *re.findall(r"^\d+\.\d+", platform.release())])}


def first_line(command, **more):
    try:
        out = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, **more).stdout
        return out.strip().splitlines()[-1]
    except (OSError, subprocess.SubprocessError, IndexError):
        return None


def versions(place, frameworks):
    """The version of each framework, of the compiler, and the commit of ours."""
    found = {"ours": first_line(["git", "describe", "--always", "--dirty"], cwd=PROJECT),
             "rustc": first_line(["rustc", "--version"])}
    for name in frameworks:
        if name in ENVIRONMENTS:
            script = "pipeline.py" if name in ("opencv", "pillow") else "bench.py"
            found[name] = first_line([str(place.python(name)), str(HERE / "peers/python" / script), name, "version"])
        elif name in RUST:
            found[name] = rust_version(name)
    return found


def rust_version(name):
    manifest = tomllib.loads((HERE / f"peers/rust/peer-{name}/Cargo.toml").read_text())
    needed = manifest["dependencies"]
    value = needed.get(name) or needed.get(name + "-core")
    return (value if isinstance(value, str) else value["version"]).lstrip("=")
