/* SPDX-License-Identifier: Apache-2.0 */
#include "socket_platform.h"

#include "resolver.h"

#include <string.h>

/** Who still holds a lookup. */
typedef enum lookup_state {
    LOOKUP_FREE = 0,
    LOOKUP_RUNNING,  /* owner and method */
    LOOKUP_FINISHED, /* the owner */
    LOOKUP_ABANDONED /* the method */
} lookup_state;

static tc3_lookup pool[TC3_SOCKET_LOOKUPS];

static void set_state(tc3_lookup *lookup, lookup_state state)
{
    tc3_lookup_lock();
    lookup->state = (uint8_t)state;
    tc3_lookup_unlock();
}

/** One party is done: the lookup is free if the other one is, too; else `left` says who is not. */
static void let_go(tc3_lookup *lookup, lookup_state left)
{
    tc3_lookup_lock();
    lookup->state = (uint8_t)(lookup->state == LOOKUP_RUNNING ? left : LOOKUP_FREE);
    tc3_lookup_unlock();
}

static tc3_lookup *take_free(void)
{
    tc3_lookup *found = NULL;
    tc3_lookup_lock();
    for (size_t i = 0; i < TC3_SOCKET_LOOKUPS && found == NULL; i++) {
        if (pool[i].state == LOOKUP_FREE) {
            found = &pool[i];
            found->state = LOOKUP_RUNNING;
        }
    }
    tc3_lookup_unlock();
    return found;
}

tc3_status tc3_lookup_start(tc3_lookup **lookup, const char *host, const tc3_resolver *resolver,
                            int32_t *port_error)
{
    static const tc3_resolver by_system = {NULL, NULL};
    const size_t length = strlen(host);
    if (length > TC3_HOST_MAX) {
        *port_error = EAI_NONAME;
        return TC3_ERROR_DNS;
    }
    tc3_lookup *const taken = take_free();
    if (taken == NULL) {
        return TC3_PENDING;
    }
    memcpy(taken->host, host, length + 1);
    memset(&taken->addresses, 0, sizeof(taken->addresses));
    taken->resolver = resolver != NULL ? *resolver : by_system;
    const int error = tc3_lookup_launch(taken);
    if (error != 0) {
        set_state(taken, LOOKUP_FREE);
        *port_error = error;
        return TC3_ERROR_NETWORK;
    }
    *lookup = taken;
    return TC3_OK;
}

tc3_status tc3_lookup_poll(tc3_lookup *lookup, tc3_address_list *addresses, int32_t *port_error)
{
    tc3_lookup_lock();
    const bool running = lookup->state == LOOKUP_RUNNING;
    tc3_lookup_unlock();
    if (running) {
        return TC3_PENDING;
    }
    const tc3_status status = lookup->status;
    *addresses = lookup->addresses;
    *port_error = lookup->port_error;
    set_state(lookup, LOOKUP_FREE);
    return status;
}

void tc3_lookup_abandon(tc3_lookup *lookup)
{
    let_go(lookup, LOOKUP_ABANDONED);
}

void tc3_lookup_finish(tc3_lookup *lookup, tc3_status status, int32_t port_error)
{
    if (status == TC3_PENDING || (status == TC3_OK && lookup->addresses.count == 0)) {
        status = TC3_ERROR_DNS;
        port_error = EAI_NONAME;
    }
    lookup->status = status;
    lookup->port_error = port_error;
    let_go(lookup, LOOKUP_FINISHED);
}
