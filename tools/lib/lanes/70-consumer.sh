# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
lane_title="Projects that use the library: add_subdirectory and find_package"
lane_needs=(header:mbedtls/ssl.h=libmbedtls-dev "command:g++=g++")

work="$tc3_build/consumer"

# dependency SHORT_NAME: the folder of a third-party source, as tools/fetch-deps names it.
dependency() {
    printf '%s\n' "${tc3_dependencies[@]}" |
        awk -v folder="$tc3_build/deps" -v short="$1" '$2 == short { print folder "/" $1 }'
}

# build_and_run NAME SOURCE [CMAKE_OPTION...]
build_and_run() {
    local directory="$work/$1" source="$2"
    shift 2
    cmake -S "$source" -B "$directory" -G Ninja "$@" && cmake --build "$directory" &&
        "$directory/consumer"
}

install_to() {
    local directory="$work/build-$1" prefix="$work/prefix-$1"
    shift
    cmake -S "$tc3_root" -B "$directory" -G Ninja -DTC3_BUILD_TESTS=OFF \
        -DTC3_BUILD_EXAMPLES=OFF "$@" &&
        cmake --build "$directory" && cmake --install "$directory" --prefix "$prefix"
}

lane_run() {
    local jsmn mbedtls
    # shellcheck source=tools/lib/dependencies.sh
    . "$tc3_root/tools/lib/dependencies.sh"
    jsmn="$(dependency jsmn)"
    mbedtls="$(dependency mbedtls)"
    rm -rf "$work"
    check "add_subdirectory, core and POSIX port alone" \
        build_and_run subdirectory "$tc3_root/test/consumer/subdirectory" \
        -DTC3_DEPS_DIR=/nonexistent -DTC3_JSMN_INCLUDE_DIR="$jsmn"
    check "add_subdirectory in a build of C++ alone" \
        build_and_run cxx "$tc3_root/test/consumer/cxx" -DTC3_DEPS_DIR=/nonexistent \
        -DTC3_JSMN_INCLUDE_DIR="$jsmn"
    check "add_subdirectory with mbedTLS's sources" \
        build_and_run subdirectory-tls "$tc3_root/test/consumer/subdirectory" -DCONSUMER_TLS=ON \
        -DTC3_JSMN_INCLUDE_DIR="$jsmn" -DTC3_MBEDTLS_SOURCE_DIR="$mbedtls"
    check "add_subdirectory with the user's own mbedTLS targets" \
        build_and_run subdirectory-own "$tc3_root/test/consumer/subdirectory" -DCONSUMER_TLS=ON \
        -DCONSUMER_OWN_MBEDTLS=ON -DTC3_DEPS_DIR=/nonexistent \
        -DTC3_JSMN_INCLUDE_DIR="$jsmn"
    if check "install" install_to plain -DCMAKE_BUILD_TYPE=Release; then
        check "find_package, core and POSIX port" \
            build_and_run package "$tc3_root/test/consumer/package" \
            -DCMAKE_PREFIX_PATH="$work/prefix-plain"
    fi
    if check "install with the system's mbedTLS" install_to system -DTC3_SYSTEM_MBEDTLS=ON; then
        check "find_package with TLS" \
            build_and_run package-tls "$tc3_root/test/consumer/package" -DCONSUMER_TLS=ON \
            -DCMAKE_PREFIX_PATH="$work/prefix-system"
    fi
}
