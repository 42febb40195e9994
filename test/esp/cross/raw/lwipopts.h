/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lwipopts.h
 * lwIP without an operating system, IPv4 and IPv6.
 */
#ifndef TEST_CROSS_RAW_LWIPOPTS_H
#define TEST_CROSS_RAW_LWIPOPTS_H

#define NO_SYS               1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN         0
#define LWIP_SOCKET          0
#define LWIP_IPV6            1
#define LWIP_DNS             1
#define LWIP_DHCP            1

#endif
