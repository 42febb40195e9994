/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lwIP's DNS client never blocks: it answers from its own thread, and gives one address. For builds
 * with lwIP's socket API and without POSIX threads.
 */
#include "socket_platform.h"

#include "resolver.h"

#include <lwip/dns.h>
#include <lwip/sys.h>
#include <lwip/tcpip.h>
#include <string.h>

#if !SYS_LIGHTWEIGHT_PROT
#error "tc3: needs SYS_LIGHTWEIGHT_PROT=1 in lwipopts.h"
#endif

/* Belongs to whoever holds the protection. */
static sys_prot_t level;

void tc3_lookup_lock(void)
{
    const sys_prot_t before = sys_arch_protect();
    level = before;
}

void tc3_lookup_unlock(void)
{
    sys_arch_unprotect(level);
}

static void append(tc3_address_list *list, const ip_addr_t *found)
{
    tc3_address address;
    memset(&address, 0, sizeof(address));
#if LWIP_IPV4
    if (IP_IS_V4(found)) {
        address.length = sizeof(ip_2_ip4(found)->addr);
        memcpy(address.bytes, &ip_2_ip4(found)->addr, address.length);
    }
#endif
#if LWIP_IPV6
    if (IP_IS_V6(found)) {
        address.length = sizeof(ip_2_ip6(found)->addr);
        memcpy(address.bytes, ip_2_ip6(found)->addr, address.length);
    }
#endif
    tc3_address_list_add(list, &address);
}

/** On lwIP's thread: the answer, or NULL if there is none. */
static void answered(const char *host, const ip_addr_t *found, void *argument)
{
    tc3_lookup *const lookup = argument;
    (void)host;
    if (found == NULL) {
        tc3_lookup_finish(lookup, TC3_ERROR_DNS, EAI_FAIL);
        return;
    }
    append(&lookup->addresses, found);
    tc3_lookup_finish(lookup, TC3_OK, 0);
}

/** On lwIP's thread. */
static void ask(void *argument)
{
    tc3_lookup *const lookup = argument;
    ip_addr_t cached;
    const err_t error = dns_gethostbyname(lookup->host, &cached, answered, lookup);
    if (error != ERR_INPROGRESS) {
        answered(lookup->host, error == ERR_OK ? &cached : NULL, lookup);
    }
}

int tc3_lookup_launch(tc3_lookup *lookup)
{
    const tc3_resolver *const resolver = &lookup->resolver;
    if (resolver->lookup != NULL) {
        int32_t port_error = 0;
        const tc3_status status =
            resolver->lookup(resolver->context, lookup->host, &lookup->addresses, &port_error);
        tc3_lookup_finish(lookup, status, port_error);
        return 0;
    }
    return tcpip_try_callback(ask, lookup) == ERR_OK ? 0 : ENOMEM;
}
