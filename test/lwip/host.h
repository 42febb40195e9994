/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file host.h
 * The host as a platform for lwIP: the time and random numbers.
 */
#ifndef TC3_TEST_HOST_H
#define TC3_TEST_HOST_H

#include <stdint.h>

/**
 * Where the virtual time begins: 20 seconds before it wraps, so that every test that waits crosses
 * the wrap.
 */
#define HOST_TIME_START (UINT32_MAX - 20000u)

/** The time is virtual at first: it is what was set last. */
void host_set_time(uint32_t now_ms);

/** From now on the time is that of the host's monotonic clock. */
void host_use_real_time(void);

/** Begin a sequence of random numbers; `seed` is not 0. */
void host_seed(uint32_t seed);

/** The next number of xorshift32 (Marsaglia 2003) from `*state`, which is not 0. */
uint32_t host_next_random(uint32_t *state);

#endif
