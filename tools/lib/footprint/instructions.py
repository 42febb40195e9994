# SPDX-License-Identifier: Apache-2.0
"""Counts instructions on the host with callgrind: repeatable, unlike times."""

import re

from toolchain import HERE, ROOT, includes, run

COUNT = re.compile(r"^(?:summary|totals): (\d+)", re.MULTILINE)


def count(directory, jsmn, argument, function):
    """(instructions inside `function`, the number that the program printed)."""
    program = directory / "bench"
    if not program.exists():
        directory.mkdir(parents=True, exist_ok=True)
        run(["gcc", "-std=gnu99", "-O2", "-static", *includes(jsmn), HERE / "bench.c",
             *sorted((ROOT / "core").glob("*.c")), "-o", program])
    output = directory / f"callgrind.{argument}"
    printed = run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}",
                   f"--toggle-collect={function}*", program, argument])
    return int(COUNT.search(output.read_text()).group(1)), int(printed)
