# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="Unit tests, the panel's tests and tc3-quota under valgrind"
lane_default=no # a plain run has the sanitizers for the same tests
lane_needs=(command:valgrind=valgrind)

memcheck=(valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=all
    "--errors-for-leak-kinds=definite,indirect,possible")

# test_commands LABEL: lines of name and command, without those that would take minutes.
test_commands() {
    python3 "$tc3_root/tools/lib/ctest-commands.py" "$tc3_build/debug" "$1" |
        grep -vE '^(panel_(number|reading|scroll)|quota_display|esp_frame_time)\b'
}

# checked_quota FILE: write a program that runs tc3-quota under valgrind.
checked_quota() {
    mkdir -p "$(dirname "$1")"
    {
        echo '#!/bin/sh'
        printf "exec %s '%s' \"\$@\"\n" "${memcheck[*]}" "$tc3_build/debug/examples/quota/tc3-quota"
    } >"$1"
    chmod +x "$1"
}

lane_run() {
    local name command commands quota="$tc3_build/valgrind/tc3-quota"
    check "build with GCC" configure_and_build debug || return
    commands="$(mktemp)"
    { test_commands unit && test_commands panel; } >"$commands" || return
    while IFS=$'\t' read -r name command; do
        # shellcheck disable=SC2086 # test programs take no arguments with blanks
        check "valgrind: $name" timeout --foreground 600 "${memcheck[@]}" $command </dev/null
    done <"$commands"
    rm -f "$commands"
    checked_quota "$quota"
    check "valgrind: tc3-quota" python3 -B "$tc3_root/test/scenario/run.py" --tool "$quota" \
        --group command-trust --group command-rotation --group reuse \
        --certificate-cache "$tc3_build/valgrind/certificates"
}
