# SPDX-License-Identifier: Apache-2.0
"""Starting, steering and stopping the simulator; where its keys come from."""

import os
import pathlib
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

import support
from support import SECONDS, SIMULATOR, Client, Simulator, SimulatorTest


def run(*options, **more):
    """Runs the command to its end."""
    return subprocess.run(
        [sys.executable, str(SIMULATOR), *options],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, **more,
    )


def running_with(text):
    """Processes whose command line holds a text; ended ones that nobody waited for are none."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            pass
    return found


class LifecycleTest(SimulatorTest):
    def setUp(self):
        self.place = self.enterContext(tempfile.TemporaryDirectory())

    def test_the_state_folder_tells_what_scripts_need(self):
        folder = pathlib.Path(self.place, "made", "when", "missing")
        simulator = self.start(folder)
        port = (folder / "port").read_text()
        self.assertEqual((folder / "ready").read_text(), port)
        self.assertEqual(int((folder / "pid").read_text()), simulator.process.pid)
        self.assertTrue((folder / "ca.pem").read_text().startswith("-----BEGIN CERTIFICATE-----"))
        for name in ("credentials", "environment"):
            self.assertEqual(stat.S_IMODE((folder / name).stat().st_mode), 0o600)
        sid, key = simulator.key()
        sourced = subprocess.run(
            ["sh", "-c",
             '. "$1"; echo "$TENCENTCLOUD_SECRET_ID $TENCENTCLOUD_SECRET_KEY"',
             "sh", str(folder / "environment")],
            capture_output=True, text=True, check=True,
        )
        self.assertEqual(sourced.stdout, f"{sid} {key}\n")
        status, output, errors = simulator.stop()
        self.assertEqual(
            output, f"listening on https://127.0.0.1:{port.strip()} (CA {folder / 'ca.pem'})\n"
        )
        self.assertEqual((status, errors), (0, ""))
        for name in ("ready", "port", "pid"):
            self.assertFalse((folder / name).exists())

    def test_signals_end_it_even_while_clients_are_connected(self):
        for number, status in ((signal.SIGTERM, 0), (signal.SIGINT, 130)):
            with self.subTest(number.name):
                simulator = self.start(self.place, "--scenario", "silent")
                silent = Client(simulator)
                silent.send(simulator.request())
                handshaking = socket.create_connection(("127.0.0.1", simulator.port), SECONDS)
                while not simulator.journal():
                    time.sleep(0.01)
                simulator.process.send_signal(number)
                self.assertEqual(simulator.stop()[0], status)
                self.assertFalse((simulator.folder / "ready").exists())
                silent.socket.close()
                handshaking.close()

    def test_signals_end_it_while_it_starts(self):
        for number, status in ((signal.SIGTERM, 0), (signal.SIGINT, 130)):
            with self.subTest(number.name):
                folder = pathlib.Path(self.place, number.name)
                simulator = Simulator(folder, "--chain", "rsa4096", wait=False)
                while not list(folder.glob("certificates/.new-*")):
                    self.assertIsNone(simulator.process.poll())
                    time.sleep(0.005)
                simulator.process.send_signal(number)
                self.assertEqual(simulator.stop()[0], status)
                self.assertEqual(running_with(str(folder)), [])

    def test_it_ends_with_its_parent(self):
        folder = pathlib.Path(self.place, "state")
        script = f'"$1" "$2" --state-dir "{folder}" --exit-with-parent >/dev/null 2>&1 & read -r x'
        parent = subprocess.Popen(
            ["sh", "-c", script, "sh", sys.executable, str(SIMULATOR)], stdin=subprocess.PIPE
        )
        end = time.monotonic() + SECONDS
        while not (folder / "ready").exists() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertNotEqual(running_with(str(folder)), [])
        parent.kill()
        parent.communicate()
        while (folder / "ready").exists() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertFalse((folder / "ready").exists())
        while running_with(str(folder)) and time.monotonic() < end:
            time.sleep(0.01)
        self.assertEqual(running_with(str(folder)), [])

    def test_it_ends_after_its_lifetime(self):
        simulator = self.start(self.place, "--lifetime", "0.5", wait=False)
        self.assertEqual(simulator.process.wait(SECONDS), 0)
        simulator.stop()

    def test_two_in_one_folder_are_one_too_many(self):
        first = self.start(self.place)
        second = run("--state-dir", self.place)
        first.stop()
        self.assertEqual(second.returncode, 1)
        self.assertIn("runs in", second.stderr)

    def test_switch_changes_the_scenario(self):
        simulator = self.start(self.place)
        self.assertEqual(run("--state-dir", self.place, "--switch", "nulls,ok").returncode, 0)
        self.assertIsNone(simulator.ask()[2]["Response"]["AgentName"])
        self.assertEqual(simulator.ask()[2]["Response"]["AgentName"], "Example Reseller Ltd")
        wrong = run("--state-dir", self.place, "--switch", "nonsense")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("nonsense", wrong.stderr)
        simulator.stop()
        late = run("--state-dir", self.place, "--switch", "ok")
        self.assertEqual((late.returncode, "no simulator runs" in late.stderr), (1, True))

    def test_wrong_options_are_explained(self):
        for options, text in (
            ((), "--state-dir"),
            (("--state-dir", self.place, "--address", "0.0.0.0"), "loopback only"),
            (("--state-dir", self.place, "--address", "::"), "loopback only"),
            (("--state-dir", self.place, "--scenario", "nonsense"), "--scenario list"),
            (("--state-dir", self.place, "--port", "70000"), "from 0 to 65535"),
            (("--state-dir", self.place, "--certificate", "fine"), "invalid choice"),
            (("--state-dir", self.place, "--clock-offset", "nan"), "number of seconds"),
            (("--stat", self.place), "unrecognized arguments"),
        ):
            with self.subTest(options[2:] or options):
                result = run(*options)
                self.assertEqual(result.returncode, 2)
                self.assertIn(text, result.stderr)

    def test_what_hinders_the_start_is_explained(self):
        taken = socket.create_server(("127.0.0.1", 0))
        empty = pathlib.Path(self.place, "empty")
        empty.write_text("[default]\nsecret_id = only\n")
        for options, text in (
            (("--port", str(taken.getsockname()[1])), "another --port"),
            (("--credentials-file", "/no/such/file"), "cannot read"),
            (("--credentials-file", str(empty)), "secret_key"),
            (("--ciphers", "NONSENSE"), "--ciphers NONSENSE"),
            (("--curve", "nonsense"), "--curve nonsense"),
        ):
            with self.subTest(options):
                result = run("--state-dir", self.place, "--certificate-cache", self.CACHE,
                             *options)
                self.assertEqual(result.returncode, 1)
                self.assertIn(text, result.stderr)
                self.assertNotIn("Traceback", result.stderr)
        taken.close()
        result = run("--state-dir", "/proc/no-such-folder")
        self.assertEqual((result.returncode, "state folder" in result.stderr), (1, True))
        result = run("--state-dir", self.place, env={"PATH": self.place})
        self.assertEqual(result.returncode, 1)
        self.assertIn("apt-get install openssl", result.stderr)

    def test_help_and_list(self):
        text = run("--help")
        self.assertEqual((text.returncode, "TC3_SIMULATOR_SECRET_ID" in text.stdout), (0, True))
        text = run("--scenario", "list")
        self.assertEqual((text.returncode, "huge-members" in text.stdout), (0, True))

    def test_keys_come_from_the_environment(self):
        environment = {
            **os.environ,
            "TC3_SIMULATOR_SECRET_ID": "AKIDgiven",
            "TC3_SIMULATOR_SECRET_KEY": "given % key",
            "TC3_SIMULATOR_TOKEN": "given-token",
        }
        simulator = self.start(self.place, environment=environment)
        self.assertFalse((simulator.folder / "credentials").exists())

        def code(**options):
            headers = support.signed_headers("AKIDgiven", "given % key", **options)
            return self.code(simulator.ask(support.request_bytes(headers)))

        self.assertIsNone(code(token="given-token"))
        self.assertEqual(code(), "AuthFailure.TokenFailure")
        self.assertEqual(code(token="other"), "AuthFailure.TokenFailure")
        simulator.stop()
        del environment["TC3_SIMULATOR_SECRET_KEY"]
        result = run("--state-dir", self.place, env=environment)
        self.assertEqual(result.returncode, 1)
        self.assertIn("TC3_SIMULATOR_SECRET_KEY", result.stderr)

    def test_keys_come_from_a_file(self):
        path = pathlib.Path(self.place, "keys")
        path.write_text(
            "# keys\n[one]\nsecret_id = AKIDone\nsecret_key = 100%\n"
            "[two]\nsecret_id = AKIDtwo\nsecret_key = *#;*\ntoken = t\n"
        )
        simulator = self.start(pathlib.Path(self.place, "state"), "--credentials-file", str(path))
        for sid, key, token, name in (
            ("AKIDone", "100%", None, "one"), ("AKIDtwo", "*#;*", "t", "two")
        ):
            headers = support.signed_headers(sid, key, token=token)
            self.assertIsNone(self.code(simulator.ask(support.request_bytes(headers))))
            self.assertEqual(simulator.journal()[-1]["credential"], name)
        simulator.stop()

    def test_certificates_are_kept(self):
        cache = pathlib.Path(self.place, "cache")
        stamps = []
        for _ in range(2):
            simulator = Simulator(
                pathlib.Path(self.place, "state"), "--certificate-cache", str(cache)
            )
            self.assertIsNone(self.code(simulator.ask()))
            simulator.stop()
            stamps.append(sorted((p.name, p.stat().st_mtime_ns) for p in cache.rglob("*.pem")))
        self.assertEqual(stamps[0], stamps[1])
        self.assertTrue(stamps[0])
        for path in cache.rglob("*.key"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)

    def test_a_shifted_clock_has_fitting_certificates(self):
        year = 365 * 86400
        simulator = self.start(self.place, "--clock-offset", str(3 * year))
        with self.assertRaises(support.ssl.SSLCertVerificationError) as caught:
            Client(simulator)
        self.assertEqual(caught.exception.verify_code, 9)  # not yet valid for today's clock
        simulator.stop()
        simulator = self.start(self.place, "--clock-offset", "-400")
        self.assertEqual(self.code(simulator.ask()), "AuthFailure.SignatureExpire")
        early = simulator.request(timestamp=int(time.time()) - 400)
        self.assertIsNone(self.code(simulator.ask(early)))
        simulator.stop()

    def test_the_date_header_can_be_left_out_even_from_refusals(self):
        for option, wanted in (("absent", None), ("garbage", "now, more or less")):
            with self.subTest(option):
                simulator = self.start(self.place, "--date-header", option)
                _, headers, _ = simulator.ask(simulator.request(timestamp=1))
                self.assertEqual(headers.get("date"), wanted)
                simulator.stop()


if __name__ == "__main__":
    unittest.main()
