/* SPDX-License-Identifier: Apache-2.0 */
#include "responder.h"

#include "interface.h"

#include "lwip/def.h"
#include "lwip/timeouts.h"
#include "lwip/udp.h"

#include <string.h>

#define DNS_PORT  53
#define SNTP_PORT 123

/* RFC 1035 section 4.1: the layout of messages. */
#define DNS_HEADER_SIZE    12
#define DNS_FLAGS_OFFSET   2
#define DNS_ANSWERS_OFFSET 6
#define DNS_TYPE_A         1
#define DNS_TYPE_AAAA      28
#define DNS_MESSAGE_MAX    512
#define DNS_NAME_MAX       64
/** A pointer to the question's name, then type, class IN, TTL and length of the data. */
#define DNS_RECORD_SIZE    12
#define DNS_TTL            3600
#define DNS_NO_SUCH_NAME   3

/* RFC 4330 section 4: a server's answer has the stamp of the request, and its time at the end. */
#define SNTP_SIZE             48
#define SNTP_SERVER_MODE      0x24
#define SNTP_CLIENT_MODE      0x23
#define SNTP_ALARM            0xc0
#define SNTP_ORIGINATE_OFFSET 24
#define SNTP_TRANSMIT_OFFSET  40
#define SNTP_STAMP_SIZE       8
/** How wrong a forged time is. */
#define SNTP_FORGED_SECONDS   86400u
#define SECONDS_1900_TO_1970  2208988800u

/** What is answered. */
typedef struct name_record {
    const char *name;
    uint8_t host4; /* number of the host in the A record; 0: there is none */
    uint8_t host6; /* the same for AAAA */
} name_record;

static const name_record records[] = {
    {NAME_BOTH, HOST_GATEWAY, HOST_GATEWAY},
    {NAME_FOUR, HOST_GATEWAY, 0},
    {NAME_SIX, 0, HOST_GATEWAY},
    {NAME_DEAD_FOUR, HOST_NOBODY, HOST_GATEWAY},
    {NAME_DEAD_SIX, HOST_GATEWAY, HOST_NOBODY},
    {NAME_DEAD_ONLY_FOUR, HOST_NOBODY, 0},
    {NAME_DEAD, HOST_NOBODY, HOST_NOBODY},
    {NAME_LATE, HOST_NOBODY, HOST_NOBODY},
};

/** A message and where it came from. */
typedef struct exchange {
    uint8_t bytes[DNS_MESSAGE_MAX];
    uint16_t length;
    ip_addr_t address;
    u16_t port;
} exchange;

static struct udp_pcb *dns_pcb;
static exchange late;
static bool late_is_under_way;

static void put16(uint8_t *bytes, unsigned value)
{
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

static void put32(uint8_t *bytes, uint32_t value)
{
    put16(bytes, value >> 16);
    put16(bytes + 2, value & 0xffffu);
}

static void send_datagram(struct udp_pcb *pcb, const exchange *answer)
{
    struct pbuf *const out = pbuf_alloc(PBUF_TRANSPORT, answer->length, PBUF_RAM);
    if (out != NULL) {
        (void)pbuf_take(out, answer->bytes, answer->length);
        (void)udp_sendto(pcb, out, &answer->address, answer->port);
        (void)pbuf_free(out);
    }
}

/** The question's name with dots into `name`; returns the offset of what follows it, 0 if bad. */
static size_t read_name(const exchange *question, char name[DNS_NAME_MAX])
{
    size_t offset = DNS_HEADER_SIZE;
    size_t used = 0;
    while (offset < question->length && question->bytes[offset] != 0) {
        const size_t label = question->bytes[offset];
        if (offset + label >= question->length || used + label + 1 >= DNS_NAME_MAX) {
            return 0;
        }
        if (used != 0) {
            name[used++] = '.';
        }
        memcpy(&name[used], &question->bytes[offset + 1], label);
        used += label;
        offset += label + 1;
    }
    name[used] = '\0';
    return offset + 1;
}

static const name_record *find_record(const char *name)
{
    for (size_t index = 0; index < LWIP_ARRAYSIZE(records); index++) {
        if (strcmp(records[index].name, name) == 0) {
            return &records[index];
        }
    }
    return NULL;
}

/** Append the data of the record for `host` to `bytes`, host 0 being the address "any". */
static uint16_t put_address(uint8_t *bytes, unsigned type, uint8_t host)
{
    const uint8_t ipv4[4] = {10, 0, 3, host};
    const uint8_t ipv6[16] = {0xfd, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, host};
    const uint16_t size = type == DNS_TYPE_A ? sizeof(ipv4) : sizeof(ipv6);
    if (host == 0) {
        memset(bytes, 0, size);
    } else {
        memcpy(bytes, type == DNS_TYPE_A ? ipv4 : ipv6, size);
    }
    return size;
}

static void put_record(exchange *answer, unsigned type, uint8_t host)
{
    uint8_t *const record = &answer->bytes[answer->length];
    const uint16_t size = put_address(record + DNS_RECORD_SIZE, type, host);
    put16(record, 0xc000u | DNS_HEADER_SIZE);
    put16(record + 2, type);
    put16(record + 4, 1);
    put32(record + 6, DNS_TTL);
    put16(record + 10, size);
    put16(&answer->bytes[DNS_ANSWERS_OFFSET], 1);
    answer->length = (uint16_t)(answer->length + DNS_RECORD_SIZE + size);
}

/** Turn the question in `message` for `name` and `type` into its answer. */
static void make_answer(exchange *message, const char *name, unsigned type)
{
    const name_record *const record = find_record(name);
    const bool is_zero = strcmp(name, NAME_ZERO) == 0;
    put16(&message->bytes[DNS_FLAGS_OFFSET], 0x8180u);
    if (is_zero) {
        put_record(message, type, 0);
    } else if (record == NULL) {
        message->bytes[DNS_FLAGS_OFFSET + 1] |= DNS_NO_SUCH_NAME;
    } else if (type == DNS_TYPE_A && record->host4 != 0) {
        put_record(message, type, record->host4);
    } else if (type == DNS_TYPE_AAAA && record->host6 != 0) {
        put_record(message, type, record->host6);
    }
}

static void send_late(void *argument)
{
    (void)argument;
    late_is_under_way = false;
    send_datagram(dns_pcb, &late);
}

static void on_question(void *argument, struct udp_pcb *pcb, struct pbuf *bytes,
                        const ip_addr_t *address, u16_t port)
{
    exchange message = {.address = *address, .port = port};
    char name[DNS_NAME_MAX];
    (void)argument;
    message.length =
        pbuf_copy_partial(bytes, message.bytes, DNS_MESSAGE_MAX - DNS_RECORD_SIZE - 16, 0);
    (void)pbuf_free(bytes);
    const size_t end = read_name(&message, name);
    if (end == 0 || end + 4 > message.length || strcmp(name, NAME_SILENT) == 0) {
        return;
    }
    make_answer(&message, name, message.bytes[end + 1]);
    if (strcmp(name, NAME_LATE) != 0) {
        send_datagram(pcb, &message);
    } else if (!late_is_under_way) {
        late = message;
        late_is_under_way = true;
        sys_timeout(NAME_LATE_MS, send_late, NULL);
    }
}

static void send_time(struct udp_pcb *pcb, const exchange *answer, uint32_t seconds)
{
    exchange stamped = *answer;
    put32(&stamped.bytes[SNTP_TRANSMIT_OFFSET], seconds + SECONDS_1900_TO_1970);
    send_datagram(pcb, &stamped);
}

/** All that a server says which does not know the time, or is none. */
static void send_excuses(struct udp_pcb *pcb, const exchange *answer)
{
    static const uint8_t heads[][2] = {
        {SNTP_SERVER_MODE | SNTP_ALARM, 1}, /* leap indicator 3 */
        {SNTP_SERVER_MODE | SNTP_ALARM, 16},
        {SNTP_SERVER_MODE, 16},
        {SNTP_SERVER_MODE, 0}, /* kiss-o'-death */
        {SNTP_CLIENT_MODE, 1}, /* the request itself, sent back */
    };
    exchange excuse = *answer;
    for (size_t index = 0; index < LWIP_ARRAYSIZE(heads); index++) {
        memcpy(excuse.bytes, heads[index], sizeof(heads[index]));
        send_time(pcb, &excuse, TIME_SERVER_SECONDS - SNTP_FORGED_SECONDS);
    }
    excuse = *answer;
    send_datagram(pcb, &excuse); /* without a time */
    excuse.length--;
    send_time(pcb, &excuse, TIME_SERVER_SECONDS - SNTP_FORGED_SECONDS);
}

/* The answer, and before and after it what somebody forged who has not seen the request. */
static void send_answers(struct udp_pcb *pcb, const exchange *answer)
{
    exchange forged = *answer;
    memset(&forged.bytes[SNTP_ORIGINATE_OFFSET], 0, SNTP_STAMP_SIZE);
    send_time(pcb, &forged, TIME_SERVER_SECONDS - SNTP_FORGED_SECONDS);
    send_time(pcb, answer, TIME_SERVER_SECONDS);
    send_time(pcb, &forged, TIME_SERVER_SECONDS + SNTP_FORGED_SECONDS);
    send_time(pcb, answer, TIME_SERVER_SECONDS + SNTP_FORGED_SECONDS); /* answered already */
}

static void on_time_request(void *argument, struct udp_pcb *pcb, struct pbuf *bytes,
                            const ip_addr_t *address, u16_t port)
{
    static unsigned requests;
    exchange answer = {.length = SNTP_SIZE, .address = *address, .port = port};
    (void)argument;
    answer.bytes[0] = SNTP_SERVER_MODE;
    answer.bytes[1] = 1;
    (void)pbuf_copy_partial(bytes, &answer.bytes[SNTP_ORIGINATE_OFFSET], SNTP_STAMP_SIZE,
                            SNTP_TRANSMIT_OFFSET);
    (void)pbuf_free(bytes);
    requests++;
    if (requests <= TIME_SERVER_STARTS) {
        send_excuses(pcb, &answer);
    } else {
        send_answers(pcb, &answer);
    }
}

static struct udp_pcb *listen_on(u16_t port, udp_recv_fn receiver)
{
    struct udp_pcb *const pcb = udp_new_ip_type(IPADDR_TYPE_ANY);
    LWIP_ASSERT("a pcb", pcb != NULL);
    (void)udp_bind(pcb, IP_ANY_TYPE, port);
    udp_recv(pcb, receiver, NULL);
    return pcb;
}

void responder_start(void)
{
    dns_pcb = listen_on(DNS_PORT, on_question);
    (void)listen_on(SNTP_PORT, on_time_request);
}
