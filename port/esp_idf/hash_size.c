/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP-IDF's mbedTLS has other SHA-256 contexts than plain mbedTLS. Whether one fits is found out
 * here, when compiling, rather than by tc3_client_init() on the device.
 */
#include "tc3/mbedtls_version.h"
#include "tc3/platform.h"

/* If this fails: raise CONFIG_TC3_SHA256_CONTEXT_SIZE (menuconfig: tc3-embedded). */
typedef char tc3_assert_sha256_context_fits
    [TC3_SHA256_CONTEXT_SIZE % 8 == 0 && sizeof(tc3_mbedtls_hash) <= TC3_SHA256_CONTEXT_SIZE ? 1
                                                                                             : -1];
