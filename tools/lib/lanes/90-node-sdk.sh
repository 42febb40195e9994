# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The simulator against Tencent's official Node SDK (from the npm registry)"
lane_default=no
lane_needs=(command:node=nodejs command:npm=npm)

lane_run() {
    check "genuine requests pass, tampered ones are refused" \
        timeout --foreground 600 test/node_sdk/run "$tc3_build/node-sdk"
}
