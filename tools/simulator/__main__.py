# SPDX-License-Identifier: Apache-2.0
"""Starts the simulator: python3 tools/simulator --state-dir DIR [options]."""

import itertools
import os
import shutil
import sys
import threading
import time

import options
import scenarios
from certificates import CertificateError, Certificates
from connection import Services
from credentials import Credential, CredentialError, make_up, read_file, take_from_environment
from gateway import Gateway, HostNames, RateLimit
from server import ADDRESSES, ListenError, Server, Signals, Tls, TlsError, listen
from state import Journal, State, StateError, replace_file

START_ERRORS = (CertificateError, CredentialError, ListenError, StateError, TlsError, OSError)


def main() -> int:
    """Runs the command; returns the exit status."""
    command = options.parser()
    settings = command.parse_args()
    if settings.scenario == "list":
        print(scenarios.catalogue(), end="")
        return 0
    if settings.state_dir is None:
        command.error("give a folder with --state-dir DIR")
    if settings.address not in ADDRESSES:
        command.error(
            f"--address {settings.address}: the simulator listens on loopback only; "
            f"give one of {', '.join(ADDRESSES)}"
        )
    try:
        playlist = scenarios.parse_list(settings.switch or settings.scenario)
    except scenarios.ScenarioError as error:
        command.error(str(error))
    if settings.switch is not None:
        return switch(settings)
    signals = Signals()
    try:
        simulate(settings, playlist, signals)
    except START_ERRORS as error:
        if not signals.received:
            print(f"simulator: {error}", file=sys.stderr)
            return 1
    return signals.status()


def switch(settings) -> int:
    """Gives a running simulator another list; returns the exit status."""
    if not (settings.state_dir / "ready").exists():
        print(f"simulator: no simulator runs in {settings.state_dir}", file=sys.stderr)
        return 1
    replace_file(settings.state_dir / "control", settings.switch + "\n")
    return 0


def accepted_credentials(settings, state: State) -> list[Credential]:
    """The keys to accept; made up when none are given."""
    given = take_from_environment(os.environ)
    if settings.credentials_file is not None:
        if given is not None:
            raise CredentialError("give --credentials-file or TC3_SIMULATOR_* variables, not both")
        return read_file(settings.credentials_file)
    return [given if given is not None else make_up(state.folder)]


def simulate(settings, playlist: list[scenarios.Scenario], signals: Signals) -> None:
    """Starts the simulator and runs it until it is told to stop."""
    parent = os.getppid() if settings.exit_with_parent else None
    state = State(settings.state_dir)
    credentials = accepted_credentials(settings, state)
    certificates = Certificates(
        settings.certificate_cache or state.folder / "certificates",
        settings.chain,
        settings.host,
        settings.loopback_names,
    )
    signals.also_stop(certificates.stop)
    tls = Tls(
        certificates,
        settings.tls_version,
        settings.ciphers,
        settings.curve,
        settings.sessions,
        lambda: time.time() + settings.clock_offset,
    )
    shutil.copyfile(certificates.root(), state.folder / "ca.pem")
    tls.context(settings.certificate)
    listeners = listen(settings.address, settings.port)
    port = listeners[0].getsockname()[1]
    hosts = HostNames(settings.host, port, settings.loopback_names)
    services = Services(
        gateway=Gateway(hosts, credentials, RateLimit(settings.rate_limit)),
        playlist=scenarios.Playlist(playlist, state.control),
        journal=Journal(state.folder),
        context=tls.context,
        certificate=settings.certificate,
        host=settings.host,
        clock_offset=settings.clock_offset,
        date_header=settings.date_header,
        idle_seconds=settings.idle_timeout,
        hold_seconds=settings.hold,
        stopping=threading.Event(),
        next_count=itertools.count(1).__next__,
    )
    server = Server(services, listeners, settings.max_connections)
    try:
        state.announce(port)
        shown = "[::1]" if settings.address == "::1" else "127.0.0.1"
        print(f"listening on https://{shown}:{port} (CA {state.folder / 'ca.pem'})", flush=True)
        server.run(signals, settings.lifetime, settings.exit_on_stdin_close, parent)
    finally:
        certificates.stop()
        server.stop()
        state.withdraw()


if __name__ == "__main__":
    sys.exit(main())
