/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lwip.h
 * The port layer over lwIP's raw API, lwIP 2.1 and 2.2: a tc3_io on one TCP connection, and the
 * time of day. It authenticates nobody: put a TLS layer on it.
 *
 *     static tc3_lwip connection;
 *     tc3_lwip_init(&connection, NULL);
 *     ... tc3_lwip_io(&connection) goes to the TLS layer ...
 *     for (;;) {
 *         ... give received frames to netif->input() ...
 *         sys_check_timeouts();
 *         status = tc3_client_step(&client, tc3_lwip_now_ms(), &wait);
 *         ... sleep until an interrupt ...
 *     }
 *
 * Without an operating system (NO_SYS=1) everything here is to be called from where lwIP itself is
 * called, the main loop, and not from inside a callback of lwIP's TCP. What lwIP delivers happens
 * in netif->input() and sys_check_timeouts(): step the client after them, whatever
 * `tc3_wait.events` says.
 *
 * Where lwIP runs elsewhere, in a thread of an operating system (NO_SYS=0) or in an interrupt (the
 * Pico's pico_cyw43_arch_lwip_threadsafe_background), name the lock of its core in lwipopts.h:
 *
 *     #define TC3_LWIP_LOCK()   LOCK_TCPIP_CORE()     with LWIP_TCPIP_CORE_LOCKING 1
 *     #define TC3_LWIP_UNLOCK() UNLOCK_TCPIP_CORE()
 *
 * or functions of your own that are declared there and call, say, cyw43_arch_lwip_begin() and
 * cyw43_arch_lwip_end(). Each function of the tc3_io and of tc3_lwip_clock() holds the lock while
 * it runs, which is for network calls alone: the TLS layer computes between them, without it. It is
 * not taken twice; lwIP's own callbacks run with it anyway. The client itself belongs to one
 * thread. Over lwIP's sockets use tc3/socket.h instead.
 *
 * lwipopts.h needs LWIP_TCP, LWIP_DNS and LWIP_CALLBACK_API. One connection takes one
 * MEMP_NUM_TCP_PCB while open and, as lwIP needs it, one more that is closing. A window (TCP_WND)
 * that the pbuf pool cannot hold costs retransmissions, never data.
 *
 * What lwipopts.h decides, and this port cannot mend:
 *  - lwIP's DNS client keeps ONE address of a name in each family, the first of the answer, for as
 *    long as the answer says. Where a name has several, the others are not tried while that one is
 *    kept. `#define DNS_MAX_TTL 0` keeps none: each connection asks anew, and gets another address
 *    from a server that rotates them, as most do.
 *  - With IP_REASSEMBLY 0 nothing arrives from a path that cuts packets into fragments, and a call
 *    ends at its deadline. A TCP_MSS of 1240 asks for packets that pass whole wherever 1,280 bytes
 *    do.
 *  - Echo replies are made of the buffers of their requests. Until the asker's hardware address is
 *    known, each entry of the ARP table holds one: large pings from a few neighbours who answer no
 *    ARP can take the whole pbuf pool, or the heap, where those of IPv6 are copied to. In
 *    examples/firmware network.c sends them back to where they came from, without ARP.
 *  - DHCP counts minutes: a lease below 90 seconds runs out before it is renewed. lwIP 2.2 takes
 *    `#define DHCP_COARSE_TIMER_SECS 1` and `#define DHCP_TIMEOUT_SIZE_T u32_t`, and for leases of
 *    more than 18 hours DHCP_DEFINE_CUSTOM_TIMEOUTS: see examples/firmware/lwip/lwipopts.h.
 *
 * tc3_io_details.port_error holds lwIP's err_t, 0 if there is none; while connect() is pending,
 * that of an address that failed before, or ERR_MEM if it is waiting for memory.
 */
#ifndef TC3_LWIP_H
#define TC3_LWIP_H

#include "tc3/io.h"
#include "tc3/platform.h"

#include "lwip/err.h"
#include "lwip/ip_addr.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Shortest and longest time in milliseconds to wait for the host's address of one family (IPv4
 * first) before the other family is asked for.
 */
#define TC3_LWIP_ADDRESS_MIN_MS 250u
#define TC3_LWIP_ADDRESS_MAX_MS 5000u

/**
 * Half seconds (the unit of tcp_poll()) that lwIP may go on with a connection after close(), to get
 * the last bytes and the FIN across; then it is reset and its memory is free. At most 255.
 */
#ifndef TC3_LWIP_LINGER
#define TC3_LWIP_LINGER 20
#endif

/**
 * Where to connect. Owned by the caller; it and what it points to must stay unchanged while the
 * connection is in use. Every member is optional, NULL or 0 where absent.
 */
typedef struct tc3_lwip_config {
    const char *connect_address; /**< connect to this IP address or name, not the endpoint's host */
    uint16_t connect_port;       /**< connect to this port, not the endpoint's */
} tc3_lwip_config;

/** A question to DNS. Private. */
typedef struct tc3_lwip_lookup {
    struct tc3_lwip_lookup *next; /* in the list of those that wait for an answer */
    uintptr_t cookie;             /* what lwIP gives back with the answer */
    ip_addr_t address;
    tc3_status status; /* TC3_PENDING while it waits */
    err_t error;
} tc3_lwip_lookup;

/**
 * A connection: all of its memory outside lwIP. Its members are private; do not move it while open.
 */
typedef struct tc3_lwip {
    tc3_io io;
    const tc3_lwip_config *config;
    struct tcp_pcb *pcb;   /* NULL: none, or lwIP has freed it */
    struct pbuf *received; /* not read yet */
    tc3_lwip_lookup lookup;
    ip_addr_t address;  /* that is being tried, or was last */
    uint32_t start_ms;  /* of trying the current address */
    uint32_t share_ms;  /* time that it has before the other family is asked for */
    tc3_status failure; /* of the addresses tried so far: the most telling one */
    err_t failure_error;
    uint8_t failure_phase;
    err_t pcb_error; /* why pcb is NULL */
    err_t error;     /* of the last function */
    uint8_t state;
    uint8_t family;      /* index of the family to ask for next */
    bool asked_ahead;    /* for the family before that, whose address was not tried */
    bool may_start_over; /* ask for the first family again once there is no other */
    bool finished;       /* the peer has sent its last byte */
} tc3_lwip;

/**
 * Prepare `connection`, which must not be open. `config` may be NULL: connect to the endpoint.
 * lwip_init() may come later, but before connect().
 *
 * How the tc3_io behaves:
 *  - A numeric address is used at once. A name is asked for in lwIP's DNS client, IPv4 first. The
 *    other family is asked for when the first has no address or its address fails, or does not
 *    answer for half of the time remaining (TC3_LWIP_ADDRESS_MIN_MS to TC3_LWIP_ADDRESS_MAX_MS).
 *    lwIP keeps one address of a name, so a host has one for each family. TC3_ADDRESS_NEXT is the
 *    other family's, TC3_ADDRESS_AGAIN is used without asking DNS; `more_addresses` says that the
 *    other family was not tried, also where it turns out to have none.
 *  - If DNS gives no address, that of the connection before is tried, if there was one: a name
 *    server that is down stops nobody who got through before. So a tc3_lwip is for one host.
 *  - lwIP's DNS client does not tell a name that does not exist from servers that do not answer:
 *    TC3_ERROR_DNS. No server that can be reached, no interface that is up, or no address of one's
 *    own is TC3_ERROR_UNREACHABLE, also when that happens while connect() is pending. A connection
 *    that is open outlives it.
 *  - If no address answers, the most telling error is reported: TC3_ERROR_REFUSED before
 *    TC3_ERROR_NETWORK, before TC3_ERROR_UNREACHABLE, before TC3_ERROR_DNS.
 *  - lwIP that is out of memory (ERR_MEM) is asked again four times a second: a connection that was
 *    closed gives its memory back after TC3_LWIP_LINGER at the latest, and a question to DNS that
 *    was given up, which lwIP cannot forget, holds its place in the table (DNS_TABLE_SIZE) for
 *    seconds.
 *  - Received bytes stay in lwIP's pbufs until receive() copies them; only then does the window
 *    open again, so a slow reader slows the peer down. They are all delivered before the stream's
 *    end or its error is reported.
 *  - send() copies into lwIP's heap as much as it takes; if it takes nothing, it is TC3_PENDING.
 *    Nagle's algorithm is off.
 *  - After close() lwIP sends what it has and the FIN by itself, for TC3_LWIP_LINGER at most, or
 *    the reset if bytes were not read. An answer from DNS that comes later is dropped: `connection`
 *    may be gone by then.
 */
void tc3_lwip_init(tc3_lwip *connection, const tc3_lwip_config *config);

/** The byte stream; valid as long as `connection` is. Its `verified` is false. */
const tc3_io *tc3_lwip_io(tc3_lwip *connection);

/** The monotonic time in milliseconds that the client wants: lwIP's sys_now(). Wraps at 2^32. */
uint32_t tc3_lwip_now_ms(void);

/**
 * Set the wall clock to `seconds` of Unix time; tc3_lwip_sntp_start() has it done. With
 * TC3_LWIP_LOCK() held, where there is one.
 */
void tc3_lwip_set_unix_time(uint32_t seconds);

/** Milliseconds from an answer of the time server to the next question. */
#define TC3_LWIP_SNTP_INTERVAL_MS  3600000u
/** Milliseconds from a question without answer to the next, then doubled, and at most. */
#define TC3_LWIP_SNTP_RETRY_MS     15000u /* RFC 4330 section 10: the shortest allowed */
#define TC3_LWIP_SNTP_RETRY_MAX_MS 120000u

/**
 * Ask the time server at `server` and `port` (123) for the time by SNTP (RFC 4330), now and every
 * TC3_LWIP_SNTP_INTERVAL_MS, and set the wall clock. Stops what was started before. `random`, which
 * must stay valid, makes questions that nobody can guess. False if lwIP has no UDP pcb left; takes
 * that one (MEMP_NUM_UDP_PCB) and a timer (MEMP_NUM_SYS_TIMEOUT). With TC3_LWIP_LOCK() held, where
 * there is one. Call it once there is an address: a question that cannot leave is not repeated
 * before its time.
 *
 * An answer counts only if it comes from there, repeats what the question was made of, and says of
 * its server that it knows the time (section 5): one that is starting itself, or refuses, is asked
 * again after TC3_LWIP_SNTP_RETRY_MS, like one that is silent. lwIP's own SNTP client believes any
 * datagram, and such servers for an hour. Whoever can read the traffic can still answer: SNTP has
 * no authentication.
 */
bool tc3_lwip_sntp_start(const ip_addr_t *server, uint16_t port, const tc3_random *random);

/** Ask no more; the clock goes on. With TC3_LWIP_LOCK() held, where there is one. */
void tc3_lwip_sntp_stop(void);

/**
 * The wall clock: unknown until tc3_lwip_set_unix_time(), from then on carried forward by
 * sys_now(). It must be read or set once in 49 days, since sys_now() wraps then; SNTP sets it
 * hourly.
 */
const tc3_clock *tc3_lwip_clock(void);

#ifdef __cplusplus
}
#endif

#endif
