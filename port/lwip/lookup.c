/* SPDX-License-Identifier: Apache-2.0 */
#include "lookup.h"

#include "lwip_seam.h"

/* lwIP gets a number instead of an address with its question, and only those who are in this list
 * get the answer. So an answer can come after its asker's memory is gone. */
static tc3_lwip_lookup *waiting;
static uintptr_t last_cookie;

/** Take the lookup with `cookie` from the list; NULL if nobody waits for it. */
static tc3_lwip_lookup *take(uintptr_t cookie)
{
    for (tc3_lwip_lookup **link = &waiting; *link != NULL; link = &(*link)->next) {
        tc3_lwip_lookup *const lookup = *link;
        if (lookup->cookie == cookie) {
            *link = lookup->next;
            return lookup;
        }
    }
    return NULL;
}

static void conclude(tc3_lwip_lookup *lookup, tc3_status status, err_t error)
{
    lookup->status = status;
    lookup->error = error;
}

/** "0.0.0.0", which filters answer, and addresses of groups are no host's. */
static bool is_of_a_host(const ip_addr_t *address)
{
    return address != NULL && !ip_addr_isany(address) && !ip_addr_ismulticast(address);
}

static void set_address(tc3_lwip_lookup *lookup, const ip_addr_t *address)
{
    if (is_of_a_host(address)) {
        ip_addr_copy(lookup->address, *address);
        conclude(lookup, TC3_OK, ERR_OK);
    } else {
        conclude(lookup, TC3_ERROR_DNS, ERR_OK);
    }
}

static void answered(const char *name, const ip_addr_t *address, void *argument)
{
    tc3_lwip_lookup *const lookup = take((uintptr_t)argument);
    (void)name;
    if (lookup != NULL) {
        set_address(lookup, address);
    }
}

/** False if there are name servers, but none that a packet could be sent to. */
static bool network_is_there(void)
{
    bool has_server = false;
    for (u8_t index = 0; index < DNS_MAX_SERVERS; index++) {
        const ip_addr_t *const server = dns_getserver(index);
        if (ip_addr_isany(server)) {
            continue;
        }
        if (ip_route(IP46_ADDR_ANY(IP_GET_TYPE(server)), server) != NULL) {
            return true;
        }
        has_server = true;
    }
    return !has_server;
}

static void ask(tc3_lwip_lookup *lookup, const char *host, u8_t family)
{
    ip_addr_t known;
    const uintptr_t cookie = ++last_cookie;
    /* Before asking, for the answer may come from inside the question. */
    lookup->cookie = cookie;
    lookup->next = waiting;
    waiting = lookup;
    conclude(lookup, TC3_PENDING, ERR_INPROGRESS);
    const err_t error = dns_gethostbyname_addrtype(host, &known, answered, (void *)cookie, family);
    if (error == ERR_INPROGRESS) {
        return;
    }
    (void)take(cookie);
    switch (error) {
    case ERR_OK:
        set_address(lookup, &known);
        break;
    case ERR_VAL: /* no name server is configured */
        conclude(lookup, TC3_ERROR_UNREACHABLE, error);
        break;
    case ERR_ARG: /* not a name */
        conclude(lookup, TC3_ERROR_DNS, error);
        break;
    default: /* ERR_MEM: questions that lwIP still asks fill its table */
        conclude(lookup, TC3_ERROR_NETWORK, error);
        break;
    }
}

void tc3_lwip_lookup_start(tc3_lwip_lookup *lookup, const char *host, u8_t family)
{
    if (ipaddr_aton(host, &lookup->address)) {
        conclude(lookup, TC3_OK, ERR_OK);
    } else if (!network_is_there()) {
        conclude(lookup, TC3_ERROR_UNREACHABLE, ERR_RTE);
    } else {
        ask(lookup, host, family);
    }
}

void tc3_lwip_lookup_check(tc3_lwip_lookup *lookup)
{
    if (lookup->status == TC3_PENDING && !network_is_there()) {
        (void)take(lookup->cookie);
        conclude(lookup, TC3_ERROR_UNREACHABLE, ERR_RTE);
    }
}

void tc3_lwip_lookup_forget(tc3_lwip_lookup *lookup)
{
    (void)take(lookup->cookie);
}
