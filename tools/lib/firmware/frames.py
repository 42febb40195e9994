# SPDX-License-Identifier: Apache-2.0
"""Reads a capture of QEMU's: where did the guest send to?"""

import pathlib
import socket
import struct

ETHERTYPE_IPV4 = 0x0800
ETHERTYPE_ARP = 0x0806


def destinations(capture: pathlib.Path, address: bytes) -> set[str]:
    """IPv4 addresses that frames from the MAC `address` went to, and other protocols by number."""
    found = set()
    with capture.open("rb") as stream:
        if len(stream.read(24)) < 24:
            return found
        while len(head := stream.read(16)) == 16:
            size = struct.unpack("<IIII", head)[2]
            frame = stream.read(size)
            if len(frame) < size:  # QEMU ended while it wrote this one
                break
            if frame[6:12] == address:
                found.add(_destination(frame))
    return found


def _destination(frame: bytes) -> str:
    kind = int.from_bytes(frame[12:14], "big")
    if kind == ETHERTYPE_IPV4:
        return socket.inet_ntoa(frame[30:34])
    if kind == ETHERTYPE_ARP:
        return socket.inet_ntoa(frame[38:42])
    return f"ethertype {kind:#06x}"
