/* SPDX-License-Identifier: Apache-2.0 */
#include "network.h"

#include "boards/board.h"
#include "random.h"
#include "settings.h"

#include "tc3/lwip.h"

#include "lwip/dhcp.h"
#include "lwip/dns.h"
#include "lwip/etharp.h"
#include "lwip/init.h"
#include "lwip/timeouts.h"
#include "netif/ethernet.h"

#include <stddef.h>
#include <string.h>

#define DNS_PORT      53u
#define SNTP_UDP_PORT 123u
#define ETHERNET_MTU  1500u
/** Frames taken in until the rest of the loop has its turn, however many there are. */
#define FRAMES_A_POLL 16u

static struct netif interface;
static ip_addr_t name_server; /* of the settings; "any": there is none */
static bool has_been_up;

uint32_t sys_now(void)
{
    return board_now_ms();
}

uint16_t firmware_dns_port(void)
{
    return (uint16_t)settings_number(SETTING_DNS_PORT, DNS_PORT);
}

/**
 * netif->output. What leaves in a receive buffer is the answer to a ping, and goes back to where
 * the frame came from: its Ethernet header is still in front. Were ARP asked, it would keep the
 * buffers, and a few large pings of neighbours who answer no ARP would take all there are.
 */
static err_t send_packet(struct netif *sender, struct pbuf *packet, const ip4_addr_t *receiver)
{
    struct eth_addr asker;

    if (!pbuf_match_allocsrc(packet, PBUF_TYPE_ALLOC_SRC_MASK_STD_MEMP_PBUF_POOL)) {
        return etharp_output(sender, packet, receiver);
    }
    memcpy(&asker,
           (const uint8_t *)packet->payload - SIZEOF_ETH_HDR + offsetof(struct eth_hdr, src),
           sizeof asker);
    return ethernet_output(sender, packet, (const struct eth_addr *)sender->hwaddr, &asker,
                           ETHTYPE_IP);
}

/** Called by netif_add(). */
static err_t prepare_interface(struct netif *added)
{
    added->name[0] = 'e';
    added->name[1] = 'n';
    added->output = send_packet;
    added->linkoutput = board_ethernet_send;
    added->mtu = ETHERNET_MTU;
    added->hwaddr_len = ETH_HWADDR_LEN;
    added->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
    return board_ethernet_start(added->hwaddr) ? ERR_OK : ERR_IF;
}

/** The address of a server from the settings; false if there is none or it is no IPv4 address. */
static bool server_of(setting which, ip_addr_t *address)
{
    const char *text = settings_text(which, NULL);

    return text != NULL && ipaddr_aton(text, address) != 0;
}

bool network_start(void)
{
    lwip_init();
    (void)server_of(SETTING_DNS_ADDRESS, &name_server);
    if (netif_add(&interface, NULL, NULL, NULL, NULL, prepare_interface, netif_input) == NULL) {
        return false;
    }
    netif_set_default(&interface);
    netif_set_up(&interface);
    return dhcp_start(&interface) == ERR_OK;
}

static void follow_link(void)
{
    if (board_ethernet_has_link()) {
        netif_set_link_up(&interface);
    } else {
        netif_set_link_down(&interface);
    }
}

static void take_frames(void)
{
    struct pbuf *frame;
    unsigned left = FRAMES_A_POLL;

    while (left-- != 0 && (frame = board_ethernet_receive()) != NULL) {
        if (interface.input(frame, &interface) != ERR_OK) {
            (void)pbuf_free(frame);
        }
    }
}

/** The settings come before what DHCP says, which it says again whenever it renews the address. */
static void keep_name_server(void)
{
    if (!ip_addr_isany(&name_server)) {
        dns_setserver(0, &name_server);
        dns_setserver(1, NULL);
    }
}

static void start_sntp(void)
{
    ip_addr_t server;

    if (server_of(SETTING_SNTP_ADDRESS, &server)) {
        (void)tc3_lwip_sntp_start(&server,
                                  (uint16_t)settings_number(SETTING_SNTP_PORT, SNTP_UDP_PORT),
                                  &firmware_entropy);
    }
}

void network_poll(void)
{
    follow_link();
    take_frames();
    keep_name_server();
    sys_check_timeouts();
    if (network_is_up() && !has_been_up) {
        has_been_up = true;
        start_sntp();
    }
}

bool network_is_up(void)
{
    return dhcp_supplied_address(&interface) != 0;
}
