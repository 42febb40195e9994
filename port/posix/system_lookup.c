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

tc3_status tc3_system_lookup(void *context, const char *host, tc3_address_list *list,
                             int32_t *port_error)
{
    /* AI_ADDRCONFIG: a device with IPv4 alone need not wait for a server that ignores AAAA. */
    const struct addrinfo hints = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    struct addrinfo *found = NULL;
    (void)context;
    errno = 0;
    const int error = getaddrinfo(host, NULL, &hints, &found);
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
