/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lwip_seam.h
 * What depends on lwIP's version and options: all checks and switches of this port.
 */
#ifndef TC3_LWIP_SEAM_H
#define TC3_LWIP_SEAM_H

#include "lwip/dns.h"
#include "lwip/init.h"
#include "lwip/ip.h"
#include "lwip/netif.h"
#include "lwip/opt.h"
#include "lwip/pbuf.h"
#include "lwip/sys.h"
#include "lwip/tcp.h"
#if !NO_SYS
#include "lwip/tcpip.h"
#endif

#if LWIP_VERSION_MAJOR != 2 || LWIP_VERSION_MINOR < 1
#error "tc3: the lwIP port is written for lwIP 2.1 and 2.2"
#endif
#if !LWIP_TCP || !LWIP_DNS || !LWIP_CALLBACK_API
#error "tc3: lwipopts.h must enable LWIP_TCP, LWIP_DNS and LWIP_CALLBACK_API"
#endif

/* The lock of lwIP's core, which every function of the tc3_io and the clock hold while they run. */
#if defined(TC3_LWIP_LOCK) != defined(TC3_LWIP_UNLOCK)
#error "tc3: lwipopts.h must define both TC3_LWIP_LOCK() and TC3_LWIP_UNLOCK(), or neither"
#endif
#ifndef TC3_LWIP_LOCK
#if !NO_SYS
#error "tc3: with an operating system lwipopts.h must define TC3_LWIP_LOCK(), see tc3/lwip.h"
#endif
#define TC3_LWIP_LOCK()   ((void)0)
#define TC3_LWIP_UNLOCK() ((void)0)
#endif

/* What dns_gethostbyname_addrtype() is asked for, in this order. */
#if LWIP_IPV4 && LWIP_IPV6
#define TC3_LWIP_FAMILIES                              \
    {                                                  \
        LWIP_DNS_ADDRTYPE_IPV4, LWIP_DNS_ADDRTYPE_IPV6 \
    }
#define TC3_LWIP_FAMILY_COUNT 2u
#else
#define TC3_LWIP_FAMILIES         \
    {                             \
        LWIP_DNS_ADDRTYPE_DEFAULT \
    }
#define TC3_LWIP_FAMILY_COUNT 1u
#endif

#endif
