/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file resolver.h
 * Lookups of names that never block their owner, out of a static pool. A lookup has two parties:
 * the owner, who polls it and may abandon it at any time, and the method, which finishes it exactly
 * once. Whoever comes last returns it to the pool, so neither can touch one that is in other use.
 * An owner who does not know whether there is a use for it yet leaves it.
 * The owner has a ticket for it, which is good once: a process that fork() made has none of the
 * threads that its parent's lookups ran on, so they are gone there, and the tickets are void.
 */
#ifndef TC3_RESOLVER_H
#define TC3_RESOLVER_H

#include "tc3/client.h"
#include "tc3/socket.h"

/** A lookup. */
typedef struct tc3_lookup {
    uint32_t ticket; /* of the owner; 0 after it was used up */
    uint8_t state;
    bool left; /* by the owner, who may come back */
    tc3_status status;
    int32_t port_error;
    tc3_resolver resolver; /* its function is NULL: ask the system */
    char host[TC3_HOST_MAX + 1];
    tc3_address_list addresses;
} tc3_lookup;

/**
 * Start looking up `host`, which is copied, by `resolver` or, if that is NULL, by the system.
 * `*addresses` is as a tc3_address_list_add() shall find it, and is copied, too. TC3_OK: the lookup
 * is under way, and `*ticket` is not 0. TC3_PENDING: all lookups of the pool are busy, try again.
 * Else the error, with its number in `*port_error`.
 */
tc3_status tc3_lookup_start(uint32_t *ticket, const char *host, const tc3_resolver *resolver,
                            const tc3_address_list *addresses, int32_t *port_error);

/**
 * TC3_PENDING, or the outcome: then `ticket` is used up. TC3_OK: `*addresses` is what there is; it
 * has one at least, unless a further one was asked for. Else `*port_error` is set.
 */
tc3_status tc3_lookup_poll(uint32_t ticket, tc3_address_list *addresses, int32_t *port_error);

/** Give up the lookup of `ticket`, which is used up. Never waits. */
void tc3_lookup_abandon(uint32_t ticket);

/**
 * Leave the lookup of `ticket` alone, perhaps for good. Once it is finished, the pool may take it
 * for another one.
 */
void tc3_lookup_leave(uint32_t ticket);

/**
 * Go on with the lookup of `ticket`, which was left: true if it is under way yet or has found
 * something. Else it is to be abandoned.
 */
bool tc3_lookup_resume(uint32_t ticket);

/** In a process that fork() made, while the pool is guarded: all lookups are gone. */
void tc3_lookup_forget_all(void);

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
