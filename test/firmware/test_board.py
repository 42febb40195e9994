# SPDX-License-Identifier: Apache-2.0
"""What scenarios.json cannot ask for: the network cable, name and time servers, the panel, memory.

The environment names what to test: FIRMWARE_BOARD, FIRMWARE_IMAGE, FIRMWARE_IMAGE_SMALL_STACK (the
same with a stack that cannot suffice), and FIRMWARE_CERTIFICATES, a folder kept between runs.
"""

import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True  # leave the source tree clean

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("test/scenario", "tools/lib", "tools/lib/firmware")
sys.path[:0] = [str(ROOT / folder) for folder in FOLDERS]

import frames
import settings
import view
from boards import BOARDS
from client_firmware import ALLOWED, MAC_ADDRESS, check_secrets, load_exact, values_of
from client_posix import Settings
from machine import HOST_ADDRESS, Machine, pairs
from services import NameServer, Silence, TimeServer
from simulator import Simulator, temporary_credentials

BOARD = BOARDS[os.environ["FIRMWARE_BOARD"]]
IMAGE = pathlib.Path(os.environ["FIRMWARE_IMAGE"])
SMALL_STACK = pathlib.Path(os.environ["FIRMWARE_IMAGE_SMALL_STACK"])
CERTIFICATES = pathlib.Path(os.environ["FIRMWARE_CERTIFICATES"])

CALLS_ON_KEY_MS = 45000  # an interval that ends with a key, and in which a connection is kept
LONG_MS = 3600000  # one in which none is
DAY = 86400
STATUS_FAULT = 70
WITHOUT_LINK = ("TIMEOUT", "UNREACHABLE")  # as the board's controller cannot tell, or can
MOMENT_SECONDS = 2  # less than a kept connection is given to answer
PANEL_COLUMNS = 32
PICTURES = ROOT / "test" / "panel" / "pictures"


class ForgetfulNameServer(NameServer):
    """One that answers nothing until it is told to."""

    is_silent = True

    def answer(self, data: bytes):
        """The answer, or None."""
        return None if self.is_silent else super().answer(data)


class RotatingNameServer(NameServer):
    """One whose first answer is the board's own address, where nobody listens."""

    def answer(self, data: bytes):
        """The address of nobody, then the right one."""
        right = super().answer(data)
        if len(self.asked) > 1:
            return right
        return right and right[:-4] + socket.inet_aton("10.0.2.15")


class ForgingTimeServer(TimeServer):
    """One that has not seen the request: the stamp that its answer must repeat is another one."""

    def answer(self, data: bytes):
        """The right time, but an answer to nothing."""
        right = super().answer(data)
        return right and right[:24] + bytes(byte ^ 0xFF for byte in right[24:32]) + right[32:]


class StartingTimeServer(TimeServer):
    """One that does not know the time at its first question: stratum 16, leap indicator 3."""

    def __init__(self):
        super().__init__()
        self._wrong = TimeServer(-60 * DAY)
        self.asked = 0

    def answer(self, data: bytes):
        """The right time, but at first a wrong one that says so."""
        self.asked += 1
        if self.asked > 1:
            return super().answer(data)
        wrong = self._wrong.answer(data)
        return wrong and bytes((wrong[0] | 0xC0, 16)) + wrong[2:]


class BoardTest(unittest.TestCase):
    """A test case with a simulator and a name server."""

    OPTIONS = ("--rate-limit", "0")
    CREDENTIALS = None  # the simulator's own

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext_(tempfile.TemporaryDirectory()))
        self.names = self.enterContext_(NameServer(HOST_ADDRESS))
        self.simulator = self.enterContext_(
            Simulator(
                ROOT / "tools" / "simulator", self.folder, list(self.OPTIONS), CERTIFICATES,
                self.CREDENTIALS,
            )
        )

    def enterContext_(self, context):
        """unittest's enterContext(), which Python 3.9 and 3.10 have not."""
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def values(self, **more) -> dict:
        """A settings page that reaches the simulator."""
        return {
            **values_of(Settings(), self.simulator),
            "dns_address": HOST_ADDRESS,
            "dns_port": self.names.port,
            **more,
        }

    def machine(self, image=IMAGE, counted=False, **more) -> Machine:
        """A machine that runs with these settings; its frames are checked at the end."""
        self.capture = self.folder / "frames"
        return Machine(BOARD, image, self.values(**more), self.capture, counted)

    def finish(self, machine: Machine) -> tuple[int, list[str]]:
        """Exit status and console, after the checks that hold for every run."""
        status, lines = machine.finish()
        check_secrets(self.values(), "\n".join(lines))
        sent_to = frames.destinations(self.capture, MAC_ADDRESS)
        self.assertLessEqual(sent_to, ALLOWED, machine.console())
        return status, lines

    def outcome(self, line: str, machine: Machine) -> str:
        """The status that a line tells, OK for an answer."""
        document = load_exact(line)
        self.assertTrue("Error" in document or "TotalQuota" in document, machine.console())
        return document["Error"]["Status"] if "Error" in document else "OK"

    def only_status(self, **more) -> tuple[str, list[str]]:
        """The status of a run of one call, and the console."""
        with self.machine(**more) as machine:
            _, lines = self.finish(machine)
            documents = [line for line in lines if line.startswith("{")]
            self.assertEqual(len(documents), 1, machine.console())
            return self.outcome(documents[0], machine), lines


class Cable(BoardTest):
    """Link down, link up."""

    CREDENTIALS = temporary_credentials()  # a request with them is longer than TCP_SND_BUF

    def test_a_request_that_got_stuck_leaves_memory_for_the_next_call(self):
        three = {"calls": 3, "interval_ms": CALLS_ON_KEY_MS, "deadline_ms": 8000}
        with self.machine(**three) as machine:
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK")
            machine.set_link(False)
            machine.press_key()
            self.assertIn(self.outcome(machine.line("{"), machine), WITHOUT_LINK)
            machine.set_link(True)
            machine.press_key()
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK", machine.console())
            self.finish(machine)

    def test_a_call_without_link_fails_and_the_next_with_link_succeeds(self):
        three = {"calls": 3, "interval_ms": CALLS_ON_KEY_MS, "deadline_ms": 4000}
        with self.machine(**three) as machine:
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK")
            machine.set_link(False)
            machine.press_key()
            self.assertIn(self.outcome(machine.line("{"), machine), WITHOUT_LINK)
            machine.set_link(True)
            machine.press_key()
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK", machine.console())
            status, _ = self.finish(machine)
        self.assertEqual(status, 0)

    def test_a_call_goes_on_when_the_link_comes_back(self):
        self.simulator.play("ok")
        two = {"calls": 2, "interval_ms": CALLS_ON_KEY_MS, "deadline_ms": 60000}
        with self.machine(**two) as machine:
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK")
            machine.set_link(False)
            machine.press_key()
            time.sleep(MOMENT_SECONDS)
            machine.set_link(True)
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK", machine.console())
            status, _ = self.finish(machine)
        self.assertEqual(status, 0)


class Between(BoardTest):
    """Between calls: what a connection holds is given back once it is of no use."""

    def expect_closing(self, played: str, interval_ms: int):
        """The board closes after its first call, before its second begins, which succeeds."""
        mark = self.simulator.play(played)
        with self.machine(calls=2, interval_ms=interval_ms) as machine:
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK")
            start = time.monotonic()
            while frames.closings(self.capture, MAC_ADDRESS) == 0:
                self.assertLess(time.monotonic() - start, 30, machine.console())
                time.sleep(0.1)
            self.assertEqual(len(self.simulator.requests(mark)), 1)
            machine.press_key()
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK", machine.console())
            self.finish(machine)

    def test_a_connection_that_the_server_closed_is_let_go(self):
        self.expect_closing("stale-connection,ok", CALLS_ON_KEY_MS)

    def test_a_connection_that_would_be_too_old_for_the_next_call_is_not_kept(self):
        self.expect_closing("ok", LONG_MS)


class Names(BoardTest):
    """Name servers."""

    def test_the_host_is_asked_for(self):
        status, _ = self.only_status()
        self.assertEqual(status, "OK")
        self.assertEqual(self.names.asked, ["intlpartnersmgt.intl.tencentcloudapi.com"])

    def test_a_name_that_does_not_exist(self):
        status, _ = self.only_status(host="unknown.invalid")
        self.assertEqual(status, "DNS")

    def test_a_name_server_that_does_not_answer(self):
        with Silence() as silence:
            status, _ = self.only_status(dns_port=silence.port)
        self.assertEqual(status, "DNS")

    def test_the_deadline_also_bounds_asking_for_names(self):
        with Silence() as silence:
            status, _ = self.only_status(dns_port=silence.port, deadline_ms=1500)
        self.assertEqual(status, "TIMEOUT")

    def test_the_question_of_a_call_that_timed_out_is_outlived(self):
        # lwIP asks for six to seven seconds, and has one place for questions.
        two = {"calls": 2, "interval_ms": CALLS_ON_KEY_MS, "deadline_ms": 5500}
        with ForgetfulNameServer(HOST_ADDRESS) as names:
            with self.machine(dns_port=names.port, **two) as machine:
                self.assertEqual(self.outcome(machine.line("{"), machine), "TIMEOUT")
                names.is_silent = False
                machine.press_key()
                self.assertEqual(self.outcome(machine.line("{"), machine), "OK", machine.console())
                self.finish(machine)

    def test_another_attempt_asks_for_another_address(self):
        with RotatingNameServer(HOST_ADDRESS) as names:
            status, lines = self.only_status(dns_port=names.port, attempts=2, deadline_ms=10000)
        self.assertEqual(status, "OK", lines)
        self.assertEqual(len(names.asked), 2)

    def test_a_numeric_address_needs_no_name_server(self):
        with Silence() as silence:
            status, _ = self.only_status(dns_port=silence.port, connect_address=HOST_ADDRESS)
        self.assertEqual(status, "OK")


class Time(BoardTest):
    """Time servers, and the board's own clock."""

    def test_the_time_comes_by_sntp(self):
        with TimeServer() as server:
            status, _ = self.only_status(sntp_address=HOST_ADDRESS, sntp_port=server.port)
        self.assertEqual(status, "OK")

    def test_certificates_are_judged_by_that_time(self):
        with TimeServer(-60 * DAY) as server:
            status, _ = self.only_status(sntp_address=HOST_ADDRESS, sntp_port=server.port)
        self.assertEqual(status, "TLS_NOT_YET_VALID")

    def test_without_time_nothing_is_sent(self):
        mark = self.simulator.play("ok")
        with Silence() as server:
            status, _ = self.only_status(sntp_address=HOST_ADDRESS, sntp_port=server.port)
        self.assertEqual(status, "CLOCK_NOT_SET")
        self.assertEqual(self.simulator.requests(mark), [])

    def test_an_answer_to_another_request_does_not_set_the_time(self):
        mark = self.simulator.play("ok")
        with ForgingTimeServer() as server:
            status, _ = self.only_status(sntp_address=HOST_ADDRESS, sntp_port=server.port)
        self.assertEqual(status, "CLOCK_NOT_SET")
        self.assertEqual(self.simulator.requests(mark), [])

    def test_a_time_server_that_is_starting_itself_is_asked_again_soon(self):
        with StartingTimeServer() as server:
            status, _ = self.only_status(sntp_address=HOST_ADDRESS, sntp_port=server.port)
        self.assertEqual(status, "OK")
        self.assertEqual(server.asked, 2)

    def test_the_boards_clock_is_read_for_each_call(self):
        mark = self.simulator.play("ok")
        with self.machine(calls=2, interval_ms=CALLS_ON_KEY_MS) as machine:
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK")
            machine.stand_still(3)
            earliest = int(time.time())
            machine.press_key()
            self.assertEqual(self.outcome(machine.line("{"), machine), "OK", machine.console())
            self.finish(machine)
        self.assertGreaterEqual(int(self.simulator.requests(mark)[-1]["timestamp"]), earliest)


class SettingsPage(BoardTest):
    """Settings that were written badly."""

    def test_a_record_longer_than_the_page_is_not_read(self):
        whole = settings.page(self.values())
        broken = whole[:-4] + bytes((settings.TAGS["token"], 0, 0xFF, 0xFF))
        self.capture = self.folder / "frames"
        with Machine(BOARD, IMAGE, broken, self.capture) as machine:
            status, _ = self.finish(machine)
            self.assertEqual(status, 0, machine.console())

    def test_trust_anchors_that_are_none_are_refused(self):
        status, _ = self.only_status(trust_anchors=b"no certificate")
        self.assertEqual(status, "CONFIG_TRUST_ANCHORS")

    def test_a_key_that_is_missing_is_told(self):
        status, _ = self.only_status(secret_key="")
        self.assertEqual(status, "CONFIG_CREDENTIALS")


class Panel(BoardTest):
    """The LED panel: what the firmware sends to its chips, and what they light."""

    # What the simulator plays, and the picture in test/panel/pictures.
    OUTCOMES = {
        "ok": "fresh_decimal",
        "api-error:AuthFailure.SecretIdNotFound": "credentials_refused",
        "low": "low_decimal",
        "rate-limit": "rate_limited",
        "empty-pool": "empty",
    }
    PULSING = ("low_decimal", "empty")

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.view = view.build(pathlib.Path(folder.name))

    def pictures(self, lines: list[str]) -> list[str]:
        """All pictures that a console tells of, one after the other, as text."""
        result = subprocess.run(
            [self.view, "--style", "ascii", "--intensity"],
            input="\n".join(lines), capture_output=True, text=True, check=True,
        )
        return [picture.rstrip("\n") + "\n" for picture in result.stdout.split("\n\n")]

    def pictures_of_outcomes(self, lines: list[str]) -> list[str]:
        """What is seen right after each outcome: the first line to the chips that follows."""
        ends = [
            next(i for i in range(start, len(lines)) if lines[i].startswith("max7219 ")) + 1
            for start, line in enumerate(lines) if line.startswith("call ")
        ]
        return [self.pictures(lines[:end])[-1] for end in ends]

    def check(self, shown: str, name: str) -> None:
        """Compare a picture with the one that test/panel keeps."""
        wanted = (PICTURES / f"{PANEL_COLUMNS}_{name}.txt").read_text(encoding="ascii")
        if name in self.PULSING:
            shown, wanted = (text.rpartition("intensity")[0] for text in (shown, wanted))
        self.assertEqual(shown, wanted, f"{name}\n{shown}")

    def test_each_outcome_has_its_picture(self):
        self.simulator.play(",".join(self.OUTCOMES))
        calls = {"calls": len(self.OUTCOMES), "interval_ms": 1, "attempts": 1}
        with self.machine(panel_columns=PANEL_COLUMNS, **calls) as machine:
            _, lines = self.finish(machine)
        self.check(self.pictures(lines)[0], "starting")
        shown = self.pictures_of_outcomes(lines)
        self.assertEqual(len(shown), len(self.OUTCOMES), lines)
        for picture, name in zip(shown, self.OUTCOMES.values()):
            with self.subTest(name=name):
                self.check(picture, name)

    def test_no_way_to_the_service_has_its_picture(self):
        status, lines = self.only_status(host="unknown.invalid", panel_columns=PANEL_COLUMNS)
        self.assertEqual(status, "DNS")
        self.check(self.pictures_of_outcomes(lines)[0], "no_network")

    def test_the_light_of_starting_runs_until_it_is_clear_that_there_is_no_time(self):
        with Silence() as server:
            sntp = {"sntp_address": HOST_ADDRESS, "sntp_port": server.port}
            status, lines = self.only_status(panel_columns=PANEL_COLUMNS, **sntp)
        self.assertEqual(status, "CLOCK_NOT_SET")
        pictures = self.pictures(lines)
        self.check(pictures[0], "starting")
        self.check(pictures[4], "starting_moved")  # by four columns
        self.check(self.pictures_of_outcomes(lines)[0], "no_time")

    def test_the_details_scroll_past(self):
        self.simulator.play("ok")
        two = {"calls": 2, "interval_ms": CALLS_ON_KEY_MS, "panel_columns": PANEL_COLUMNS}
        with self.machine(**two) as machine:
            machine.line("call ")
            for _ in range(40):  # the number rests ten seconds; then the text moves
                machine.line("max7219 ")
            machine.press_key()
            _, lines = self.finish(machine)
        first = next(i for i, line in enumerate(lines) if line.startswith("call "))
        pictures = self.pictures(lines)[len(self.pictures(lines[:first])):]
        self.check(pictures[0], "fresh_decimal")
        self.check(pictures[1], "details_begin")
        rows = [picture.splitlines()[:-2] for picture in pictures[2:13]]  # no bar, no intensity
        for before, after in zip(rows, rows[1:]):
            self.assertEqual([row[:-1] for row in after], [row[1:] for row in before])

    def test_a_wider_panel_has_a_longer_chain(self):
        status, lines = self.only_status(panel_columns=64)
        self.assertEqual(status, "OK")
        wanted = (PICTURES / "64_fresh_decimal.txt").read_text(encoding="ascii")
        self.assertEqual(self.pictures_of_outcomes(lines), [wanted])


class Memory(BoardTest):
    """All of it, with the largest key and the largest records."""

    OPTIONS = ("--rate-limit", "0", "--chain", "rsa4096")

    def test_an_rsa_4096_root_and_16_kib_records_fit(self):
        self.simulator.play("huge-members")
        with self.machine(calls=2) as machine:
            status, lines = self.finish(machine)
            self.assertEqual(status, 0, machine.console())
        used = pairs(next(line for line in lines if line.startswith("memory ")))
        print("\n" + " ".join(f"{name}={value}" for name, value in used.items()))
        self.assertEqual(used.pop("lwip_refused"), "0", lines)
        for name, value in used.items():
            with self.subTest(name=name):
                peak, size = map(int, value.split("/"))
                self.assertLessEqual(peak, size)
                if name == "stack":
                    self.assertLess(peak, size, "the stack was used up")

    def test_a_stack_that_overflows_is_noticed(self):
        with self.machine(image=SMALL_STACK) as machine:
            status, lines = machine.finish()
            self.assertEqual(status, STATUS_FAULT, machine.console())
        self.assertTrue(any(line.startswith("fault ") for line in lines), lines)


class Cost(BoardTest):
    """Instructions, counted by QEMU."""

    OPTIONS = ("--rate-limit", "0", "--chain", "rsa4096")

    def test_the_cost_of_calls_is_told(self):
        self.simulator.play("close")
        with self.machine(counted=True, measure=1, calls=2) as machine:
            status, lines = self.finish(machine)
            self.assertEqual(status, 0, machine.console())
        full, resumed = (pairs(line) for line in lines if line.startswith("cost "))
        for cost in (full, resumed):
            print("\n" + " ".join(f"{name}={value}" for name, value in cost.items()))
            for name, value in cost.items():
                self.assertGreater(int(value), 0, name)
        self.assertLess(int(resumed["connect"]), int(full["connect"]))


if __name__ == "__main__":
    unittest.main()
