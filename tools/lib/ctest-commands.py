# SPDX-License-Identifier: Apache-2.0
"""Print the commands of a build directory's tests with a label: name, tab, command, a line each.

Usage: python3 tools/lib/ctest-commands.py BUILD_DIRECTORY LABEL
"""

import json
import shlex
import subprocess
import sys


def labels_of(test):
    for item in test.get("properties", []):
        if item["name"] == "LABELS":
            return item["value"]
    return []


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    directory, label = sys.argv[1:]
    listing = subprocess.run(
        ["ctest", "--test-dir", directory, "--show-only=json-v1"],
        check=True, stdout=subprocess.PIPE).stdout
    for test in json.loads(listing)["tests"]:
        if label in labels_of(test):
            print(test["name"], shlex.join(test["command"]), sep="\t")


main()
