# SPDX-License-Identifier: Apache-2.0
"""Runs a firmware image in QEMU against the simulator and shows its console; for tools/firmware."""

import sys

sys.dont_write_bytecode = True  # leave the source tree clean

import argparse
import contextlib
import configparser
import functools
import pathlib
import subprocess
import tempfile
import time
from typing import Optional

import settings
import view
from boards import BOARDS, Board
from machine import HOST_ADDRESS, Machine, MachineError, pairs
from services import NameServer

ROOT = pathlib.Path(__file__).resolve().parents[3]
START_SECONDS = 120
PANEL_COLUMNS = range(8, 65, 8)  # whole modules, as many as the firmware has memory for
INSTRUCTIONS = {
    "connect": "TCP and TLS handshake",
    "sign": "signing",
    "write": "writing the request, without TLS",
    "send": "TLS of the request",
    "receive": "TLS of the answer",
    "close": "closing",
    "read": "parsing the answer",
    "longest": "the longest step of all",
}


@contextlib.contextmanager
def simulator(folder: pathlib.Path, options: list[str]):
    """The state folder of a running simulator."""
    state = folder / "state"
    command = [sys.executable, "-B", str(ROOT / "tools" / "simulator"), "--state-dir", str(state)]
    command += ["--exit-with-parent", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + START_SECONDS
            while not (state / "ready").exists():
                if process.poll() is not None or time.monotonic() > end:
                    raise MachineError("the simulator did not start")
                time.sleep(0.05)
            yield state
        finally:
            process.terminate()


def page(state: pathlib.Path, names: NameServer, options: argparse.Namespace) -> dict:
    """Settings that reach the simulator, with its throw-away key."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(state / "credentials", encoding="utf-8")
    return {
        "connect_port": int((state / "port").read_text()),
        "secret_id": parser["default"]["secret_id"],
        "secret_key": parser["default"]["secret_key"],
        "trust_anchors": settings.certificates((state / "ca.pem").read_text(encoding="ascii")),
        "dns_address": HOST_ADDRESS,
        "dns_port": names.port,
        "calls": options.calls,
        "interval_ms": options.interval_ms,
        "panel_columns": options.panel,
        "measure": int(options.measure),
    }


def show_cost(lines: list[str], tick_instructions: int) -> None:
    """A table of instructions, a column a call."""
    costs = [pairs(line) for line in lines if line.startswith("cost ")]
    for name, text in INSTRUCTIONS.items():
        counts = (f"{int(cost[name]) * tick_instructions:>12,}" for cost in costs)
        print(f"{text:<34}{''.join(counts)}")


@contextlib.contextmanager
def console(folder: pathlib.Path, columns: Optional[int]):
    """What shows a line of the console; panel-view draws those that tell of a panel."""
    if not columns:
        yield functools.partial(print, flush=True)
        return
    live = ["--live"] if sys.stdout.isatty() else []
    command = [view.build(folder), *live]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, bufsize=1) as viewer:
        yield lambda line: print(line, file=viewer.stdin, flush=True)


def run(board: Board, options: argparse.Namespace, wanted: list[str]) -> tuple[int, list[str]]:
    """Exit status and console of a run against a simulator with these options."""
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        state = stack.enter_context(simulator(folder, wanted))
        names = stack.enter_context(NameServer(HOST_ADDRESS))
        echo = stack.enter_context(console(folder, options.panel))
        machine = stack.enter_context(Machine(
            board, options.image, page(state, names, options), counted=options.measure, echo=echo
        ))
        return machine.finish()


def parse() -> argparse.Namespace:
    """The command line."""
    command = argparse.ArgumentParser(prog="tools/firmware run BOARD", allow_abbrev=False)
    add = command.add_argument
    add("--board", choices=BOARDS, required=True, help=argparse.SUPPRESS)
    add("--image", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    add("--measure", action="store_true", help=argparse.SUPPRESS)
    add("--calls", type=int, default=2, metavar="N", help="end after N calls (default: 2)")
    add("--interval-ms", type=int, default=1000, metavar="N", help="between calls (default: 1000)")
    add("--panel", type=int, choices=PANEL_COLUMNS, metavar="COLUMNS",
        help="also draw the LED panel, 8, 16, 24 ... 64 columns wide")
    add("--scenario", default="ok", metavar="LIST", help="what the simulator plays (default: ok)")
    add("--chain", default="rsa4096", help="keys of its certificates (default: rsa4096)")
    return command.parse_args()


def main() -> int:
    """Runs the command; returns the firmware's exit status."""
    options = parse()
    board = BOARDS[options.board]
    wanted = ["--rate-limit", "0", "--scenario", options.scenario, "--chain", options.chain]
    wanted += ["--certificate-cache", str(ROOT / "build" / "firmware" / "certificates")]
    try:
        status, lines = run(board, options, wanted)
    except MachineError as error:
        print(error, file=sys.stderr)
        return 1
    if options.measure:
        print("\ninstructions, a column a call:")
        show_cost(lines, board.tick_instructions)
    return status


if __name__ == "__main__":
    sys.exit(main())
