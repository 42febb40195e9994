/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/lwip.h"

#include "connection.h"
#include "lookup.h"

#include <string.h>

/** What lwIP's functions take at most as a length. */
#define LENGTH_MAX 0xffffu

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

void tc3_lwip_set_wait(tc3_wait *wait, unsigned events, tc3_phase phase, uint32_t timeout_ms)
{
    wait->events = (uint8_t)events;
    wait->phase = (uint8_t)phase;
    wait->timeout_ms = timeout_ms;
}

tc3_status tc3_lwip_status_of(err_t error, bool connecting)
{
    switch (error) {
    case ERR_RST:
        return connecting ? TC3_ERROR_REFUSED : TC3_ERROR_RESET;
    case ERR_CLSD:
        return TC3_ERROR_CLOSED;
    case ERR_ABRT: /* retransmitted in vain, or one's own address went away */
    case ERR_RTE:
    case ERR_TIMEOUT:
        return TC3_ERROR_UNREACHABLE;
    default:
        return TC3_ERROR_NETWORK;
    }
}

/** Called by lwIP when the connection is over; the pcb is gone already. */
static void broken(void *argument, err_t error)
{
    tc3_lwip *const connection = argument;
    connection->pcb = NULL;
    connection->pcb_error = error;
}

/** Called by lwIP with received bytes, which become ours, or with NULL at the stream's end. */
static err_t arrived(void *argument, struct tcp_pcb *pcb, struct pbuf *bytes, err_t error)
{
    tc3_lwip *const connection = argument;
    (void)pcb;
    (void)error;
    if (bytes == NULL) {
        connection->finished = true;
        return ERR_OK;
    }
    if (connection->received == NULL) {
        connection->received = bytes;
        return ERR_OK;
    }
    /* A chain's length has 16 bits. lwIP keeps what it is told that there is no room for, and
     * offers it again. */
    if (bytes->tot_len > LENGTH_MAX - connection->received->tot_len) {
        return ERR_MEM;
    }
    pbuf_cat(connection->received, bytes);
    return ERR_OK;
}

struct tcp_pcb *tc3_lwip_new_pcb(tc3_lwip *connection, u8_t address_type)
{
    struct tcp_pcb *const pcb = tcp_new_ip_type(address_type);
    if (pcb != NULL) {
        tcp_arg(pcb, connection);
        tcp_recv(pcb, arrived);
        tcp_err(pcb, broken);
        tcp_nagle_disable(pcb);
    }
    return pcb;
}

/** Called by lwIP when a released connection has had its time. */
static err_t lingered(void *argument, struct tcp_pcb *pcb)
{
    (void)argument;
    tcp_abort(pcb);
    return ERR_ABRT;
}

void tc3_lwip_release_pcb(tc3_lwip *connection)
{
    struct tcp_pcb *const pcb = connection->pcb;
    connection->pcb = NULL;
    if (pcb == NULL) {
        return;
    }
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_err(pcb, NULL);
    tcp_poll(pcb, lingered, TC3_LWIP_LINGER);
    /* lwIP may drop it when a new connection needs its place. */
    tcp_setprio(pcb, TCP_PRIO_MIN);
    if (tcp_close(pcb) != ERR_OK) {
        tcp_abort(pcb);
    }
}

/** The address of the family asked for last was not tried, and may be there. */
static bool is_one_ahead(const tc3_lwip *connection)
{
    return HAS_FAMILIES && connection->asked_ahead &&
           (connection->lookup.status == TC3_OK || connection->lookup.status == TC3_PENDING);
}

static bool has_more_addresses(const tc3_lwip *connection)
{
    return is_one_ahead(connection) ||
           (HAS_FAMILIES && connection->family != 0 && tc3_lwip_has_more_families(connection));
}

static void drop(tc3_lwip *connection)
{
    if (is_one_ahead(connection)) {
        connection->family--;
    }
    connection->asked_ahead = false;
    tc3_lwip_lookup_forget(&connection->lookup);
    tc3_lwip_release_pcb(connection);
    if (connection->received != NULL) {
        (void)pbuf_free(connection->received);
        connection->received = NULL;
    }
    connection->state = CONNECTION_CLOSED;
}

static void lwip_close(void *context)
{
    TC3_LWIP_LOCK();
    drop(context);
    TC3_LWIP_UNLOCK();
}

/** Why there is no pcb. */
static tc3_status failure_of(tc3_lwip *connection)
{
    connection->error = connection->pcb_error;
    return tc3_lwip_status_of(connection->pcb_error, false);
}

/** Offer less and less until lwIP's memory suffices; `*count` is what was taken. */
static err_t write_some(struct tcp_pcb *pcb, const uint8_t *bytes, size_t *count)
{
    err_t error = ERR_MEM;
    while (error == ERR_MEM && *count != 0) {
        error = tcp_write(pcb, bytes, (u16_t)*count, TCP_WRITE_FLAG_COPY);
        if (error == ERR_MEM) {
            *count /= 2;
        }
    }
    return error;
}

static tc3_status offer(tc3_lwip *connection, const uint8_t *bytes, size_t length, size_t *sent,
                        tc3_wait *wait)
{
    struct tcp_pcb *const pcb = connection->pcb;
    tc3_lwip_set_wait(wait, TC3_WAIT_WRITABLE, TC3_PHASE_SEND, TC3_WAIT_FOREVER);
    connection->error = ERR_OK;
    if (pcb == NULL) {
        return failure_of(connection);
    }
    size_t count = smaller(smaller(length, LENGTH_MAX), tcp_sndbuf(pcb));
    if (count == 0 || tcp_sndqueuelen(pcb) >= TCP_SND_QUEUELEN) {
        return TC3_PENDING;
    }
    const err_t error = write_some(pcb, bytes, &count);
    connection->error = error;
    if (error == ERR_MEM) {
        wait->timeout_ms = MEMORY_RETRY_MS;
        return TC3_PENDING;
    }
    if (error != ERR_OK) {
        return tc3_lwip_status_of(error, false);
    }
    /* What cannot leave now does so later, by lwIP's timers. */
    (void)tcp_output(pcb);
    *sent = count;
    return TC3_OK;
}

static tc3_status lwip_send(void *context, const uint8_t *bytes, size_t length, size_t *sent,
                            tc3_wait *wait)
{
    TC3_LWIP_LOCK();
    const tc3_status status = offer(context, bytes, length, sent, wait);
    TC3_LWIP_UNLOCK();
    return status;
}

static tc3_status fetch(tc3_lwip *connection, uint8_t *bytes, size_t capacity, size_t *received,
                        tc3_wait *wait)
{
    tc3_lwip_set_wait(wait, TC3_WAIT_READABLE, TC3_PHASE_RECEIVE, TC3_WAIT_FOREVER);
    connection->error = ERR_OK;
    if (connection->received != NULL) {
        const u16_t count = (u16_t)smaller(capacity, connection->received->tot_len);
        (void)pbuf_copy_partial(connection->received, bytes, count, 0);
        connection->received = pbuf_free_header(connection->received, count);
        if (connection->pcb != NULL) {
            tcp_recved(connection->pcb, count);
        }
        *received = count;
        return TC3_OK;
    }
    if (connection->finished) {
        return TC3_ERROR_CLOSED;
    }
    return connection->pcb != NULL ? TC3_PENDING : failure_of(connection);
}

static tc3_status lwip_receive(void *context, uint8_t *bytes, size_t capacity, size_t *received,
                               tc3_wait *wait)
{
    TC3_LWIP_LOCK();
    const tc3_status status = fetch(context, bytes, capacity, received, wait);
    TC3_LWIP_UNLOCK();
    return status;
}

static void lwip_explain(void *context, tc3_io_details *details)
{
    const tc3_lwip *const connection = context;
    memset(details, 0, sizeof(*details));
    TC3_LWIP_LOCK();
    details->port_error = connection->error;
    details->more_addresses = has_more_addresses(connection);
    TC3_LWIP_UNLOCK();
}

void tc3_lwip_init(tc3_lwip *connection, const tc3_lwip_config *config)
{
    static const tc3_lwip_config to_the_endpoint = {NULL, 0};
    memset(connection, 0, sizeof(*connection));
    connection->config = config != NULL ? config : &to_the_endpoint;
    connection->io.context = connection;
    connection->io.connect = tc3_lwip_connect;
    connection->io.send = lwip_send;
    connection->io.receive = lwip_receive;
    connection->io.close = lwip_close;
    connection->io.explain = lwip_explain;
}

const tc3_io *tc3_lwip_io(tc3_lwip *connection)
{
    return &connection->io;
}
