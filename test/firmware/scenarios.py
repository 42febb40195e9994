#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a firmware image in QEMU through test/scenario/scenarios.json against the simulator."""

import sys

sys.dont_write_bytecode = True  # leave the source tree clean

import argparse
import contextlib
import json
import pathlib
import tempfile
from typing import Iterator

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "test" / "scenario"), str(ROOT / "tools" / "lib" / "firmware")]

import judge
from boards import BOARDS
from client_firmware import FirmwareClient
from client_posix import ClientError, load_exact
from simulator import Simulator, SimulatorError, temporary_credentials


class Report:
    """One line a scenario, and the sums."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0
        self.skipped = 0

    def note(self, name: str, faults: list[str]) -> None:
        """Prints the verdict on one scenario."""
        print(f"{'FAIL' if faults else 'ok  '} {name}", flush=True)
        for fault in faults:
            print("     " + fault.replace("\n", "\n     "), flush=True)
        self.passed += not faults
        self.failed += bool(faults)


def load(path: pathlib.Path) -> dict:
    """A list whose numbers keep their text."""
    return load_exact(path.read_text(encoding="utf-8"))


@contextlib.contextmanager
def started(cache: pathlib.Path, wanted) -> Iterator[Simulator]:
    """A simulator as the list wants it."""
    options = wanted["options"] if isinstance(wanted, dict) else wanted
    temporary = isinstance(wanted, dict) and wanted.get("credentials") == "temporary"
    with tempfile.TemporaryDirectory() as folder:
        with Simulator(
            ROOT / "tools" / "simulator",
            pathlib.Path(folder),
            [str(option) for option in options],
            cache,
            temporary_credentials() if temporary else None,
        ) as simulator:
            yield simulator


def run_scenario(scenario: dict, client, simulator: Simulator, answers: dict) -> list[str]:
    """What is wrong with one scenario's outcome."""
    mark = simulator.play(scenario["playlist"])
    try:
        outcomes = client.run(judge.settings_of(scenario), simulator)
    except ClientError as error:
        return [str(error)]
    return list(judge.faults(scenario, outcomes, simulator, mark, answers))


def run_group(settings, lists: dict, group: dict, exceptions: dict, report: Report) -> None:
    """Runs the scenarios of one group, but those that this port cannot have."""
    client = FirmwareClient(BOARDS[settings.board], settings.image)
    scenarios = [one for entry in group["scenarios"] for one in judge.expand(entry)]
    scenarios = [one for one in scenarios if settings.filter in one["name"]]
    if not scenarios:
        return
    with started(settings.certificate_cache, lists["simulators"][group["simulator"]]) as simulator:
        for scenario in scenarios:
            name = f"{group['name']}: {scenario['name']}"
            if name in exceptions:
                print(f"skip {name}: {exceptions[name]['skip']}", flush=True)
                report.skipped += 1
            else:
                report.note(name, run_scenario(scenario, client, simulator, lists["answers"]))


def parse() -> argparse.Namespace:
    """The command line."""
    command = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    add = command.add_argument
    add("--board", choices=BOARDS, required=True)
    add("--image", type=pathlib.Path, required=True, metavar="ELF")
    add("--group", action="append", metavar="NAME", help="only this group; may be repeated")
    add("--filter", default="", metavar="TEXT", help="only scenarios whose name contains TEXT")
    add(
        "--certificate-cache", type=pathlib.Path, metavar="DIR",
        help="keep the simulator's certificates there, for all runs",
    )
    return command.parse_args()


def main() -> int:
    """Runs the command; returns the exit status."""
    settings = parse()
    lists = load(ROOT / "test" / "scenario" / "scenarios.json")
    exceptions = json.loads((HERE / "exceptions.json").read_text(encoding="utf-8"))["scenarios"]
    groups = {group["name"]: group for group in lists["groups"]}
    chosen = settings.group or list(groups)
    if set(chosen) - set(groups):
        print(f"there is no group {', '.join(set(chosen) - set(groups))}", file=sys.stderr)
        return 2
    report = Report()
    try:
        for name in chosen:
            run_group(settings, lists, groups[name], exceptions, report)
    except (SimulatorError, judge.ListError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{report.passed} passed, {report.failed} failed, {report.skipped} skipped")
    return 1 if report.failed or not report.passed + report.skipped else 0


if __name__ == "__main__":
    sys.exit(main())
