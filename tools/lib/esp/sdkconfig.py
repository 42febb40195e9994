# SPDX-License-Identifier: Apache-2.0
"""sdkconfig.h from an ESP-IDF checkout's Kconfig files, this project's, and sdkconfig.defaults.

ESP-IDF's own generator needs ESP-IDF's Python environment; this one needs kconfiglib alone.
"""
import os
import re
import sys
from pathlib import Path


class ConfigError(Exception):
    """The configuration cannot be made; the text says why."""


def load_kconfiglib():
    """kconfiglib from this Python, or from Debian's package for the system's Python."""
    try:
        import kconfiglib
    except ImportError:
        sys.path.append("/usr/lib/python3/dist-packages")
        try:
            import kconfiglib
        except ImportError as error:
            raise ConfigError("the Python module kconfiglib is missing. Install it (Debian: "
                              "python3-kconfiglib, elsewhere: pip install kconfiglib)") from error
    accept_help_of_menus(kconfiglib)
    return kconfiglib


def accept_help_of_menus(kconfiglib):
    """ESP-IDF has menus with help texts, which its own fork of kconfiglib accepts."""
    parse_help = kconfiglib.Kconfig._parse_help

    def parse(self, node):
        if not hasattr(node, "help"):
            node.help = None
        parse_help(self, node)

    kconfiglib.Kconfig._parse_help = parse


def idf_version(idf):
    """(major, minor, patch) of the checkout."""
    text = (idf / "tools/cmake/version.cmake").read_text(encoding="utf-8")
    found = [re.search(rf"IDF_VERSION_{part} (\d+)", text) for part in ("MAJOR", "MINOR", "PATCH")]
    if not all(found):
        raise ConfigError(f"{idf}/tools/cmake/version.cmake names no version")
    return tuple(int(match.group(1)) for match in found)


def write_source_list(path, files):
    path.write_text("".join(f'source "{file}"\n' for file in files), encoding="utf-8")


def set_environment(idf, target, work, kconfigs, projbuilds):
    version = ".".join(map(str, idf_version(idf)))
    write_source_list(work / "kconfigs.in", kconfigs)
    write_source_list(work / "kconfigs_projbuild.in", projbuilds)
    os.environ.update({
        "IDF_PATH": str(idf), "IDF_TARGET": target, "IDF_TOOLCHAIN": "gcc", "IDF_VERSION": version,
        "IDF_INIT_VERSION": version, "IDF_ENV_FPGA": "", "IDF_CI_BUILD": "", "IDF_DOC_BUILD": "",
        "IDF_MINIMAL_BUILD": "n", "CONFIG_": "CONFIG_", "srctree": str(idf),
        "COMPONENT_KCONFIGS_SOURCE_FILE": str(work / "kconfigs.in"),
        "COMPONENT_KCONFIGS_PROJBUILD_SOURCE_FILE": str(work / "kconfigs_projbuild.in")})


def assignments(path):
    """(line number, name without CONFIG_, value) of each assignment in a defaults file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = re.fullmatch(r"CONFIG_([A-Z0-9_]+)=(.*)", line)
        if not match:
            raise ConfigError(f"{path}:{number}: not an assignment: {line}")
        yield number, match.group(1), match.group(2).strip('"')


def renames(idf):
    """Old option names that ESP-IDF goes on accepting."""
    known = {}
    for path in [idf / "sdkconfig.rename", *idf.glob("components/*/sdkconfig.rename")]:
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                words = line.split()
                if len(words) == 2 and words[0].startswith("CONFIG_"):
                    known[words[0][7:]] = words[1].lstrip("!")[7:]
    return known


def apply_defaults(config, idf, files):
    """Set what the files say. Each option must exist and take the value; returns what did not."""
    complaints = []
    wanted = []
    old_names = renames(idf)
    for path in files:
        for number, name, value in assignments(path):
            name = old_names.get(name, name)
            symbol = config.syms.get(name)
            if symbol is None or not symbol.nodes:
                complaints.append(f"{path.name}:{number}: no option CONFIG_{name}")
            elif not symbol.set_value(value):
                complaints.append(f"{path.name}:{number}: CONFIG_{name} does not take {value}")
            else:
                wanted.append((path, number, name, value))
    final = {name: (path, number, value) for path, number, name, value in wanted}
    for name, (path, number, value) in final.items():
        actual = config.syms[name].str_value
        same = int(actual, 0) == int(value, 0) if re.fullmatch(r"(0x)?[0-9a-fA-F]+", value) and \
            re.fullmatch(r"(0x)?[0-9a-fA-F]+", actual) else actual == value
        if not same:
            complaints.append(f"{path.name}:{number}: CONFIG_{name}={value} has no effect: it is "
                              f"'{actual}'")
    return complaints


def generate(idf, target, work, own, defaults):
    """Write WORK/sdkconfig.h. `own` are this project's Kconfig files, a pair of lists: components'
    and projects'. Returns (values by option, complaints about the defaults)."""
    kconfiglib = load_kconfiglib()
    work.mkdir(parents=True, exist_ok=True)
    components = sorted(idf.glob("components/*/Kconfig"))
    projects = sorted(idf.glob("components/*/Kconfig.projbuild"))
    set_environment(idf, target, work, [*components, *own[0]], [*projects, *own[1]])
    try:
        config = kconfiglib.Kconfig(str(idf / "Kconfig"), warn=False)
    except kconfiglib.KconfigError as error:
        raise ConfigError(f"ESP-IDF's Kconfig files: {error}") from error
    complaints = apply_defaults(config, idf, [Path(path) for path in defaults])
    header = "".join(define_lines(kconfiglib, config))
    (work / "sdkconfig.h").write_text("#pragma once\n" + header, encoding="utf-8")
    return {name: symbol.str_value for name, symbol in config.syms.items()}, complaints


def define_lines(kconfiglib, config):
    for symbol in config.unique_defined_syms:
        value = symbol.str_value
        if symbol.orig_type == kconfiglib.BOOL:
            if value == "y":
                yield f"#define CONFIG_{symbol.name} 1\n"
        elif symbol.orig_type == kconfiglib.STRING:
            text = value.replace("\\", "\\\\").replace('"', '\\"')
            yield f'#define CONFIG_{symbol.name} "{text}"\n'
        elif value != "":
            yield f"#define CONFIG_{symbol.name} {value}\n"
