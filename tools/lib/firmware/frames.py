# SPDX-License-Identifier: Apache-2.0
"""Reads a capture of QEMU's: where did the guest send to, and how?"""

import pathlib
import socket
import struct
from typing import Iterator

ETHERTYPE_IPV4 = 0x0800
ETHERTYPE_ARP = 0x0806
ETHERNET_HEADER_SIZE = 14
PROTOCOL_TCP = 6
FIN_OR_RST = 0x05


def frames(capture: pathlib.Path) -> Iterator[bytes]:
    """The frames captured so far, from their Ethernet headers on."""
    with capture.open("rb") as stream:
        if len(stream.read(24)) < 24:
            return
        while len(head := stream.read(16)) == 16:
            size = struct.unpack("<IIII", head)[2]
            frame = stream.read(size)
            if len(frame) < size:  # QEMU is writing this one
                break
            yield frame


def destinations(capture: pathlib.Path, address: bytes) -> set[str]:
    """IPv4 addresses that frames from the MAC `address` went to, and other protocols by number."""
    return {_destination(frame) for frame in frames(capture) if frame[6:12] == address}


def closings(capture: pathlib.Path, address: bytes) -> int:
    """TCP segments with FIN or RST from the MAC `address`."""
    return sum(
        frame[6:12] == address and _is_tcp(frame) and bool(frame[_tcp(frame) + 13] & FIN_OR_RST)
        for frame in frames(capture)
    )


def _is_tcp(frame: bytes) -> bool:
    return int.from_bytes(frame[12:14], "big") == ETHERTYPE_IPV4 and frame[23] == PROTOCOL_TCP


def _tcp(frame: bytes) -> int:
    return ETHERNET_HEADER_SIZE + (frame[14] & 15) * 4


def _destination(frame: bytes) -> str:
    kind = int.from_bytes(frame[12:14], "big")
    if kind == ETHERTYPE_IPV4:
        return socket.inet_ntoa(frame[30:34])
    if kind == ETHERTYPE_ARP:
        return socket.inet_ntoa(frame[38:42])
    return f"ethertype {kind:#06x}"
