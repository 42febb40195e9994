# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The bare-metal firmware in QEMU: all of it on Cortex-M3, the essence on RISC-V"
lane_needs=(
    "command:arm-none-eabi-gcc=gcc-arm-none-eabi picolibc-arm-none-eabi"
    "command:qemu-system-arm=qemu-system-arm"
    "command:riscv64-unknown-elf-gcc=gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf"
    "command:qemu-system-riscv32=qemu-system-misc"
)

lane_run() {
    local board
    # shellcheck source=tools/lib/firmware.sh
    . "$tc3_root/tools/lib/firmware.sh"
    board=lm3s6965evb
    if check "build for $board" firmware_build "$board" -DFIRMWARE_TESTS=ON; then
        run_ctest "$(firmware_directory "$board")"
    fi
    board=riscv_virt
    if check "build for $board" firmware_build "$board" -DFIRMWARE_TESTS=ON; then
        run_ctest "$(firmware_directory "$board")" -E 'scenarios_(malformed|api-errors|retries|timeouts)'
    fi
}
