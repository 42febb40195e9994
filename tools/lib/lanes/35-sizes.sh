# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The core's unit tests with every size at its least, and at its greatest"

# build_core_tests NAME
build_core_tests() {
    local directory="$tc3_build/sizes/$1" options
    options="$(python3 -B "$tc3_root/tools/lib/sizes.py" "$1")" || return
    forget_moved_build "$directory"
    cmake -S "$tc3_root" -B "$directory" -G Ninja -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_C_FLAGS="$options" -DTC3_WARNINGS_AS_ERRORS=ON -DTC3_BUILD_EXAMPLES=OFF \
        -DTC3_INSTALL=OFF &&
        cmake --build "$directory" --target tc3_core_tests -j "$(job_count)"
}

lane_run() {
    local name
    check "Kconfig and config.h have the same ranges" python3 -B "$tc3_root/tools/lib/sizes.py" check
    for name in smallest largest; do
        if check "build with the $name sizes" build_core_tests "$name"; then
            run_ctest "$tc3_build/sizes/$name" -L core
        fi
    done
}
