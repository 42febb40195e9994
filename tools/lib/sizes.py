# SPDX-License-Identifier: Apache-2.0
"""The core's sizes with their ranges, as Kconfig gives them and core/include/tc3/config.h checks them.

Usage: python3 tools/lib/sizes.py smallest|largest|check

smallest, largest: print compiler options that set every size of memory to that end of its range.
check: compile the header with each end of each range, and with the values just beyond.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = ROOT / "core/include/tc3/config.h"
RANGE = re.compile(r"^ +config (TC3_\w+)\n(?: +\w.*\n)*? +range (\d+) (\d+)$", re.MULTILINE)


def ranges():
    """Name, least and greatest value of each size that the header has."""
    known = set(re.findall(r"^#define (TC3_\w+) ", HEADER.read_text(), re.MULTILINE))
    found = [(name, int(least), int(greatest))
             for name, least, greatest in RANGE.findall((ROOT / "Kconfig").read_text())
             if name in known]
    missing = known - {name for name, _, _ in found}
    if missing:
        sys.exit(f"sizes: Kconfig gives no range for {', '.join(sorted(missing))}")
    return found


def compiles(name, value):
    return subprocess.run(["gcc", "-std=c99", "-fsyntax-only", "-x", "c", f"-D{name}={value}", HEADER],
                          stderr=subprocess.DEVNULL, check=False).returncode == 0


def check():
    """Exit status 1 if the header takes other values than Kconfig."""
    wrong = 0
    for name, least, greatest in ranges():
        for value, expected in ((least - 1, False), (least, True), (greatest, True), (greatest + 1, False)):
            if compiles(name, value) != expected:
                print(f"sizes: {name}={value}: config.h {'refuses' if expected else 'takes'} it, "
                      f"Kconfig has {least} to {greatest}")
                wrong = 1
    return wrong


def main():
    if sys.argv[1:] == ["check"]:
        return check()
    if sys.argv[1:] not in (["smallest"], ["largest"]):
        sys.exit(__doc__)
    end = 1 if sys.argv[1] == "smallest" else 2
    print(*(f"-D{size[0]}={size[end]}" for size in ranges() if "_DEFAULT_" not in size[0]))
    return 0


sys.exit(main())
