/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file address.h
 * IP addresses as text, as tc3_address, and as the platform's struct sockaddr.
 */
#ifndef TC3_ADDRESS_H
#define TC3_ADDRESS_H

#include "socket_platform.h"

#include "tc3/socket.h"

/** Room for the socket address of any family. */
typedef union tc3_sockaddr {
    struct sockaddr any;
    struct sockaddr_in ipv4;
#if TC3_PLATFORM_IPV6
    struct sockaddr_in6 ipv6;
#endif
} tc3_sockaddr;

/** Read the numeric IPv4 or IPv6 address `text`; false if it is something else, such as a name. */
bool tc3_address_parse(tc3_address *address, const char *text);

/**
 * Put `address` and `port` into `*sockaddr`; returns its length in bytes, or 0 if the platform
 * lacks the address's family.
 */
socklen_t tc3_address_to_sockaddr(const tc3_address *address, uint16_t port,
                                  tc3_sockaddr *sockaddr);

/** Read `address` and `*port` from `sockaddr`; false if it is of another family. */
bool tc3_address_from_sockaddr(tc3_address *address, uint16_t *port, const tc3_sockaddr *sockaddr);

/** Whether `left` is before (-1), the same as (0) or behind (1) `right`: IPv4 is before IPv6. */
int tc3_address_compare(const tc3_address *left, const tc3_address *right);

#endif
