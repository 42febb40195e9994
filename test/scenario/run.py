#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a client through scenarios.json against the simulator: tc3-quota, which goes through
commands.json as well, or a firmware image in QEMU."""

import sys

sys.dont_write_bytecode = True  # leave the source tree clean

import argparse
import contextlib
import pathlib
import signal
import socket
import tempfile
from typing import Iterator, Optional

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tools" / "lib"))

import commands
import judge
from client import ClientError, load_exact
from client_posix import PosixClient
from simulator import Mark, Simulator, SimulatorError, temporary_credentials

FIRMWARE = (ROOT / "test" / "firmware", ROOT / "tools" / "lib" / "firmware")
EXIT_SKIPPED = 77  # nothing could be run here; CTest's SKIP_RETURN_CODE


def load(name: str) -> dict:
    """One of the lists beside this file."""
    return load_exact((HERE / name).read_text(encoding="utf-8"))


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

    def skip(self, name: str, reason: str) -> None:
        """Prints that a scenario, or a whole group, cannot be run."""
        print(f"skip {name}: {reason}", flush=True)
        self.skipped += 1

    def finish(self) -> int:
        """Prints the sums; returns the exit status."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{skipped}")
        if self.skipped and not self.passed and not self.failed:
            return EXIT_SKIPPED
        return 1 if self.failed or not self.passed else 0


def has_ipv6() -> bool:
    """Whether this machine has the loopback address ::1."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@contextlib.contextmanager
def started(settings: argparse.Namespace, wanted: dict) -> Iterator[Simulator]:
    """A simulator as the list wants it."""
    credentials = temporary_credentials() if wanted.get("credentials") == "temporary" else None
    with tempfile.TemporaryDirectory() as folder:
        with Simulator(
            settings.simulator,
            pathlib.Path(folder),
            [str(option) for option in wanted["options"]],
            settings.certificate_cache,
            credentials,
        ) as simulator:
            yield simulator


def client_of(settings: argparse.Namespace):
    """The client to test: it has run(settings, simulator) -> list[Outcome], `printed`, all that its
    latest run printed, and `exceptions`, the scenarios that it cannot have, each with the reason."""
    if settings.board is None:
        return PosixClient(settings.tool)
    sys.path[:0] = [str(folder) for folder in FIRMWARE]
    from client_firmware import FirmwareClient

    return FirmwareClient(settings.board, settings.tool)


def run_scenario(
    scenario: dict, client, simulator: Simulator, mark: Mark, answers: dict
) -> list[str]:
    """What is wrong with one scenario's outcome."""
    try:
        outcomes = client.run(judge.settings_of(scenario), simulator)
    except ClientError as error:
        return [str(error)]
    faults = list(judge.faults(scenario, outcomes, simulator, mark, answers))
    return [*faults, client.printed] if faults else []


def possible(client, group: dict, scenarios: list[dict], report: Report) -> list[dict]:
    """The scenarios that this client can have."""
    found = []
    for scenario in scenarios:
        name = f"{group['name']}: {scenario['name']}"
        if name in client.exceptions:
            report.skip(name, client.exceptions[name])
        else:
            found.append(scenario)
    return found


def run_scenario_group(settings, client, lists: dict, group: dict, report: Report) -> None:
    """Runs the scenarios of one group."""
    scenarios = [one for entry in group["scenarios"] for one in judge.expand(entry)]
    scenarios = [one for one in scenarios if settings.filter in one["name"]]
    scenarios = possible(client, group, scenarios, report)
    if not scenarios:
        return
    wanted = lists["simulators"][group["simulator"]]
    if wanted.get("needs") == "ipv6" and not has_ipv6():
        report.skip(group["name"], "this machine has no ::1")
        return
    with started(settings, wanted) as simulator:
        for scenario in scenarios:
            mark = simulator.play(scenario["playlist"])
            faults = run_scenario(scenario, client, simulator, mark, lists["answers"])
            if faults:
                faults.append(simulator.seen(mark))
            report.note(f"{group['name']}: {scenario['name']}", faults)


def run_command_group(settings, name: str, report: Report) -> None:
    """Runs the cases of one group of the command line."""
    with started(settings, {"options": ["--rate-limit", "0"]}) as simulator:
        for title, case in commands.cases(load("commands.json"), name):
            if settings.filter in title:
                faults = commands.faults(case, settings.tool, simulator)
                report.note(f"{name}: {title}", faults)


def parse(arguments: Optional[list[str]] = None) -> argparse.Namespace:
    """The command line."""
    command = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    add = command.add_argument
    add("--tool", type=pathlib.Path, metavar="PATH", help="the program to test")
    add("--board", metavar="BOARD", help="it is a firmware image for this board of QEMU's")
    add(
        "--simulator", type=pathlib.Path, metavar="DIR",
        default=ROOT / "tools" / "simulator", help="default: tools/simulator",
    )
    add("--group", action="append", metavar="NAME", help="only this group; may be repeated")
    add("--filter", default="", metavar="TEXT", help="only scenarios whose name contains TEXT")
    add(
        "--certificate-cache", type=pathlib.Path, metavar="DIR",
        help="keep the simulator's certificates there, for all runs",
    )
    add("--list-groups", action="store_true", help="print the groups and exit")
    settings = command.parse_args(arguments)
    if not settings.list_groups:
        if settings.tool is None or not settings.tool.is_file():
            command.error("give the program to test with --tool PATH")
        settings.tool = settings.tool.resolve()
    return settings


def heed_signals() -> None:
    """The background jobs of a script ignore SIGINT and SIGQUIT, and so would the clients that are
    started here and sent these signals."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def main() -> int:
    """Runs the command; returns the exit status."""
    heed_signals()
    settings = parse()
    lists = load("scenarios.json")
    groups = {group["name"]: group for group in lists["groups"]}
    names = [*groups, *(commands.GROUPS if settings.board is None else ())]
    if settings.list_groups:
        print("\n".join(names))
        return 0
    chosen = settings.group or names
    if set(chosen) - set(names):
        print(f"run.py: there is no group {', '.join(set(chosen) - set(names))}", file=sys.stderr)
        return 2
    report = Report()
    try:
        client = client_of(settings)
        for name in chosen:
            if name in groups:
                run_scenario_group(settings, client, lists, groups[name], report)
            else:
                run_command_group(settings, name, report)
    except (ClientError, SimulatorError, judge.ListError) as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
