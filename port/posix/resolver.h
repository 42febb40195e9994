/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file resolver.h
 * Lookups of names that never block their owner, out of a static pool. A lookup has two parties:
 * the owner, who polls it and may abandon it at any time, and the method, which finishes it exactly
 * once. Whoever comes last returns it to the pool, so neither can touch one that is in other use.
 */
#ifndef TC3_RESOLVER_H
#define TC3_RESOLVER_H

#include "tc3/client.h"
#include "tc3/socket.h"

/** A lookup. The owner never looks inside. */
typedef struct tc3_lookup {
    uint8_t state;
    tc3_status status;
    int32_t port_error;
    tc3_resolver resolver; /* its function is NULL: ask the system */
    char host[TC3_HOST_MAX + 1];
    tc3_address_list addresses;
} tc3_lookup;

/**
 * Start looking up `host`, which is copied, by `resolver` or, if that is NULL, by the system.
 * TC3_OK: `*lookup` is under way and the caller's. TC3_PENDING: all lookups of the pool are busy,
 * try again. Else the error, with its number in `*port_error`.
 */
tc3_status tc3_lookup_start(tc3_lookup **lookup, const char *host, const tc3_resolver *resolver,
                            int32_t *port_error);

/**
 * TC3_PENDING, or the outcome: then `lookup` is gone, and `*addresses` (TC3_OK: at least one) and
 * `*port_error` are set.
 */
tc3_status tc3_lookup_poll(tc3_lookup *lookup, tc3_address_list *addresses, int32_t *port_error);

/** Give up `lookup`; it is gone for the caller. Never waits. */
void tc3_lookup_abandon(tc3_lookup *lookup);

/** For the method: the lookup is over, and gone for the method. */
void tc3_lookup_finish(tc3_lookup *lookup, tc3_status status, int32_t port_error);

/*
 * The method, which the build chooses: resolver_thread.c asks getaddrinfo() on a POSIX thread,
 * resolver_lwip.c lwIP's own DNS client.
 */

/**
 * See to it that tc3_lookup_finish() is called, now or later, on any thread. Must not wait. Returns
 * 0, or an errno number if it cannot; then it is not called.
 */
int tc3_lookup_launch(tc3_lookup *lookup);

/** Guard the pool against the method's other threads, for the time of a few instructions. */
void tc3_lookup_lock(void);
void tc3_lookup_unlock(void);

#endif
