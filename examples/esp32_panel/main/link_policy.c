/* SPDX-License-Identifier: Apache-2.0 */
#include "link_policy.h"

#include <string.h>

#define FAILURES_MAX 20u

enum {
    STATE_IDLE = 0,
    STATE_PAUSE,
    STATE_TRYING,
    STATE_UP
};

void link_policy_reset(link_policy *policy)
{
    memset(policy, 0, sizeof(*policy));
}

static void enter(link_policy *policy, uint8_t state, uint32_t now_ms)
{
    if (policy->state == STATE_UP && now_ms - policy->since_ms >= LINK_GOOD_MS) {
        policy->failures = 0;
    }
    policy->state = state;
    policy->since_ms = now_ms;
}

void link_policy_try(link_policy *policy, uint32_t now_ms)
{
    enter(policy, STATE_TRYING, now_ms);
}

void link_policy_up(link_policy *policy, uint32_t now_ms)
{
    if (policy->state != STATE_UP) {
        enter(policy, STATE_UP, now_ms);
    }
}

void link_policy_address_lost(link_policy *policy, uint32_t now_ms)
{
    if (policy->state == STATE_UP) {
        enter(policy, STATE_TRYING, now_ms);
    }
}

/** The longest pause that is due. */
static uint32_t longest_pause(const link_policy *policy, link_fault fault)
{
    uint32_t pause = LINK_FIRST_MS;

    for (uint8_t i = 0; i < policy->failures && pause < LINK_MOST_MS; i++) {
        pause = pause > LINK_MOST_MS / 2u ? LINK_MOST_MS : pause * 2u;
    }
    return fault == LINK_FAULT_REFUSED && pause < 2u * LINK_REFUSED_MS ? 2u * LINK_REFUSED_MS
                                                                       : pause;
}

static uint32_t left_of_pause(const link_policy *policy, uint32_t now_ms)
{
    const uint32_t passed_ms = now_ms - policy->since_ms;

    return passed_ms < policy->pause_ms ? policy->pause_ms - passed_ms : 0;
}

uint32_t link_policy_down(link_policy *policy, link_fault fault, uint32_t random, uint32_t now_ms)
{
    if (policy->state == STATE_PAUSE) {
        return left_of_pause(policy, now_ms);
    }
    enter(policy, STATE_PAUSE, now_ms);
    const uint32_t pause = longest_pause(policy, fault);
    if (policy->failures < FAILURES_MAX) {
        policy->failures++;
    }
    policy->pause_ms = pause - pause / 2u + random % (pause / 2u + 1u);
    return policy->pause_ms;
}

link_step link_policy_next(const link_policy *policy, uint32_t now_ms)
{
    if (policy->state == STATE_PAUSE && left_of_pause(policy, now_ms) == 0) {
        return LINK_CONNECT;
    }
    if (policy->state == STATE_TRYING && now_ms - policy->since_ms >= LINK_ADDRESS_MS) {
        return LINK_GIVE_UP;
    }
    return LINK_NOTHING;
}
