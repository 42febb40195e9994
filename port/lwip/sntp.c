/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 4330. lwIP's own client believes servers that do not know the time themselves, and asks again
 * after an hour.
 */
#include "tc3/lwip.h"

#include "lwip_seam.h"

#include "lwip/timeouts.h"
#include "lwip/udp.h"

#include <string.h>

/* Section 4: the layout of a message. */
#define MESSAGE_SIZE         48u
#define STRATUM_OFFSET       1u
#define ORIGINATE_OFFSET     24u
#define TRANSMIT_OFFSET      40u
#define STAMP_SIZE           8u
#define CLIENT_OF_VERSION_4  0x23u
#define MODE_MASK            0x07u
#define MODE_SERVER          0x04u
#define ALARM_MASK           0xc0u /* the clock is not synchronised */
#define STRATUM_MAX          15u   /* 0 is a refusal, 16 and more are not synchronised */
#define SECONDS_1900_TO_1970 2208988800u

static const uint8_t no_stamp[STAMP_SIZE];
static const tc3_random *random_source;
static struct udp_pcb *pcb;
static uint32_t pause_ms;            /* to the next question, if this one remains unanswered */
static uint8_t question[STAMP_SIZE]; /* what the answer must repeat; zero: none is awaited */

static void send_question(void)
{
    struct pbuf *const message = pbuf_alloc(PBUF_TRANSPORT, MESSAGE_SIZE, PBUF_RAM);
    if (message == NULL) {
        return;
    }
    uint8_t *const bytes = message->payload;
    memset(bytes, 0, MESSAGE_SIZE);
    bytes[0] = CLIENT_OF_VERSION_4;
    memcpy(bytes + TRANSMIT_OFFSET, question, STAMP_SIZE);
    (void)udp_send(pcb, message);
    (void)pbuf_free(message);
}

/** Called by lwIP's timers. */
static void ask(void *unused)
{
    (void)unused;
    sys_timeout(pause_ms, ask, NULL);
    pause_ms = LWIP_MIN(2 * pause_ms, TC3_LWIP_SNTP_RETRY_MAX_MS);
    if (random_source->fill(random_source->context, question, STAMP_SIZE) == TC3_OK) {
        send_question();
    }
}

/** A server that knows the time answers the question. */
static bool is_answer(const uint8_t *bytes)
{
    return (bytes[0] & MODE_MASK) == MODE_SERVER && (bytes[0] & ALARM_MASK) != ALARM_MASK &&
           bytes[STRATUM_OFFSET] != 0 && bytes[STRATUM_OFFSET] <= STRATUM_MAX &&
           memcmp(bytes + ORIGINATE_OFFSET, question, STAMP_SIZE) == 0 &&
           memcmp(bytes + TRANSMIT_OFFSET, no_stamp, STAMP_SIZE) != 0;
}

static void take_time(const uint8_t *stamp)
{
    const uint32_t seconds =
        (uint32_t)stamp[0] << 24 | (uint32_t)stamp[1] << 16 | (uint32_t)stamp[2] << 8 | stamp[3];
    tc3_lwip_set_unix_time(seconds - SECONDS_1900_TO_1970);
    memcpy(question, no_stamp, STAMP_SIZE);
    pause_ms = TC3_LWIP_SNTP_RETRY_MS;
    sys_untimeout(ask, NULL);
    sys_timeout(TC3_LWIP_SNTP_INTERVAL_MS, ask, NULL);
}

/** Called by lwIP with what comes from the server's address and port. */
static void received(void *unused, struct udp_pcb *from, struct pbuf *message,
                     const ip_addr_t *address, u16_t port)
{
    uint8_t bytes[MESSAGE_SIZE];
    const u16_t length = pbuf_copy_partial(message, bytes, MESSAGE_SIZE, 0);
    (void)unused;
    (void)from;
    (void)address;
    (void)port;
    (void)pbuf_free(message);
    if (length == MESSAGE_SIZE && memcmp(question, no_stamp, STAMP_SIZE) != 0 && is_answer(bytes)) {
        take_time(bytes + TRANSMIT_OFFSET);
    }
}

bool tc3_lwip_sntp_start(const ip_addr_t *server, uint16_t port, const tc3_random *random)
{
    tc3_lwip_sntp_stop();
    pcb = udp_new_ip_type(IP_GET_TYPE(server));
    if (pcb == NULL || udp_connect(pcb, server, port) != ERR_OK) {
        tc3_lwip_sntp_stop();
        return false;
    }
    udp_recv(pcb, received, NULL);
    random_source = random;
    pause_ms = TC3_LWIP_SNTP_RETRY_MS;
    ask(NULL);
    return true;
}

void tc3_lwip_sntp_stop(void)
{
    sys_untimeout(ask, NULL);
    if (pcb != NULL) {
        udp_remove(pcb);
        pcb = NULL;
    }
}
