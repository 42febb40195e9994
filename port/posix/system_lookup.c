/* SPDX-License-Identifier: Apache-2.0 */
#include "socket_platform.h"

#include "address.h"
#include "system_lookup.h"

#include <string.h>

/** All addresses of IPv4 that begin with this byte are the loopback interface's. */
#define LOOPBACK_NET 127

/** Read the address of `entry`; false if it is of another family. */
static bool address_of(tc3_address *address, const struct addrinfo *entry)
{
    tc3_sockaddr sockaddr;
    uint16_t port;
    if (entry->ai_addrlen > sizeof(sockaddr)) {
        return false;
    }
    memset(&sockaddr, 0, sizeof(sockaddr));
    memcpy(&sockaddr, entry->ai_addr, entry->ai_addrlen);
    return tc3_address_from_sockaddr(address, &port, &sockaddr);
}

/**
 * Whether `error`, not 0, says that nothing was found, rather than that the search failed.
 * Some of the numbers for the former have no name in POSIX, so those for the latter are listed.
 */
static bool is_nothing_found(int error)
{
    switch (error) {
    case EAI_FAIL:
    case EAI_MEMORY:
#if defined(EAI_AGAIN)
    case EAI_AGAIN:
#endif
#if defined(EAI_SYSTEM)
    case EAI_SYSTEM:
#endif
        return false;
    default:
        return true;
    }
}

/** Ask for the addresses of the families that `flags` say; returns getaddrinfo()'s number. */
static int ask(const char *host, int flags, struct addrinfo **found)
{
    const struct addrinfo hints = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = flags};
    errno = 0;
    return getaddrinfo(host, NULL, &hints, found);
}

static bool is_loopback(const struct addrinfo *entry)
{
    static const uint8_t ipv6[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    tc3_address address;
    if (!address_of(&address, entry)) {
        return false;
    }
    return address.length == sizeof(ipv6) ? memcmp(address.bytes, ipv6, sizeof(ipv6)) == 0
                                          : address.bytes[0] == LOOPBACK_NET;
}

static bool is_loopback_alone(const struct addrinfo *found)
{
    while (found != NULL && is_loopback(found)) {
        found = found->ai_next;
    }
    return found == NULL;
}

/**
 * Ask for all that can be reached. AI_ADDRCONFIG: a device with IPv4 alone need not wait for a
 * server that ignores AAAA. But the flag looks at all interfaces except loopback: of a name for
 * that one it may hide all, or, as glibc does, tell the other family's address instead.
 */
static int ask_for_reachable(const char *host, struct addrinfo **found)
{
    struct addrinfo *all = NULL;
    const int error = ask(host, AI_ADDRCONFIG, found);
    if (error == 0 ? !is_loopback_alone(*found) : !is_nothing_found(error)) {
        return error;
    }
    const int error_of_all = ask(host, 0, &all);
    if (error_of_all != 0) {
        return error == 0 ? 0 : error_of_all;
    }
    if (error == 0) {
        freeaddrinfo(*found);
    }
    *found = all;
    return 0;
}

tc3_status tc3_system_lookup(void *context, const char *host, tc3_address_list *list,
                             int32_t *port_error)
{
    struct addrinfo *found = NULL;
    (void)context;
    const int error = ask_for_reachable(host, &found);
#if defined(EAI_SYSTEM)
    if (error == EAI_SYSTEM) {
        *port_error = errno;
        return TC3_ERROR_NETWORK;
    }
#endif
    if (error != 0) {
        *port_error = error;
        return TC3_ERROR_DNS;
    }
    for (const struct addrinfo *entry = found; entry != NULL; entry = entry->ai_next) {
        tc3_address address;
        if (address_of(&address, entry)) {
            tc3_address_list_add(list, &address);
        }
    }
    freeaddrinfo(found);
    return TC3_OK;
}
