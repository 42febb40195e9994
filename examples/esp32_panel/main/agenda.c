/* SPDX-License-Identifier: Apache-2.0 */
#include "agenda.h"

#include <string.h>

#define FAILURES_MAX 15u

static uint32_t clamp(uint32_t value, uint32_t least, uint32_t most)
{
    return value < least ? least : value > most ? most : value;
}

/** `interval` varied by `percent` either way, by chance. */
static uint32_t with_jitter(uint32_t interval, uint8_t percent, uint32_t random)
{
    const uint32_t share = interval / 100u * (percent > 50 ? 50u : percent);

    return interval - share + (share == 0 ? 0 : random % (2u * share + 1u));
}

static uint32_t interval_of(const agenda_config *config)
{
    return clamp(config->interval_ms, AGENDA_INTERVAL_MIN_MS, AGENDA_INTERVAL_MAX_MS);
}

/** Between half and all of a pause that doubles with each fault, up to `most`. */
static uint32_t back_off(uint32_t first, uint8_t failures, uint32_t most, uint32_t random)
{
    uint32_t pause = clamp(first, 1000u, most);

    for (uint8_t i = 1; i < failures && pause < most; i++) {
        pause = pause > most / 2u ? most : pause * 2u;
    }
    return pause - pause / 2u + random % (pause / 2u + 1u);
}

void agenda_init(agenda *plan, const agenda_config *config, uint8_t failures, uint32_t now_ms)
{
    memset(plan, 0, sizeof(*plan));
    plan->config = config;
    plan->failures = failures > FAILURES_MAX ? FAILURES_MAX : failures;
    plan->since_ms = now_ms;
    plan->missing = TC3_OK;
}

uint32_t agenda_keep_alive_ms(const agenda_config *config, uint32_t usual_ms)
{
    return with_jitter(interval_of(config), config->jitter_percent, 0) < usual_ms ? usual_ms : 1u;
}

static tc3_status missing_of(const agenda_facts *facts)
{
    if (facts->credentials != TC3_OK) {
        return facts->credentials;
    }
    if (!facts->has_network) {
        return TC3_ERROR_UNREACHABLE;
    }
    return facts->has_time ? TC3_OK : TC3_ERROR_CLOCK_NOT_SET;
}

static agenda_plan wait_for(uint32_t milliseconds)
{
    const agenda_plan next = {AGENDA_WAIT, clamp(milliseconds, 1u, AGENDA_LOOK_MS), TC3_PENDING};

    return next;
}

/** The condition changed: note since when. What comes back after it was told missing is spread. */
static void note_missing(agenda *plan, tc3_status missing, uint32_t random, uint32_t now_ms)
{
    if (missing == plan->missing) {
        return;
    }
    if (missing == TC3_OK && plan->told && plan->has_ended) {
        plan->end_ms = now_ms;
        plan->pause_ms = random % (AGENDA_SPREAD_MS + 1u);
    }
    if (plan->missing == TC3_OK || plan->told) {
        plan->since_ms = now_ms;
    }
    plan->missing = missing;
    plan->told = false;
}

static agenda_plan sleep_for(uint32_t milliseconds)
{
    const agenda_plan next = {AGENDA_SLEEP, milliseconds, TC3_PENDING};

    return next;
}

/** Whether somebody has to type something first. */
static bool is_for_a_person(tc3_status missing)
{
    return tc3_status_class(missing) == TC3_CLASS_CONFIG;
}

static agenda_plan next_while_missing(agenda *plan, uint32_t random, uint32_t now_ms)
{
    const agenda_config *const config = plan->config;
    const uint32_t grace_ms = is_for_a_person(plan->missing) ? 0 : config->grace_ms;
    const uint32_t passed_ms = now_ms - plan->since_ms;

    if (!plan->told && passed_ms >= grace_ms) {
        const agenda_plan next = {AGENDA_TELL, 0, plan->missing};
        plan->told = true;
        return next;
    }
    /* Somebody is about to type it: stay awake. */
    if (config->show_ms != 0 && plan->told && !is_for_a_person(plan->missing) &&
        passed_ms >= grace_ms && passed_ms - grace_ms >= config->show_ms) {
        plan->failures =
            (uint8_t)(plan->failures < FAILURES_MAX ? plan->failures + 1u : FAILURES_MAX);
        return sleep_for(back_off(config->retry_ms, plan->failures, interval_of(config), random));
    }
    return wait_for(plan->told ? AGENDA_LOOK_MS : grace_ms - passed_ms);
}

agenda_plan agenda_next(agenda *plan, const agenda_facts *facts, uint32_t now_ms)
{
    note_missing(plan, missing_of(facts), facts->random, now_ms);
    if (plan->missing != TC3_OK) {
        return next_while_missing(plan, facts->random, now_ms);
    }
    const uint32_t passed_ms = now_ms - plan->end_ms;
    const uint32_t pause_ms =
        plan->asked && plan->pause_ms > AGENDA_ASK_MS ? AGENDA_ASK_MS : plan->pause_ms;
    if (!plan->has_ended || passed_ms >= pause_ms) {
        const agenda_plan next = {AGENDA_CALL, 0, TC3_PENDING};
        return next;
    }
    if (plan->config->show_ms != 0 && !plan->asked && passed_ms >= plan->config->show_ms) {
        return sleep_for(pause_ms - passed_ms);
    }
    return wait_for(pause_ms - passed_ms);
}

/** Whether only a person can mend the cause of `status`. */
static bool needs_a_person(tc3_status status)
{
    const tc3_class group = tc3_status_class(status);

    return group == TC3_CLASS_CONFIG || group == TC3_CLASS_CREDENTIALS ||
           status == TC3_ERROR_API_REQUEST;
}

void agenda_call_ended(agenda *plan, tc3_status status, uint32_t random, uint32_t now_ms)
{
    const agenda_config *const config = plan->config;
    const uint32_t interval = interval_of(config);

    plan->end_ms = now_ms;
    plan->has_ended = true;
    plan->asked = false;
    if (status == TC3_OK) {
        plan->failures = 0;
        plan->pause_ms = with_jitter(interval, config->jitter_percent, random);
        return;
    }
    plan->failures = (uint8_t)(plan->failures < FAILURES_MAX ? plan->failures + 1u : FAILURES_MAX);
    if (needs_a_person(status)) {
        const uint32_t pause = clamp(config->refused_ms, interval, AGENDA_INTERVAL_MAX_MS);
        plan->pause_ms = with_jitter(pause, config->jitter_percent, random);
    } else if (tc3_status_class(status) == TC3_CLASS_RATE) {
        /* Others share the key: ask less often than when all is well. */
        plan->pause_ms = back_off(interval > AGENDA_INTERVAL_MAX_MS / 2u ? AGENDA_INTERVAL_MAX_MS
                                                                         : interval * 2u,
                                  plan->failures, AGENDA_INTERVAL_MAX_MS, random);
    } else {
        plan->pause_ms = back_off(config->retry_ms, plan->failures, interval, random);
    }
}

void agenda_ask(agenda *plan)
{
    plan->asked = true;
}

void agenda_settings_changed(agenda *plan)
{
    plan->failures = 0;
    plan->pause_ms = 0;
}

uint8_t agenda_failures(const agenda *plan)
{
    return plan->failures;
}
