# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="Cross-compile core, ports and panel for the ESP family: rv32imc and xtensa"
lane_needs=(
    command:riscv64-unknown-elf-gcc=gcc-riscv64-unknown-elf
    file:/usr/lib/picolibc/riscv64-unknown-elf=picolibc-riscv64-unknown-elf
    command:xtensa-lx106-elf-gcc=gcc-xtensa-lx106
    file:/usr/lib/xtensa-lx106-elf/include/stdio.h=picolibc-xtensa-lx106-elf
)

# cross_compile NAME COMPILER OPTIONS
cross_compile() {
    local directory="$tc3_build/cross/$1"
    rm -rf "$directory"
    cmake -S "$tc3_root/test/esp/cross" -B "$directory" -G Ninja -DCMAKE_SYSTEM_NAME=Generic \
        -DCMAKE_C_COMPILER="$2" -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY \
        -DCROSS_OPTIONS="$3" &&
        cmake --build "$directory" -j "$(job_count)"
}

lane_run() {
    check "fetch lwIP" "$tc3_root/tools/fetch-deps" lwip || return
    check "rv32imc, as of the ESP32-C3" cross_compile rv32imc riscv64-unknown-elf-gcc \
        "-march=rv32imc -mabi=ilp32 --specs=picolibc.specs"
    check "xtensa-lx106, the nearest to the ESP32 that Debian has" cross_compile xtensa \
        xtensa-lx106-elf-gcc ""
}
