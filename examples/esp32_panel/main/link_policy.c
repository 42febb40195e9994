/* SPDX-License-Identifier: Apache-2.0 */
#include "link_policy.h"

#include <string.h>

#define FAILURES_MAX 20u

void link_policy_reset(link_policy *policy)
{
    memset(policy, 0, sizeof(*policy));
}

void link_policy_up(link_policy *policy, uint32_t now_ms)
{
    if (!policy->is_up) {
        policy->is_up = true;
        policy->up_ms = now_ms;
    }
}

uint32_t link_policy_down(link_policy *policy, link_fault fault, uint32_t random, uint32_t now_ms)
{
    uint32_t pause = LINK_FIRST_MS;

    if (policy->is_up && now_ms - policy->up_ms >= LINK_GOOD_MS) {
        policy->failures = 0;
    }
    policy->is_up = false;
    for (uint8_t i = 0; i < policy->failures && pause < LINK_MOST_MS; i++) {
        pause = pause > LINK_MOST_MS / 2u ? LINK_MOST_MS : pause * 2u;
    }
    if (policy->failures < FAILURES_MAX) {
        policy->failures++;
    }
    if (fault == LINK_FAULT_REFUSED && pause < 2u * LINK_REFUSED_MS) {
        pause = 2u * LINK_REFUSED_MS;
    }
    return pause - pause / 2u + random % (pause / 2u + 1u);
}
