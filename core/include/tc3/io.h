/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file io.h
 * The port layer's contract: a byte stream to a host. A socket port implements it over TCP, the TLS
 * layer implements it over another tc3_io, and the client uses it.
 *
 * Rules for whoever implements it:
 *  1. No function blocks. What cannot go on returns TC3_PENDING and says in `wait` what it needs.
 *  2. TC3_OK means progress: for send and receive at least one byte.
 *  3. An error is final for the connection: only explain() and close() follow.
 *  4. close() may be called at any time, any number of times, also before connect().
 *  5. Errors are told apart: TC3_ERROR_CLOSED is the peer's orderly end, TC3_ERROR_RESET its rude
 *     one.
 */
#ifndef TC3_IO_H
#define TC3_IO_H

#include "tc3/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Where a call is, or was when its outcome was decided. */
typedef enum tc3_phase {
    TC3_PHASE_IDLE = 0,
    TC3_PHASE_PAUSE,     /**< keeping the rate limit, or backing off before another attempt */
    TC3_PHASE_RESOLVE,   /**< asking DNS */
    TC3_PHASE_CONNECT,   /**< opening TCP */
    TC3_PHASE_HANDSHAKE, /**< TLS */
    TC3_PHASE_SIGN,      /**< reading clock and credentials, signing */
    TC3_PHASE_SEND,      /**< writing the request */
    TC3_PHASE_RECEIVE    /**< waiting for and reading the answer */
} tc3_phase;

/** The phase's name in lower case, as in "handshake"; a constant string. */
const char *tc3_phase_name(tc3_phase phase);

/** `tc3_wait.events`: go on when bytes can be read. */
#define TC3_WAIT_READABLE 1u
/** `tc3_wait.events`: go on when bytes can be written. */
#define TC3_WAIT_WRITABLE 2u
/** `tc3_wait.timeout_ms`: no time limit of its own. */
#define TC3_WAIT_FOREVER  UINT32_MAX

/**
 * What has to happen before going on makes sense: one of the events, or the time. Going on earlier
 * is allowed and harmless.
 */
typedef struct tc3_wait {
    uint8_t events;      /**< TC3_WAIT_READABLE | TC3_WAIT_WRITABLE; 0: time alone */
    uint8_t phase;       /**< a tc3_phase: what is being waited for */
    uint32_t timeout_ms; /**< milliseconds; go on after that at the latest; 0: at once */
} tc3_wait;

/** Where to connect. Strings are NUL-terminated and stay valid and unchanged until close(). */
typedef struct tc3_endpoint {
    const char *host; /**< DNS name, which is resolved and sent as SNI, or IP address; looked for in
                           the certificate */
    uint16_t port;    /**< TCP port */
} tc3_endpoint;

/**
 * Which of the host's addresses connect() begins with. The port keeps the addresses that it found,
 * and its place among them, across close() for that; one that keeps none treats all alike.
 */
typedef enum tc3_address_choice {
    TC3_ADDRESS_FIRST = 0, /**< look the host up, and begin with its first address */
    TC3_ADDRESS_AGAIN,     /**< the address of the connection before, without looking it up, if it
                                is still known */
    TC3_ADDRESS_NEXT       /**< the address behind that one, which was of no use; once all were
                                tried, look the host up anew and begin with the first */
} tc3_address_choice;

/** The time as an io function needs it: it reads no clock for deadlines itself. */
typedef struct tc3_time_budget {
    uint32_t now_ms;       /**< monotonic milliseconds; wraps at 2^32 */
    uint32_t remaining_ms; /**< milliseconds that this attempt may take, at least 1; no more than
                                the call's deadline leaves */
    uint8_t address;       /**< a tc3_address_choice; looked at when a connection is begun */
} tc3_time_budget;

/** What a port knows about the last failure; zeros mean "nothing to tell". */
typedef struct tc3_io_details {
    int32_t port_error;        /**< the port's own number: errno, mbedTLS's or lwIP's err_t */
    uint32_t tls_verify_flags; /**< mbedTLS's MBEDTLS_X509_BADCERT_* bits */
    bool tls_resumed;          /**< the handshake resumed an earlier session */
    bool more_addresses;       /**< the host has addresses that were not tried since it was last
                                    looked up, or not without a kept TLS session:
                                    TC3_ADDRESS_NEXT leads to one */
} tc3_io_details;

/** A byte stream to a host. All functions get `context` as their first argument. */
typedef struct tc3_io {
    void *context; /**< the implementation's own; not touched by the core */

    /** True if connect() authenticates the host before it reports TC3_OK. */
    bool verified;

    /**
     * Open the stream: resolve, connect, shake hands. Called again with the same endpoint after
     * each TC3_PENDING until it returns TC3_OK or an error. `wait` is always filled in, with the
     * phase.
     */
    tc3_status (*connect)(void *context, const tc3_endpoint *endpoint, tc3_time_budget time,
                          tc3_wait *wait);

    /**
     * Take up to `length` (at least 1) bytes. On TC3_OK `*sent` (1 to `length`) of them were taken;
     * they need not stay valid. After TC3_PENDING the next call must offer the same bytes again.
     */
    tc3_status (*send)(void *context, const uint8_t *bytes, size_t length, size_t *sent,
                       tc3_wait *wait);

    /**
     * Store up to `capacity` (at least 1) bytes. On TC3_OK `*received` (1 to `capacity`) were
     * stored. The end of the stream is TC3_ERROR_CLOSED, never zero bytes.
     */
    tc3_status (*receive)(void *context, uint8_t *bytes, size_t capacity, size_t *received,
                          tc3_wait *wait);

    /** Drop the connection at once, without waiting for the peer. */
    void (*close)(void *context);

    /**
     * Describe the last connect, send or receive: how it failed, or, where it is still TC3_PENDING,
     * what is known so far (the error number of the latest address that failed, say). Fills in all
     * of `*details`.
     */
    void (*explain)(void *context, tc3_io_details *details);
} tc3_io;

#ifdef __cplusplus
}
#endif

#endif
