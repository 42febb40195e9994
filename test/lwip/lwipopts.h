/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lwipopts.h
 * lwIP as a small device has it (no operating system, static pools), with all self-checks and with
 * the statistics that make leaks visible. Device and gateway are the same build. What the variants
 * in CMakeLists.txt change can be given on the command line.
 */
#ifndef TC3_TEST_LWIPOPTS_H
#define TC3_TEST_LWIPOPTS_H

#include <stdint.h>

#define NO_SYS               1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN         0
#define LWIP_SOCKET          0
#define LWIP_SINGLE_NETIF    0

#ifndef LWIP_IPV4
#define LWIP_IPV4 1
#endif
#ifndef LWIP_IPV6
#define LWIP_IPV6 1
#endif
#define LWIP_IPV6_DUP_DETECT_ATTEMPTS 0
#define LWIP_IPV6_AUTOCONFIG          0
#define LWIP_IPV6_SEND_ROUTER_SOLICIT 0
#define LWIP_ARP                      LWIP_IPV4
#define LWIP_ETHERNET                 1
#define LWIP_DNS                      1
#define LWIP_UDP                      1
#define LWIP_TCP                      1
#define LWIP_RAW                      0
#define LWIP_DHCP                     0
/* The lock of lock.h: held whenever lwIP is called. */
void lock_take(void);
void lock_give(void);
void lock_expect(void);
#define TC3_LWIP_LOCK()           lock_take()
#define TC3_LWIP_UNLOCK()         lock_give()
#define LWIP_ASSERT_CORE_LOCKED() lock_expect()
#define DNS_MAX_SERVERS           1

/* For pointers of 64 bits. */
#define MEM_ALIGNMENT        8
#define IPV6_FRAG_COPYHEADER 1

#define MEM_LIBC_MALLOC 0
#define MEMP_MEM_MALLOC 0
#ifndef MEM_SIZE
#define MEM_SIZE (32 * 1024)
#endif
#define MEMP_NUM_TCP_PCB        8
#define MEMP_NUM_TCP_PCB_LISTEN 16
#define MEMP_NUM_UDP_PCB        8
#define MEMP_NUM_SYS_TIMEOUT    24
#ifndef PBUF_POOL_SIZE
#define PBUF_POOL_SIZE 32
#endif
#define PBUF_POOL_BUFSIZE 1536

#ifndef TCP_MSS
#define TCP_MSS 1440
#endif
#ifndef TCP_WND
#define TCP_WND (4 * TCP_MSS)
#endif
#ifndef TCP_SND_BUF
#define TCP_SND_BUF (4 * TCP_MSS)
#endif
#ifndef MEMP_NUM_TCP_SEG
#define MEMP_NUM_TCP_SEG 64
#endif
#define TCP_QUEUE_OOSEQ 1
#define TCP_MSL         1000
#ifdef TC3_TEST_WINDOW_SCALE
#define LWIP_WND_SCALE 1
#define TCP_RCV_SCALE  TC3_TEST_WINDOW_SCALE
#endif

#define LWIP_STATS          1
#define MEM_STATS           1
#define MEMP_STATS          1
/* Not MEM_OVERFLOW_CHECK: mem_trim() of lwIP 2.2.1 counts its margins twice and stops. */
#define MEM_SANITY_CHECK    1
#define MEMP_SANITY_CHECK   1
#define MEMP_OVERFLOW_CHECK 1

#endif
