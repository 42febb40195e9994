/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file mbedtls.h
 * SHA-256 from mbedTLS, and static memory for mbedTLS. TLS itself is in tc3/tls.h.
 */
#ifndef TC3_MBEDTLS_H
#define TC3_MBEDTLS_H

#include "tc3/platform.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * SHA-256 by mbedTLS, hardware-accelerated where mbedTLS is. The table is constant, lives forever
 * and needs no heap, and its functions may be used before tc3_mbedtls_set_arena() and without TLS.
 *
 * Not so with mbedTLS 4.x: there the first use starts PSA, which takes memory for good, and inputs
 * are copied through 64 bytes of heap unless it was built with
 * MBEDTLS_PSA_ASSUME_EXCLUSIVE_BUFFERS. Its context is also larger: set TC3_SHA256_CONTEXT_SIZE to
 * 232 for its default configuration.
 */
const tc3_sha256 *tc3_mbedtls_sha256(void);

/**
 * Let mbedTLS allocate from `size` bytes at `memory` and from nowhere else, in place of the
 * platform's heap. Call it before anything of mbedTLS is used, or again while mbedTLS holds
 * nothing; the memory belongs to mbedTLS from then on. It may have any alignment (up to 7 bytes are
 * lost) and need not be zeroed. Parts beyond 4 GiB are not used.
 *
 * The setting is mbedTLS's and therefore the whole program's. With MBEDTLS_THREADING_C the arena is
 * locked by mbedTLS's mutex; without it only one thread may use mbedTLS.
 *
 * Returns false, and changes nothing, where mbedTLS was built without MBEDTLS_PLATFORM_MEMORY or
 * with fixed allocation macros: it goes on using the heap it was built for. Debian's libmbedtls
 * 2.28 is such a build. In ESP-IDF set CONFIG_MBEDTLS_CUSTOM_MEM_ALLOC=y.
 *
 * How much is needed is up to mbedTLS's configuration and the server's certificates; see the table
 * in tc3/tls.h and ask tc3_mbedtls_get_arena_usage(). An arena that is too small makes connecting
 * fail with TC3_ERROR_TLS_MEMORY, harmlessly.
 */
bool tc3_mbedtls_set_arena(void *memory, size_t size);

/** What the arena holds and has held; all in bytes, and all zero without an arena. */
typedef struct tc3_mbedtls_arena_usage {
    size_t size; /**< usable part of what tc3_mbedtls_set_arena() was given */
    size_t used; /**< allocated now, with 8 bytes of administration for each allocation */
    /**
     * The highest address that was ever allocated, from the arena's start: an arena of this size
     * would have been enough for the same work, since allocation is first-fit.
     */
    size_t peak;
    size_t largest_free; /**< the longest allocation that would succeed now */
} tc3_mbedtls_arena_usage;

/** Tell how the arena is used; walks its free blocks. */
tc3_mbedtls_arena_usage tc3_mbedtls_get_arena_usage(void);

#ifdef __cplusplus
}
#endif

#endif
