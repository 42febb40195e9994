/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file interface.h
 * lwIP's network interface, and the addresses of the two hosts that are on the wire.
 */
#ifndef TC3_TEST_INTERFACE_H
#define TC3_TEST_INTERFACE_H

#include "wire.h"

#include "lwip/netif.h"

/** The hosts' numbers: 10.0.3.N and fd00:3::N. Nobody has the address of HOST_NOBODY. */
#define HOST_GATEWAY 2
#define HOST_DEVICE  15
#define HOST_NOBODY  99

/** Where frames go that lwIP sends. */
typedef void (*interface_output)(const wire_message *message);

/** Add the interface of host `number` to lwIP, bring it up, make it the default. */
void interface_add(struct netif *interface, uint8_t number, interface_output output);

/** Give a frame that has arrived to lwIP; it is dropped if there is no pbuf for it. */
void interface_input(struct netif *interface, const wire_message *message);

#if LWIP_IPV4
/** The IPv4 address of host `number`. */
ip_addr_t interface_address4(uint8_t number);
#endif
#if LWIP_IPV6
/** The IPv6 address of host `number`. */
ip_addr_t interface_address6(uint8_t number);
#endif

/** The address of host `number` in the family that lwIP was built with, IPv4 if both. */
ip_addr_t interface_address(uint8_t number);

#endif
