# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Building the firmware for a board; for tools/firmware and the lane "firmware". To be sourced after
# common.sh.

# The boards: folders of examples/firmware/boards with a board.cmake.
firmware_boards() {
    local file
    for file in "$tc3_root"/examples/firmware/boards/*/board.cmake; do
        basename "$(dirname "$file")"
    done
}

# firmware_architecture BOARD: the prefix of its compiler's tools.
firmware_architecture() {
    sed -n 's/^set(firmware_architecture \(.*\))$/\1/p' \
        "$tc3_root/examples/firmware/boards/$1/board.cmake"
}

# firmware_requirements BOARD: one a line, as ensure_requirements takes them.
firmware_requirements() {
    case "$(firmware_architecture "$1")" in
    arm-none-eabi)
        echo "command:arm-none-eabi-gcc=gcc-arm-none-eabi picolibc-arm-none-eabi"
        echo "command:qemu-system-arm=qemu-system-arm"
        ;;
    riscv64-unknown-elf)
        echo "command:riscv64-unknown-elf-gcc=gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf"
        echo "command:qemu-system-riscv32=qemu-system-misc"
        ;;
    *) die "$1: tools/lib/firmware.sh does not know its architecture" ;;
    esac
}

firmware_directory() {
    printf '%s\n' "$tc3_build/firmware/$1"
}

firmware_log() {
    mkdir -p "$tc3_build/logs"
    printf '%s\n' "$tc3_build/logs/firmware-$1.log"
}

# firmware_build BOARD [CMAKE_OPTION...]
firmware_build() {
    local board="$1" directory
    shift
    directory="$(firmware_directory "$board")"
    forget_moved_build "$directory"
    cmake -S "$tc3_root/examples/firmware" -B "$directory" -G Ninja -DFIRMWARE_BOARD="$board" \
        --toolchain "$tc3_root/tools/cmake/toolchains/$(firmware_architecture "$board").cmake" "$@" &&
        cmake --build "$directory" -j "$(job_count)"
}
