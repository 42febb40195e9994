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

/** A ticket's last bits are the lookup's place in the pool, those before count the tickets. */
#define PLACE_BITS 8
#define PLACE_MASK ((1u << PLACE_BITS) - 1u)

typedef char pool_must_fit_the_place[TC3_SOCKET_LOOKUPS <= PLACE_MASK + 1u ? 1 : -1];

static tc3_lookup pool[TC3_SOCKET_LOOKUPS];
static uint32_t tickets_given;

/** The lookup of `ticket`, or NULL if there is none. Only while the pool is guarded. */
static tc3_lookup *find(uint32_t ticket)
{
    const uint32_t place = ticket & PLACE_MASK;
    tc3_lookup *const lookup = place < TC3_SOCKET_LOOKUPS ? &pool[place] : NULL;
    return lookup != NULL && ticket != 0 && lookup->ticket == ticket ? lookup : NULL;
}

/** The owner is done, the method perhaps not. Only while the pool is guarded. */
static void give_back(tc3_lookup *lookup)
{
    lookup->ticket = 0;
    lookup->state = (uint8_t)(lookup->state == LOOKUP_RUNNING ? LOOKUP_ABANDONED : LOOKUP_FREE);
}

static uint32_t new_ticket(size_t place)
{
    do {
        tickets_given++;
    } while (tickets_given << PLACE_BITS == 0);
    return tickets_given << PLACE_BITS | (uint32_t)place;
}

/** An owner who left a finished lookup need not come back. Only while the pool is guarded. */
static bool is_available(const tc3_lookup *lookup)
{
    return lookup->state == LOOKUP_FREE || (lookup->state == LOOKUP_FINISHED && lookup->left);
}

static tc3_lookup *take_free(void)
{
    tc3_lookup *found = NULL;
    tc3_lookup_lock();
    for (size_t i = 0; i < TC3_SOCKET_LOOKUPS && found == NULL; i++) {
        if (is_available(&pool[i])) {
            found = &pool[i];
            found->state = LOOKUP_RUNNING;
            found->left = false;
            found->ticket = new_ticket(i);
        }
    }
    tc3_lookup_unlock();
    return found;
}

static void put_back(tc3_lookup *lookup)
{
    tc3_lookup_lock();
    lookup->state = LOOKUP_FREE;
    lookup->ticket = 0;
    tc3_lookup_unlock();
}

tc3_status tc3_lookup_start(uint32_t *ticket, const char *host, const tc3_resolver *resolver,
                            const tc3_address_list *addresses, int32_t *port_error)
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
    /* Once launched it may be over, and in other use. */
    const uint32_t own = taken->ticket;
    memcpy(taken->host, host, length + 1);
    taken->addresses = *addresses;
    taken->resolver = resolver != NULL ? *resolver : by_system;
    const int error = tc3_lookup_launch(taken);
    if (error != 0) {
        put_back(taken);
        *port_error = error;
        return TC3_ERROR_NETWORK;
    }
    *ticket = own;
    return TC3_OK;
}

tc3_status tc3_lookup_poll(uint32_t ticket, tc3_address_list *addresses, int32_t *port_error)
{
    tc3_lookup_lock();
    tc3_lookup *const lookup = find(ticket);
    tc3_status status = TC3_PENDING;
    if (lookup == NULL) {
        /* It was another process's. */
        *port_error = EAI_FAIL;
        status = TC3_ERROR_DNS;
    } else if (lookup->state != LOOKUP_RUNNING) {
        status = lookup->status;
        if (status == TC3_OK) {
            *addresses = lookup->addresses;
        }
        *port_error = lookup->port_error;
        give_back(lookup);
    }
    tc3_lookup_unlock();
    return status;
}

void tc3_lookup_abandon(uint32_t ticket)
{
    tc3_lookup_lock();
    tc3_lookup *const lookup = find(ticket);
    if (lookup != NULL) {
        give_back(lookup);
    }
    tc3_lookup_unlock();
}

void tc3_lookup_leave(uint32_t ticket)
{
    tc3_lookup_lock();
    tc3_lookup *const lookup = find(ticket);
    if (lookup != NULL) {
        lookup->left = true;
    }
    tc3_lookup_unlock();
}

bool tc3_lookup_resume(uint32_t ticket)
{
    tc3_lookup_lock();
    tc3_lookup *const lookup = find(ticket);
    const bool is_of_use =
        lookup != NULL && (lookup->state == LOOKUP_RUNNING || lookup->status == TC3_OK);
    if (is_of_use) {
        lookup->left = false;
    }
    tc3_lookup_unlock();
    return is_of_use;
}

void tc3_lookup_finish(tc3_lookup *lookup, tc3_status status, int32_t port_error)
{
    const bool is_empty = lookup->addresses.count == 0 && lookup->addresses.tried == 0;
    if (status == TC3_PENDING || (status == TC3_OK && is_empty)) {
        status = TC3_ERROR_DNS;
        port_error = EAI_NONAME;
    }
    tc3_lookup_lock();
    lookup->status = status;
    lookup->port_error = port_error;
    lookup->state = (uint8_t)(lookup->state == LOOKUP_RUNNING ? LOOKUP_FINISHED : LOOKUP_FREE);
    tc3_lookup_unlock();
}

void tc3_lookup_forget_all(void)
{
    for (size_t i = 0; i < TC3_SOCKET_LOOKUPS; i++) {
        pool[i].state = LOOKUP_FREE;
        pool[i].ticket = 0;
    }
}
