# SPDX-License-Identifier: Apache-2.0
"""Runs a firmware image in QEMU against the simulator and shows its console; for tools/firmware."""

import sys

sys.dont_write_bytecode = True  # leave the source tree clean

import argparse
import contextlib
import functools
import pathlib
import subprocess
import tempfile
from typing import Optional

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "tools" / "lib"))

import settings
import view
from boards import BOARDS, Board
from machine import HOST_ADDRESS, Machine, MachineError, pairs
from services import NameServer
from simulator import Simulator, SimulatorError

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


def page(simulator: Simulator, names: NameServer, options: argparse.Namespace) -> dict:
    """Settings that reach the simulator, with its throw-away key."""
    return {
        "connect_port": simulator.port,
        "secret_id": simulator.credentials.secret_id,
        "secret_key": simulator.credentials.secret_key,
        "trust_anchors": settings.certificates(simulator.certificates.read_text(encoding="ascii")),
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
        simulator = stack.enter_context(Simulator(
            ROOT / "tools" / "simulator", folder, wanted,
            ROOT / "build" / "firmware" / "certificates",
        ))
        names = stack.enter_context(NameServer(HOST_ADDRESS))
        echo = stack.enter_context(console(folder, options.panel))
        machine = stack.enter_context(Machine(
            board, options.image, page(simulator, names, options), counted=options.measure, echo=echo
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
    try:
        status, lines = run(board, options, wanted)
    except (MachineError, SimulatorError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.measure:
        print("\ninstructions, a column a call:")
        show_cost(lines, board.tick_instructions)
    return status


if __name__ == "__main__":
    sys.exit(main())
