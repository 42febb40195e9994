/* SPDX-License-Identifier: Apache-2.0 */
#include "time_policy.h"

time_step time_policy_next(time_policy *policy, bool has_network, uint32_t now_ms)
{
    const bool had_network = policy->has_network;

    policy->has_network = has_network;
    if (!has_network || (had_network && now_ms - policy->restored_ms < TIME_RESTORE_MS)) {
        return TIME_NOTHING;
    }
    policy->restored_ms = now_ms;
    return had_network ? TIME_RESTORE : TIME_ASK;
}
