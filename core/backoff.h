/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file backoff.h
 * Whether and when a failed attempt is repeated. No clock, no state. Internal to the core.
 */
#ifndef TC3_BACKOFF_H
#define TC3_BACKOFF_H

#include "tc3/status.h"

#include <stdbool.h>
#include <stdint.h>

/** True if another attempt may end better than one that ended with `status`. */
bool tc3_is_retryable(tc3_status status);

/**
 * Milliseconds to wait before the attempt after the `attempts`th (1 or more), which ended with
 * `status`: full jitter, that is `random` (evenly spread over 32 bits) scaled to an exponentially
 * growing limit.
 */
uint32_t tc3_backoff_ms(tc3_status status, unsigned attempts, uint32_t random);

#endif
