#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails if a firmware image holds a heap, the printf family, or floating-point arithmetic.

Reads the linked image with nm: what the linker dropped does not count, what it kept does.
"""

import re
import subprocess
import sys

FORBIDDEN = {
    "a heap": re.compile(
        r"_?(malloc|calloc|realloc|reallocarray|free|aligned_alloc|memalign|sbrk|brk|strdup|strndup)"
        r"(_r)?|_+(malloc|calloc|realloc|free|sbrk)\w*"
    ),
    "the C library's input or output": re.compile(
        r"_*\w*(printf|scanf)(_\w+)?|f?put(s|c|char)|fwrite|fread|fopen"
    ),
    "floating-point arithmetic": re.compile(
        r"__aeabi_(c?[df](add|sub|rsub|mul|div|neg|r?cmp\w*|2\w+)|u?[il]2[df]|ul2[df]|ui2[df]|[hf]2\w+)"
        r"|__(add|sub|mul|div|neg|pow[is]\w?)[sdtx]f[23]?|__(eq|ne|lt|le|gt|ge|unord|cmp)[sdt]f2"
        r"|__(mul|div)[sdtx]c3|__(fix|fixuns)[sdtx]f[sdt]i|__(float|floatun)[sdt]i[sdtx]f"
        r"|__(extend|trunc)[hsdtx]f[hsdtx]f2"
        r"|strto(d|f|ld)|atof|_dtoa\w*|__d_\w+"
    ),
}
OWN = {"tc3_mbedtls_snprintf"}  # refuses, and formats nothing
PROOF = {"main", "tc3_client_step", "mbedtls_ssl_handshake", "tcp_input"}  # of a whole firmware


def symbols(tool: str, image: str) -> set[str]:
    """The names of all symbols in the image."""
    command = [tool, "--format=posix", image]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {line.split(" ", 1)[0] for line in done.stdout.splitlines() if line}


def faults(names: set[str]) -> list[str]:
    """What is wrong with an image of these symbols."""
    found = [f"{name} is missing: this is no whole firmware" for name in sorted(PROOF - names)]
    for name in sorted(names - OWN):
        found += [f"{name}: {what}" for what, shape in FORBIDDEN.items() if shape.fullmatch(name)]
    return found


def main() -> int:
    """Runs the command; returns the exit status."""
    if len(sys.argv) != 3:
        print("usage: forbidden_symbols.py NM IMAGE", file=sys.stderr)
        return 2
    names = symbols(sys.argv[1], sys.argv[2])
    found = faults(names)
    print("\n".join(found) if found else f"none of {len(names)} symbols is forbidden")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
