/* SPDX-License-Identifier: Apache-2.0 */
#include "services.h"

#include "intake.h"

#include "lwip/sys.h"
#include "lwip/tcp.h"

#include <stdbool.h>
#include <string.h>

#define PIECE_SIZE 1024u

/** A connection that a service has. */
typedef struct session {
    struct tcp_pcb *pcb; /* NULL: free */
    intake input;        /* not echoed yet */
    uint32_t start_ms;
    uint32_t sent;
    uint32_t acknowledged;
    uint16_t port;
} session;

static session sessions[MEMP_NUM_TCP_PCB];

uint8_t services_byte(uint32_t offset)
{
    return (uint8_t)((offset * 2654435761u) >> 24);
}

static void forget(session *self)
{
    intake_drop(&self->input);
    memset(self, 0, sizeof(*self));
}

static void detach(session *self)
{
    tcp_arg(self->pcb, NULL);
    tcp_recv(self->pcb, NULL);
    tcp_sent(self->pcb, NULL);
    tcp_err(self->pcb, NULL);
}

static void finish(session *self)
{
    struct tcp_pcb *const pcb = self->pcb;
    detach(self);
    forget(self);
    if (tcp_close(pcb) != ERR_OK) {
        tcp_abort(pcb);
    }
}

static void reset(session *self)
{
    struct tcp_pcb *const pcb = self->pcb;
    detach(self);
    forget(self);
    tcp_abort(pcb);
}

static void on_error(void *argument, err_t error)
{
    (void)error;
    forget(argument);
}

static err_t on_received(void *argument, struct tcp_pcb *pcb, struct pbuf *bytes, err_t error)
{
    session *const self = argument;
    (void)pcb;
    (void)error;
    return intake_take(&self->input, bytes);
}

static err_t on_acknowledged(void *argument, struct tcp_pcb *pcb, u16_t length)
{
    session *const self = argument;
    (void)pcb;
    self->acknowledged += length;
    return ERR_OK;
}

static err_t on_accepted(void *argument, struct tcp_pcb *pcb, err_t error)
{
    (void)argument;
    if (error != ERR_OK) {
        return error;
    }
    for (size_t index = 0; index < LWIP_ARRAYSIZE(sessions); index++) {
        session *const self = &sessions[index];
        if (self->pcb == NULL) {
            memset(self, 0, sizeof(*self));
            self->pcb = pcb;
            self->port = pcb->local_port;
            self->start_ms = sys_now();
            tcp_arg(pcb, self);
            tcp_recv(pcb, on_received);
            tcp_sent(pcb, on_acknowledged);
            tcp_err(pcb, on_error);
            return ERR_OK;
        }
    }
    return ERR_MEM;
}

/** Send what was received. */
static void echo(session *self)
{
    uint8_t piece[PIECE_SIZE];
    while (self->input.bytes != NULL && tcp_sndbuf(self->pcb) != 0) {
        const u16_t room = (u16_t)LWIP_MIN(tcp_sndbuf(self->pcb), sizeof(piece));
        const u16_t count = pbuf_copy_partial(self->input.bytes, piece, room, 0);
        if (tcp_write(self->pcb, piece, count, TCP_WRITE_FLAG_COPY) != ERR_OK) {
            break;
        }
        intake_release(&self->input, count);
        tcp_recved(self->pcb, count);
    }
    (void)tcp_output(self->pcb);
    if (self->input.has_ended && self->input.bytes == NULL) {
        finish(self);
    }
}

/** Send made-up bytes until there are `size`; true once all have been taken. */
static bool send_up_to(session *self, uint32_t size)
{
    uint8_t piece[PIECE_SIZE];
    while (self->sent < size && tcp_sndbuf(self->pcb) != 0) {
        const uint32_t room = LWIP_MIN(tcp_sndbuf(self->pcb), sizeof(piece));
        const u16_t count = (u16_t)LWIP_MIN(room, size - self->sent);
        for (u16_t index = 0; index < count; index++) {
            piece[index] = services_byte(self->sent + index);
        }
        if (tcp_write(self->pcb, piece, count, TCP_WRITE_FLAG_COPY) != ERR_OK) {
            break;
        }
        self->sent += count;
    }
    (void)tcp_output(self->pcb);
    return self->sent == size;
}

static void run(session *self)
{
    switch (self->port) {
    case SERVICE_ECHO:
        echo(self);
        break;
    case SERVICE_LAZY:
        if (sys_now() - self->start_ms >= SERVICE_LAZY_MS) {
            echo(self);
        }
        break;
    case SERVICE_SOURCE:
        if (send_up_to(self, SERVICE_SOURCE_SIZE)) {
            finish(self);
        }
        break;
    case SERVICE_GREETING:
        if (send_up_to(self, SERVICE_GREETING_SIZE)) {
            finish(self);
        }
        break;
    case SERVICE_RESET:
        if (send_up_to(self, SERVICE_GREETING_SIZE) &&
            self->acknowledged == SERVICE_GREETING_SIZE) {
            reset(self);
        }
        break;
    default:
        reset(self);
        break;
    }
}

void services_run(void)
{
    for (size_t index = 0; index < LWIP_ARRAYSIZE(sessions); index++) {
        if (sessions[index].pcb != NULL) {
            run(&sessions[index]);
        }
    }
}

void services_start(void)
{
    static const uint16_t ports[] = {SERVICE_ECHO,     SERVICE_LAZY,  SERVICE_SOURCE,
                                     SERVICE_GREETING, SERVICE_RESET, SERVICE_BOUNCER};
    for (size_t index = 0; index < LWIP_ARRAYSIZE(ports); index++) {
        struct tcp_pcb *pcb = tcp_new_ip_type(IPADDR_TYPE_ANY);
        LWIP_ASSERT("a pcb", pcb != NULL);
        (void)tcp_bind(pcb, IP_ANY_TYPE, ports[index]);
        pcb = tcp_listen(pcb);
        LWIP_ASSERT("a listening pcb", pcb != NULL);
        tcp_accept(pcb, on_accepted);
    }
}
