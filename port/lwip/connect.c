/* SPDX-License-Identifier: Apache-2.0 */
#include "connection.h"
#include "lookup.h"

static const u8_t families[TC3_LWIP_FAMILY_COUNT] = TC3_LWIP_FAMILIES;

static uint32_t minimum(uint32_t left, uint32_t right)
{
    return left < right ? left : right;
}

static uint32_t maximum(uint32_t left, uint32_t right)
{
    return left > right ? left : right;
}

static const char *host_of(const tc3_lwip *connection, const tc3_endpoint *endpoint)
{
    return connection->config->connect_address != NULL ? connection->config->connect_address
                                                       : endpoint->host;
}

static uint16_t port_of(const tc3_lwip *connection, const tc3_endpoint *endpoint)
{
    return connection->config->connect_port != 0 ? connection->config->connect_port
                                                 : endpoint->port;
}

/** How much a failure tells about why the host cannot be reached. */
static int weight_of(tc3_status status, err_t error)
{
    switch (status) {
    case TC3_OK:
        return 0;
    case TC3_ERROR_DNS:
        return 1;
    case TC3_ERROR_UNREACHABLE:
        return error == ERR_ABRT ? 3 : 2;
    case TC3_ERROR_REFUSED:
        return 5;
    default:
        return 4;
    }
}

static void note_failure(tc3_lwip *connection, tc3_phase phase, tc3_status status, err_t error)
{
    if (weight_of(status, error) >= weight_of(connection->failure, connection->failure_error)) {
        connection->failure = status;
        connection->failure_error = error;
        connection->failure_phase = (uint8_t)phase;
    }
}

static bool has_more_families(const tc3_lwip *connection)
{
    return connection->family < TC3_LWIP_FAMILY_COUNT;
}

/** A question that lwIP had no memory for remains the next one. */
static void ask_next_family(tc3_lwip *connection, const tc3_endpoint *endpoint)
{
    tc3_lwip_lookup_start(&connection->lookup, host_of(connection, endpoint),
                          families[connection->family]);
    if (connection->lookup.error != ERR_MEM) {
        connection->family++;
    }
}

/** lwIP is out of memory, which passes: a connection that lingers ends, a question is answered. */
static tc3_status await_memory(tc3_lwip *connection, tc3_wait *wait)
{
    connection->error = ERR_MEM;
    wait->timeout_ms = minimum(wait->timeout_ms, MEMORY_RETRY_MS);
    return TC3_PENDING;
}

static void begin(tc3_lwip *connection, const tc3_endpoint *endpoint)
{
    ip_addr_t numeric;
    connection->failure = TC3_OK;
    connection->failure_error = ERR_OK;
    connection->finished = false;
    connection->family = 0;
    connection->state = CONNECTION_RESOLVING;
    ask_next_family(connection, endpoint);
    if (ipaddr_aton(host_of(connection, endpoint), &numeric)) {
        connection->family = TC3_LWIP_FAMILY_COUNT;
    }
}

/** Called by lwIP when the peer has accepted the connection. */
static err_t connected(void *argument, struct tcp_pcb *pcb, err_t error)
{
    tc3_lwip *const connection = argument;
    (void)pcb;
    (void)error;
    connection->state = CONNECTION_OPEN;
    return ERR_OK;
}

/**
 * The address that DNS gave is being tried from now on; a failure shows as a pcb of NULL, and
 * ERR_MEM as one that may be gone at the next try.
 */
static void try_address(tc3_lwip *connection, const tc3_endpoint *endpoint, tc3_time_budget time)
{
    const ip_addr_t *const address = &connection->lookup.address;
    connection->lookup.status = TC3_ERROR_DNS; /* used up */
    connection->lookup.error = ERR_OK;
    connection->state = CONNECTION_CONNECTING;
    connection->pcb_error = ERR_OK;
    connection->start_ms = time.now_ms;
    connection->share_ms =
        maximum(minimum(time.remaining_ms / 2, TC3_LWIP_ADDRESS_MAX_MS), TC3_LWIP_ADDRESS_MIN_MS);
    connection->pcb = tc3_lwip_new_pcb(connection, IP_GET_TYPE(address));
    if (connection->pcb == NULL) {
        connection->pcb_error = ERR_MEM;
        return;
    }
    const err_t error =
        tcp_connect(connection->pcb, address, port_of(connection, endpoint), connected);
    if (error != ERR_OK) {
        tc3_lwip_release_pcb(connection);
        connection->pcb_error = error;
    }
}

/** No address is being tried: go on with what DNS says. TC3_OK: something has changed. */
static tc3_status resolve(tc3_lwip *connection, const tc3_endpoint *endpoint, tc3_time_budget time,
                          tc3_wait *wait)
{
    tc3_lwip_lookup *const lookup = &connection->lookup;
    tc3_lwip_set_wait(wait, TC3_WAIT_READABLE, TC3_PHASE_RESOLVE, time.remaining_ms);
    if (lookup->status == TC3_PENDING) {
        return TC3_PENDING;
    }
    if (lookup->status == TC3_OK) {
        try_address(connection, endpoint, time);
        return TC3_OK;
    }
    if (lookup->error != ERR_MEM) {
        note_failure(connection, TC3_PHASE_RESOLVE, lookup->status, lookup->error);
    }
    if (!has_more_families(connection)) {
        wait->phase = connection->failure_phase;
        connection->error = connection->failure_error;
        return connection->failure;
    }
    ask_next_family(connection, endpoint);
    return lookup->error == ERR_MEM ? await_memory(connection, wait) : TC3_OK;
}

/** An address is being tried. TC3_OK: something has changed. */
static tc3_status await_peer(tc3_lwip *connection, const tc3_endpoint *endpoint,
                             tc3_time_budget time, tc3_wait *wait)
{
    tc3_lwip_lookup *const lookup = &connection->lookup;
    const uint32_t elapsed_ms = time.now_ms - connection->start_ms;
    const bool may_ask = has_more_families(connection);
    tc3_lwip_set_wait(wait, TC3_WAIT_WRITABLE, TC3_PHASE_CONNECT, time.remaining_ms);
    if (connection->pcb_error == ERR_MEM) {
        try_address(connection, endpoint, time);
        return connection->pcb_error == ERR_MEM ? await_memory(connection, wait) : TC3_OK;
    }
    if (connection->pcb == NULL) {
        note_failure(connection, TC3_PHASE_CONNECT, tc3_lwip_status_of(connection->pcb_error, true),
                     connection->pcb_error);
        connection->state = CONNECTION_RESOLVING;
        return TC3_OK;
    }
    if (may_ask && elapsed_ms < connection->share_ms) {
        wait->timeout_ms = minimum(connection->share_ms - elapsed_ms, time.remaining_ms);
        return TC3_PENDING;
    }
    if (may_ask) {
        ask_next_family(connection, endpoint);
        if (lookup->error == ERR_MEM) {
            return await_memory(connection, wait);
        }
    }
    /* The address is given up only for another one. */
    if (lookup->status == TC3_OK) {
        tc3_lwip_release_pcb(connection);
        connection->pcb_error = ERR_ABRT;
        return TC3_OK;
    }
    return TC3_PENDING;
}

tc3_status tc3_lwip_connect(void *context, const tc3_endpoint *endpoint, tc3_time_budget time,
                            tc3_wait *wait)
{
    tc3_lwip *const connection = context;
    tc3_status status = TC3_OK;
    connection->error = ERR_OK;
    tc3_lwip_set_wait(wait, 0, TC3_PHASE_CONNECT, time.remaining_ms);
    if (connection->state == CONNECTION_CLOSED) {
        begin(connection, endpoint);
    }
    /* Bounded: a round without waiting uses up an address, and there is one a family. */
    while (status == TC3_OK && connection->state != CONNECTION_OPEN) {
        status = connection->state == CONNECTION_RESOLVING
                     ? resolve(connection, endpoint, time, wait)
                     : await_peer(connection, endpoint, time, wait);
    }
    if (status == TC3_PENDING && time.remaining_ms == 0) {
        if (connection->error == ERR_OK) {
            connection->error = connection->failure_error;
        }
        status = TC3_ERROR_TIMEOUT;
    }
    return status;
}
