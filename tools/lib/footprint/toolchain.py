# SPDX-License-Identifier: Apache-2.0
"""Compiles and links the core for small processors."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent
CORE_FLAGS = ["-std=c99", "-Os", "-DNDEBUG", "-ffunction-sections", "-fdata-sections"]


class Target:
    """A processor and the compiler for it."""

    def __init__(self, name, prefix, cpu_flags):
        self.name = name
        self.prefix = prefix
        self.cpu_flags = cpu_flags

    def tool(self, name):
        return self.prefix + name


TARGETS = [
    Target("Cortex-M3", "arm-none-eabi-", ["-mcpu=cortex-m3", "-mthumb"]),
    Target("Cortex-M0+", "arm-none-eabi-", ["-mcpu=cortex-m0plus", "-mthumb"]),
    Target("rv32imc", "riscv64-unknown-elf-", ["-march=rv32imc", "-mabi=ilp32"]),
]


class BuildError(Exception):
    """A tool is missing or failed."""


def run(command, **options):
    try:
        return subprocess.run([str(part) for part in command], check=True, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options).stdout
    except FileNotFoundError:
        raise BuildError(f"{command[0]} is missing: install it (tools/test --lane footprint does)")
    except subprocess.CalledProcessError as error:
        raise BuildError(f"{' '.join(map(str, command))}\n{error.stderr}")


def dependency(name):
    """Where tools/fetch-deps puts a third-party source, given its short name."""
    listed = (ROOT / "tools/lib/dependencies.sh").read_text()
    found = re.search(rf'^ *"(\S+) +{name}"$', listed, re.MULTILINE)
    if not found:
        raise BuildError(f"tools/lib/dependencies.sh does not list {name}")
    return ROOT / "build/deps" / found.group(1)


def includes(jsmn):
    return ["-I", ROOT / "core/include", "-idirafter", jsmn]


def compile_core(target, directory, jsmn):
    """Compile the core, each file with its call graph; returns the objects."""
    directory.mkdir(parents=True, exist_ok=True)
    objects = []
    for source in sorted((ROOT / "core").glob("*.c")):
        target_object = directory / (source.stem + ".o")
        run([target.tool("gcc"), "--specs=picolibc.specs", *target.cpu_flags, *CORE_FLAGS,
             "-fcallgraph-info=su", *includes(jsmn), "-c", source, "-o", target_object])
        objects.append(target_object)
    return objects


def link_harness(target, directory, objects, jsmn):
    """Link the core with a main program that calls what a firmware calls; returns the map's text."""
    harness = directory / "harness.o"
    link_map = directory / "harness.map"
    run([target.tool("gcc"), "--specs=picolibc.specs", *target.cpu_flags, *CORE_FLAGS,
         *includes(jsmn), "-c", HERE / "harness.c", "-o", harness])
    run([target.tool("gcc"), "--specs=picolibc.specs", *target.cpu_flags, "-nostartfiles",
         "-Wl,--gc-sections,--entry=main", f"-Wl,-Map={link_map}", harness, *objects,
         "-o", directory / "harness.elf"])
    return link_map.read_text()


def port_includes():
    """What the headers of the ports need, set up as in the firmware."""
    own = ["port/mbedtls/include", "port/lwip/include", "port/posix/include",
           "examples/firmware/lwip"]
    foreign = [dependency("mbedtls") / "include", dependency("lwip") / "src/include"]
    flags = [flag for path in own for flag in ("-I", ROOT / path)]
    flags += [flag for path in foreign for flag in ("-isystem", path)]
    return [*flags, '-DMBEDTLS_CONFIG_FILE="tc3/tc3_mbedtls_config.h"', "-DTC3_BARE_METAL"]


def struct_sizes(target, directory, jsmn):
    """The size in bytes of each public struct."""
    target_object = directory / "sizes.o"
    run([target.tool("gcc"), "--specs=picolibc.specs", *target.cpu_flags, *CORE_FLAGS,
         "-fno-common", *includes(jsmn), *port_includes(), "-c", HERE / "sizes.c",
         "-o", target_object])
    sizes = {}
    for line in run([target.tool("nm"), "-S", target_object]).splitlines():
        _, size, _, symbol = line.split()
        sizes[symbol.removeprefix("size_of_")] = int(size, 16)
    return sizes
