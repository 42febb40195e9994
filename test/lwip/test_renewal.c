/* SPDX-License-Identifier: Apache-2.0 */
/*
 * network.c of examples/firmware when DHCP renews the address: on a board that this file makes up,
 * with a DHCP server in its Ethernet controller.
 */
#include "test.h"

#include "application/network.h"
#include "application/settings.h"
#include "boards/board.h"

#include "lwip/def.h"
#include "lwip/dns.h"
#include "lwip/inet_chksum.h"
#include "lwip/ip_addr.h"

#include <string.h>

#define NAME_SERVER_OF_SETTINGS "192.0.2.53"
#define LEASE_SECONDS           3600u
#define POLL_MS                 500u

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
#define PORT_SERVER    67u
#define PORT_CLIENT    68u

#define OPTION_MASK        1
#define OPTION_NAME_SERVER 6
#define OPTION_LEASE       51
#define OPTION_SERVER      54
#define OPTION_END         255

static const uint8_t mac_of_server[6] = {0x52, 0x55, 10, 0, 2, 2};
static const uint8_t address_of_server[4] = {10, 0, 2, 2};
static const uint8_t address_of_client[4] = {10, 0, 2, 15};
static const uint8_t address_of_name_server[4] = {10, 0, 2, 3};
static const uint8_t mask[4] = {255, 255, 255, 0};
static const uint8_t lease[4] = {0, 0, LEASE_SECONDS >> 8, LEASE_SECONDS & 255};
static uint32_t now_ms;
static struct pbuf *arriving[4]; /* frames, the oldest first, then NULL */
static uint8_t frame[FRAME_MAX];
static uint16_t frame_length;
static unsigned acknowledgements;

uint32_t host_random(void)
{
    static uint32_t number;
    return number += 0x9e3779b9u;
}

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
    static const uint8_t own[6] = {0x52, 0x54, 0, 0x12, 0x34, 0x56};
    memcpy(address, own, sizeof(own));
    return true;
}

bool board_ethernet_has_link(void)
{
    return true;
}

struct pbuf *board_ethernet_receive(void)
{
    struct pbuf *const taken = arriving[0];
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

/** The frame goes back to where it came from. */
static void send_back(void)
{
    struct pbuf *const answer = pbuf_alloc(PBUF_RAW, frame_length, PBUF_POOL);
    size_t place = 0;
    assert_non_null(answer);
    memcpy(&frame[0], &frame[6], 6);
    memcpy(&frame[6], mac_of_server, 6);
    assert_int_equal(pbuf_take(answer, frame, frame_length), ERR_OK);
    while (arriving[place] != NULL) {
        place++;
    }
    assert_true(place + 1 < LWIP_ARRAYSIZE(arriving));
    arriving[place] = answer;
}

/** Make a question for the server's hardware address its answer. */
static void answer_arp(void)
{
    if (memcmp(&frame[ARP_OFFSET + 24], address_of_server, 4) != 0) {
        return;
    }
    frame[ARP_OFFSET + 7] = 2;
    memcpy(&frame[ARP_OFFSET + 18], &frame[ARP_OFFSET + 8], 10);
    memcpy(&frame[ARP_OFFSET + 8], mac_of_server, 6);
    memcpy(&frame[ARP_OFFSET + 14], address_of_server, 4);
    send_back();
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
    put16(IP_OFFSET + 10, 0);
    const u16_t sum = inet_chksum(&frame[IP_OFFSET], IP_SIZE);
    memcpy(&frame[IP_OFFSET + 10], &sum, sizeof(sum));
    send_back();
}

err_t board_ethernet_send(struct netif *interface, struct pbuf *sent)
{
    (void)interface;
    memset(frame, 0, sizeof(frame));
    frame_length = pbuf_copy_partial(sent, frame, sizeof(frame), 0);
    if (get16(TYPE_OFFSET) == TYPE_ARP) {
        answer_arp();
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

/** Let time pass until DHCP has acknowledged so often. */
static void await_acknowledgement(unsigned wanted)
{
    const uint32_t start_ms = now_ms;
    while (acknowledgements < wanted || arriving[0] != NULL) {
        assert_true(now_ms - start_ms < LEASE_SECONDS * 1000u);
        now_ms += POLL_MS;
        network_poll();
    }
}

static void test_name_server_of_the_settings_outlives_renewals(void **state)
{
    (void)state;
    assert_true(network_start());
    await_acknowledgement(1);
    expect_name_server_of_settings();
    for (unsigned renewals = 1; renewals <= 3; renewals++) {
        await_acknowledgement(1 + renewals);
        expect_name_server_of_settings();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_server_of_the_settings_outlives_renewals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
