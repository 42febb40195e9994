#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A TLS server on 127.0.0.1 for test_tls.

    server.py DIRECTORY

For each line IDENTITY[:POLICY] of standard input it serves that identity on a port of its own, and
prints the port. An identity is NAME, for the chain NAME.pem and its key NAME.key in DIRECTORY, or
NAME+NAME..., for the chain of NAME.crt and so on, of which the last name may be empty. It ends when
its standard input does.

A client sends lines; the answers are
    echo TEXT   TEXT and a newline
    name        the host name that the client asked for (SNI), and a newline
    bytes N     N bytes: 0, 1, ... 250, 0, ...
    broken      a record that nobody with the session's keys made
    notify      the end, announced by close_notify
    drop        the end, not announced
    reset       the end, by a TCP reset
"""

import pathlib
import socket
import ssl
import struct
import sys
import tempfile
import threading

POLICIES = {
    "": {"ciphers": "ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=0"},
    # A damaged handshake may make both sides wait for each other: here the server gives up.
    "hasty": {"ciphers": "ECDHE+AESGCM", "handshake_seconds": 1},
    "chacha": {"ciphers": "ECDHE+CHACHA20"},
    "aes256": {"ciphers": "ECDHE+AES256+AESGCM"},
    "static-rsa": {"ciphers": "AES128-GCM-SHA256"},
    "cbc": {"ciphers": "ECDHE-RSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA256"},
    "tls11": {"ciphers": "ALL:@SECLEVEL=0", "highest": ssl.TLSVersion.TLSv1_1},
    # Those answer a client that offers a session, and nobody else, as servers should not.
    "alert": {"ciphers": "ECDHE+AESGCM", "on_session": b"\x15\x03\x03\x00\x02\x02\x28"},
    "close": {"ciphers": "ECDHE+AESGCM", "on_session": b""},
    "nonsense": {"ciphers": "ECDHE+AESGCM", "on_session": b"HTTP/1.1 400 Bad Request\r\n\r\n"},
    "reset": {"ciphers": "ECDHE+AESGCM", "on_session": None},
    "both": {"ciphers": "ECDHE+AESGCM", "highest": ssl.TLSVersion.TLSv1_3},
    "tls13": {"ciphers": "ALL", "lowest": ssl.TLSVersion.TLSv1_3,
              "highest": ssl.TLSVersion.TLSv1_3},
}


def make_context(directory, identity, policy):
    """A context that notes the name asked for in its sockets' `asked_name`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    rules = POLICIES[policy]
    context.set_ciphers(rules["ciphers"])
    context.minimum_version = rules.get("lowest", ssl.TLSVersion.MINIMUM_SUPPORTED)
    context.maximum_version = rules.get("highest", ssl.TLSVersion.TLSv1_2)
    names = identity.split("+")
    if len(names) > 1:
        with tempfile.NamedTemporaryFile() as file:
            for name in filter(None, names):
                file.write((directory / f"{name}.crt").read_bytes())
            file.flush()
            context.load_cert_chain(file.name, directory / f"{names[0]}.key")
    else:
        context.load_cert_chain(directory / f"{identity}.pem", directory / f"{identity}.key")
    context.sni_callback = note_name
    return context


def note_name(connection, name, _context):
    """Keep the name for the command "name"."""
    connection.asked_name = name


def answer(stream, command):
    """Do what the client's line says; false ends the connection."""
    verb, _, rest = command.partition(" ")
    if verb == "echo":
        stream.sendall(rest.encode() + b"\n")
    elif verb == "name":
        stream.sendall(str(getattr(stream, "asked_name", None)).encode() + b"\n")
    elif verb == "bytes":
        count = int(rest)
        stream.sendall((bytes(range(251)) * (count // 251 + 1))[:count])
    elif verb == "broken":
        socket.socket.send(stream, b"\x17\x03\x03\x00\x28" + bytes(40))
    elif verb == "notify":
        stream.unwrap()
        return False
    elif verb == "reset":
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False
    elif verb == "drop":
        return False
    return True


def offers_session(plain):
    """Whether the client's hello, which is waited for, has a session's identifier (RFC 5246 7.4.1.2)."""
    place = 5 + 4 + 2 + 32  # behind the headers of record and message, version and random number
    hello = plain.recv(place + 1, socket.MSG_PEEK | socket.MSG_WAITALL)
    return len(hello) > place and hello[place] > 0


def end_rudely(plain):
    """End a connection by a reset, whatever the client has sent."""
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    plain.close()


def take_offence(plain, rules):
    """Answer an offered session as the rules say; false if there is nothing to answer."""
    if "on_session" not in rules or not offers_session(plain):
        return False
    if rules["on_session"] is None:
        end_rudely(plain)
        return True
    plain.recv(4096)
    plain.sendall(rules["on_session"])
    plain.close()
    return True


def serve_client(plain, context, rules):
    """One connection, from handshake to end."""
    plain.settimeout(rules.get("handshake_seconds"))
    stream = None
    if take_offence(plain, rules):
        return
    try:
        stream = context.wrap_socket(plain, server_side=True)
        stream.settimeout(None)
        for line in stream.makefile("r", encoding="utf-8", newline="\n"):
            if not answer(stream, line.rstrip("\n")):
                break
    except (OSError, ValueError):
        pass  # the client's tests of faults end here; it is the client that judges
    (stream or plain).close()


def accept(listener, context, rules):
    """Serve every client of one identity, each on a thread of its own."""
    while True:
        plain, _ = listener.accept()
        threading.Thread(target=serve_client, args=(plain, context, rules),
                         daemon=True).start()


def main():
    """Serve what standard input asks for, until its end."""
    directory = pathlib.Path(sys.argv[1])
    for line in sys.stdin:
        identity, _, policy = line.strip().partition(":")
        context = make_context(directory, identity, policy)
        listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        threading.Thread(target=accept, args=(listener, context, POLICIES[policy]),
                         daemon=True).start()
        print(listener.getsockname()[1], flush=True)


if __name__ == "__main__":
    main()
