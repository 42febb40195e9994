/* SPDX-License-Identifier: Apache-2.0 */
#include "time_policy.h"

#include "tc3/client.h"

/* 2036-02-07 06:28:16 UTC: a time stamp of zeros (RFC 4330 section 3). */
#define SECOND_ERA 2085978496

time_step time_policy_next(time_policy *policy, bool has_network, bool has_time, uint32_t now_ms)
{
    const bool had_network = policy->has_network;

    policy->has_network = has_network;
    if (!has_network || (had_network && now_ms - policy->restored_ms < TIME_RESTORE_MS)) {
        return TIME_NOTHING;
    }
    policy->restored_ms = now_ms;
    return had_network && has_time ? TIME_RESTORE : TIME_ASK;
}

bool time_policy_believes(int64_t seconds)
{
    return seconds >= (int64_t)TC3_EARLIEST_TIME && seconds != SECOND_ERA;
}
