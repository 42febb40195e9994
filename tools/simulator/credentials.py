# SPDX-License-Identifier: Apache-2.0
"""Where the accepted keys come from: the environment, an INI file, or made up at start."""

import configparser
import os
import pathlib
import secrets
import string
from typing import MutableMapping, NamedTuple, Optional

VARIABLES = (
    "TC3_SIMULATOR_SECRET_ID",
    "TC3_SIMULATOR_SECRET_KEY",
    "TC3_SIMULATOR_TOKEN",
)


class CredentialError(Exception):
    """The given credentials cannot be used; the text says what to do."""


class Credential(NamedTuple):
    """One accepted key; name is the INI section it came from."""

    name: str
    secret_id: str
    secret_key: str
    token: Optional[str]


def take_from_environment(environment: MutableMapping[str, str]) -> Optional[Credential]:
    """The key given by the environment, removed from there so that no child inherits it."""
    secret_id, secret_key, token = (environment.pop(name, "") for name in VARIABLES)
    if not secret_id and not secret_key and not token:
        return None
    if not secret_id or not secret_key:
        raise CredentialError(f"set both {VARIABLES[0]} and {VARIABLES[1]}, or neither")
    return Credential("environment", secret_id, secret_key, token or None)


def read_file(path: pathlib.Path) -> list[Credential]:
    """Every section of an INI file with secret_id, secret_key and perhaps token."""
    parser = configparser.ConfigParser(
        interpolation=None, default_section="", comment_prefixes=("#", ";")
    )
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
        found = [
            Credential(name, part["secret_id"], part["secret_key"], part.get("token") or None)
            for name, part in parser.items()
            if name
        ]
    except OSError as error:
        raise CredentialError(f"cannot read {path}: {error.strerror}") from None
    except (configparser.Error, KeyError, UnicodeDecodeError):
        raise CredentialError(
            f"{path}: each section needs lines 'secret_id = ...' and 'secret_key = ...'"
        ) from None
    if not found or not all(entry.secret_id and entry.secret_key for entry in found):
        raise CredentialError(f"{path}: give at least one section; no key may be empty")
    if len({entry.secret_id for entry in found}) != len(found):
        raise CredentialError(f"{path}: each secret_id may stand in one section only")
    return found


def make_up(directory: pathlib.Path) -> Credential:
    """A throw-away key, written to directory/credentials (INI) and directory/environment (sh)."""
    alphabet = string.ascii_letters + string.digits
    secret_id = "AKIDSIMULATOR" + "".join(secrets.choice(alphabet) for _ in range(23))
    secret_key = "".join(secrets.choice(alphabet) for _ in range(32))
    _write_private(
        directory / "credentials",
        f"[default]\nsecret_id = {secret_id}\nsecret_key = {secret_key}\n",
    )
    _write_private(
        directory / "environment",
        f"export TENCENTCLOUD_SECRET_ID={secret_id}\n"
        f"export TENCENTCLOUD_SECRET_KEY={secret_key}\n"
        "unset TENCENTCLOUD_TOKEN\n",
    )
    return Credential("default", secret_id, secret_key, None)


def _write_private(path: pathlib.Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
