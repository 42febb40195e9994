# SPDX-License-Identifier: Apache-2.0
"""The boards of examples/firmware as QEMU emulates them."""

from typing import NamedTuple


class Board(NamedTuple):
    """How to start one."""

    program: str  # QEMU's
    machine: tuple[str, ...]
    network: tuple[str, ...]
    settings_address: int
    tick_instructions: int  # instructions a tick of board_ticks() under -icount shift=0


BOARDS = {
    "lm3s6965evb": Board(
        "qemu-system-arm",
        ("-M", "lm3s6965evb"),
        ("-nic", "user,id=net,model=stellaris"),
        0x0003C000,
        80,  # one a nanosecond, and SysTick runs at 12.5 MHz
    ),
    "mps2_an385": Board(
        "qemu-system-arm",
        ("-M", "mps2-an385"),
        ("-nic", "user,id=net,model=lan9118"),
        0x0003C000,
        40,  # SysTick runs at 25 MHz
    ),
    "riscv_virt": Board(
        "qemu-system-riscv32",
        ("-M", "virt", "-bios", "none", "-m", "16M", "-global", "virtio-mmio.force-legacy=false"),
        ("-netdev", "user,id=net", "-device", "virtio-net-device,netdev=net,id=nic"),
        0x8003C000,
        100,  # the CLINT's timer runs at 10 MHz
    ),
}
