/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tc3_mbedtls_config.h
 * The configuration of mbedTLS (3.6; 2.28's sources build with it, too) for a TLS 1.2 client that
 * needs no malloc and no file system: named by MBEDTLS_CONFIG_FILE when mbedTLS is built as
 * part of this project. A build that brings an mbedTLS of its own ignores this file.
 *
 * With TC3_BARE_METAL defined the library asks nothing of a C library but mem* and str*; the
 * firmware then supplies tc3_mbedtls_snprintf() as declared below (the linker drops its callers
 * when unused sections are collected).
 *
 * Costs are flash on a Cortex-M3 with -Os where a number is given. Each number below may be set on
 * the compiler's command line; all code that includes mbedTLS headers must see the same values.
 */
#ifndef TC3_MBEDTLS_CONFIG_H
#define TC3_MBEDTLS_CONFIG_H

/* ---- Platform ---------------------------------------------------------------------------- */

#include <limits.h> /* mbedTLS 2.28 relies on the standard functions' headers for INT_MAX */

#if defined(TC3_BARE_METAL)
#include <stddef.h>
/** C99 snprintf; used only to print certificates' names. */
int tc3_mbedtls_snprintf(char *text, size_t size, const char *format, ...);
#define MBEDTLS_PLATFORM_SNPRINTF_MACRO tc3_mbedtls_snprintf
#else
#include <stdio.h>
#define MBEDTLS_PLATFORM_SNPRINTF_MACRO snprintf
#endif

/* Assembly for the multiplication of big numbers, where mbedTLS has it. */
#define MBEDTLS_HAVE_ASM

/* All memory comes from the arena of tc3_mbedtls_set_arena() (tc3/mbedtls.h). Without the standard
 * functions an allocation before that call fails, instead of reaching malloc. */
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_PLATFORM_NO_STD_FUNCTIONS

/* MBEDTLS_HAVE_TIME and MBEDTLS_HAVE_TIME_DATE are left out: mbedTLS asks one global clock, the TLS
 * port compares every certificate's validity with the tc3_clock that it was given (tc3/tls.h). */

/* Entropy comes from the application's tc3_random: no entropy module, no /dev/urandom here. It
 * seeds the CTR_DRBG that TLS draws from. */
#define MBEDTLS_NO_PLATFORM_ENTROPY
#define MBEDTLS_CTR_DRBG_C

/* ---- TLS --------------------------------------------------------------------------------- */

/* TLS 1.2 client alone: the service speaks it, 1.3 adds 97 KB, and 3.6.6 with both compiled in
 * fails against a TLS-1.2-only server that signs with PSS (Mbed-TLS/mbedtls#10668). */
#define MBEDTLS_SSL_TLS_C
#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED
#define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED

/* The name in the handshake: without it a server with several certificates may send another one. */
#define MBEDTLS_SSL_SERVER_NAME_INDICATION
/* RFC 7627: binds the master secret to the handshake; without it resumption is open to the triple
 * handshake attack. */
#define MBEDTLS_SSL_EXTENDED_MASTER_SECRET
/* RFC 5077: a refresh after a lost connection takes one round trip instead of a full handshake. */
#define MBEDTLS_SSL_SESSION_TICKETS
/* Tell the server why a handshake was refused: seen in its log, not only in ours. */
#define MBEDTLS_SSL_ALL_ALERT_MESSAGES
/* Built-in trust anchors are parsed when one is looked for: 6.5 KB of arena less from the start on.
 * ECDSA chains are then verified in one piece even with MBEDTLS_ECP_RESTARTABLE. */
#define MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK
/* MBEDTLS_SSL_KEEP_PEER_CERTIFICATE is left out: after verification only its digest stays in
 * the arena for the life of the connection. */

/* Received records: 16384 is what a server may send without having been asked for less (RFC 5246
 * 6.2.1); a smaller value saves arena byte by byte and fails with -0x7100 on larger records. */
#ifndef MBEDTLS_SSL_IN_CONTENT_LEN
#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#endif
/* Sent records: our request goes out in pieces of TC3_SEND_SIZE, the longest handshake message that
 * we send carries the session ticket, some hundred bytes. */
#ifndef MBEDTLS_SSL_OUT_CONTENT_LEN
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048
#endif

/* ---- Ciphers and digests ----------------------------------------------------------------- */

#define MBEDTLS_CIPHER_C
#define MBEDTLS_AES_C
#define MBEDTLS_GCM_C
/* GCM and CTR_DRBG only ever encrypt with AES: 2.4 KB. 2.28 does not know it. */
#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_CHACHA20_C
#define MBEDTLS_POLY1305_C
#define MBEDTLS_CHACHAPOLY_C
/* Tables in flash, not in RAM computed at start. */
#define MBEDTLS_AES_ROM_TABLES
#if defined(TC3_BARE_METAL)
/* One of four tables of each kind: 6 KB less flash for some rotations a block. */
#define MBEDTLS_AES_FEWER_TABLES
#endif

#define MBEDTLS_MD_C
#define MBEDTLS_SHA256_C
/* SHA-384 for cipher suites with AES-256 and certificates on P-384. 2.28 knows only SHA512_C. */
#define MBEDTLS_SHA384_C
#define MBEDTLS_SHA512_C
/* SHA-1 and MD5 are left out: nothing that we accept is signed with them. */

/* ---- Public keys and certificates -------------------------------------------------------- */

#define MBEDTLS_BIGNUM_C
/* 512 bytes: RSA-4096, the largest key in the service's chain. */
#ifndef MBEDTLS_MPI_MAX_SIZE
#define MBEDTLS_MPI_MAX_SIZE 512
#endif
/* For long exponents; RSA verification has a short one, so a larger window would not be used. */
#ifndef MBEDTLS_MPI_WINDOW_SIZE
#define MBEDTLS_MPI_WINDOW_SIZE 1
#endif

#define MBEDTLS_RSA_C
#define MBEDTLS_PKCS1_V15
#define MBEDTLS_PKCS1_V21
#define MBEDTLS_X509_RSASSA_PSS_SUPPORT

#define MBEDTLS_ECP_C
#define MBEDTLS_ECDH_C
#define MBEDTLS_ECDSA_C
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_DP_SECP384R1_ENABLED
#define MBEDTLS_ECP_DP_CURVE25519_ENABLED
/* Fast reduction for the NIST curves: 4 to 8 times the speed, by mbedTLS's manual. */
#define MBEDTLS_ECP_NIST_OPTIM
/* Window 2 keeps the arena small. */
#ifndef MBEDTLS_ECP_WINDOW_SIZE
#define MBEDTLS_ECP_WINDOW_SIZE 2
#endif
/* Precomputed multiples of the base points: 6 KB of flash, a third less time for a handshake. */
#ifndef MBEDTLS_ECP_FIXED_POINT_OPTIM
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 1
#endif
/* Lets a handshake pause inside a point multiplication (mbedtls_ecp_set_max_ops): 3.6 KB; on a
 * Cortex-M3 the longest uninterrupted call drops from 91 to 3.7 million instructions. */
#if !defined(TC3_MBEDTLS_NO_RESTARTABLE)
#define MBEDTLS_ECP_RESTARTABLE
#define MBEDTLS_ECDH_LEGACY_CONTEXT
#endif

#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C
#define MBEDTLS_OID_C
#define MBEDTLS_PK_C
#define MBEDTLS_PK_PARSE_C
#define MBEDTLS_X509_USE_C
#define MBEDTLS_X509_CRT_PARSE_C
#define MBEDTLS_X509_CHECK_KEY_USAGE
#define MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE
/* Texts about certificates; our own status texts name what was wrong. */
#define MBEDTLS_X509_REMOVE_INFO
/* Trust anchors as PEM text, too: a CA file on a host, a string in firmware. */
#define MBEDTLS_PEM_PARSE_C
#define MBEDTLS_BASE64_C

/* Left out on purpose: MBEDTLS_SELF_TEST, MBEDTLS_DEBUG_C, MBEDTLS_ERROR_C (numbers are reported),
 * MBEDTLS_FS_IO (CA files are read by the application), MBEDTLS_NET_C and MBEDTLS_TIMING_C (the
 * port has its own), PSA and threads (one client at a time uses the arena). */

#endif
