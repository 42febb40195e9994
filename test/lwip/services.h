/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file services.h
 * The gateway's TCP services. All bytes that a service makes up are those of services_byte().
 */
#ifndef TC3_TEST_SERVICES_H
#define TC3_TEST_SERVICES_H

#include <stdint.h>

/** Ports. On every other one nobody listens. */
typedef enum service_port {
    SERVICE_ECHO = 7,      /**< sends back what it gets; after the FIN its own */
    SERVICE_LAZY = 9,      /**< as SERVICE_ECHO, but reads nothing for SERVICE_LAZY_MS */
    SERVICE_SOURCE = 19,   /**< sends SERVICE_SOURCE_SIZE bytes, then FIN */
    SERVICE_GREETING = 21, /**< sends SERVICE_GREETING_SIZE bytes and FIN at once */
    SERVICE_RESET = 23, /**< sends SERVICE_GREETING_SIZE bytes; resets once they are acknowledged */
    SERVICE_BOUNCER = 25 /**< resets at once */
} service_port;

#define SERVICE_SOURCE_SIZE   (1024u * 1024u)
#define SERVICE_GREETING_SIZE 1000u
#define SERVICE_LAZY_MS       5000u

/** The byte at `offset` of what a service sends. */
uint8_t services_byte(uint32_t offset);

/** Start all. */
void services_start(void);

/** Go on with everything; to be called after frames have come in and time has passed. */
void services_run(void);

#endif
