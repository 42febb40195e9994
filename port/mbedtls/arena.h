/* SPDX-License-Identifier: Apache-2.0 */
/* What the TLS layer asks the arena. */
#ifndef TC3_MBEDTLS_ARENA_H
#define TC3_MBEDTLS_ARENA_H

#include <stdbool.h>

/**
 * True if an allocation has failed since the last call. mbedTLS does not always say so itself: a
 * signature that it lacked the memory to verify counts as a wrong one.
 */
bool tc3_arena_take_exhausted(void);

#endif
