# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The system's mbedTLS (2.28 on Debian 12): build and all tests"
lane_needs=(header:mbedtls/ssl.h=libmbedtls-dev)

lane_run() {
    check "build against the system's mbedTLS" configure_and_build system-mbedtls || return
    # What does not touch mbedTLS runs in the other lanes.
    run_ctest "$tc3_build/system-mbedtls" -L "tls|scenario" -LE lwip \
        -E 'scenario-(timeouts|malformed|command-(images|outputs|panel|processes|terminal))'
}
