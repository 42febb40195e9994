/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file device.h
 * The port's functions called as a main loop calls them: again and again while frames and time
 * pass.
 */
#ifndef TC3_TEST_DEVICE_H
#define TC3_TEST_DEVICE_H

#include "tc3/lwip.h"

/** Time in milliseconds that a test gives to what must succeed. */
#define DEVICE_PATIENCE_MS 7200000u

/** What a call led to. */
typedef struct device_outcome {
    tc3_status status;
    uint32_t elapsed_ms;
    int32_t port_error;  /**< as explain() tells it */
    bool more_addresses; /**< the same */
    uint8_t phase;       /**< as the last `wait` tells it */
} device_outcome;

/** Connect to `host` and `port` with `deadline_ms` in all, beginning with its first address. */
device_outcome device_connect(tc3_lwip *connection, const char *host, uint16_t port,
                              uint32_t deadline_ms);

/** The same, beginning with another address. */
device_outcome device_connect_to(tc3_lwip *connection, const char *host, uint16_t port,
                                 uint32_t deadline_ms, tc3_address_choice choice);

/** Connect with patience; fails the test if there is no connection. */
void device_open(tc3_lwip *connection, const char *host, uint16_t port);

/** One call of connect() with all the time in the world. */
tc3_status device_step_connect(tc3_lwip *connection, const char *host, uint16_t port);

/** One call of receive(). */
tc3_status device_try_receive(tc3_lwip *connection, uint8_t *bytes, size_t capacity,
                              size_t *received);

/** Receive up to `capacity` bytes; waits with patience for the first one. */
tc3_status device_receive(tc3_lwip *connection, uint8_t *bytes, size_t capacity, size_t *received);

/** One call of send(). */
tc3_status device_try_send(tc3_lwip *connection, const uint8_t *bytes, size_t length, size_t *sent);

/** Close. */
void device_close(tc3_lwip *connection);

/** The err_t of the last call. */
int32_t device_port_error(tc3_lwip *connection);

#endif
