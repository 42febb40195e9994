# SPDX-License-Identifier: Apache-2.0
"""Builds panel-view for this machine: it draws what a console tells of the LED panel."""

import os
import pathlib
import subprocess

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples"
PANEL = EXAMPLES / "panel"
SHARED = ("canvas.c", "digits.c", "line.c", "line_parts.c")  # what it has in common with a firmware


def build(folder: pathlib.Path) -> pathlib.Path:
    """The program, made in `folder`."""
    program = folder / "panel-view"
    sources = [*sorted((PANEL / "model").glob("*.c")), *(PANEL / name for name in SHARED)]
    compiler = os.environ.get("CC", "cc").split()
    subprocess.run(
        [*compiler, "-std=c99", "-O1", "-I", EXAMPLES, "-o", program, *sources], check=True
    )
    return program
