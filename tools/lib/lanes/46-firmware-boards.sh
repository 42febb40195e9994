# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The bare-metal firmware in QEMU: everything on every other board"
lane_default=no
# shellcheck source=tools/lib/firmware.sh
. "$tc3_root/tools/lib/firmware.sh"

other_boards() {
    firmware_boards | grep -v '^lm3s6965evb$'
}

mapfile -t lane_needs < <(for board in $(other_boards); do firmware_requirements "$board"; done | sort -u)

lane_run() {
    local board
    for board in $(other_boards); do
        if check "build for $board" firmware_build "$board" -DFIRMWARE_TESTS=ON; then
            run_ctest "$(firmware_directory "$board")"
        fi
    done
}
