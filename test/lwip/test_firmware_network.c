/* SPDX-License-Identifier: Apache-2.0 */
/*
 * network.c of examples/firmware with the firmware's own lwIP, on a board that this file makes up:
 * in its Ethernet controller are a DHCP server and all neighbours.
 */
#include "test.h"

#include "application/network.h"
#include "application/random.h"
#include "application/settings.h"
#include "boards/board.h"

#include "lwip/def.h"
#include "lwip/dns.h"
#include "lwip/inet_chksum.h"
#include "lwip/ip_addr.h"
#include "lwip/stats.h"
#include "lwip/tcp.h"

#include <string.h>

#define NAME_SERVER_OF_SETTINGS "192.0.2.53"
#define LONG_LEASE_SECONDS      3600u
#define POLL_MS                 500u
#define MS_PER_SECOND           1000u
#define SECONDS_PER_DAY         86400u

/* RFC 826, RFC 791, RFC 768, RFC 2131, RFC 2132: where things are in a frame. */
#define TYPE_OFFSET    12
#define ARP_OFFSET     14
#define IP_OFFSET      14
#define IP_SIZE        20
#define UDP_OFFSET     (IP_OFFSET + IP_SIZE)
#define UDP_SIZE       8
#define DHCP_OFFSET    (UDP_OFFSET + UDP_SIZE)
#define OPTIONS_OFFSET (DHCP_OFFSET + 240)
#define FRAME_MAX      1514
#define TYPE_ARP       0x0806u
#define TYPE_IP        0x0800u
#define PORT_SERVER    67u
#define PORT_CLIENT    68u
#define PROTOCOL_ICMP  1
#define PROTOCOL_TCP   6
#define PROTOCOL_UDP   17
#define PING           8
#define PONG           0
#define TCP_SIZE       20
#define TCP_SYN        2
#define TCP_SYN_ACK    18
#define PATH_MTU       1280 /* what every path passes whole that IPv6 is used on */
#define MORE_FRAGMENTS 0x2000u

#define OPTION_MASK        1
#define OPTION_NAME_SERVER 6
#define OPTION_LEASE       51
#define OPTION_SERVER      54
#define OPTION_END         255

static const uint8_t own_mac[6] = {0x52, 0x54, 0, 0x12, 0x34, 0x56};
static const uint8_t neighbours_mac[6] = {0x52, 0x55, 10, 0, 2, 2};
static const uint8_t address_of_server[4] = {10, 0, 2, 2};
static const uint8_t address_of_client[4] = {10, 0, 2, 15};
static const uint8_t address_of_name_server[4] = {10, 0, 2, 3};
static const uint8_t mask[4] = {255, 255, 255, 0};
static uint32_t lease_seconds = LONG_LEASE_SECONDS;
static uint32_t now_ms;
static struct pbuf *arriving[4]; /* frames, the oldest first, then NULL */
static bool is_flooded;          /* there is always another frame */
static unsigned pongs;           /* answers to pings that left */
static uint8_t frame[FRAME_MAX];
static uint16_t frame_length;
static unsigned acknowledgements;
static unsigned segment_size; /* that the latest SYN asked for */

uint32_t firmware_random(void)
{
    static uint32_t number;
    return number += 0x9e3779b9u;
}

const tc3_random firmware_entropy; /* the settings name no time server */

uint32_t board_now_ms(void)
{
    return now_ms;
}

const char *settings_text(setting which, const char *otherwise)
{
    return which == SETTING_DNS_ADDRESS ? NAME_SERVER_OF_SETTINGS : otherwise;
}

uint32_t settings_number(setting which, uint32_t otherwise)
{
    (void)which;
    return otherwise;
}

bool board_ethernet_start(uint8_t address[6])
{
    memcpy(address, own_mac, sizeof(own_mac));
    return true;
}

bool board_ethernet_has_link(void)
{
    return true;
}

/** A frame as the driver gives it. */
static struct pbuf *frame_of(const uint8_t *bytes, uint16_t length)
{
    struct pbuf *const made = pbuf_alloc(PBUF_RAW, (u16_t)(length + ETH_PAD_SIZE), PBUF_POOL);
    assert_non_null(made);
    assert_int_equal(pbuf_take_at(made, bytes, length, ETH_PAD_SIZE), ERR_OK);
    return made;
}

struct pbuf *board_ethernet_receive(void)
{
    static const uint8_t nothing[60] = {255, 255, 255, 255, 255, 255};
    struct pbuf *const taken = arriving[0];
    if (taken == NULL && is_flooded) {
        return frame_of(nothing, sizeof(nothing));
    }
    memmove(&arriving[0], &arriving[1], sizeof(arriving) - sizeof(arriving[0]));
    return taken;
}

static unsigned get16(size_t offset)
{
    return (unsigned)frame[offset] << 8 | frame[offset + 1];
}

static void put16(size_t offset, unsigned value)
{
    frame[offset] = (uint8_t)(value >> 8);
    frame[offset + 1] = (uint8_t)value;
}

static void put32(size_t offset, uint32_t value)
{
    put16(offset, value >> 16);
    put16(offset + 2, value & 0xffffu);
}

/** The frame arrives. */
static void deliver(void)
{
    size_t place = 0;
    while (arriving[place] != NULL) {
        place++;
    }
    assert_true(place + 1 < LWIP_ARRAYSIZE(arriving));
    arriving[place] = frame_of(frame, frame_length);
}

/** The frame goes back to where it came from. */
static void send_back(void)
{
    memcpy(&frame[0], &frame[6], 6);
    memcpy(&frame[6], neighbours_mac, 6);
    deliver();
}

/** Make a question for the server's hardware address its answer. */
static void answer_arp(void)
{
    if (memcmp(&frame[ARP_OFFSET + 24], address_of_server, 4) != 0) {
        return;
    }
    frame[ARP_OFFSET + 7] = 2;
    memcpy(&frame[ARP_OFFSET + 18], &frame[ARP_OFFSET + 8], 10);
    memcpy(&frame[ARP_OFFSET + 8], neighbours_mac, 6);
    memcpy(&frame[ARP_OFFSET + 14], address_of_server, 4);
    send_back();
}

/** The IP header's checksum. */
static void seal_header(void)
{
    put16(IP_OFFSET + 10, 0);
    const u16_t sum = inet_chksum(&frame[IP_OFFSET], IP_SIZE);
    memcpy(&frame[IP_OFFSET + 10], &sum, sizeof(sum));
}

static void put_option(uint8_t code, const uint8_t value[4])
{
    frame[frame_length] = code;
    frame[frame_length + 1] = 4;
    memcpy(&frame[frame_length + 2], value, 4);
    frame_length = (uint16_t)(frame_length + 6);
}

/** Make a client's message (DISCOVER or REQUEST) the server's (OFFER or ACK). */
static void answer_dhcp(void)
{
    const bool is_request = frame[OPTIONS_OFFSET + 2] == 3;
    const uint8_t lease[4] = {(uint8_t)(lease_seconds >> 24), (uint8_t)(lease_seconds >> 16),
                              (uint8_t)(lease_seconds >> 8), (uint8_t)lease_seconds};
    acknowledgements += is_request;
    frame[DHCP_OFFSET] = 2;
    memcpy(&frame[DHCP_OFFSET + 16], address_of_client, 4);
    frame[OPTIONS_OFFSET + 2] = is_request ? 5 : 2;
    frame_length = OPTIONS_OFFSET + 3;
    put_option(OPTION_SERVER, address_of_server);
    put_option(OPTION_LEASE, lease);
    put_option(OPTION_MASK, mask);
    put_option(OPTION_NAME_SERVER, address_of_name_server);
    frame[frame_length++] = OPTION_END;
    put16(UDP_OFFSET, PORT_SERVER);
    put16(UDP_OFFSET + 2, PORT_CLIENT);
    put16(UDP_OFFSET + 4, frame_length - UDP_OFFSET);
    put16(UDP_OFFSET + 6, 0); /* no checksum */
    put16(IP_OFFSET + 2, frame_length - IP_OFFSET);
    memcpy(&frame[IP_OFFSET + 12], address_of_server, 4);
    memset(&frame[IP_OFFSET + 16], 255, 4);
    seal_header();
    send_back();
}

err_t board_ethernet_send(struct netif *interface, struct pbuf *sent)
{
    (void)interface;
    memset(frame, 0, sizeof(frame));
    frame_length = pbuf_copy_partial(sent, frame, sizeof(frame), ETH_PAD_SIZE);
    if (get16(TYPE_OFFSET) == TYPE_ARP) {
        answer_arp();
    } else if (frame[IP_OFFSET + 9] == PROTOCOL_ICMP) {
        pongs += frame[UDP_OFFSET] == PONG;
    } else if (frame[IP_OFFSET + 9] == PROTOCOL_TCP) {
        segment_size =
            frame[UDP_OFFSET + 13] == TCP_SYN ? get16(UDP_OFFSET + TCP_SIZE + 2) : segment_size;
    } else if (get16(UDP_OFFSET + 2) == PORT_SERVER) {
        answer_dhcp();
    }
    return ERR_OK;
}

static void expect_name_server_of_settings(void)
{
    ip_addr_t expected;
    assert_true(ipaddr_aton(NAME_SERVER_OF_SETTINGS, &expected));
    assert_true(network_is_up());
    assert_int_equal(ip_2_ip4(dns_getserver(0))->addr, ip_2_ip4(&expected)->addr);
}

static void poll(void)
{
    now_ms += POLL_MS;
    network_poll();
}

/** Let time pass until DHCP has acknowledged so often. */
static void await_acknowledgement(unsigned wanted)
{
    const uint32_t start_ms = now_ms;
    while (acknowledgements < wanted || arriving[0] != NULL) {
        assert_true(now_ms - start_ms < LONG_LEASE_SECONDS * MS_PER_SECOND);
        poll();
    }
}

/** The next acknowledgement is for `seconds`. */
static void take_lease(uint32_t seconds)
{
    lease_seconds = seconds;
    await_acknowledgement(acknowledgements + 1);
}

static int start(void **state)
{
    (void)state;
    assert_true(network_start());
    await_acknowledgement(1);
    return 0;
}

/** A lease that is soon renewed; neighbours that nobody hears; nothing under way. */
static int come_to_rest(void **state)
{
    (void)state;
    is_flooded = false;
    for (unsigned polls = 0; polls < 60; polls++) {
        poll();
    }
    return 0;
}

static void test_name_server_of_the_settings_outlives_renewals(void **state)
{
    (void)state;
    expect_name_server_of_settings();
    for (unsigned renewals = 1; renewals <= 3; renewals++) {
        await_acknowledgement(acknowledgements + 1);
        expect_name_server_of_settings();
    }
}

static void test_short_lease_is_renewed_at_its_half(void **state)
{
    (void)state;
    static const uint32_t leases[] = {4, 10, 20, 45, 59, 60, 61, 80, 89, 90, 119, 120, 600};
    for (size_t index = 0; index < LWIP_ARRAYSIZE(leases); index++) {
        take_lease(leases[index]);
        const unsigned before = acknowledgements;
        const uint32_t start_ms = now_ms;
        while (now_ms - start_ms < 5 * leases[index] * MS_PER_SECOND) {
            poll();
            assert_true(network_is_up());
        }
        assert_in_range(acknowledgements - before, 8, 11);
    }
}

static void test_lease_too_short_to_be_renewed_in_time_keeps_the_address(void **state)
{
    (void)state;
    for (uint32_t lease = 0; lease < 4; lease++) {
        take_lease(lease);
        const unsigned before = acknowledgements;
        for (unsigned polls = 0; polls < 60 * MS_PER_SECOND / POLL_MS; polls++) {
            poll();
            assert_true(network_is_up());
        }
        assert_in_range(acknowledgements - before, 15, 40);
    }
}

static void test_lease_of_a_month_is_renewed_at_its_half(void **state)
{
    (void)state;
    const uint32_t month = 30 * SECONDS_PER_DAY;
    take_lease(month);
    const unsigned before = acknowledgements;
    lease_seconds = 10;
    for (uint32_t seconds = 0; seconds < month / 2 - 60; seconds++) {
        now_ms += MS_PER_SECOND;
        network_poll();
    }
    assert_true(network_is_up());
    assert_int_equal(acknowledgements, before);
    await_acknowledgement(before + 1);
    assert_true(network_is_up());
}

static void test_lease_without_end_is_kept(void **state)
{
    (void)state;
    take_lease(UINT32_MAX);
    await_acknowledgement(acknowledgements + 1); /* lwIP counts the lease before to its end */
    const unsigned before = acknowledgements;
    lease_seconds = 10;
    for (uint32_t seconds = 0; seconds < 10 * SECONDS_PER_DAY; seconds++) {
        now_ms += MS_PER_SECOND;
        network_poll();
        assert_true(network_is_up());
    }
    assert_int_equal(acknowledgements, before);
}

/** Begin a packet of `length` bytes after the IP header, from the neighbour with this number. */
static void begin_packet(uint8_t neighbour, uint8_t protocol, uint16_t length)
{
    const uint8_t source[4] = {10, 0, 2, neighbour};
    memset(frame, 0, sizeof(frame));
    frame_length = (uint16_t)(UDP_OFFSET + length);
    memcpy(&frame[0], own_mac, 6);
    memcpy(&frame[6], neighbours_mac, 6);
    put16(TYPE_OFFSET, TYPE_IP);
    frame[IP_OFFSET] = 0x45;
    put16(IP_OFFSET + 2, IP_SIZE + length);
    frame[IP_OFFSET + 8] = 64;
    frame[IP_OFFSET + 9] = protocol;
    memcpy(&frame[IP_OFFSET + 12], source, 4);
    memcpy(&frame[IP_OFFSET + 16], address_of_client, 4);
    seal_header();
}

/** A ping with so much to be sent back. */
static void ping(uint8_t neighbour, uint16_t size)
{
    begin_packet(neighbour, PROTOCOL_ICMP, (uint16_t)(8 + size));
    frame[UDP_OFFSET] = PING;
    const u16_t sum = inet_chksum(&frame[UDP_OFFSET], (u16_t)(8 + size));
    memcpy(&frame[UDP_OFFSET + 2], &sum, sizeof(sum));
    deliver();
}

static void send_to_closed_udp_port(uint8_t neighbour)
{
    begin_packet(neighbour, PROTOCOL_UDP, 1400);
    put16(UDP_OFFSET, 5000);
    put16(UDP_OFFSET + 2, 5000);
    put16(UDP_OFFSET + 4, 1400);
    deliver();
}

static void send_to_closed_tcp_port(uint8_t neighbour, uint8_t flags)
{
    const uint8_t pseudo_header[8] = {0, PROTOCOL_TCP, 0, TCP_SIZE};
    uint8_t summed[8 + 8 + TCP_SIZE];
    begin_packet(neighbour, PROTOCOL_TCP, TCP_SIZE);
    put16(UDP_OFFSET, 5000);
    put16(UDP_OFFSET + 2, 80);
    put32(UDP_OFFSET + 4, 1000);
    frame[UDP_OFFSET + 12] = TCP_SIZE / 4 << 4;
    frame[UDP_OFFSET + 13] = flags;
    memcpy(summed, &frame[IP_OFFSET + 12], 8);
    memcpy(summed + 8, pseudo_header, 4);
    memcpy(summed + 12, &frame[UDP_OFFSET], TCP_SIZE);
    const u16_t sum = inet_chksum(summed, 12 + TCP_SIZE);
    memcpy(&frame[UDP_OFFSET + 16], &sum, sizeof(sum));
    deliver();
}

/** The first piece of a packet of which the others never come. */
static void send_fragment(uint8_t neighbour)
{
    begin_packet(neighbour, PROTOCOL_UDP, 1400);
    put16(IP_OFFSET + 4, neighbour);
    put16(IP_OFFSET + 6, MORE_FRAGMENTS);
    seal_header();
    deliver();
}

/**
 * The receive buffers that are free are enough for two windows, and so is the heap for a request.
 */
static void expect_room_for_a_call(void)
{
    struct pbuf *const window = pbuf_alloc(PBUF_RAW, TCP_WND, PBUF_POOL);
    assert_non_null(window);
    struct pbuf *const request = pbuf_alloc(PBUF_TRANSPORT, TCP_SND_BUF, PBUF_RAM);
    assert_non_null(request);
    (void)pbuf_free(window);
    (void)pbuf_free(request);
    assert_int_equal(lwip_stats.memp[MEMP_PBUF_POOL]->used, 0);
}

/** Each neighbour does it in turn, several times a second, and none answers ARP. */
static void suffer(void (*nuisance)(uint8_t neighbour))
{
    for (uint8_t neighbour = 100; neighbour < 200; neighbour++) {
        nuisance(neighbour);
        nuisance(neighbour);
        poll();
        while (arriving[0] != NULL) { /* answers of the DHCP server */
            network_poll();
        }
        expect_room_for_a_call();
    }
}

static void ping_hard(uint8_t neighbour)
{
    ping(neighbour, 1400);
}

static void ping_softly(uint8_t neighbour)
{
    ping(neighbour, 56);
}

static void send_syn(uint8_t neighbour)
{
    send_to_closed_tcp_port(neighbour, TCP_SYN);
}

static void send_syn_ack(uint8_t neighbour)
{
    send_to_closed_tcp_port(neighbour, TCP_SYN_ACK);
}

static void test_neighbours_that_answer_no_arp_take_no_room(void **state)
{
    (void)state;
    suffer(ping_hard);
    suffer(ping_softly);
    suffer(send_to_closed_udp_port);
    suffer(send_syn);
    suffer(send_syn_ack);
    suffer(send_fragment);
}

static void test_pings_are_answered_without_asking_for_the_way_back(void **state)
{
    (void)state;
    static const uint16_t sizes[] = {0, 56, 300, 1400, 1472};
    for (uint8_t index = 0; index < LWIP_ARRAYSIZE(sizes); index++) {
        const unsigned before = pongs;
        ping((uint8_t)(100 + index), sizes[index]);
        poll();
        assert_int_equal(pongs, before + 1);
        assert_memory_equal(&frame[0], neighbours_mac, sizeof(neighbours_mac));
        assert_memory_equal(&frame[6], own_mac, sizeof(own_mac));
        assert_int_equal(frame_length, UDP_OFFSET + 8 + sizes[index]);
    }
    assert_int_equal(lwip_stats.memp[MEMP_PBUF_POOL]->used, 0);
}

static void test_flood_of_frames_leaves_the_loop_its_turn(void **state)
{
    (void)state;
    is_flooded = true;
    take_lease(10); /* poll() returns, and timers run */
    assert_true(network_is_up());
}

static void test_segments_asked_for_need_no_fragments(void **state)
{
    (void)state;
    ip_addr_t server;
    struct tcp_pcb *const pcb = tcp_new();
    assert_non_null(pcb);
    assert_true(ipaddr_aton("10.0.2.2", &server));
    assert_int_equal(tcp_connect(pcb, &server, 443, NULL), ERR_OK);
    poll();
    poll();
    tcp_abort(pcb);
    assert_in_range(segment_size, 536, PATH_MTU - IP_SIZE - TCP_SIZE);
}

#define TEST(name) cmocka_unit_test_teardown(name, come_to_rest)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_name_server_of_the_settings_outlives_renewals),
        TEST(test_short_lease_is_renewed_at_its_half),
        TEST(test_lease_too_short_to_be_renewed_in_time_keeps_the_address),
        TEST(test_lease_of_a_month_is_renewed_at_its_half),
        TEST(test_neighbours_that_answer_no_arp_take_no_room),
        TEST(test_pings_are_answered_without_asking_for_the_way_back),
        TEST(test_flood_of_frames_leaves_the_loop_its_turn),
        TEST(test_segments_asked_for_need_no_fragments),
        TEST(test_lease_without_end_is_kept), /* the last, for it stays */
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
