# SPDX-License-Identifier: Apache-2.0
"""The deepest stack that each public function needs of its own, from GCC's call graphs."""

import re

from toolchain import ROOT

NODE = re.compile(r'node: \{ title: "([^"]+)" label: "([^"]*)"')
EDGE = re.compile(r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"')
STACK = re.compile(r"(\d+) bytes \((static|dynamic|dynamic,bounded)\)")
# Whom the JSON reader calls through its listener. All other indirect calls leave the core.
LISTENER = ("answer.c:on_name", "answer.c:on_value")


class StackError(Exception):
    """The bound does not exist: recursion, or a frame of unknown size."""


def name_of(title):
    """GCC's title without directories: "client.c:fail", or a global's plain name."""
    return title.rsplit("/", 1)[-1]


def read_graph(directory):
    frames, calls = {}, {}
    for path in directory.glob("*.ci"):
        text = path.read_text()
        for title, label in NODE.findall(text):
            stack = STACK.search(label)
            if stack:
                if stack.group(2) != "static":
                    raise StackError(f"{title} has a frame of variable size")
                frames[name_of(title)] = int(stack.group(1))
        for source, target in EDGE.findall(text):
            targets = calls.setdefault(name_of(source), set())
            if target != "__indirect_call":
                targets.add(name_of(target))
            elif path.stem == "json":
                targets.update(LISTENER)
    return frames, calls


def public_functions():
    names = set()
    for header in (ROOT / "core/include/tc3").glob("*.h"):
        text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.DOTALL)
        names.update(re.findall(r"^[\w ]+[ *](tc3_\w+)\([^;{]*\);", text, re.MULTILINE))
    return names


def deepest(function, frames, calls, path=()):
    """Bytes of stack that a call of `function` takes, and the chain of calls that takes them."""
    if function in path:
        raise StackError("recursion: " + " > ".join(path + (function,)))
    if function not in frames:
        return 0, ()
    most, chain = 0, ()
    for callee in calls.get(function, ()):
        size, below = deepest(callee, frames, calls, path + (function,))
        if size > most:
            most, chain = size, below
    return frames[function] + most, (function,) + chain


def by_public_function(directory):
    """[(bytes, function, chain)], the deepest first."""
    frames, calls = read_graph(directory)
    missing = [name for name in LISTENER if name not in frames]
    if missing:
        raise StackError(f"the call graph has no {missing}: whom does the JSON reader call?")
    result = []
    for function in public_functions() & frames.keys():
        size, chain = deepest(function, frames, calls)
        result.append((size, function, chain))
    return sorted(result, reverse=True)
