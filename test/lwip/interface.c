/* SPDX-License-Identifier: Apache-2.0 */
#include "interface.h"

#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "lwip/pbuf.h"

#include <string.h>

#define MTU 1500

static interface_output frame_output;

static err_t send_frame(struct netif *interface, struct pbuf *bytes)
{
    wire_message message;
    (void)interface;
    message.kind = WIRE_FRAME;
    message.number = 0;
    message.length = bytes->tot_len;
    LWIP_ASSERT("the frame fits", message.length <= sizeof(message.frame));
    (void)pbuf_copy_partial(bytes, message.frame, bytes->tot_len, 0);
    frame_output(&message);
    return ERR_OK;
}

static err_t start_interface(struct netif *interface)
{
    interface->name[0] = 't';
    interface->name[1] = 'c';
    interface->mtu = MTU;
    interface->hwaddr_len = ETH_HWADDR_LEN;
    interface->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET |
                       NETIF_FLAG_LINK_UP | NETIF_FLAG_MLD6;
    interface->linkoutput = send_frame;
#if LWIP_IPV4
    interface->output = etharp_output;
#endif
#if LWIP_IPV6
    interface->output_ip6 = ethip6_output;
#endif
    return ERR_OK;
}

#if LWIP_IPV4
ip_addr_t interface_address4(uint8_t number)
{
    ip_addr_t address;
    IP_ADDR4(&address, 10, 0, 3, number);
    return address;
}
#endif

#if LWIP_IPV6
ip_addr_t interface_address6(uint8_t number)
{
    ip_addr_t address;
    IP_ADDR6_HOST(&address, 0xfd000003u, 0, 0, number);
    return address;
}
#endif

ip_addr_t interface_address(uint8_t number)
{
#if LWIP_IPV4
    return interface_address4(number);
#else
    return interface_address6(number);
#endif
}

void interface_add(struct netif *interface, uint8_t number, interface_output output)
{
    frame_output = output;
#if LWIP_IPV4
    const ip_addr_t own = interface_address4(number);
    const ip_addr_t router = interface_address4(HOST_GATEWAY);
    ip4_addr_t mask;
    IP4_ADDR(&mask, 255, 255, 255, 0);
    (void)netif_add(interface, ip_2_ip4(&own), &mask, ip_2_ip4(&router), NULL, start_interface,
                    netif_input);
#else
    (void)netif_add(interface, NULL, start_interface, netif_input);
#endif
    const uint8_t hardware[ETH_HWADDR_LEN] = {0x02, 0, 0, 0, 0, number};
    memcpy(interface->hwaddr, hardware, sizeof(hardware));
#if LWIP_IPV6
    const ip_addr_t own6 = interface_address6(number);
    netif_create_ip6_linklocal_address(interface, 1);
    netif_ip6_addr_set(interface, 1, ip_2_ip6(&own6));
    netif_ip6_addr_set_state(interface, 0, IP6_ADDR_PREFERRED);
    netif_ip6_addr_set_state(interface, 1, IP6_ADDR_PREFERRED);
#endif
    netif_set_default(interface);
    netif_set_up(interface);
}

void interface_input(struct netif *interface, const wire_message *message)
{
    struct pbuf *const bytes = pbuf_alloc(PBUF_RAW, (u16_t)message->length, PBUF_POOL);
    if (bytes == NULL) {
        return;
    }
    (void)pbuf_take(bytes, message->frame, (u16_t)message->length);
    if (interface->input(bytes, interface) != ERR_OK) {
        (void)pbuf_free(bytes);
    }
}
