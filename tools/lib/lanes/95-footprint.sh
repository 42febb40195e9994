# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="What the core costs on small processors, against its budgets"
lane_needs=(command:arm-none-eabi-gcc=gcc-arm-none-eabi
    file:/usr/lib/picolibc/arm-none-eabi=picolibc-arm-none-eabi
    command:riscv64-unknown-elf-gcc=gcc-riscv64-unknown-elf
    file:/usr/lib/picolibc/riscv64-unknown-elf=picolibc-riscv64-unknown-elf
    command:valgrind=valgrind)

lane_run() {
    check "sizes, stack and instructions are within their bounds" "$tc3_root/tools/footprint"
}
