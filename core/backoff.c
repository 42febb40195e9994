/* SPDX-License-Identifier: Apache-2.0 */
#include "backoff.h"

#include "tc3/client.h"

static bool is_rate_limit(tc3_status status)
{
    return tc3_status_class(status) == TC3_CLASS_RATE;
}

bool tc3_is_retryable(tc3_status status)
{
    return tc3_status_class(status) == TC3_CLASS_NETWORK || status == TC3_ERROR_TIMEOUT ||
           is_rate_limit(status) || status == TC3_ERROR_API_BUSY || status == TC3_ERROR_HTTP_SERVER;
}

uint32_t tc3_backoff_ms(tc3_status status, unsigned attempts, uint32_t random)
{
    uint32_t limit = is_rate_limit(status) ? TC3_RATE_BACKOFF_MS : TC3_BACKOFF_MS;
    while (--attempts > 0 && limit < TC3_BACKOFF_MAX_MS) {
        limit *= 2;
    }
    if (limit > TC3_BACKOFF_MAX_MS) {
        limit = TC3_BACKOFF_MAX_MS;
    }
    return (uint32_t)((uint64_t)random * (limit + 1) >> 32);
}
