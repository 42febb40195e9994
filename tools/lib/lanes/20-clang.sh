# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="Clang, release, warnings are errors: build and all tests"
lane_needs=(command:clang=clang)

lane_run() {
    check "build with Clang" configure_and_build clang-release || return
    # lwIP on the host runs in the lanes gcc and sanitize, and so do the scenarios that mostly wait.
    run_ctest "$tc3_build/clang-release" -LE lwip \
        -E 'scenario-(timeouts|command-(images|processes|terminal))'
}
