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

bool tc3_lwip_has_more_families(const tc3_lwip *connection)
{
    return connection->family < TC3_LWIP_FAMILY_COUNT;
}

static bool may_ask(const tc3_lwip *connection)
{
    return tc3_lwip_has_more_families(connection) || (HAS_FAMILIES && connection->may_start_over);
}

/**
 * Ask for the next family, or for the first one again if there is none. A question that lwIP had no
 * memory for remains the next one.
 */
static void ask(tc3_lwip *connection, const tc3_endpoint *endpoint)
{
    const bool is_next = tc3_lwip_has_more_families(connection);
    tc3_lwip_lookup_start(&connection->lookup, host_of(connection, endpoint),
                          families[is_next ? connection->family : 0]);
    if (connection->lookup.error == ERR_MEM) {
        return;
    }
    if (is_next) {
        connection->family++;
    } else {
        connection->may_start_over = false;
    }
}

/** lwIP is out of memory, which passes: a connection that lingers ends, a question is answered. */
static tc3_status await_memory(tc3_lwip *connection, tc3_wait *wait)
{
    connection->error = ERR_MEM;
    wait->timeout_ms = minimum(wait->timeout_ms, MEMORY_RETRY_MS);
    return TC3_PENDING;
}

/** The address of the connection before, as if DNS had just given it. */
static void recall_address(tc3_lwip *connection)
{
    ip_addr_copy(connection->lookup.address, connection->address);
    connection->lookup.status = TC3_OK;
    connection->lookup.error = ERR_OK;
    connection->may_start_over = false;
}

/** Look the host up: from the first family on, or for the one behind that of no use. */
static void look_up(tc3_lwip *connection, const tc3_endpoint *endpoint, bool next)
{
    ip_addr_t numeric;
    if (!HAS_FAMILIES || !next || !tc3_lwip_has_more_families(connection)) {
        connection->family = 0;
    }
    connection->may_start_over = HAS_FAMILIES && connection->family != 0;
    ask(connection, endpoint);
    if (ipaddr_aton(host_of(connection, endpoint), &numeric)) {
        connection->family = TC3_LWIP_FAMILY_COUNT;
        connection->may_start_over = false;
    }
}

static void begin(tc3_lwip *connection, const tc3_endpoint *endpoint, uint8_t choice)
{
    connection->failure = TC3_OK;
    connection->failure_error = ERR_OK;
    connection->finished = false;
    connection->state = CONNECTION_RESOLVING;
    if (choice == TC3_ADDRESS_AGAIN && !ip_addr_isany(&connection->address)) {
        recall_address(connection);
    } else {
        look_up(connection, endpoint, choice == TC3_ADDRESS_NEXT);
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
    const ip_addr_t *const address = &connection->address;
    if (connection->lookup.status == TC3_OK) {
        ip_addr_copy(connection->address, connection->lookup.address);
        connection->lookup.status = TC3_ERROR_DNS; /* used up */
        connection->lookup.error = ERR_OK;
        connection->asked_ahead = false;
    }
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
    tc3_lwip_lookup_check(lookup);
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
    if (!may_ask(connection) && connection->failure == TC3_ERROR_DNS &&
        !ip_addr_isany(&connection->address)) {
        recall_address(connection);
        return TC3_OK;
    }
    if (!may_ask(connection)) {
        wait->phase = connection->failure_phase;
        connection->error = connection->failure_error;
        return connection->failure;
    }
    ask(connection, endpoint);
    return lookup->error == ERR_MEM ? await_memory(connection, wait) : TC3_OK;
}

/** Let go of an address that has no route any more: lwIP itself would try until the deadline. */
static void check_route(tc3_lwip *connection)
{
    if (connection->pcb != NULL &&
        ip_route(&connection->pcb->local_ip, &connection->address) == NULL) {
        tc3_lwip_release_pcb(connection);
        connection->pcb_error = ERR_RTE;
    }
}

/** The address that is being tried does not answer: give it up if there is another one. */
static tc3_status seek_another(tc3_lwip *connection, const tc3_endpoint *endpoint,
                               tc3_time_budget time, tc3_wait *wait)
{
    const uint32_t elapsed_ms = time.now_ms - connection->start_ms;
    const bool is_next = tc3_lwip_has_more_families(connection);
    if (may_ask(connection)) {
        if (elapsed_ms < connection->share_ms) {
            wait->timeout_ms = minimum(connection->share_ms - elapsed_ms, time.remaining_ms);
            return TC3_PENDING;
        }
        ask(connection, endpoint);
        if (connection->lookup.error == ERR_MEM) {
            return await_memory(connection, wait);
        }
        connection->asked_ahead = is_next;
    }
    if (connection->lookup.status != TC3_OK) {
        return TC3_PENDING;
    }
    tc3_lwip_release_pcb(connection);
    connection->pcb_error = ERR_ABRT;
    return TC3_OK;
}

/** An address is being tried. TC3_OK: something has changed. */
static tc3_status await_peer(tc3_lwip *connection, const tc3_endpoint *endpoint,
                             tc3_time_budget time, tc3_wait *wait)
{
    tc3_lwip_set_wait(wait, TC3_WAIT_WRITABLE, TC3_PHASE_CONNECT, time.remaining_ms);
    if (connection->pcb_error == ERR_MEM) {
        try_address(connection, endpoint, time);
        return connection->pcb_error == ERR_MEM ? await_memory(connection, wait) : TC3_OK;
    }
    check_route(connection);
    if (connection->pcb == NULL) {
        note_failure(connection, TC3_PHASE_CONNECT, tc3_lwip_status_of(connection->pcb_error, true),
                     connection->pcb_error);
        connection->state = CONNECTION_RESOLVING;
        return TC3_OK;
    }
    return HAS_FAMILIES ? seek_another(connection, endpoint, time, wait) : TC3_PENDING;
}

static tc3_status open_connection(tc3_lwip *connection, const tc3_endpoint *endpoint,
                                  tc3_time_budget time, tc3_wait *wait)
{
    tc3_status status = TC3_OK;
    connection->error = ERR_OK;
    tc3_lwip_set_wait(wait, 0, TC3_PHASE_CONNECT, time.remaining_ms);
    if (connection->state == CONNECTION_CLOSED) {
        begin(connection, endpoint, time.address);
    }
    /* Bounded: a round without waiting uses up an address, and there is one a family. */
    while (status == TC3_OK && connection->state != CONNECTION_OPEN) {
        status = connection->state == CONNECTION_RESOLVING
                     ? resolve(connection, endpoint, time, wait)
                     : await_peer(connection, endpoint, time, wait);
    }
    /* While it waits: why the latest address failed. */
    if (status == TC3_PENDING && connection->error == ERR_OK) {
        connection->error = connection->failure_error;
    }
    return status;
}

tc3_status tc3_lwip_connect(void *context, const tc3_endpoint *endpoint, tc3_time_budget time,
                            tc3_wait *wait)
{
    TC3_LWIP_LOCK();
    const tc3_status status = open_connection(context, endpoint, time, wait);
    TC3_LWIP_UNLOCK();
    return status;
}
