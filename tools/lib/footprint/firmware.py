# SPDX-License-Identifier: Apache-2.0
"""What the firmwares cost: bytes by part from the linked image, peaks and instructions from QEMU."""

import re

import linkmap
from toolchain import ROOT, run

BOARDS = [("lm3s6965evb", "Cortex-M3"), ("riscv_virt", "rv32imc")]
# The first pattern that an object's path has says which part it belongs to.
PARTS = [
    ("libtc3_core.a(json_token", "jsmn"),
    ("libtc3_core.a", "core"),
    ("libtc3_mbedtls_library.a", "mbedTLS"),
    ("libtc3_mbedtls.a", "port: mbedTLS"),
    ("libfirmware_lwip.a", "lwIP"),
    ("tc3_lwip", "port: lwIP"),
    ("port/lwip/", "port: lwIP"),
    ("libtc3_panel.a", "panel"),
    ("libc.a", "libc, libgcc"),
    ("libgcc.a", "libc, libgcc"),
    ("application/", "application, board"),
    ("runtime/", "application, board"),
    ("boards/", "application, board"),
]
FIGURE = re.compile(r"(\w+)=(\d+)(?:/(\d+))?")
SECTION = re.compile(r"^(\.\w+) +(\d+) +(\d+)$", re.MULTILINE)
RESERVED = {".arena": "TLS arena", ".stack": "stack"}
COST = re.compile(r"^(\S.*?)  +([\d,]+) +([\d,]+)$", re.MULTILINE)


def part_of(path):
    for pattern, part in PARTS:
        if pattern in path:
            return part
    return "other"


def build(board):
    run([ROOT / "tools/firmware", "build", board])


def build_for_m0plus():
    """An image that no emulated board can run, to see what a CPU without long instructions takes."""
    directory = ROOT / "build/firmware/cortex-m0plus"
    (directory / "CMakeCache.txt").unlink(missing_ok=True)  # it may be of a clone that was moved
    run(["cmake", "-S", ROOT / "examples/firmware", "-B", directory, "-G", "Ninja",
         "-DFIRMWARE_BOARD=mps2_an385", "-DFIRMWARE_CPU=cortex-m0plus",
         "--toolchain", ROOT / "tools/cmake/toolchains/arm-none-eabi.cmake"])
    run(["cmake", "--build", directory])
    return directory.name


def parts(board):
    """Bytes by part and kind. What no object contributes: areas that the linker script reserves."""
    directory = ROOT / "build/firmware" / board
    result = linkmap.totals((directory / "firmware.map").read_text(), part_of)
    for section, size, _ in SECTION.findall(run(["size", "-A", directory / "firmware.elf"])):
        if section in RESERVED:
            result[RESERVED[section]] = {"flash": 0, "data": 0, "bss": int(size)}
    return result


def image_totals(board, arena_peak=0):
    """(flash, RAM that is needed) of the image. The linker gives the arena all RAM that is left, so
    what counts of it is its peak."""
    sections = {name: int(size) for name, size, _ in SECTION.findall(
        run(["size", "-A", ROOT / "build/firmware" / board / "firmware.elf"]))}
    data = sections.get(".data", 0)
    return sections[".text"] + data, data + sections[".bss"] + sections[".stack"] + arena_peak


def peaks(board):
    """{name: (peak, room)} of a run with an RSA-4096 chain, as the firmware reports them."""
    console = run([ROOT / "tools/firmware", "run", board, "--chain", "rsa4096"])
    line = next(line for line in console.splitlines() if line.startswith("memory "))
    return {name: (int(peak), int(room)) for name, peak, room in FIGURE.findall(line) if room}


def costs(board):
    """[(what, instructions of the first call, of the next)], counted by QEMU."""
    console = run([ROOT / "tools/firmware", "measure", board])
    return [(what, first, following) for what, first, following in COST.findall(console)]
