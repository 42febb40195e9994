# SPDX-License-Identifier: Apache-2.0
"""The firmware's memory functions, compiled for this host and called directly."""

import ctypes
import pathlib
import random
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "examples" / "firmware" / "runtime"
SIZE = 64
SEED = 7
OPTIONS = ("-O2", "-std=gnu99", "-fno-builtin", "-fno-tree-loop-distribute-patterns")
SHARED = ("-shared", "-fPIC")
NAMES = ("memcpy", "memmove", "memset", "memcmp")


def compiled(test, sources, *options):
    """A library of these sources, as long as the test runs."""
    folder = tempfile.TemporaryDirectory()
    test.addClassCleanup(folder.cleanup)
    library = pathlib.Path(folder.name) / "library.so"
    command = ["cc", *OPTIONS, *SHARED, *options, "-o", str(library), *map(str, sources)]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(library))


class Memory(unittest.TestCase):
    """memcpy, memmove, memset and memcmp at every alignment."""

    @classmethod
    def setUpClass(cls):
        renamed = [f"-D{name}=firmware_{name}" for name in NAMES]
        cls.library = compiled(cls, [RUNTIME / "memory.c"], *renamed)

    def setUp(self):
        random.seed(SEED)
        self.bytes = bytearray(random.randbytes(SIZE))
        self.buffer = (ctypes.c_char * SIZE).from_buffer(self.bytes)
        self.start = ctypes.addressof(self.buffer)

    def call(self, name, *arguments):
        """The pointer that a function returns."""
        function = self.library[f"firmware_{name}"]
        function.restype = ctypes.c_void_p
        return function(*arguments)

    def check_copy(self, name, target, source, length):
        """Copy within the buffer, and compare with what Python makes of it."""
        expected = bytearray(self.bytes)
        expected[target : target + length] = self.bytes[source : source + length]
        returned = self.call(
            name, ctypes.c_void_p(self.start + target), ctypes.c_void_p(self.start + source),
            ctypes.c_size_t(length),
        )
        self.assertEqual((returned, self.bytes), (self.start + target, expected))

    def test_memmove_with_every_overlap(self):
        for target in range(20):
            for source in range(20):
                for length in range(24):
                    self.check_copy("memmove", target, source, length)

    def test_memcpy_at_every_alignment(self):
        for target in range(8):
            for source in range(32, 40):
                for length in range(20):
                    self.check_copy("memcpy", target, source, length)

    def test_memset_at_every_alignment(self):
        for place in range(8):
            for length in range(20):
                for value in (0, 0x5A, 0x1FF):
                    expected = bytearray(self.bytes)
                    expected[place : place + length] = bytes([value & 0xFF]) * length
                    target = ctypes.c_void_p(self.start + place)
                    self.call("memset", target, value, ctypes.c_size_t(length))
                    self.assertEqual(self.bytes, expected)

    def test_memcmp_compares_unsigned_bytes(self):
        compare = self.library.firmware_memcmp
        self.assertEqual(compare(b"abcd", b"abcd", ctypes.c_size_t(4)), 0)
        self.assertEqual(compare(b"abcd", b"abce", ctypes.c_size_t(3)), 0)
        self.assertLess(compare(b"ab\x7f", b"ab\x80", ctypes.c_size_t(3)), 0)
        self.assertGreater(compare(b"\xff", b"\x00", ctypes.c_size_t(1)), 0)


if __name__ == "__main__":
    unittest.main()
