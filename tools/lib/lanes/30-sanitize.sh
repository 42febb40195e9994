# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="AddressSanitizer and UndefinedBehaviorSanitizer: all tests, mbedTLS included"

lane_run() {
    export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
    export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
    check "build with sanitizers" configure_and_build sanitize || return
    run_ctest "$tc3_build/sanitize"
}
