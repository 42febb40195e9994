/* SPDX-License-Identifier: Apache-2.0 */
#include "loopback.h"

#include "../support/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Long enough for any machine; only a hang reaches it. */
#define HANG_MS 60000

static tc3_status pending(tc3_wait *wait, uint8_t events, tc3_phase phase)
{
    wait->events = events;
    wait->timeout_ms = events == 0 ? 0 : TC3_WAIT_FOREVER;
    wait->phase = (uint8_t)phase;
    return TC3_PENDING;
}

/* Every error is final (rule 3 of tc3_io). */
static tc3_status failure(loopback *transport, tc3_status status)
{
    transport->failed = true;
    return status;
}

static bool hesitate(loopback *transport)
{
    transport->waited = transport->reluctant && !transport->waited;
    return transport->waited;
}

static size_t limited(const loopback *transport, size_t length)
{
    return transport->piece != 0 && transport->piece < length ? transport->piece : length;
}

static void open_socket(loopback *transport)
{
    struct sockaddr_in address;

    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons(transport->port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    transport->socket = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(transport->socket >= 0);
    assert_int_equal(connect(transport->socket, (const struct sockaddr *)&address, sizeof(address)),
                     0);
    assert_int_equal(fcntl(transport->socket, F_SETFL, O_NONBLOCK), 0);
}

static tc3_status loopback_connect(void *context, const tc3_endpoint *endpoint,
                                   tc3_time_budget time, tc3_wait *wait)
{
    loopback *transport = (loopback *)context;

    transport->address = time.address;
    assert_false(transport->failed);
    assert_non_null(endpoint->host);
    transport->connects++;
    (void)pending(wait, 0, TC3_PHASE_CONNECT);
    if (transport->refusal != TC3_OK)
        return failure(transport, transport->refusal);
    if (hesitate(transport))
        return pending(wait, 0, TC3_PHASE_RESOLVE);
    transport->received = 0;
    transport->sent = 0;
    transport->contents = 0;
    transport->in_record = 0;
    if (transport->port != 0)
        open_socket(transport);
    return TC3_OK;
}

/* What a failed or empty call of the socket means. */
static tc3_status status_of_errno(loopback *transport, tc3_wait *wait, uint8_t events)
{
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return pending(wait, events, TC3_PHASE_CONNECT);
    transport->port_error = errno;
    return failure(transport, TC3_ERROR_RESET);
}

/* Damage the byte `offset` of `text` where it stands in `bytes`. */
static void damage(uint8_t *bytes, size_t length, const char *text, size_t text_length,
                   size_t offset)
{
    size_t i;

    for (i = 0; i + text_length <= length; i++) {
        if (memcmp(bytes + i, text, text_length) == 0)
            bytes[i + offset] ^= 0x80;
    }
}

/* The bytes to send: without the extension supported_versions (RFC 8446 4.2.1) if it is hidden. */
static const uint8_t *seen_by_server(const loopback *transport, const uint8_t *bytes, size_t length)
{
    static const char both_versions[] = {0x00, 0x2b, 0x00, 0x05, 0x04, 0x03, 0x04};
    static uint8_t copy[4096];

    if (!transport->hides_offer || transport->connects > 1 || length > sizeof(copy))
        return bytes;
    memcpy(copy, bytes, length);
    damage(copy, length, both_versions, sizeof(both_versions), 1);
    return copy;
}

static tc3_status loopback_send(void *context, const uint8_t *bytes, size_t length, size_t *sent,
                                tc3_wait *wait)
{
    loopback *transport = (loopback *)context;
    ssize_t result;

    assert_false(transport->failed);
    assert_true(length > 0);
    if (hesitate(transport))
        return pending(wait, 0, TC3_PHASE_CONNECT);
    if (transport->send_limit != 0 && transport->sent >= transport->send_limit)
        return failure(transport, TC3_ERROR_RESET);
    length = limited(transport, length);
    bytes = seen_by_server(transport, bytes, length);
    result = transport->port == 0 ? (ssize_t)length
                                  : send(transport->socket, bytes, length, MSG_NOSIGNAL);
    if (result < 0)
        return status_of_errno(transport, wait, TC3_WAIT_WRITABLE);
    *sent = (size_t)result;
    transport->sent += *sent;
    return TC3_OK;
}

static ssize_t read_script(const loopback *transport, uint8_t *bytes, size_t capacity)
{
    size_t left = transport->script_length - transport->received;

    if (capacity > left)
        capacity = left;
    if (capacity > 0)
        memcpy(bytes, transport->script + transport->received, capacity);
    return (ssize_t)capacity;
}

/* Follow the record layer, to damage the byte that is asked for. */
static void pass(loopback *transport, uint8_t *byte)
{
    size_t length;

    if (transport->in_record < sizeof(transport->header)) {
        transport->header[transport->in_record++] = *byte;
        return;
    }
    transport->contents++;
    if (transport->contents == transport->flip_at)
        *byte ^= 0x01;
    transport->in_record++;
    length = (size_t)transport->header[3] << 8 | transport->header[4];
    if (transport->in_record == sizeof(transport->header) + length)
        transport->in_record = 0;
}

static tc3_status loopback_receive(void *context, uint8_t *bytes, size_t capacity, size_t *received,
                                   tc3_wait *wait)
{
    loopback *transport = (loopback *)context;
    ssize_t result;
    size_t i;

    assert_false(transport->failed);
    assert_true(capacity > 0);
    if (hesitate(transport))
        return pending(wait, 0, TC3_PHASE_CONNECT);
    capacity = limited(transport, capacity);
    if (transport->cut != TC3_OK && capacity > transport->cut_after - transport->received)
        capacity = transport->cut_after - transport->received;
    if (capacity == 0)
        return failure(transport, transport->cut);
    result = transport->port == 0 ? read_script(transport, bytes, capacity)
                                  : recv(transport->socket, bytes, capacity, 0);
    if (result < 0)
        return status_of_errno(transport, wait, TC3_WAIT_READABLE);
    if (result == 0)
        return failure(transport, TC3_ERROR_CLOSED);
    for (i = 0; i < (size_t)result; i++)
        pass(transport, bytes + i);
    if (transport->hides_mark && transport->connects == 1)
        damage(bytes, (size_t)result, "DOWNGRD\x01", 8, 7);
    *received = (size_t)result;
    transport->received += *received;
    return TC3_OK;
}

static void loopback_close(void *context)
{
    loopback *transport = (loopback *)context;

    transport->closes++;
    transport->failed = false;
    if (transport->socket >= 0)
        (void)close(transport->socket);
    transport->socket = -1;
}

static void loopback_explain(void *context, tc3_io_details *details)
{
    const loopback *transport = (const loopback *)context;

    memset(details, 0, sizeof(*details));
    details->port_error = transport->port_error;
    details->more_addresses = transport->more_addresses;
}

void loopback_init(loopback *transport, uint16_t port)
{
    memset(transport, 0, sizeof(*transport));
    transport->io.context = transport;
    transport->io.connect = loopback_connect;
    transport->io.send = loopback_send;
    transport->io.receive = loopback_receive;
    transport->io.close = loopback_close;
    transport->io.explain = loopback_explain;
    transport->port = port;
    transport->socket = -1;
}

void loopback_wait(const loopback *transport, const tc3_wait *wait)
{
    struct pollfd item = {transport->socket, 0, 0};

    if (wait->timeout_ms == 0)
        return;
    assert_int_not_equal(wait->events, 0);
    item.events = (short)(((wait->events & TC3_WAIT_READABLE) != 0 ? POLLIN : 0) |
                          ((wait->events & TC3_WAIT_WRITABLE) != 0 ? POLLOUT : 0));
    assert_int_equal(poll(&item, 1, HANG_MS), 1);
}
