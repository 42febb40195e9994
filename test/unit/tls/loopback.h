/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file loopback.h
 * The transport below TLS in tests: a TCP connection to 127.0.0.1, or a script instead of it, with
 * faults on demand. Not blocking, except that a connect on loopback is at once.
 */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include "tc3/io.h"

/** Zeroed by loopback_init(); set what is wanted between that and connecting. */
typedef struct loopback {
    tc3_io io;

    uint16_t port;         /**< of 127.0.0.1; 0: receive `script`, and send into the void */
    const uint8_t *script; /**< what "the peer" sends without a port; then it closes */
    size_t script_length;  /**< bytes */

    size_t piece;        /**< bytes moved by a call at most; 0: no limit */
    bool reluctant;      /**< every other call is TC3_PENDING with nothing to wait for */
    tc3_status refusal;  /**< what connect() fails with, unless TC3_OK */
    tc3_status cut;      /**< what receive() fails with after `cut_after` bytes, unless TC3_OK */
    size_t cut_after;    /**< bytes received */
    size_t send_limit;   /**< bytes sent after which send() fails with TC3_ERROR_RESET; 0: none */
    size_t flip_at;      /**< which byte of received records' contents to damage, from 1; 0: none */
    int32_t port_error;  /**< what explain() tells */
    bool more_addresses; /**< the same */
    bool hides_offer;    /**< on the first connection no server sees that TLS 1.3 is offered */
    bool hides_mark;     /**< nor does the client see that a server has it nevertheless */

    int socket;        /**< -1: none */
    unsigned connects; /**< calls of connect() */
    uint8_t address;   /**< the tc3_address_choice of the last one */
    unsigned closes;   /**< calls of close() */
    size_t received;   /**< bytes of this connection */
    size_t sent;       /**< bytes of this connection */
    size_t contents;   /**< received bytes that were contents of records */
    uint8_t header[5]; /**< the current record's */
    size_t in_record;  /**< bytes of the current record, header included */
    bool waited;       /**< the last call was made to wait */
    bool failed;       /**< an error was returned: only close() may follow, which is checked */
} loopback;

void loopback_init(loopback *transport, uint16_t port);

/** Wait for what `wait` asks. Fails the test if nothing happens for a minute. */
void loopback_wait(const loopback *transport, const tc3_wait *wait);

#endif
