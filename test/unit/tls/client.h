/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file client.h
 * A TLS client for tests: tc3_tls over a loopback transport, with a clock and entropy of its own.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include "loopback.h"

#include "tc3/tls.h"

/** The host of all good certificates. */
#define HOST "tc3.test"

/** The dates of the certificates (make-certificates) as Unix time, and one between them. */
#define VALID_FROM  1577836800u
#define VALID_UNTIL 2208988800u
#define SHORT_UNTIL 1735689600u
#define MIDDLE      1893456000u

/** The clock of all clients, set to MIDDLE and known by client_reset(). */
extern uint32_t client_now;
extern bool client_now_known;

/** Calls of the random source; it fails while `client_random_fails`. */
extern unsigned client_random_calls;
extern bool client_random_fails;

typedef struct tls_client {
    tc3_tls tls;
    loopback transport;
    tc3_tls_config config;
    uint8_t anchors[16384];
    uint8_t session[4096];
    tc3_io_details details; /**< after client_connect() */
    tc3_wait wait;          /**< of the last call */
    unsigned steps;         /**< calls that client_connect() made */
} tls_client;

/**
 * A fresh client, not yet initialised, for the server's `identity` and the trust anchors in the
 * file `anchors`; a name that ends in ".pem" or ".der". It keeps sessions.
 */
void client_reset(tls_client *client, const char *identity, const char *anchors);

/** client_reset() and tc3_tls_init(), which must work. */
void client_init(tls_client *client, const char *identity, const char *anchors);

/** Connect to the end, checking each step's `wait`; then explain. Does not close. */
tc3_status client_connect(tls_client *client, const char *host);

/** client_connect(), which must work. */
void client_must_connect(tls_client *client);

/** Connect, expect `status`, and close. */
void client_expect(tls_client *client, const char *host, tc3_status status);

/** Send all of `text`. */
void client_send(tls_client *client, const char *text);

/** Receive until `capacity` bytes or an error, asking for `piece` bytes at a time; the outcome. */
tc3_status client_receive(tls_client *client, uint8_t *bytes, size_t capacity, size_t piece,
                          size_t *received);

/** Send "echo" and check what comes back. */
void client_must_echo(tls_client *client);

void client_close(tls_client *client);

#endif
