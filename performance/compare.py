#!/usr/bin/env python3
"""Compares our engine with other frameworks: runs ours and theirs in turn and writes the table. See README.md."""
import argparse
import json
import signal
import sys
from pathlib import Path

from comparison import install, rounds, table
from comparison.contestants import FRAMEWORKS, HERE, PROJECT, WORKLOADS, Place

PARTS = WORKLOADS + ["start", "threads", "batch"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (("setup", "install the frameworks into --home, and build our program"),
                       ("run", "measure, and write the results and the table"),
                       ("table", "write the table from the results")):
        add_flags(commands.add_parser(name, help=what), name)
    return parser.parse_args()


def add_flags(command, name):
    command.add_argument("--results", type=Path, default=HERE / "results/comparison.json")
    if name == "table":
        return
    command.add_argument("--home", type=Path, default=PROJECT / "target/peers", help="folder of what setup installs")
    command.add_argument("--program", type=Path, default=PROJECT / "target/debug/performance", help="our program")
    command.add_argument("--frameworks", nargs="+", choices=FRAMEWORKS, default=list(FRAMEWORKS))
    if name == "setup":
        command.add_argument("--jobs", type=int, default=2, help="compilers at the same time")
        return
    command.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    command.add_argument("--rounds", type=int, default=2)
    command.add_argument("--windows", type=int, default=3, help="windows of time in a run")
    command.add_argument("--seconds", type=float, default=0.2, help="seconds in a window")
    command.add_argument("--minutes", type=float, default=float("inf"), help="begin nothing new after so many")
    command.add_argument("--fresh", action="store_true", help="begin anew, whatever results there are")
    command.add_argument("--prefix", default="", help="a command to run each measurement with, such as 'nice -n -20'")


def write_table(results):
    path = results.with_suffix(".md")
    path.write_text(table.markdown(json.loads(results.read_text())))
    print(path)


def main():
    flags = arguments()
    # However it is stopped: the measurement that runs is ended too, and the table is written.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if flags.command == "table":
        return write_table(flags.results)
    place = Place(flags.home.resolve(), flags.program.resolve())
    if flags.command == "setup":
        missing = install.setup(place, flags.frameworks, flags.jobs)
        return f"could not be installed: {', '.join(missing)}" if missing else None
    if not place.program.exists() or not place.data.exists():
        return f"{place.program} or {place.data} is missing: run `compare.py setup` first"
    place.windows, place.seconds, place.minutes = flags.windows, flags.seconds, flags.minutes
    place.prefix = flags.prefix.split()
    results = rounds.Results(flags.results, flags.fresh)
    try:
        rounds.run(results, place, flags.rounds, flags.only, flags.frameworks)
    finally:
        if results.path.exists():
            write_table(results.path)
    return None


if __name__ == "__main__":
    sys.exit(main())
