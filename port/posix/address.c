/* SPDX-License-Identifier: Apache-2.0 */
#include "address.h"

#include <string.h>

#define IPV4_LENGTH 4
#define IPV6_LENGTH 16

static void set(tc3_address *address, const void *bytes, uint8_t length, uint32_t scope)
{
    memset(address, 0, sizeof(*address));
    memcpy(address->bytes, bytes, length);
    address->length = length;
    address->scope = scope;
}

bool tc3_address_parse(tc3_address *address, const char *text)
{
    struct in_addr ipv4;
    if (tc3_platform_inet_pton(AF_INET, text, &ipv4) == 1) {
        set(address, &ipv4, IPV4_LENGTH, 0);
        return true;
    }
#if TC3_PLATFORM_IPV6
    struct in6_addr ipv6;
    if (tc3_platform_inet_pton(AF_INET6, text, &ipv6) == 1) {
        set(address, &ipv6, IPV6_LENGTH, 0);
        return true;
    }
#endif
    return false;
}

socklen_t tc3_address_to_sockaddr(const tc3_address *address, uint16_t port, tc3_sockaddr *sockaddr)
{
    memset(sockaddr, 0, sizeof(*sockaddr));
    if (address->length == IPV4_LENGTH) {
        sockaddr->ipv4.sin_family = AF_INET;
        sockaddr->ipv4.sin_port = htons(port);
        memcpy(&sockaddr->ipv4.sin_addr, address->bytes, IPV4_LENGTH);
        return sizeof(sockaddr->ipv4);
    }
#if TC3_PLATFORM_IPV6
    sockaddr->ipv6.sin6_family = AF_INET6;
    sockaddr->ipv6.sin6_port = htons(port);
    sockaddr->ipv6.sin6_scope_id = address->scope;
    memcpy(&sockaddr->ipv6.sin6_addr, address->bytes, IPV6_LENGTH);
    return sizeof(sockaddr->ipv6);
#else
    return 0;
#endif
}

bool tc3_address_from_sockaddr(tc3_address *address, uint16_t *port, const tc3_sockaddr *sockaddr)
{
    if (sockaddr->any.sa_family == AF_INET) {
        set(address, &sockaddr->ipv4.sin_addr, IPV4_LENGTH, 0);
        *port = ntohs(sockaddr->ipv4.sin_port);
        return true;
    }
#if TC3_PLATFORM_IPV6
    if (sockaddr->any.sa_family == AF_INET6) {
        set(address, &sockaddr->ipv6.sin6_addr, IPV6_LENGTH, sockaddr->ipv6.sin6_scope_id);
        *port = ntohs(sockaddr->ipv6.sin6_port);
        return true;
    }
#endif
    return false;
}

static int order(uint32_t left, uint32_t right)
{
    return (left > right) - (left < right);
}

int tc3_address_compare(const tc3_address *left, const tc3_address *right)
{
    int result = order(left->length, right->length);
    if (result == 0) {
        result = memcmp(left->bytes, right->bytes, left->length);
    }
    if (result == 0) {
        result = order(left->scope, right->scope);
    }
    return order(result > 0, result < 0);
}

static bool is_among(const tc3_address *address, const tc3_address *items, size_t count)
{
    size_t i = 0;
    while (i < count && tc3_address_compare(address, &items[i]) != 0) {
        i++;
    }
    return i < count;
}

/**
 * Look for the first address behind `after` that was not tried. The order of the bytes, since the
 * resolver's differs from answer to answer.
 */
static void consider(tc3_address_list *list, const tc3_address *address)
{
    if (tc3_address_compare(address, &list->after) <= 0 ||
        is_among(address, list->item, list->tried)) {
        return;
    }
    if (list->found.length == 0) {
        list->found = *address;
        return;
    }
    const int place = tc3_address_compare(address, &list->found);
    list->more = list->more || place != 0;
    if (place < 0) {
        list->found = *address;
    }
}

void tc3_address_list_add(tc3_address_list *list, const tc3_address *address)
{
    if (list->tried > 0) {
        consider(list, address);
    } else if (is_among(address, list->item, list->count)) {
        return;
    } else if (list->count < TC3_SOCKET_ADDRESSES) {
        list->item[list->count] = *address;
        list->count++;
    } else {
        list->more = true;
    }
}
