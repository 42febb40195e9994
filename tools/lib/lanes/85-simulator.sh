# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The simulator's own tests"
lane_quick=yes

lane_run() {
    check "test/simulator" timeout --foreground 300 python3 -B -m unittest discover -s test/simulator
}
