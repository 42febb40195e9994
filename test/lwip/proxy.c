/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "proxy.h"

#include "intake.h"

#include "lwip/tcp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE_SIZE 1024u

/* What of a frame has to be understood (RFC 894, 791, 8200, 9293). */
#define TYPE_OFFSET          12
#define TYPE_IPV4            0x0800
#define TYPE_IPV6            0x86dd
#define IP_OFFSET            14
#define IPV4_PROTOCOL_OFFSET 9
#define IPV6_PROTOCOL_OFFSET 6
#define IPV6_HEADER_SIZE     40
#define PROTOCOL_TCP         6
#define TCP_FLAGS_OFFSET     13
#define TCP_FLAG_SYN         0x02
#define TCP_FLAG_ACK         0x10

/** A connection of the device and the one to the server that goes with it. */
typedef struct tunnel {
    bool is_used;
    int descriptor;
    struct tcp_pcb *pcb; /* NULL until lwIP has accepted the device's connection */
    intake input;        /* from the device, not sent to the server yet */
    uint16_t device_port;
    bool server_finished;
} tunnel;

/** What a SYN asks for. */
typedef struct opening {
    uint16_t device_port;
    uint16_t server_port;
    bool is_ipv6;
} opening;

static tunnel tunnels[PROXY_CONNECTIONS];
static struct tcp_pcb *listeners[MEMP_NUM_TCP_PCB_LISTEN];

static unsigned get16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

/** True if the frame asks for a TCP connection. */
static bool read_opening(const wire_message *message, opening *wanted)
{
    const uint8_t *const ip = &message->frame[IP_OFFSET];
    const uint8_t *tcp;
    uint8_t protocol;
    if (message->length < IP_OFFSET + IPV6_HEADER_SIZE) {
        return false;
    }
    switch (get16(&message->frame[TYPE_OFFSET])) {
    case TYPE_IPV4:
        protocol = ip[IPV4_PROTOCOL_OFFSET];
        tcp = ip + (ip[0] & 0x0f) * 4;
        wanted->is_ipv6 = false;
        break;
    case TYPE_IPV6:
        protocol = ip[IPV6_PROTOCOL_OFFSET];
        tcp = ip + IPV6_HEADER_SIZE;
        wanted->is_ipv6 = true;
        break;
    default:
        return false;
    }
    if (protocol != PROTOCOL_TCP || tcp + TCP_FLAGS_OFFSET >= &message->frame[message->length]) {
        return false;
    }
    wanted->device_port = (uint16_t)get16(tcp);
    wanted->server_port = (uint16_t)get16(tcp + 2);
    return (tcp[TCP_FLAGS_OFFSET] & (TCP_FLAG_SYN | TCP_FLAG_ACK)) == TCP_FLAG_SYN;
}

static tunnel *find_tunnel(uint16_t device_port)
{
    for (size_t index = 0; index < PROXY_CONNECTIONS; index++) {
        if (tunnels[index].is_used && tunnels[index].device_port == device_port) {
            return &tunnels[index];
        }
    }
    return NULL;
}

/** Drop both connections; the server's by a reset if `with_reset`. */
static void drop(tunnel *self, bool with_reset)
{
    const struct linger reset = {1, 0};
    if (with_reset) {
        (void)setsockopt(self->descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    }
    (void)close(self->descriptor);
    intake_drop(&self->input);
    if (self->pcb != NULL) {
        tcp_arg(self->pcb, NULL);
        tcp_recv(self->pcb, NULL);
        tcp_err(self->pcb, NULL);
        if (with_reset || tcp_close(self->pcb) != ERR_OK) {
            tcp_abort(self->pcb);
        }
    }
    memset(self, 0, sizeof(*self));
}

/** A place for a new tunnel; one that the device never took is given up for it. */
static tunnel *new_tunnel(void)
{
    tunnel *abandoned = NULL;
    for (size_t index = 0; index < PROXY_CONNECTIONS; index++) {
        if (!tunnels[index].is_used) {
            return &tunnels[index];
        }
        if (tunnels[index].pcb == NULL) {
            abandoned = &tunnels[index];
        }
    }
    if (abandoned != NULL) {
        drop(abandoned, true);
    }
    return abandoned;
}

/** Connect to the server; -1 if it refuses. Loopback answers at once. */
static int connect_to_server(const opening *wanted)
{
    const struct sockaddr_in ipv4 = {.sin_family = AF_INET,
                                     .sin_port = htons(wanted->server_port),
                                     .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6,
                                      .sin6_port = htons(wanted->server_port),
                                      .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    const int descriptor = socket(wanted->is_ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
    if (descriptor < 0) {
        return -1;
    }
    const int result = wanted->is_ipv6
                           ? connect(descriptor, (const struct sockaddr *)&ipv6, sizeof(ipv6))
                           : connect(descriptor, (const struct sockaddr *)&ipv4, sizeof(ipv4));
    if (result != 0 || fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0) {
        (void)close(descriptor);
        return -1;
    }
    return descriptor;
}

static err_t on_received(void *argument, struct tcp_pcb *pcb, struct pbuf *bytes, err_t error)
{
    tunnel *const self = argument;
    (void)pcb;
    (void)error;
    return intake_take(&self->input, bytes);
}

static void on_error(void *argument, err_t error)
{
    tunnel *const self = argument;
    self->pcb = NULL;
    drop(self, error != ERR_CLSD);
}

static err_t on_accepted(void *argument, struct tcp_pcb *pcb, err_t error)
{
    tunnel *const self = error == ERR_OK ? find_tunnel(pcb->remote_port) : NULL;
    (void)argument;
    if (self == NULL) {
        return ERR_CONN;
    }
    self->pcb = pcb;
    tcp_arg(pcb, self);
    tcp_recv(pcb, on_received);
    tcp_err(pcb, on_error);
    tcp_nagle_disable(pcb);
    return ERR_OK;
}

static struct tcp_pcb **find_listener(uint16_t port)
{
    struct tcp_pcb **free_place = &listeners[0];
    for (size_t index = 0; index < LWIP_ARRAYSIZE(listeners); index++) {
        if (listeners[index] == NULL) {
            free_place = &listeners[index];
        } else if (listeners[index]->local_port == port) {
            return &listeners[index];
        }
    }
    return free_place;
}

/** Let lwIP accept connections to `port`, or refuse them. */
static void set_listening(uint16_t port, bool is_open)
{
    struct tcp_pcb **const listener = find_listener(port);
    const bool exists = *listener != NULL && (*listener)->local_port == port;
    if (exists && !is_open) {
        (void)tcp_close(*listener);
        *listener = NULL;
    } else if (!exists && is_open) {
        if (*listener != NULL) {
            (void)tcp_close(*listener);
        }
        struct tcp_pcb *const pcb = tcp_new_ip_type(IPADDR_TYPE_ANY);
        LWIP_ASSERT("a pcb", pcb != NULL);
        (void)tcp_bind(pcb, IP_ANY_TYPE, port);
        *listener = tcp_listen(pcb);
        LWIP_ASSERT("a listening pcb", *listener != NULL);
        tcp_accept(*listener, on_accepted);
    }
}

void proxy_watch(const wire_message *message)
{
    opening wanted;
    if (!read_opening(message, &wanted) || find_tunnel(wanted.device_port) != NULL) {
        return;
    }
    const int descriptor = connect_to_server(&wanted);
    tunnel *const self = descriptor >= 0 ? new_tunnel() : NULL;
    set_listening(wanted.server_port, self != NULL);
    if (self != NULL) {
        *self =
            (tunnel){.is_used = true, .descriptor = descriptor, .device_port = wanted.device_port};
    } else if (descriptor >= 0) {
        (void)close(descriptor);
    }
}

size_t proxy_prepare(struct pollfd entries[PROXY_CONNECTIONS])
{
    size_t count = 0;
    for (size_t index = 0; index < PROXY_CONNECTIONS; index++) {
        const tunnel *const self = &tunnels[index];
        if (!self->is_used || self->pcb == NULL) {
            continue;
        }
        const bool wants_input = !self->server_finished && tcp_sndbuf(self->pcb) != 0;
        const bool has_output = self->input.bytes != NULL;
        entries[count++] = (struct pollfd){
            .fd = wants_input || has_output ? self->descriptor : -1,
            .events = (short)((wants_input ? POLLIN : 0) | (has_output ? POLLOUT : 0)),
        };
    }
    return count;
}

/** False if the server has reset the connection. */
static bool pass_to_server(tunnel *self)
{
    uint8_t piece[PIECE_SIZE];
    while (self->input.bytes != NULL) {
        const u16_t length = pbuf_copy_partial(self->input.bytes, piece, sizeof(piece), 0);
        const ssize_t sent = send(self->descriptor, piece, length, MSG_NOSIGNAL);
        if (sent < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        intake_release(&self->input, (u16_t)sent);
        tcp_recved(self->pcb, (u16_t)sent);
    }
    if (self->input.has_ended) {
        (void)shutdown(self->descriptor, SHUT_WR);
    }
    return true;
}

/** False if the server has reset the connection. */
static bool read_from_server(tunnel *self)
{
    uint8_t piece[PIECE_SIZE];
    while (!self->server_finished && tcp_sndbuf(self->pcb) != 0 &&
           tcp_sndqueuelen(self->pcb) < TCP_SND_QUEUELEN) {
        const size_t room = LWIP_MIN(tcp_sndbuf(self->pcb), sizeof(piece));
        const ssize_t count = recv(self->descriptor, piece, room, MSG_PEEK);
        if (count < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        if (count == 0) {
            self->server_finished = true;
            (void)tcp_shutdown(self->pcb, 0, 1);
            break;
        }
        /* Only what lwIP has memory for leaves the socket. */
        if (tcp_write(self->pcb, piece, (u16_t)count, TCP_WRITE_FLAG_COPY) != ERR_OK) {
            break;
        }
        (void)recv(self->descriptor, piece, (size_t)count, 0);
    }
    return true;
}

/** False if the server has reset the connection. */
static bool pass_to_device(tunnel *self)
{
    const bool is_alive = read_from_server(self);
    (void)tcp_output(self->pcb);
    return is_alive;
}

void proxy_run(void)
{
    for (size_t index = 0; index < PROXY_CONNECTIONS; index++) {
        tunnel *const self = &tunnels[index];
        if (!self->is_used || self->pcb == NULL) {
            continue;
        }
        if (!pass_to_server(self) || !pass_to_device(self)) {
            drop(self, true);
        } else if (self->input.has_ended && self->server_finished && self->input.bytes == NULL) {
            drop(self, false);
        }
    }
}
