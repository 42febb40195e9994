# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="GCC, debug, warnings are errors: build and all tests"
lane_quick=yes

lane_run() {
    check "build with GCC" configure_and_build debug || return
    run_ctest "$tc3_build/debug"
}
