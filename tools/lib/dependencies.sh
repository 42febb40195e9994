# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The third-party sources: what they are called, where they come from, and the archives we know.
# Data for tools/fetch-deps. The folders' names, and with them the versions, appear again in
# tools/cmake/dependencies.cmake, port/esp_idf/component.cmake (packed without tools/, so that it
# cannot read this file), examples/firmware/CMakeLists.txt, test/lwip/CMakeLists.txt,
# test/esp/cross/CMakeLists.txt, tools/esp-check, tools/fetch-deps and tools/test; jsmn's version in
# idf_component.yml.

# name = folder below build/deps; the second column is the short name on the command line.
tc3_dependencies=(
    "mbedtls-3.6.6   mbedtls"
    "jsmn-1.1.0      jsmn"
    "lwip-2.2.1      lwip"
    "mbedtls-2.28.3  -"
    "lwip-2.1.3      -"
)

# Fetched when no name is given.
tc3_default_dependencies=(mbedtls-3.6.6 jsmn-1.1.0 lwip-2.2.1)

# A file that a complete tree has, and a pattern in it that only the right version has.
tc3_marks=(
    "mbedtls-3.6.6   include/mbedtls/build_info.h  MBEDTLS_VERSION_STRING +\"3\\.6\\.6\""
    "mbedtls-2.28.3  include/mbedtls/version.h     MBEDTLS_VERSION_STRING +\"2\\.28\\.3\""
    "jsmn-1.1.0      jsmn.h                        JSMN_HEADER"
    "lwip-2.2.1      src/include/lwip/init.h       LWIP_VERSION_REVISION +1"
    "lwip-2.1.3      src/include/lwip/init.h       LWIP_VERSION_REVISION +3"
)

# name, archive's file name, SHA-256, URL of the release ("-": no release file of this name).
# A file of another hash is refused. Debian's *.orig.* archives were measured; of the others,
# mbedtls-3.6.6.tar.bz2 and jsmn's v1.1.0.tar.gz are Debian's byte for byte (same hash in OpenWrt's
# and Conan's recipes), the hashes of lwip-2.2.1.zip and mbedtls-2.28.3.tar.gz are those published in
# independent build recipes (FetchContent users; Homebrew).
tc3_archives=(
    "mbedtls-3.6.6 mbedtls-3.6.6.tar.bz2 8fb65fae8dcae5840f793c0a334860a411f884cc537ea290ce1c52bb64ca007a https://github.com/Mbed-TLS/mbedtls/releases/download/mbedtls-3.6.6/mbedtls-3.6.6.tar.bz2"
    "mbedtls-3.6.6 mbedtls_3.6.6.orig.tar.bz2 8fb65fae8dcae5840f793c0a334860a411f884cc537ea290ce1c52bb64ca007a -"
    "jsmn-1.1.0 jsmn-1.1.0.tar.gz 5f0913a10657fe7ec8d5794ccf00a01000e3e1f2f1e1f143c34a0f7b47edcb38 https://github.com/zserge/jsmn/archive/refs/tags/v1.1.0.tar.gz"
    "jsmn-1.1.0 jsmn_1.1.0.orig.tar.gz 5f0913a10657fe7ec8d5794ccf00a01000e3e1f2f1e1f143c34a0f7b47edcb38 -"
    "lwip-2.2.1 lwip-2.2.1.zip 7b622662dba2383d71f874f2e494b54ae948531559c17acbe75797966d646878 https://download.savannah.nongnu.org/releases/lwip/lwip-2.2.1.zip"
    "lwip-2.2.1 lwip_2.2.1+dfsg1.orig.tar.xz 83729c274c499d3348e9fbbe043a3113f3fa8953e7efddc7c21c7fcbb1f2b7b1 -"
    "mbedtls-2.28.3 mbedtls-2.28.3.tar.gz 1a21008fc93e7bdce2cb40a8f2d7c7b4034d9160035382c29cf91af8f96f2cd9 https://github.com/Mbed-TLS/mbedtls/archive/mbedtls-2.28.3.tar.gz"
    "mbedtls-2.28.3 mbedtls_2.28.3.orig.tar.gz 3b4953aa55a681e084d31892d9904cc5328d6b4958ea57b90ae4b4f94ae69a8d -"
    "lwip-2.1.3 lwip_2.1.3+dfsg1.orig.tar.xz 0a8276d09fc4e97bbba2f953d74af2388fc2195ea156be9d7589e297a68fde24 -"
)

# name, Debian source package, the suite that has this version.
tc3_debian_sources=(
    "mbedtls-3.6.6 mbedtls trixie"
    "jsmn-1.1.0 jsmn trixie"
    "lwip-2.2.1 lwip trixie"
    "mbedtls-2.28.3 mbedtls bookworm"
    "lwip-2.1.3 lwip bookworm"
)
