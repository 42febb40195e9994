# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the lanes of tools/test are made of. A lane is a file tools/lib/lanes/NN-NAME.sh that sets
#   lane_title    one line for people
#   lane_quick    yes: part of --quick
#   lane_default  yes: part of a run without --lane; no: asked for by name, or by --lane all
#   lane_needs    requirements as ensure_requirements takes them, besides the build's own
# and defines lane_run, which runs in a shell of its own with its output going to the lane's log. Each
# `check` counts as passed or failed; a lane that checks nothing has failed.

# step TEXT: a progress line for people, and a heading in the log.
step() {
    printf '      %s\n' "$*" >&3
    printf '\n=== %s\n' "$*"
}

# record passed|failed COUNT TEXT
record() {
    printf '%s %s %s\n' "$@" >>"$lane_results"
}

# explain TEXT: keep standard input's last lines to be shown when the lane has ended.
explain() {
    {
        printf 'failed: %s\n' "$1"
        tail -n 60
    } >>"$lane_failures"
}

# check TEXT COMMAND...: count the command's success. Returns its status.
check() {
    local text="$1" before
    shift
    step "$text"
    before="$(wc -c <"$lane_log")"
    if "$@"; then
        record passed 1 "$text"
    else
        record failed 1 "$text"
        tail -c "+$((before + 1))" "$lane_log" | explain "$text"
        printf '=== failed: %s\n' "$text"
        return 1
    fi
}

# configure_and_build PRESET [CMAKE_OPTION...]
configure_and_build() {
    local preset="$1"
    shift
    forget_moved_build "$tc3_build/$preset"
    cmake --preset "$preset" "$@" && cmake --build --preset "$preset" -j "$(job_count)"
}

# printed_by_test DIRECTORY NAME: what a test printed in the latest run.
printed_by_test() {
    awk -v name="$2" '
        / Testing: / { wanted = substr($0, index($0, " Testing: ") + 10) == name }
        wanted' "$1/Testing/Temporary/LastTest.log"
}

# explain_ctest DIRECTORY: each failed test, wherever in the log it is.
explain_ctest() {
    local name
    while IFS=: read -r _ name; do
        printed_by_test "$1" "$name" | explain "$name"
    done <"$1/Testing/Temporary/LastTestsFailed.log"
}

# skipped_tests FILE: the names of the tests that CTest's output in FILE says were skipped.
skipped_tests() {
    sed -n 's/^[[:blank:]]*[0-9]* - \([^ ]*\) (Skipped)$/\1/p' "$1"
}

# run_ctest DIRECTORY [CTEST_OPTION...]: every test counts, but one that was skipped is only named.
run_ctest() {
    local directory="$1" output passed failed total skipped=() name status=0
    shift
    step "tests in ${directory#"$tc3_root"/}"
    output="$(mktemp "$tc3_build/logs/ctest.XXXXXX")"
    # Most tests wait, for another process or for a time-out: two at a time for each processor.
    ctest --test-dir "$directory" --output-on-failure --no-tests=error -j "$((2 * $(job_count)))" "$@" \
        >"$output" 2>&1 || status=$?
    cat "$output"
    read -r failed total < <(sed -n \
        's/^[0-9]*% tests passed, \([0-9]*\) tests\{0,1\} failed out of \([0-9]*\)$/\1 \2/p' "$output") || true
    if [ -z "${total:-}" ]; then
        record failed 1 "ctest in $directory"
        explain "ctest in $directory" <"$output"
        rm -f "$output"
        return 1
    fi
    mapfile -t skipped < <(skipped_tests "$output")
    rm -f "$output"
    for name in "${skipped[@]}"; do
        step "skipped: $name"
        printed_by_test "$directory" "$name"
    done
    [ "$failed" -eq 0 ] || explain_ctest "$directory"
    passed=$((total - failed - ${#skipped[@]}))
    [ "$passed" -eq 0 ] || record passed "$passed" "tests in $directory"
    [ "$failed" -eq 0 ] || record failed "$failed" "tests in $directory"
    return "$status"
}

# lane_name FILE
lane_name() {
    local name
    name="$(basename "$1" .sh)"
    printf '%s\n' "${name#[0-9][0-9]-}"
}

# load_lane FILE: (re)define the lane's variables and function.
load_lane() {
    lane_title="" lane_quick=no lane_default=yes lane_needs=()
    unset -f lane_run
    # shellcheck disable=SC1090 # the lanes are found at run time
    . "$1"
}
