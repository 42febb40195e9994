/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file connection.h
 * What the parts of a connection share: opening it, and its life from then on.
 */
#ifndef TC3_LWIP_CONNECTION_H
#define TC3_LWIP_CONNECTION_H

#include "tc3/lwip.h"

#include "lwip_seam.h"

/** Milliseconds until memory of lwIP's may be free that no event of this connection tells of. */
#define MEMORY_RETRY_MS 250u

/** The states of a connection. */
typedef enum connection_state {
    CONNECTION_CLOSED = 0,
    CONNECTION_RESOLVING,  /* no address is being tried: DNS is asked */
    CONNECTION_CONNECTING, /* an address is being tried; once it has failed, pcb is NULL */
    CONNECTION_OPEN        /* once it is broken, pcb is NULL */
} connection_state;

/** False if lwIP was built with one family alone: then what is about others is left out. */
#define HAS_FAMILIES (TC3_LWIP_FAMILY_COUNT > 1u)

/** tc3_io.connect of a tc3_lwip. */
tc3_status tc3_lwip_connect(void *context, const tc3_endpoint *endpoint, tc3_time_budget time,
                            tc3_wait *wait);

/** True if there are families that were not asked for since the host was last looked up. */
bool tc3_lwip_has_more_families(const tc3_lwip *connection);

/** A new pcb that reports to `connection`, or NULL if lwIP has none. */
struct tcp_pcb *tc3_lwip_new_pcb(tc3_lwip *connection, u8_t address_type);

/** Let go of `connection->pcb`, if there is one: lwIP closes it by itself, and reports nothing. */
void tc3_lwip_release_pcb(tc3_lwip *connection);

/** Fill in `wait`. */
void tc3_lwip_set_wait(tc3_wait *wait, unsigned events, tc3_phase phase, uint32_t timeout_ms);

/** The status that an error of lwIP stands for; `connecting`: before the connection was open. */
tc3_status tc3_lwip_status_of(err_t error, bool connecting);

#endif
