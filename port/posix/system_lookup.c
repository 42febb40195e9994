/* SPDX-License-Identifier: Apache-2.0 */
#include "socket_platform.h"

#include "address.h"
#include "system_lookup.h"

#include <string.h>

static void append(tc3_address_list *list, const struct addrinfo *entry)
{
    tc3_sockaddr sockaddr;
    tc3_address address;
    uint16_t port;
    if (entry->ai_addrlen > sizeof(sockaddr)) {
        return;
    }
    memset(&sockaddr, 0, sizeof(sockaddr));
    memcpy(&sockaddr, entry->ai_addr, entry->ai_addrlen);
    if (tc3_address_from_sockaddr(&address, &port, &sockaddr)) {
        tc3_address_list_add(list, &address);
    }
}

/**
 * Whether `error` of getaddrinfo() says that nothing was found, rather than that the search failed.
 * Some of the numbers for the former have no name in POSIX, so those for the latter are listed.
 */
static bool is_nothing_found(int error)
{
    switch (error) {
    case 0:
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

tc3_status tc3_system_lookup(void *context, const char *host, tc3_address_list *list,
                             int32_t *port_error)
{
    struct addrinfo *found = NULL;
    (void)context;
    /* AI_ADDRCONFIG: a device with IPv4 alone need not wait for a server that ignores AAAA. */
    int error = ask(host, AI_ADDRCONFIG, &found);
    if (is_nothing_found(error)) {
        /* The loopback interface counts for no family, so the flag hides "::1" where IPv4 alone
           reaches the network, and "127.0.0.1" the other way round. */
        error = ask(host, 0, &found);
    }
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
        append(list, entry);
    }
    freeaddrinfo(found);
    return TC3_OK;
}
