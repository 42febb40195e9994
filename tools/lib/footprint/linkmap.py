# SPDX-License-Identifier: Apache-2.0
"""Reads a linker's map: which object contributes how many bytes to which section."""

import re

# " .text.name   0x0000   0x12 path/file.o", the name perhaps alone on the line before.
CONTRIBUTION = re.compile(
    r"^ (\.[\w.$]+|COMMON)(?:\s*\n)?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+(\S+)$", re.MULTILINE)
FLASH = (".text", ".rodata", ".srodata", ".init", ".vectors")
DATA = (".data", ".sdata")
BSS = (".bss", ".sbss", "COMMON")


def kind_of(section):
    """flash, data, bss, or None for what is in no image."""
    for kind, prefixes in (("flash", FLASH), ("data", DATA), ("bss", BSS)):
        if any(section == prefix or section.startswith(prefix + ".") for prefix in prefixes):
            return kind
    return None


def contributions(text):
    """Yields (kind, object path, bytes)."""
    text = text[text.index("Linker script and memory map"):]
    for section, _, size, path in CONTRIBUTION.findall(text):
        kind = kind_of(section)
        if kind and int(size, 16):
            yield kind, path, int(size, 16)


def totals(text, part_of):
    """Bytes by part and kind; part_of says which part an object's path belongs to."""
    result = {}
    for kind, path, size in contributions(text):
        part = result.setdefault(part_of(path), {"flash": 0, "data": 0, "bss": 0})
        part[kind] += size
    return result
