/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sha256.h
 * SHA-256 (FIPS 180-4) and HMAC (RFC 2104) for tests alone: a tc3_sha256 that counts its work, can
 * fail on demand, and notices a context that leaks, is used after its end, or is moved.
 */
#ifndef SHA256_H
#define SHA256_H

#include "tc3/platform.h"

/** What happened in test_sha256 since sha256_log_reset(). */
typedef struct sha256_log {
    unsigned compressions; /**< blocks of 64 bytes */
    unsigned calls;        /**< of start, update, finish and clone */
    unsigned fail_at;      /**< the call that fails, counted from 1; 0: none */
    int live;              /**< contexts that hold something */
    const char *misuse;    /**< the first breach of the contract, or NULL */
} sha256_log;

extern sha256_log test_sha256_log;

/** The hash for the code under test. */
extern const tc3_sha256 test_sha256;

void sha256_log_reset(void);

/** The digest of `length` bytes; not counted. */
void sha256_of(const void *bytes, size_t length, uint8_t digest[TC3_SHA256_SIZE]);

/** HMAC-SHA256; not counted. */
void hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
                 uint8_t digest[TC3_SHA256_SIZE]);

/** The hash's inner state after the block `key` XOR `pad`, as HMAC keeps it; `key` has 32 bytes. */
void hmac_mid_state(const uint8_t key[TC3_SHA256_SIZE], uint8_t pad, uint32_t state[8]);

/** `length` bytes as lower-case hexadecimal with a NUL: 2 * length + 1 bytes at `text`. */
void hex_text(const uint8_t *bytes, size_t length, char *text);

#endif
