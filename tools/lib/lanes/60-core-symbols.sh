# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="The core needs mem*, strlen and nothing else, and keeps no state of its own"
lane_quick=yes
lane_needs=(command:nm=binutils)

core_needs_only_string_functions() {
    local archive="$1" symbol found=0
    while read -r symbol; do
        case "$symbol" in
        memcpy | memmove | memset | memcmp | strlen) ;;
        *)
            echo "not allowed in the core: $symbol"
            found=1
            ;;
        esac
    done < <(nm -P -A "$archive" | awk '
        { if ($3 == "U") needed[$2] = 1; else defined[$2] = 1 }
        END { for (name in needed) if (!(name in defined)) print name }')
    return "$found"
}

core_has_no_data() {
    nm -P -A "$1" | awk '$3 ~ /^[dDbBC]$/ { print "state of its own: " $0; bad = 1 } END { exit bad }'
}

lane_run() {
    local directory="$tc3_build/core-only" archive
    check "build the core alone" build_core_alone "$directory" || return
    archive="$directory/core/libtc3_core.a"
    check "there is code in the archive" archive_has_code "$archive"
    check "undefined symbols" core_needs_only_string_functions "$archive"
    check "no data, no bss" core_has_no_data "$archive"
}

archive_has_code() {
    nm -P "$1" | grep '^tc3_client_step T' >/dev/null
}

# Position-independent code would count tables of constant addresses as data.
build_core_alone() {
    forget_moved_build "$1"
    cmake -S "$tc3_root" -B "$1" -G Ninja -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_FLAGS="-fno-stack-protector -fno-pie" -DTC3_WARNINGS_AS_ERRORS=ON \
        -DTC3_BUILD_TESTS=OFF -DTC3_BUILD_EXAMPLES=OFF -DTC3_INSTALL=OFF &&
        cmake --build "$1" --target tc3_core
}
