# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The unit tests under valgrind"
lane_needs=(command:valgrind=valgrind)

lane_run() {
    local name commands
    check "build with GCC" configure_and_build debug || return
    commands="$(mktemp)"
    python3 "$tc3_root/tools/lib/ctest-commands.py" "$tc3_build/debug" unit >"$commands" || return
    while IFS=$'\t' read -r name command; do
        # shellcheck disable=SC2086 # test programs take no arguments with blanks
        check "valgrind: $name" timeout --foreground 600 valgrind --quiet --error-exitcode=99 \
            --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=definite,indirect,possible \
            $command </dev/null
    done <"$commands"
    rm -f "$commands"
}
