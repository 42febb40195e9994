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
#define IP_REASSEMBLY              0
#define IP_FRAG                    0
#define LWIP_NUM_NETIF_CLIENT_DATA 0
#define LWIP_TCPIP_CORE_LOCKING    0

/* Probing for a doubled address delays the first answer by seconds; a DHCP server does it. */
#define LWIP_DHCP_DOES_ACD_CHECK 0
#define DHCP_DOES_ARP_CHECK      0

/* ---- Memory -------------------------------------------------------------------------------- */

#define MEM_ALIGNMENT   4
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
 * Received frames. Small buffers, of which a full frame takes six: an answer that comes in many
 * small segments then uses little memory. Twice TCP_WND, so that a full window leaves room.
 */
#ifndef PBUF_POOL_SIZE
#define PBUF_POOL_SIZE 22
#endif
#define PBUF_POOL_BUFSIZE 264

/** Frames begin with two bytes of nothing, so that the IP header is aligned. */
#define ETH_PAD_SIZE 2

/* ---- TCP ----------------------------------------------------------------------------------- */

#define TCP_MSS            1460
#define TCP_WND            (2 * TCP_MSS)
#define TCP_SND_BUF        (2 * TCP_MSS)
#define TCP_SND_QUEUELEN   8
#define TCP_OVERSIZE       0 /* else each small write takes a full segment of heap */
#define TCP_QUEUE_OOSEQ    0
#define TCP_LISTEN_BACKLOG 0

/** RFC 6528: sequence numbers that cannot be guessed. */
uint32_t firmware_random(void);
#define LWIP_HOOK_TCP_ISN(local_ip, local_port, remote_ip, remote_port) firmware_random()

/* ---- DNS and time -------------------------------------------------------------------------- */

/** The UDP ports asked, 53 and 123 unless the settings say otherwise: see network.c. */
uint16_t firmware_dns_port(void);
uint16_t firmware_sntp_port(void);
#define DNS_SERVER_PORT firmware_dns_port()
#define SNTP_PORT       firmware_sntp_port()

#define SNTP_SERVER_DNS               0
#define SNTP_STARTUP_DELAY            0
#define SNTP_SET_SYSTEM_TIME(seconds) tc3_lwip_set_unix_time(seconds)
/** An answer counts only if it has the stamp of the request, which nobody can guess. */
#define SNTP_CHECK_RESPONSE           2
#define SNTP_GET_SYSTEM_TIME_NTP(seconds, fraction) \
    ((seconds) = (s32_t)firmware_random(), (fraction) = firmware_random())
void tc3_lwip_set_unix_time(uint32_t seconds);

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
