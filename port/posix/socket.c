/* SPDX-License-Identifier: Apache-2.0 */
#include "socket_platform.h"

#include "tc3/socket.h"

#include "address.h"
#include "resolver.h"

#include <string.h>

/** Shortest and longest time in milliseconds between two looks at a lookup. */
#define LOOK_MIN_MS 1u
#define LOOK_MAX_MS 50u

/** The states of a socket. A failed one is closed. */
typedef enum socket_state {
    SOCKET_CLOSED = 0,
    SOCKET_RESOLVING,
    SOCKET_CONNECTING, /* an address is being tried, or is to be tried next */
    SOCKET_CONNECTED
} socket_state;

static uint32_t minimum(uint32_t left, uint32_t right)
{
    return left < right ? left : right;
}

static uint32_t clamp(uint32_t value, uint32_t lowest, uint32_t highest)
{
    return value < lowest ? lowest : minimum(value, highest);
}

static void set_wait(tc3_wait *wait, unsigned events, tc3_phase phase, uint32_t timeout_ms)
{
    wait->events = (uint8_t)events;
    wait->phase = (uint8_t)phase;
    wait->timeout_ms = timeout_ms;
}

static bool would_block(int error)
{
#if EAGAIN != EWOULDBLOCK
    if (error == EWOULDBLOCK) {
        return true;
    }
#endif
    return error == EAGAIN;
}

/** The status that an errno number stands for. */
static tc3_status status_of(int error)
{
    switch (error) {
    case ECONNREFUSED:
        return TC3_ERROR_REFUSED;
    case ECONNRESET:
    case ECONNABORTED:
    case ENETRESET:
    case ENOTCONN:
    case EPIPE:
        return TC3_ERROR_RESET;
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
    case EHOSTUNREACH:
    case ENETDOWN:
    case ENETUNREACH:
    case ETIMEDOUT:
#if defined(EHOSTDOWN)
    case EHOSTDOWN:
#endif
        return TC3_ERROR_UNREACHABLE;
    default:
        return TC3_ERROR_NETWORK;
    }
}

static void close_descriptor(tc3_socket *socket)
{
    if (socket->descriptor >= 0) {
        (void)tc3_platform_close(socket->descriptor);
        socket->descriptor = -1;
    }
}

static void abandon_lookup(tc3_socket *socket)
{
    tc3_lookup_abandon(socket->lookup);
    socket->lookup = 0;
}

static void socket_close(void *context)
{
    tc3_socket *const socket = context;
    if (socket->state == SOCKET_RESOLVING) {
        tc3_lookup_leave(socket->lookup);
    } else {
        abandon_lookup(socket);
    }
    close_descriptor(socket);
    socket->state = SOCKET_CLOSED;
}

/** How much the failure of an address tells about why the host cannot be reached. */
static int weight_of(tc3_status status, int32_t error)
{
    if (status == TC3_OK) {
        return 0;
    }
    if (status == TC3_ERROR_REFUSED) {
        return 4;
    }
    if (status != TC3_ERROR_UNREACHABLE) {
        return 3;
    }
    return error == ETIMEDOUT ? 2 : 1;
}

/** The current address is of no use. */
static void give_up_address(tc3_socket *socket, int error)
{
    const tc3_status status = status_of(error);
    if (weight_of(status, error) >= weight_of(socket->failure, socket->failure_error)) {
        socket->failure = status;
        socket->failure_error = error;
    }
    close_descriptor(socket);
}

/** What to connect to, as text. */
static const char *target_of(const tc3_socket *socket, const tc3_endpoint *endpoint)
{
    return socket->config->connect_address != NULL ? socket->config->connect_address
                                                   : endpoint->host;
}

/** Forget the addresses, and find out the first ones. */
static void look_up(tc3_socket *socket, const tc3_endpoint *endpoint)
{
    memset(&socket->addresses, 0, sizeof(socket->addresses));
    socket->next = 0;
    socket->further = 0;
    socket->failure = TC3_OK;
    socket->failure_error = 0;
    socket->state = SOCKET_RESOLVING;
    if (tc3_address_parse(&socket->addresses.item[0], target_of(socket, endpoint))) {
        socket->addresses.count = 1;
        socket->state = SOCKET_CONNECTING;
    }
}

/** Find out an address beyond those that the list holds, all of which were tried. */
static void look_further(tc3_socket *socket)
{
    tc3_address_list *const list = &socket->addresses;
    list->tried = list->count;
    list->count = 0;
    list->more = false;
    list->after = list->found;
    list->found.length = 0;
    socket->next = 0;
    socket->further++;
    socket->state = SOCKET_RESOLVING;
}

/** Whether there is an address behind the one that was tried last. */
static bool has_more(const tc3_socket *socket)
{
    return socket->next < socket->addresses.count ||
           (socket->addresses.more && socket->further < UINT8_MAX);
}

static void begin(tc3_socket *socket, const tc3_endpoint *endpoint, tc3_time_budget time)
{
    const uint16_t port = socket->config->connect_port;
    socket->port = port != 0 ? port : endpoint->port;
    socket->start_ms = time.now_ms;
    if (time.address != TC3_ADDRESS_FIRST && tc3_lookup_resume(socket->lookup)) {
        /* Asked anew, a server that is slow would be no faster. */
        socket->state = SOCKET_RESOLVING;
        return;
    }
    abandon_lookup(socket);
    if (time.address == TC3_ADDRESS_AGAIN && socket->next > 0) {
        socket->next--;
        socket->failure = TC3_OK;
        socket->failure_error = 0;
        socket->state = SOCKET_CONNECTING;
    } else if (time.address != TC3_ADDRESS_NEXT || socket->next == 0 || !has_more(socket)) {
        look_up(socket, endpoint);
    } else if (socket->next < socket->addresses.count) {
        socket->state = SOCKET_CONNECTING;
    } else {
        look_further(socket);
    }
}

/** Go on with what a lookup found. */
static void take_found(tc3_socket *socket, const tc3_endpoint *endpoint)
{
    tc3_address_list *const list = &socket->addresses;
    if (list->count > 0) {
        /* A resolver that fills in the list itself knows nothing of further ones. */
        list->tried = 0;
        socket->state = SOCKET_CONNECTING;
    } else if (list->found.length > 0) {
        /* It takes the place of the last one in the list, so to speak. */
        list->count = list->tried;
        socket->next = (uint8_t)(list->count - 1);
        socket->state = SOCKET_CONNECTING;
    } else {
        look_up(socket, endpoint);
    }
}

static tc3_status resolve(tc3_socket *socket, const tc3_endpoint *endpoint, tc3_time_budget time,
                          tc3_wait *wait)
{
    tc3_status status = TC3_OK;
    const uint32_t elapsed_ms = time.now_ms - socket->start_ms;
    set_wait(wait, 0, TC3_PHASE_RESOLVE,
             minimum(clamp(elapsed_ms / 4, LOOK_MIN_MS, LOOK_MAX_MS), time.remaining_ms));
    if (socket->lookup == 0) {
        status =
            tc3_lookup_start(&socket->lookup, target_of(socket, endpoint), socket->config->resolver,
                             &socket->addresses, &socket->port_error);
    }
    if (status == TC3_OK) {
        status = tc3_lookup_poll(socket->lookup, &socket->addresses, &socket->port_error);
        if (status != TC3_PENDING) {
            socket->lookup = 0;
        }
    }
    if (status == TC3_OK) {
        take_found(socket, endpoint);
    }
    return status == TC3_OK && socket->state == SOCKET_RESOLVING ? TC3_PENDING : status;
}

/** Start connecting to the next address. */
static void try_next(tc3_socket *socket, tc3_time_budget time)
{
    const tc3_address_list *const list = &socket->addresses;
    const tc3_address *const address = list->tried > 0 ? &list->found : &list->item[socket->next];
    const uint32_t left = (uint32_t)(list->count - socket->next) + (list->more ? 1u : 0u);
    tc3_sockaddr sockaddr;
    const socklen_t length = tc3_address_to_sockaddr(address, socket->port, &sockaddr);
    const int on = 1;
    socket->next++;
    socket->start_ms = time.now_ms;
    socket->share_ms = left == 1 ? TC3_WAIT_FOREVER
                                 : clamp(time.remaining_ms / left, TC3_SOCKET_ADDRESS_MIN_MS,
                                         TC3_SOCKET_ADDRESS_MAX_MS);
    if (length == 0) {
        give_up_address(socket, EAFNOSUPPORT);
        return;
    }
    socket->descriptor = tc3_platform_open(sockaddr.any.sa_family);
    if (socket->descriptor < 0) {
        give_up_address(socket, errno);
        return;
    }
    (void)tc3_platform_setsockopt(socket->descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    /* Interrupted, it goes on all the same. */
    if (tc3_platform_connect(socket->descriptor, &sockaddr.any, length) != 0 &&
        errno != EINPROGRESS && errno != EINTR) {
        give_up_address(socket, errno);
    }
}

/** True if both ends are the same: two attempts to a local port where nobody listens can meet. */
static bool is_self_connected(int descriptor)
{
    tc3_sockaddr own_sockaddr;
    tc3_sockaddr peer_sockaddr;
    socklen_t own_length = sizeof(own_sockaddr);
    socklen_t peer_length = sizeof(peer_sockaddr);
    tc3_address own;
    tc3_address peer;
    uint16_t own_port;
    uint16_t peer_port;
    return tc3_platform_getsockname(descriptor, &own_sockaddr.any, &own_length) == 0 &&
           tc3_platform_getpeername(descriptor, &peer_sockaddr.any, &peer_length) == 0 &&
           tc3_address_from_sockaddr(&own, &own_port, &own_sockaddr) &&
           tc3_address_from_sockaddr(&peer, &peer_port, &peer_sockaddr) && own_port == peer_port &&
           tc3_address_compare(&own, &peer) == 0;
}

/** Whether the current address answered: 0, EINPROGRESS, or why not. */
static int connect_result(int descriptor)
{
    int error = 0;
    socklen_t length = sizeof(error);
    if (!tc3_platform_writable(descriptor)) {
        return EINPROGRESS;
    }
    if (tc3_platform_getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) != 0) {
        return errno;
    }
    if (error == 0 && is_self_connected(descriptor)) {
        return ECONNREFUSED;
    }
    return error;
}

/** Try one address after the other. Bounded by their number: none is waited for. */
static tc3_status try_addresses(tc3_socket *socket, tc3_time_budget time, tc3_wait *wait)
{
    set_wait(wait, 0, TC3_PHASE_CONNECT, 0);
    while (socket->descriptor >= 0 || socket->next < socket->addresses.count) {
        if (socket->descriptor < 0) {
            try_next(socket, time);
            continue;
        }
        const int error = connect_result(socket->descriptor);
        if (error == 0) {
            socket->state = SOCKET_CONNECTED;
            return TC3_OK;
        }
        const uint32_t elapsed_ms = time.now_ms - socket->start_ms;
        if (error == EINPROGRESS && elapsed_ms < socket->share_ms) {
            set_wait(wait, TC3_WAIT_WRITABLE, TC3_PHASE_CONNECT,
                     minimum(socket->share_ms - elapsed_ms, time.remaining_ms));
            return TC3_PENDING;
        }
        give_up_address(socket,
                        error == EINPROGRESS ? ETIMEDOUT : tc3_platform_connect_error(error));
    }
    socket->port_error = socket->failure_error;
    return socket->failure;
}

static tc3_status socket_connect(void *context, const tc3_endpoint *endpoint, tc3_time_budget time,
                                 tc3_wait *wait)
{
    tc3_socket *const socket = context;
    tc3_status status = TC3_OK;
    set_wait(wait, 0, TC3_PHASE_CONNECT, 0);
    socket->port_error = 0;
    if (socket->state == SOCKET_CLOSED) {
        begin(socket, endpoint, time);
    }
    if (socket->state == SOCKET_RESOLVING) {
        status = resolve(socket, endpoint, time, wait);
    }
    if (socket->state == SOCKET_CONNECTING) {
        status = try_addresses(socket, time, wait);
    }
    if (status == TC3_PENDING) {
        /* Perhaps there is no other call: the deadline may pass meanwhile. */
        socket->port_error = socket->failure_error;
    } else if (status != TC3_OK) {
        socket_close(socket);
    }
    return status;
}

/** What a send or receive without result means. */
static tc3_status transfer_stopped(tc3_socket *socket, unsigned event, tc3_wait *wait)
{
    const int error = errno;
    if (error == EINTR) {
        wait->timeout_ms = 0;
        return TC3_PENDING;
    }
    if (would_block(error)) {
        wait->events = (uint8_t)event;
        return TC3_PENDING;
    }
    socket->port_error = error;
    return status_of(error);
}

static tc3_status socket_send(void *context, const uint8_t *bytes, size_t length, size_t *sent,
                              tc3_wait *wait)
{
    tc3_socket *const socket = context;
    set_wait(wait, 0, TC3_PHASE_SEND, TC3_WAIT_FOREVER);
    socket->port_error = 0;
    const ssize_t count =
        tc3_platform_send(socket->descriptor, bytes, length, TC3_PLATFORM_SEND_FLAGS);
    if (count < 0) {
        return transfer_stopped(socket, TC3_WAIT_WRITABLE, wait);
    }
    *sent = (size_t)count;
    return TC3_OK;
}

static tc3_status socket_receive(void *context, uint8_t *bytes, size_t capacity, size_t *received,
                                 tc3_wait *wait)
{
    tc3_socket *const socket = context;
    set_wait(wait, 0, TC3_PHASE_RECEIVE, TC3_WAIT_FOREVER);
    socket->port_error = 0;
    const ssize_t count = tc3_platform_recv(socket->descriptor, bytes, capacity, 0);
    if (count == 0) {
        return TC3_ERROR_CLOSED;
    }
    if (count < 0) {
        return transfer_stopped(socket, TC3_WAIT_READABLE, wait);
    }
    *received = (size_t)count;
    return TC3_OK;
}

static void socket_explain(void *context, tc3_io_details *details)
{
    const tc3_socket *const socket = context;
    memset(details, 0, sizeof(*details));
    details->port_error = socket->port_error;
    details->more_addresses = has_more(socket);
}

void tc3_socket_init(tc3_socket *socket, const tc3_socket_config *config)
{
    static const tc3_socket_config to_the_endpoint = {NULL, 0, NULL};
    memset(socket, 0, sizeof(*socket));
    socket->config = config != NULL ? config : &to_the_endpoint;
    socket->descriptor = -1;
    socket->io.context = socket;
    socket->io.connect = socket_connect;
    socket->io.send = socket_send;
    socket->io.receive = socket_receive;
    socket->io.close = socket_close;
    socket->io.explain = socket_explain;
}

const tc3_io *tc3_socket_io(tc3_socket *socket)
{
    return &socket->io;
}

int tc3_socket_descriptor(const tc3_socket *socket)
{
    return socket->descriptor;
}
