# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The ESP-IDF component; with IDF_PATH set, compiled, and run on ESP-IDF's target linux"
lane_quick=yes
if [ -n "${IDF_PATH:-}" ]; then
    lane_needs=(
        command:riscv64-unknown-elf-gcc=gcc-riscv64-unknown-elf
        file:/usr/lib/picolibc/riscv64-unknown-elf=picolibc-riscv64-unknown-elf
        file:/usr/include/newlib/sys/reent.h=libnewlib-dev
        file:/usr/lib/python3/dist-packages/kconfiglib.py=python3-kconfiglib
        header:bsd/string.h=libbsd-dev
        command:ninja=ninja-build
        command:cmake=cmake
    )
fi

# tells_skipping TOOL: skipping is an outcome of its own, so that nobody takes it for a success.
tells_skipping() {
    local status=0
    env -u IDF_PATH "$tc3_root/tools/$1" || status=$?
    [ "$status" -eq 77 ]
}

lane_run() {
    check "the component's CMake and Kconfig agree" cmake -P "$tc3_root/test/esp/component.cmake"
    check "esp-check without an ESP-IDF says that it skips" tells_skipping esp-check
    check "esp-linux without an ESP-IDF says that it skips" tells_skipping esp-linux
    if [ -n "${IDF_PATH:-}" ]; then
        check "component and example against $IDF_PATH" "$tc3_root/tools/esp-check"
        check "the example on the target linux of $IDF_PATH" "$tc3_root/tools/esp-linux"
    else
        step "neither compiled against an ESP-IDF nor run on one: IDF_PATH is not set"
    fi
}
