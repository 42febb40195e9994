# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The bare-metal firmware in QEMU: all of it on Cortex-M3, the essence on RISC-V"
# shellcheck source=tools/lib/firmware.sh
. "$tc3_root/tools/lib/firmware.sh"
mapfile -t lane_needs < <(firmware_requirements lm3s6965evb && firmware_requirements riscv_virt)

lane_run() {
    local board
    board=lm3s6965evb
    if check "build for $board" firmware_build "$board" -DFIRMWARE_TESTS=ON; then
        run_ctest "$(firmware_directory "$board")"
    fi
    board=riscv_virt
    if check "build for $board" firmware_build "$board" -DFIRMWARE_TESTS=ON; then
        # The tests left out ask what is the same on both boards, and take the longest; the lane
        # firmware-boards runs them here, too.
        run_ctest "$(firmware_directory "$board")" \
            -E 'scenarios_(malformed|answers|api-errors|retries|timeouts)|_(names|panel|time)$'
    fi
}
