/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fake_platform.h
 * A clock, a random source and a credential source that do what a test says and note their use.
 */
#ifndef FAKE_PLATFORM_H
#define FAKE_PLATFORM_H

#include "tc3/platform.h"

/** A wall clock that stands still, or goes with a monotonic time. */
typedef struct fake_clock {
    tc3_clock clock;
    bool is_known;
    uint32_t seconds;       /**< the time, at 0 of: */
    const uint32_t *now_ms; /**< the time to go with; NULL: none */
    unsigned unknown_at;    /**< the reading, from 1, that finds it not known; 0: none */
    unsigned readings;
} fake_clock;

/** A random source that gives one byte over and over. */
typedef struct fake_random {
    tc3_random random;
    uint8_t byte;
    bool fails;
    unsigned calls;
} fake_random;

/** A credential source that lends copies, which turn to garbage when they are given back. */
typedef struct fake_credentials {
    tc3_credential_source source;
    const char *secret_id;
    const char *secret_key;
    const char *token;
    uint32_t generation;
    tc3_status status; /**< of borrow */

    bool lent;
    unsigned borrowed;
    unsigned given_back;
    const char *violation; /**< the first breach of the contract by the user, or NULL */
    char copies[3][TC3_TOKEN_MAX + 2];
} fake_credentials;

void fake_clock_init(fake_clock *fake, uint32_t seconds);
void fake_random_init(fake_random *fake);

/** Permanent credentials: a made-up SecretId of 36 and SecretKey of 32 characters. */
void fake_credentials_init(fake_credentials *fake);

#endif
