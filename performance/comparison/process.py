"""Runs one process alone, and notes how much the computer was used by others meanwhile."""
import contextlib
import json
import os
import re
import signal
import subprocess
import tempfile
import time

TIMEOUT = 150.0


class Failed(Exception):
    """A process that ended badly, or printed no result."""


def busy_seconds():
    """Processor time that this computer has spent on anything, or None where the system does not tell."""
    with contextlib.suppress(OSError):
        with open("/proc/stat") as stat:
            ticks = [int(word) for word in stat.readline().split()[1:9]]
        return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")  # neither idle nor waiting for a disk
    return None


def spent_by_children():
    times = os.times()
    return times.children_user + times.children_system


def run(command, environment):
    """The standard output of a command, when it ended, and the share of the computer, 0 to 1, that others used in its time."""
    busy, spent, begin = busy_seconds(), spent_by_children(), time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=errors,
                                       stdin=subprocess.DEVNULL, start_new_session=True)
        except OSError as error:
            raise Failed(f"{without_folders(command[0])}: {error.strerror}") from error
        try:
            out, _ = process.communicate(timeout=TIMEOUT)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise Failed(f"no result within {TIMEOUT:.0f} s") from error
            raise
        errors.seek(0)
        if process.returncode:
            raise Failed(reason(process.returncode, errors.read().decode(errors="replace")))
    end, seconds, others = time.time(), time.perf_counter() - begin, 0.0
    if busy is not None:
        others = (busy_seconds() - busy - (spent_by_children() - spent)) / (seconds * os.cpu_count())
    return out.decode(), end, max(0.0, others)


def reason(code, errors):
    """Why a process failed, in one line."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    told = [line for line in lines if re.search(r"error|panicked|expected", line, re.IGNORECASE)]
    return without_folders(f"exit code {code}: {(told or lines or ['no message'])[-1]}")[:200]


def without_folders(text):
    """The results are published: where things are on this computer does not belong there."""
    return re.sub(r"(/[^/\s:'\"]+)*/(?=[^/\s])", "", text)


def measure(measurement, place):
    """What the process of a measurement reports, as a dictionary; `{"failed": why}` if it did not come to that."""
    try:
        out, end, others = run(place.command(measurement), place.environment(measurement))
        if measurement.start:
            times = re.fullmatch(r"([\d.]+)\n(?:.*\n)*FIRST ([\d.]+)\n(?:.*\n)*", out)
            if not times:
                raise Failed("it printed no time")
            start, first = map(float, times.groups())
            result = {"to_first_step_s": first - start, "whole_process_s": end - start}
        else:
            result = json.loads(out.splitlines()[-1])
    except (Failed, ValueError, IndexError) as error:
        return {"failed": str(error)}
    # A prefix may have waited for its turn, in which others did what they liked.
    return result if place.prefix else result | {"others": round(others, 4)}
