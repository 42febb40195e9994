#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs panel-view, given as the argument, and checks what it draws and writes."""
import os
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

VIEW = ""
PITCH = 16


def frame_line(rows, intensity=4):
    """The line for a picture given as rows of '#' and '.'."""
    bits = "".join(rows).replace("#", "1").replace(".", "0")
    pixels = "".join(f"{int(bits[i:i + 8], 2):02x}" for i in range(0, len(bits), 8))
    return f"panel {len(rows[0])}x8 {intensity} {pixels}\n"


def transfer_line(rows, intensity=4, start=True):
    """The line of the transfers that show a picture, with or without the start sequence."""
    modules = len(rows[0]) // 8
    words = []
    if start:
        words += [f"{word}{value:02x}" * modules for word, value in
                  (("0f", 0), ("09", 0), ("0b", 7), ("0a", intensity), ("0c", 1))]
    for digit, row in enumerate(rows, 1):
        bits = row.replace("#", "1").replace(".", "0")
        words.append("".join(f"{digit:02x}{int(bits[8 * i:8 * i + 8], 2):02x}"
                             for i in range(modules)))
    return f"max7219 {modules} {' '.join(words)}\n"


def picture(columns):
    """A picture without symmetry."""
    return ["".join("#" if (3 * x + 5 * y * y) % 7 < 2 else "." for x in range(columns))
            for y in range(8)]


def run(*options, lines=""):
    result = subprocess.run([VIEW, *options], input=lines.encode(), capture_output=True,
                            timeout=60, check=False)
    result.stdout = result.stdout.decode()
    result.stderr = result.stderr.decode()
    return result


class Image:
    """A PNG file, with each checksum verified."""

    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        self.chunks = []
        pixels = b""
        at = 8
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at:at + 8])
            content = data[at + 8:at + 8 + length]
            (checksum,) = struct.unpack(">I", data[at + 8 + length:at + 12 + length])
            assert zlib.crc32(kind + content) == checksum, kind
            self.chunks.append(kind)
            if kind == b"IHDR":
                self.width, self.height, *self.format = struct.unpack(">IIBBBBB", content)
            if kind == b"IDAT":
                pixels += content
            at += 12 + length
        assert at == len(data)
        self.rows = zlib.decompress(pixels)
        self.stride = 1 + 3 * self.width
        assert len(self.rows) == self.stride * self.height
        assert all(self.rows[y * self.stride] == 0 for y in range(self.height))

    def colour(self, x, y):
        at = y * self.stride + 1 + 3 * x
        return tuple(self.rows[at:at + 3])

    def led(self, column, row, pitch):
        """The colour in the middle of an LED."""
        return self.colour((column + 1) * pitch + pitch // 2, (row + 1) * pitch + pitch // 2)


class PanelViewTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def image_of(self, rows, *options, intensity=4):
        path = self.path("frame.png")
        result = run("--quiet", "--png", path, *options, lines=frame_line(rows, intensity))
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))
        return Image(path)

    def test_an_image_has_the_size_of_the_panel_and_its_margin(self):
        for columns in (8, 32, 64, 256):
            image = self.image_of(picture(columns))
            self.assertEqual(image.width, (columns + 2) * PITCH)
            self.assertEqual(image.height, 10 * PITCH)
            self.assertEqual(image.format, [8, 2, 0, 0, 0])
            self.assertEqual(image.chunks, [b"IHDR", b"IDAT", b"IEND"])

    def test_the_pitch_sets_the_size(self):
        for pitch in (6, 7, 32):
            image = self.image_of(picture(32), "--pitch", str(pitch))
            self.assertEqual((image.width, image.height), (34 * pitch, 10 * pitch))

    def test_lit_leds_are_red_and_unlit_ones_faint(self):
        for pitch in (6, 16, 31):
            rows = picture(32)
            image = self.image_of(rows, "--pitch", str(pitch))
            for y in range(8):
                for x in range(32):
                    red, green, blue = image.led(x, y, pitch)
                    if rows[y][x] == "#":
                        self.assertGreater(red, 150)
                    else:
                        self.assertTrue(20 < red < 140, red)
                    self.assertGreater(red, green)
                    self.assertGreater(red, blue)

    def test_unlit_leds_are_seen_on_a_dark_panel(self):
        image = self.image_of(["." * 32] * 8)
        module = image.colour(PITCH + 1, PITCH + 1)
        self.assertGreater(image.led(3, 3, PITCH)[0], module[0] + 15)

    def test_the_corners_between_leds_are_dark(self):
        image = self.image_of(["#" * 8] + ["." * 8] * 7)
        self.assertLess(image.colour(PITCH + 4, PITCH + 6 * PITCH + 1)[0], 40)

    def test_a_higher_intensity_is_brighter(self):
        rows = ["#" * 8] * 8
        reds = [self.image_of(rows, intensity=level).led(3, 3, PITCH) for level in range(16)]
        sums = [sum(colour) for colour in reds]
        self.assertEqual(sums, sorted(sums))
        self.assertGreater(sums[15], sums[0] + 60)

    def test_the_same_frame_gives_the_same_file(self):
        rows = picture(32)
        first = self.image_of(rows).rows
        self.assertEqual(first, self.image_of(rows).rows)

    def test_frames_are_drawn_in_order_and_other_lines_passed_on(self):
        first, second = picture(32), ["#" * 32] * 8
        lines = "boot\n" + frame_line(first) + "I (42) ready\r\n" + frame_line(second)
        result = run("--style", "ascii", lines=lines)
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stdout, "\n".join(first) + "\n\n" + "\n".join(second) + "\n")
        self.assertEqual(result.stderr, "boot\nI (42) ready\r\n")

    def test_transfers_show_what_the_chips_light(self):
        first, second = picture(32), ["#" * 32] * 8
        lines = transfer_line(first) + "log\n" + transfer_line(second, start=False)
        result = run("--style", "ascii", lines=lines)
        self.assertEqual((result.returncode, result.stderr), (0, "log\n"))
        self.assertEqual(result.stdout, "\n".join(first) + "\n\n" + "\n".join(second) + "\n")

    def test_chips_that_were_not_started_stay_dark(self):
        result = run("--style", "ascii", lines=transfer_line(picture(16), start=False))
        self.assertEqual(result.stdout, ("." * 16 + "\n") * 8)

    def test_a_picture_that_is_repeated_is_drawn_once(self):
        rows = "\n".join(picture(16)) + "\n"
        for line in (frame_line, transfer_line):
            lines = line(picture(16)) * 2 + line(picture(16), intensity=5)
            result = run("--style", "ascii", "--intensity", lines=lines)
            self.assertEqual(result.stdout, f"{rows}intensity 4\n\n{rows}intensity 5\n")

    def test_the_widest_panel_is_shown(self):
        lines = transfer_line(picture(256))
        result = run("--style", "ascii", lines=lines.replace("\n", "\r\n"))
        self.assertEqual(result.stdout, "\n".join(picture(256)) + "\n")

    def test_transfers_that_are_garbled_are_named_and_change_nothing(self):
        good = transfer_line(picture(8))
        result = run("--style", "ascii", lines=good + transfer_line(["#" * 8] * 8)[:-2] + "\n")
        self.assertEqual(result.returncode, 1)
        self.assertIn("line 2:", result.stderr)
        self.assertEqual(result.stdout, "\n".join(picture(8)) + "\n")

    def test_live_draws_over_the_frame_before(self):
        lines = frame_line(picture(8)) + frame_line(["#" * 8] * 8)
        result = run("--live", "--style", "half", "--colour", "never", lines=lines)
        self.assertEqual(result.stdout.count("\x1b[4A\r"), 1)
        self.assertEqual(result.stdout.count("\n"), 8)

    def test_live_takes_the_intensity_line_into_account(self):
        lines = frame_line(picture(8)) + frame_line(["#" * 8] * 8)
        result = run("--live", "--intensity", "--style", "half", "--colour", "never", lines=lines)
        self.assertEqual(result.stdout.count("\x1b[5A\r"), 1)
        self.assertEqual(result.stdout.count("\n"), 10)

    def test_no_colour_unless_asked_for(self):
        self.assertNotIn("\x1b", run(lines=frame_line(picture(8))).stdout)
        self.assertIn("\x1b[38;2;", run("--colour", "always", lines=frame_line(picture(8))).stdout)

    def test_a_directory_gets_a_file_for_each_frame(self):
        lines = frame_line(picture(8)) + "log\n" + frame_line(["." * 8] * 8)
        result = run("--quiet", "--png-directory", self.folder.name, lines=lines)
        self.assertEqual(result.returncode, 0)
        self.assertEqual(sorted(os.listdir(self.folder.name)),
                         ["frame-00001.png", "frame-00002.png"])
        self.assertLess(Image(self.path("frame-00002.png")).led(0, 0, PITCH)[0], 100)

    def test_a_garbled_frame_is_named_and_not_drawn(self):
        good = frame_line(picture(8))
        result = run("--style", "ascii", lines="log\n" + good[:20] + "\n" + good)
        self.assertEqual(result.returncode, 1)
        self.assertIn("line 2:", result.stderr)
        self.assertEqual(result.stdout, "\n".join(picture(8)) + "\n")

    def test_a_line_of_any_length_is_survived(self):
        for start in ("", "panel 32x8 4 ", "max7219 1 ", "max7219 1" + " 0f00" * 600):
            result = run("--style", "ascii", lines=start + "0" * 100000 + "\n" +
                         frame_line(picture(8)))
            self.assertEqual(result.stdout, "\n".join(picture(8)) + "\n")

    def test_a_frame_without_end_of_line_is_drawn(self):
        result = run("--style", "ascii", lines=frame_line(picture(8)).rstrip("\n"))
        self.assertEqual(result.stdout, "\n".join(picture(8)) + "\n")

    def test_wrong_options_are_explained(self):
        for options in (["--style", "big"], ["--style"], ["--colour", "red"], ["--pitch", "5"],
                        ["--pitch", "x"], ["--pitch", "33"], ["--what"], ["frames.txt"]):
            result = run(*options)
            self.assertEqual(result.returncode, 2, options)
            self.assertIn("--help", result.stderr)
            self.assertEqual(result.stdout, "")

    def test_a_file_that_cannot_be_written_is_named(self):
        result = run("--quiet", "--png", self.path("none/frame.png"), lines=frame_line(picture(8)))
        self.assertEqual(result.returncode, 3)
        self.assertIn("none/frame.png", result.stderr)

    def test_help_names_every_option(self):
        result = run("--help")
        self.assertEqual(result.returncode, 0)
        for option in ("--style", "--colour", "--live", "--png", "--png-directory", "--pitch",
                       "--intensity", "--quiet"):
            self.assertIn(option, result.stdout)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: test_view.py PANEL-VIEW")
    VIEW = os.path.abspath(sys.argv.pop(1))
    unittest.main()
