/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file socket.h
 * The port layer over BSD-style sockets: a tc3_io on one TCP connection. The same source serves
 * POSIX systems, ESP-IDF, and lwIP's own socket API. It authenticates nobody: put TLS on it.
 *
 *     static tc3_socket socket;
 *     tc3_socket_init(&socket, NULL);
 *     ... tc3_socket_io(&socket) goes to the TLS layer ...
 *
 * On lwIP's own socket API, compile address.c, resolver.c, resolver_lwip.c and socket.c of
 * port/posix with the macro TC3_SOCKET_LWIP and lwIP's include directories, instead of linking
 * tc3::posix. lwipopts.h needs NO_SYS=0 and, as 1, SYS_LIGHTWEIGHT_PROT, LWIP_SOCKET and LWIP_DNS;
 * LWIP_COMPAT_SOCKETS may be 0. Clock and randomness (tc3/platform.h) are the program's own there.
 *
 * After fork() the lookups under way are the parent's alone, and all of the pool is free in the
 * child; see tc3/posix.h.
 *
 * Which numbers tc3_io_details.port_error holds:
 *  - with TC3_ERROR_DNS the EAI_ number of getaddrinfo(); gai_strerror() has words for it. lwIP
 *    alone: EAI_FAIL always, for its DNS client does not say why;
 *  - with any other error the errno number, 0 if there is none; strerror() has words for it.
 */
#ifndef TC3_SOCKET_H
#define TC3_SOCKET_H

#include "tc3/io.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Addresses kept of a host, in the resolver's order, at least 1. 24 bytes each. A host that has
 * more is looked up once more for each further one, so the number bounds memory, not what is tried.
 */
#ifndef TC3_SOCKET_ADDRESSES
#define TC3_SOCKET_ADDRESSES 8
#endif

/**
 * DNS lookups that may be under way at a time in the whole program, those included that close() or
 * a deadline left behind and that still wait for the system's resolver. One more waits its turn.
 */
#ifndef TC3_SOCKET_LOOKUPS
#define TC3_SOCKET_LOOKUPS 4
#endif

/** Shortest and longest time in milliseconds to wait for one address while there is a next one. */
#define TC3_SOCKET_ADDRESS_MIN_MS 250u
#define TC3_SOCKET_ADDRESS_MAX_MS 5000u

/** An IP address. */
typedef struct tc3_address {
    uint8_t bytes[16]; /**< in network order; an IPv4 address takes the first four */
    uint8_t length;    /**< 4 or 16 */
    uint32_t scope;    /**< of a link-local IPv6 address: the interface's index, else 0 */
} tc3_address;

/** Addresses in the order in which to try them. A resolver fills it by tc3_address_list_add(). */
typedef struct tc3_address_list {
    tc3_address item[TC3_SOCKET_ADDRESSES];
    uint8_t count;
    /* Private: how a host with more addresses than that is gone through. */
    uint8_t tried;     /* that many of `item` were tried: wanted is one of the others */
    bool more;         /* the host has addresses that are not in the list */
    tc3_address after; /* in the order of their bytes, wanted is the first behind this one */
    tc3_address found; /* and is this one; its length is 0 as long as there is none */
} tc3_address_list;

/**
 * Add `address` of the host that a resolver was asked for. To be called for all the host has, most
 * preferred first: the list takes what it needs and notes that there are more. One that is in it
 * already is passed over.
 */
void tc3_address_list_add(tc3_address_list *list, const tc3_address *address);

/** A source of addresses besides the system's: a cache, a fixed table, a test. */
typedef struct tc3_resolver {
    void *context;
    /**
     * Add the addresses of `host` to `list`, whose count is 0, and return TC3_OK, or set
     * `*port_error` and return TC3_ERROR_DNS or TC3_ERROR_NETWORK. One that never has more than
     * TC3_SOCKET_ADDRESSES may fill in `item` and `count` itself. It may block: it runs on a thread
     * of its own, where it may outlive close() and the tc3_socket, and where another lookup may run
     * beside it. `host` is the lookup's own copy. On lwIP alone there is no such thread: there it
     * must not block.
     */
    tc3_status (*lookup)(void *context, const char *host, tc3_address_list *list,
                         int32_t *port_error);
} tc3_resolver;

/**
 * Where to connect. Owned by the caller; it and all it points to must stay unchanged while the
 * socket is in use. Every member is optional, NULL or 0 where absent.
 */
typedef struct tc3_socket_config {
    const char *connect_address; /**< connect to this IP address or name, not the endpoint's host */
    uint16_t connect_port;       /**< connect to this port, not the endpoint's */
    const tc3_resolver *resolver; /**< asked instead of the system; must stay for good */
} tc3_socket_config;

/** A socket: all the memory of a connection. Its members are private; do not move it while open. */
typedef struct tc3_socket {
    tc3_io io;
    const tc3_socket_config *config;
    tc3_address_list addresses; /* of the host; kept when the connection closes */
    uint32_t lookup;            /* the ticket of the one under way; 0: none */
    uint32_t start_ms;          /* of the lookup, or of trying the current address */
    uint32_t share_ms;          /* time that the current address has */
    tc3_status failure;         /* of the addresses tried so far: the most telling one */
    int32_t failure_error;
    int32_t port_error; /* of the last function */
    int descriptor;     /* -1: none */
    uint16_t port;
    uint8_t next;    /* index of the address to try next; kept as the addresses are */
    uint8_t further; /* addresses tried, or asked for, beyond those that the list holds */
    uint8_t state;
} tc3_socket;

/**
 * Prepare `socket`, which must not be open. `config` may be NULL: connect to the endpoint.
 *
 * How the tc3_io behaves:
 *  - A numeric address is used at once. A name is looked up on a thread; meanwhile there is nothing
 *    to poll: `tc3_wait.events` is 0 and the time is short (a quarter of the time it took so far,
 *    1 to 50 ms). A lookup that is given up goes on by itself, and TC3_ADDRESS_NEXT with it: what
 *    it finds is not lost if it takes longer than one attempt may. TC3_ADDRESS_FIRST asks anew.
 *  - The addresses are tried one by one in the resolver's order. Each one gets its fair share of
 *    the remaining time of connect(), which is divided by the addresses left, but at least
 *    TC3_SOCKET_ADDRESS_MIN_MS and at most TC3_SOCKET_ADDRESS_MAX_MS; the last one may use all the
 *    time that remains.
 *  - close() keeps the addresses and the place among them, for TC3_ADDRESS_AGAIN and
 *    TC3_ADDRESS_NEXT of the same endpoint. If the host has more than the list holds, `connect()`
 *    fails behind the last one of the list with `more_addresses`, and TC3_ADDRESS_NEXT leads to the
 *    others one by one, in the order of their bytes and IPv4 first, whatever order the resolver
 *    gives them in by then; up to 255 of them.
 *  - If all fail, the most telling error is reported: TC3_ERROR_REFUSED before TC3_ERROR_NETWORK
 *    (the system itself refuses: descriptors, memory, a firewall's rule), before
 *    TC3_ERROR_UNREACHABLE after waiting in vain (ETIMEDOUT), before TC3_ERROR_UNREACHABLE for want
 *    of a route. Of equals the last. Addresses that TC3_ADDRESS_NEXT goes on behind count, too.
 *    explain() tells the number of that error also while connect() is pending.
 *  - Nagle's algorithm is off, no signal is raised (SIGPIPE), programs that the process starts
 *    inherit nothing, and a connection that TCP made to itself counts as refused.
 */
void tc3_socket_init(tc3_socket *socket, const tc3_socket_config *config);

/** The byte stream; valid as long as `socket` is. Its `verified` is false. */
const tc3_io *tc3_socket_io(tc3_socket *socket);

/**
 * The descriptor to wait on for `tc3_wait.events` by poll(), select() or the like; -1 while there
 * is none: closed, or asking DNS. It may be another one after every step. Only wait on it.
 */
int tc3_socket_descriptor(const tc3_socket *socket);

#ifdef __cplusplus
}
#endif

#endif
