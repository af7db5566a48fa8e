"""`compare.py setup`: the frameworks, their data, our program. Every command is printed before it runs; nothing is installed
outside of the home folder that was named."""
import gzip
import os
import shlex
import shutil
import subprocess
import sys

from .contestants import ENVIRONMENTS, HERE, PROJECT, RUST


def say_and_run(command, **more):
    print("$", " ".join(shlex.quote(str(word)) for word in command), flush=True)
    try:
        return subprocess.run(command, **more).returncode == 0
    except OSError as error:
        print(error, flush=True)
        return False


def setup(place, frameworks, jobs):
    """Installs what is missing; returns the names of what could not be installed."""
    place.home.mkdir(parents=True, exist_ok=True)
    missing = [] if build_ours(place) else ["ours"]
    missing += [name for name in frameworks if name in ENVIRONMENTS and not install_python(place, name)]
    missing += [name for name in frameworks if name in RUST and not build_rust(place, name, jobs)]
    unpack_data(place)
    return missing + ([] if make_pictures(place) else ["the pictures of P1"])


def build_ours(place):
    return say_and_run(["cargo", "build", "-p", "performance"], cwd=PROJECT)


def install_python(place, name):
    folder, packages = ENVIRONMENTS[name]
    python = place.python(name)
    if not python.exists() and not say_and_run([sys.executable, "-m", "venv", place.home / folder]):
        return False
    script = HERE / "peers/python" / ("pipeline.py" if name in ("opencv", "pillow") else "bench.py")
    if subprocess.run([python, script, name, "version"], capture_output=True).returncode == 0:
        return True
    return say_and_run([python, "-m", "pip", "install", "--quiet", *packages])


def build_rust(place, name, jobs):
    """An optimised program for this processor."""
    target = place.home / "rust-target"
    environment = os.environ | {"CARGO_TARGET_DIR": str(target), "RUSTFLAGS": "-C target-cpu=native"}
    command = ["cargo", "build", "--release", "--locked", "-j", str(jobs), "-p", f"peer-{name}"]
    if not say_and_run(command, cwd=HERE / "peers/rust", env=environment):
        return False
    place.binary(name).parent.mkdir(exist_ok=True)
    shutil.copy2(target / "release" / f"peer-{name}", place.binary(name))
    return True


def unpack_data(place):
    """The files of both data sets without compression, as others read them fastest."""
    for name in ("mnist", "fashion_mnist"):
        (place.data / name).mkdir(parents=True, exist_ok=True)
        for packed in sorted((PROJECT / "data" / name).glob("*.gz")):
            (place.data / name / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))


def make_pictures(place):
    """P1b's by our program; P1's are the same, written by OpenCV."""
    ours, theirs = place.data / "P1b", place.data / "P1"
    rewrite = [place.python("opencv"), HERE / "peers/python/pictures.py", ours]
    return made(ours, [place.program, "pictures"]) and made(theirs, rewrite)


def made(folder, command):
    """Has `command` fill a folder, unless it is there; what is not complete never gets the folder's name."""
    if folder.exists():
        return True
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    if not say_and_run([*command, new]):
        return False
    new.rename(folder)
    return True
