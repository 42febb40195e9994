/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lwipopts.h
 * lwIP on an operating system, with its socket API under its own names, IPv4 and IPv6.
 */
#ifndef TEST_CROSS_SOCKETS_LWIPOPTS_H
#define TEST_CROSS_SOCKETS_LWIPOPTS_H

#define NO_SYS               0
#define SYS_LIGHTWEIGHT_PROT 1
#define LWIP_NETCONN         1
#define LWIP_SOCKET          1
#define LWIP_COMPAT_SOCKETS  0
#define LWIP_IPV6            1
#define LWIP_DNS             1
#define LWIP_DHCP            1
#define LWIP_PROVIDE_ERRNO   1
#define LWIP_TIMEVAL_PRIVATE 0

#endif
