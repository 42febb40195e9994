/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lwipopts.h
 * lwIP for one TLS connection in 64 KiB of RAM: no operating system, static pools, IPv4.
 * Measured high-water marks are printed at the end of a run ("memory ..."), and sizes follow them.
 */
#ifndef FIRMWARE_LWIPOPTS_H
#define FIRMWARE_LWIPOPTS_H

#include <stdint.h>

/* ---- What is there ------------------------------------------------------------------------- */

#define NO_SYS                     1
#define SYS_LIGHTWEIGHT_PROT       0
#define LWIP_NETCONN               0
#define LWIP_SOCKET                0
#define LWIP_SINGLE_NETIF          1
#define LWIP_IPV4                  1
#define LWIP_IPV6                  0 /* 13.6 KB of flash, and a window of its own in RAM */
#define LWIP_ETHERNET              1
#define LWIP_ARP                   1
#define LWIP_ICMP                  1
#define LWIP_RAW                   0
#define LWIP_UDP                   1
#define LWIP_TCP                   1
#define LWIP_DHCP                  1
#define LWIP_DNS                   1
#define IP_REASSEMBLY              0 /* 1.3 KB of flash; see TCP_MSS */
#define IP_FRAG                    0
#define LWIP_NUM_NETIF_CLIENT_DATA 0
#define LWIP_TCPIP_CORE_LOCKING    0

/* Probing for a doubled address delays the first answer by seconds; a DHCP server does it. */
#define LWIP_DHCP_DOES_ACD_CHECK 0
#define DHCP_DOES_ARP_CHECK      0

/*
 * Leases in seconds, not minutes, or one of less than 90 seconds runs out before it is renewed; and
 * in 32 bits, or one of a week does. One of less than four seconds counts as one of four: lwIP
 * would drop the address before it asks again. lwIP 2.1 knows minutes only.
 */
#define DHCP_COARSE_TIMER_SECS 1
#define DHCP_TIMEOUT_SIZE_T    u32_t
#define DHCP_DEFINE_CUSTOM_TIMEOUTS
#define DHCP_SET_TIMEOUT_FROM_OFFERED_T0_LEASE(timeout, dhcp) \
    ((timeout) = LWIP_MAX((dhcp)->offered_t0_lease, 4u))
#define DHCP_SET_TIMEOUT_FROM_OFFERED_T1_RENEW(timeout, dhcp) \
    ((timeout) = LWIP_MAX((dhcp)->offered_t1_renew, 2u))
#define DHCP_SET_TIMEOUT_FROM_OFFERED_T2_REBIND(timeout, dhcp) \
    ((timeout) = LWIP_MAX((dhcp)->offered_t2_rebind, 3u))
/** Seconds between two attempts to renew, of which each has half the time of the one before. */
#define DHCP_NEXT_TIMEOUT_THRESHOLD          4u
/** Milliseconds to an offer or an acknowledgement, as lwIP has them. */
#define DHCP_REQUEST_BACKOFF_SEQUENCE(tries) (u16_t)((tries) < 6 ? 1000u << (tries) : 60000u)

/* ---- Memory -------------------------------------------------------------------------------- */

#ifndef MEM_ALIGNMENT
#define MEM_ALIGNMENT 4
#endif
#define MEM_LIBC_MALLOC 0
#define MEMP_MEM_MALLOC 0

/**
 * The heap holds what is being sent: a DHCP message, or the window of unacknowledged TLS records. A
 * connection that was closed while nothing got through holds TCP_SND_BUF of it in TCP_SND_QUEUELEN
 * segments until TC3_LWIP_LINGER is over. Heap and segments have room for the next one beside it,
 * which must do with less until then.
 */
#ifndef MEM_SIZE
#define MEM_SIZE 4096
#endif

#define MEMP_NUM_PBUF           2
#define MEMP_NUM_UDP_PCB        3 /* DHCP, DNS, SNTP */
#define MEMP_NUM_TCP_PCB        3 /* one open, and two that end */
#define MEMP_NUM_TCP_PCB_LISTEN 1
#define MEMP_NUM_TCP_SEG        (TCP_SND_QUEUELEN + 4)
#define MEMP_NUM_SYS_TIMEOUT    (LWIP_NUM_SYS_TIMEOUT_INTERNAL + 1) /* SNTP's is the one */
#define ARP_TABLE_SIZE          3
#define ARP_QUEUEING            0
#define DNS_TABLE_SIZE          1
#define DNS_MAX_SERVERS         2

/**
 * Received frames. Small buffers, of which a full frame takes five: an answer that comes in many
 * small segments then uses little memory. Twice TCP_WND, so that a full window leaves room.
 */
#ifndef PBUF_POOL_SIZE
#define PBUF_POOL_SIZE 22
#endif
#define PBUF_POOL_BUFSIZE 264

/** Frames begin with two bytes of nothing, so that the IP header is aligned. */
#define ETH_PAD_SIZE 2

/* ---- TCP ----------------------------------------------------------------------------------- */

/**
 * Packets of 1,280 bytes, which pass whole wherever IPv6 does, through PPPoE and tunnels: one that
 * is cut into fragments never arrives without IP_REASSEMBLY.
 */
#define TCP_MSS            1240
#define TCP_WND            2920
#define TCP_SND_BUF        2920
#define TCP_SND_QUEUELEN   8
#define TCP_OVERSIZE       0 /* else each small write takes a full segment of heap */
#define TCP_QUEUE_OOSEQ    0
#define TCP_LISTEN_BACKLOG 0

/** RFC 6528: sequence numbers that cannot be guessed. */
uint32_t firmware_random(void);
#define LWIP_HOOK_TCP_ISN(local_ip, local_port, remote_ip, remote_port) firmware_random()

/* ---- DNS ------------------------------------------------------------------------------------ */

/** The UDP port asked, 53 unless the settings say otherwise: see network.c. */
uint16_t firmware_dns_port(void);
#define DNS_SERVER_PORT firmware_dns_port()

/** Keep no address: lwIP keeps one of a name's, and a server that rotates them gives another. */
#define DNS_MAX_TTL 0

/* ---- Self-checks and statistics ------------------------------------------------------------ */

#define LWIP_NOASSERT 1
#define LWIP_STATS    1
#define MEM_STATS     1
#define MEMP_STATS    1
#define LINK_STATS    0
#define ETHARP_STATS  0
#define IP_STATS      0
#define ICMP_STATS    0
#define UDP_STATS     0
#define TCP_STATS     0
#define SYS_STATS     0

#endif
