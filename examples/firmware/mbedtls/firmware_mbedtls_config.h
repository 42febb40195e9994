/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file firmware_mbedtls_config.h
 * Where the firmware's mbedTLS differs from tc3/tc3_mbedtls_config.h, included after it
 * (MBEDTLS_USER_CONFIG_FILE). All for flash; bytes are of a Cortex-M3 with -Os.
 */
#ifndef FIRMWARE_MBEDTLS_CONFIG_H
#define FIRMWARE_MBEDTLS_CONFIG_H

/* Loops instead of unrolled rounds: 1.7 KB. SHA-384 hashes a few hundred bytes a connection. */
#define MBEDTLS_SHA512_SMALLER

/* No tables of precomputed points: 5.3 KB, for half as much time again in a full handshake. */
#undef MBEDTLS_ECP_FIXED_POINT_OPTIM
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0

/* AES-GCM alone, which every TLS 1.2 server of today has: 2.4 KB. */
#undef MBEDTLS_CHACHA20_C
#undef MBEDTLS_POLY1305_C
#undef MBEDTLS_CHACHAPOLY_C

/* P-256 and P-384 alone for the key exchange, which the certificates' keys need anyhow: 2.1 KB. And
 * mbedTLS cannot interrupt a multiplication on Curve25519. */
#undef MBEDTLS_ECP_DP_CURVE25519_ENABLED

/* One window larger, 0.7 KB: mbedTLS does the key exchange under an RSA certificate in one piece,
 * which takes 32 million instructions so, and 35 otherwise. */
#undef MBEDTLS_ECP_WINDOW_SIZE
#define MBEDTLS_ECP_WINDOW_SIZE 3

/* The settings hold certificates in DER: 1.3 KB. */
#undef MBEDTLS_PEM_PARSE_C
#undef MBEDTLS_BASE64_C

#endif
