/* SPDX-License-Identifier: Apache-2.0 */
#include "agenda.h"
#include "test.h"

#define INTERVAL_MS 60000u
#define RETRY_MS    4000u
#define REFUSED_MS  3600000u
#define GRACE_MS    20000u

static const agenda_config plain = {.interval_ms = INTERVAL_MS,
                                    .jitter_percent = 10,
                                    .retry_ms = RETRY_MS,
                                    .refused_ms = REFUSED_MS,
                                    .grace_ms = GRACE_MS};
static const agenda_facts all_well = {.has_network = true, .has_time = true};

/** Time passes in steps as the worker takes them; the plan that is not waiting, and when. */
static agenda_plan next_deed(agenda *plan, const agenda_facts *facts, uint32_t *now_ms,
                             uint32_t limit_ms)
{
    const uint32_t start_ms = *now_ms;
    agenda_plan next = agenda_next(plan, facts, *now_ms);

    while (next.step == AGENDA_WAIT && *now_ms - start_ms < limit_ms) {
        assert_in_range(next.wait_ms, 1, AGENDA_LOOK_MS);
        *now_ms += next.wait_ms;
        next = agenda_next(plan, facts, *now_ms);
    }
    return next;
}

/** Milliseconds from the outcome `status`, told now, to the next call. */
static uint32_t pause_after(agenda *plan, tc3_status status, uint32_t random, uint32_t *now_ms)
{
    const uint32_t ended_ms = *now_ms;

    agenda_call_ended(plan, status, random, *now_ms);
    const agenda_plan next = next_deed(plan, &all_well, now_ms, AGENDA_INTERVAL_MAX_MS * 2u);
    assert_int_equal(next.step, AGENDA_CALL);
    return *now_ms - ended_ms;
}

static agenda start(const agenda_config *config, uint32_t now_ms)
{
    agenda plan;

    agenda_init(&plan, config, 0, now_ms);
    return plan;
}

static void calls_at_once_when_all_is_there(void **state)
{
    agenda plan = start(&plain, 5);

    (void)state;
    assert_int_equal(agenda_next(&plan, &all_well, 5).step, AGENDA_CALL);
}

static void intervals_vary_within_the_jitter(void **state)
{
    uint32_t now_ms = UINT32_MAX - 30000u;
    uint32_t least = UINT32_MAX;
    uint32_t most = 0;

    (void)state;
    for (uint32_t random = 0; random < 400; random++) {
        agenda plan = start(&plain, now_ms);
        const uint32_t pause = pause_after(&plan, TC3_OK, random * 10007u, &now_ms);
        assert_in_range(pause, INTERVAL_MS - INTERVAL_MS / 10, INTERVAL_MS + INTERVAL_MS / 10);
        least = pause < least ? pause : least;
        most = pause > most ? pause : most;
    }
    assert_true(most - least > INTERVAL_MS / 10);
}

/* With a minute between two calls no server still has the connection: its memory is let go. */
static void a_connection_is_kept_only_for_a_call_that_may_use_it(void **state)
{
    agenda_config config = plain;

    (void)state;
    assert_int_equal(agenda_keep_alive_ms(&config, 50000u), 1);
    config.interval_ms = 55555u;
    assert_int_equal(agenda_keep_alive_ms(&config, 50000u), 1);
    config.interval_ms = 55500u;
    assert_int_equal(agenda_keep_alive_ms(&config, 50000u), 50000u);
    config.interval_ms = 1u;
    assert_int_equal(agenda_keep_alive_ms(&config, 50000u), 50000u);
    assert_int_equal(agenda_keep_alive_ms(&config, AGENDA_INTERVAL_MIN_MS / 2u), 1);
}

static void an_interval_that_is_too_short_is_lengthened(void **state)
{
    const agenda_config hasty = {.interval_ms = 1, .retry_ms = 1, .refused_ms = 1};
    agenda plan = start(&hasty, 0);
    uint32_t now_ms = 0;

    (void)state;
    assert_int_equal(pause_after(&plan, TC3_OK, 0, &now_ms), AGENDA_INTERVAL_MIN_MS);
    assert_in_range(pause_after(&plan, TC3_ERROR_TIMEOUT, 0, &now_ms), 500, 1000);
}

static void faults_that_pass_are_retried_ever_more_slowly(void **state)
{
    agenda plan = start(&plain, 0);
    uint32_t now_ms = 0;
    uint32_t due = RETRY_MS;

    (void)state;
    for (int i = 0; i < 30; i++) {
        const uint32_t pause = pause_after(&plan, TC3_ERROR_RESET, 12345u, &now_ms);
        assert_in_range(pause, due - due / 2, due);
        due = due * 2 > INTERVAL_MS ? INTERVAL_MS : due * 2;
    }
    (void)pause_after(&plan, TC3_OK, 0, &now_ms);
    assert_in_range(pause_after(&plan, TC3_ERROR_RESET, 7, &now_ms), RETRY_MS / 2, RETRY_MS);
}

static void a_refused_key_is_left_in_peace(void **state)
{
    static const tc3_status refusals[] = {TC3_ERROR_API_CREDENTIALS, TC3_ERROR_API_PERMISSION,
                                          TC3_ERROR_API_ROLE, TC3_ERROR_API_REQUEST,
                                          TC3_ERROR_CONFIG_CREDENTIALS_FORMAT};

    (void)state;
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        agenda plan = start(&plain, 0);
        uint32_t now_ms = 0;
        assert_in_range(pause_after(&plan, refusals[i], 99, &now_ms), REFUSED_MS - REFUSED_MS / 10,
                        REFUSED_MS + REFUSED_MS / 10);
    }
}

static void new_settings_end_the_peace(void **state)
{
    agenda plan = start(&plain, 0);

    (void)state;
    agenda_call_ended(&plan, TC3_ERROR_API_CREDENTIALS, 0, 0);
    assert_int_equal(agenda_next(&plan, &all_well, 1000).step, AGENDA_WAIT);
    agenda_settings_changed(&plan);
    assert_int_equal(agenda_next(&plan, &all_well, 1000).step, AGENDA_CALL);
}

static void a_rate_limit_makes_calls_rarer_than_success_does(void **state)
{
    agenda plan = start(&plain, 0);
    uint32_t now_ms = 0;
    uint32_t due = INTERVAL_MS * 2;

    (void)state;
    for (int i = 0; i < 12; i++) {
        const uint32_t pause = pause_after(&plan, TC3_ERROR_API_RATE_LIMIT, 77u, &now_ms);
        assert_true(pause >= INTERVAL_MS);
        assert_in_range(pause, due - due / 2, due);
        due = due > AGENDA_INTERVAL_MAX_MS / 2 ? AGENDA_INTERVAL_MAX_MS : due * 2;
    }
}

static void a_person_may_ask_but_not_hammer(void **state)
{
    agenda plan = start(&plain, 0);
    uint32_t now_ms = 0;

    (void)state;
    agenda_call_ended(&plan, TC3_OK, 0, now_ms);
    agenda_ask(&plan);
    agenda_ask(&plan);
    assert_int_equal(next_deed(&plan, &all_well, &now_ms, INTERVAL_MS).step, AGENDA_CALL);
    assert_int_equal(now_ms, AGENDA_ASK_MS);
    agenda_call_ended(&plan, TC3_OK, 0, now_ms);
    assert_int_equal(agenda_next(&plan, &all_well, now_ms + AGENDA_ASK_MS).step, AGENDA_WAIT);
}

/* None, or a storage that cannot be read: a person is told which, and types something. */
static void what_credentials_lack_is_told_at_once_and_once(void **state)
{
    static const tc3_status lacks[] = {TC3_ERROR_CONFIG_CREDENTIALS, TC3_ERROR_CONFIG_MEMORY};

    (void)state;
    for (size_t i = 0; i < sizeof(lacks) / sizeof(lacks[0]); i++) {
        const agenda_facts facts = {.credentials = lacks[i], .has_network = true, .has_time = true};
        agenda plan = start(&plain, 0);
        const agenda_plan next = agenda_next(&plan, &facts, 0);
        assert_int_equal(next.step, AGENDA_TELL);
        assert_int_equal(next.status, lacks[i]);
        for (uint32_t now_ms = 0; now_ms < 10u * INTERVAL_MS; now_ms += 997u) {
            assert_int_equal(agenda_next(&plan, &facts, now_ms).step, AGENDA_WAIT);
        }
    }
}

static void a_missing_network_is_told_after_the_grace(void **state)
{
    const agenda_facts facts = {.credentials = TC3_OK};
    uint32_t now_ms = UINT32_MAX - 7000u;
    const uint32_t start_ms = now_ms;
    agenda plan = start(&plain, now_ms);
    const agenda_plan next = next_deed(&plan, &facts, &now_ms, 10u * GRACE_MS);

    (void)state;
    assert_int_equal(next.step, AGENDA_TELL);
    assert_int_equal(next.status, TC3_ERROR_UNREACHABLE);
    assert_int_equal(now_ms - start_ms, GRACE_MS);
}

static void network_then_time_share_one_grace_at_the_start(void **state)
{
    const agenda_facts no_network = {.credentials = TC3_OK};
    const agenda_facts no_time = {.has_network = true};
    agenda plan = start(&plain, 0);
    uint32_t now_ms = GRACE_MS / 2;

    (void)state;
    assert_int_equal(agenda_next(&plan, &no_network, 0).step, AGENDA_WAIT);
    const agenda_plan next = next_deed(&plan, &no_time, &now_ms, 10u * GRACE_MS);
    assert_int_equal(next.step, AGENDA_TELL);
    assert_int_equal(next.status, TC3_ERROR_CLOCK_NOT_SET);
    assert_int_equal(now_ms, GRACE_MS);
}

static void time_has_a_grace_of_its_own_after_a_long_outage(void **state)
{
    const agenda_facts no_network = {.credentials = TC3_OK};
    const agenda_facts no_time = {.has_network = true};
    agenda plan = start(&plain, 0);
    uint32_t now_ms = 0;

    (void)state;
    assert_int_equal(next_deed(&plan, &no_network, &now_ms, 10u * GRACE_MS).step, AGENDA_TELL);
    now_ms += 3600000u;
    assert_int_equal(agenda_next(&plan, &no_network, now_ms).step, AGENDA_WAIT);
    assert_int_equal(agenda_next(&plan, &no_time, now_ms).step, AGENDA_WAIT);
    assert_int_equal(agenda_next(&plan, &no_time, now_ms + GRACE_MS).step, AGENDA_TELL);
}

static void a_short_outage_is_not_told(void **state)
{
    const agenda_facts no_network = {.has_time = true};
    agenda plan = start(&plain, 0);

    (void)state;
    agenda_call_ended(&plan, TC3_OK, 0, 0);
    assert_int_equal(agenda_next(&plan, &no_network, 1000).step, AGENDA_WAIT);
    assert_int_equal(agenda_next(&plan, &no_network, GRACE_MS).step, AGENDA_WAIT);
    assert_int_equal(agenda_next(&plan, &all_well, GRACE_MS + 500).step, AGENDA_WAIT);
    assert_int_equal(agenda_next(&plan, &no_network, GRACE_MS + 800).step, AGENDA_WAIT);
}

static void after_an_outage_calls_are_spread_and_soon(void **state)
{
    const agenda_facts no_network = {.has_time = true};
    uint32_t least = UINT32_MAX;
    uint32_t most = 0;

    (void)state;
    for (uint32_t random = 0; random < 300; random++) {
        agenda_facts back = all_well;
        agenda plan = start(&plain, 0);
        uint32_t now_ms = 1000;
        back.random = random * 7919u;
        agenda_call_ended(&plan, TC3_OK, 0, 0);
        assert_int_equal(next_deed(&plan, &no_network, &now_ms, INTERVAL_MS).step, AGENDA_TELL);
        const uint32_t back_ms = now_ms;
        assert_int_equal(next_deed(&plan, &back, &now_ms, INTERVAL_MS).step, AGENDA_CALL);
        assert_in_range(now_ms - back_ms, 0, AGENDA_SPREAD_MS);
        least = now_ms - back_ms < least ? now_ms - back_ms : least;
        most = now_ms - back_ms > most ? now_ms - back_ms : most;
    }
    assert_true(most - least > AGENDA_SPREAD_MS / 2);
}

static agenda_config sleepy(void)
{
    agenda_config config = plain;

    config.show_ms = 15000;
    return config;
}

static void sleeps_after_showing_until_the_next_call(void **state)
{
    const agenda_config config = sleepy();
    agenda plan = start(&config, 0);
    uint32_t now_ms = 0;

    (void)state;
    agenda_call_ended(&plan, TC3_OK, 0, 0);
    const agenda_plan next = next_deed(&plan, &all_well, &now_ms, INTERVAL_MS);
    assert_int_equal(next.step, AGENDA_SLEEP);
    assert_int_equal(now_ms, config.show_ms);
    assert_int_equal(next.wait_ms, INTERVAL_MS - INTERVAL_MS / 10 - config.show_ms);
}

static void stays_awake_for_a_short_pause_and_for_a_person(void **state)
{
    const agenda_config config = sleepy();
    agenda plan = start(&config, 0);
    uint32_t now_ms = 0;

    (void)state;
    agenda_call_ended(&plan, TC3_ERROR_TIMEOUT, 0, 0);
    assert_int_equal(next_deed(&plan, &all_well, &now_ms, INTERVAL_MS).step, AGENDA_CALL);
    agenda_call_ended(&plan, TC3_OK, 0, now_ms);
    agenda_ask(&plan);
    assert_int_equal(next_deed(&plan, &all_well, &now_ms, INTERVAL_MS).step, AGENDA_CALL);
}

static void sleeps_longer_each_time_the_network_is_missing(void **state)
{
    const agenda_config config = sleepy();
    const agenda_facts no_network = {.has_time = true, .random = 0};
    uint32_t slept = 0;
    uint8_t failures = 0;

    (void)state;
    for (int i = 0; i < 6; i++) {
        agenda plan;
        uint32_t now_ms = 0;
        agenda_init(&plan, &config, failures, 0);
        assert_int_equal(next_deed(&plan, &no_network, &now_ms, INTERVAL_MS).step, AGENDA_TELL);
        const agenda_plan next = next_deed(&plan, &no_network, &now_ms, INTERVAL_MS);
        assert_int_equal(next.step, AGENDA_SLEEP);
        assert_int_equal(now_ms, GRACE_MS + config.show_ms);
        assert_true(next.wait_ms > slept || next.wait_ms == INTERVAL_MS / 2);
        slept = next.wait_ms;
        failures = agenda_failures(&plan);
    }
    assert_int_equal(slept, INTERVAL_MS / 2);
}

static void never_sleeps_without_credentials(void **state)
{
    const agenda_config config = sleepy();
    const agenda_facts facts = {
        .credentials = TC3_ERROR_CONFIG_CREDENTIALS, .has_network = true, .has_time = true};
    agenda plan = start(&config, 0);
    uint32_t now_ms = 0;

    (void)state;
    assert_int_equal(next_deed(&plan, &facts, &now_ms, INTERVAL_MS).step, AGENDA_TELL);
    assert_int_equal(next_deed(&plan, &facts, &now_ms, 50u * INTERVAL_MS).step, AGENDA_WAIT);
}

static void without_the_option_it_never_sleeps(void **state)
{
    agenda plan = start(&plain, 0);
    uint32_t now_ms = 0;

    (void)state;
    agenda_call_ended(&plan, TC3_ERROR_API_CREDENTIALS, 0, 0);
    assert_int_equal(next_deed(&plan, &all_well, &now_ms, REFUSED_MS * 2u).step, AGENDA_CALL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_at_once_when_all_is_there),
        cmocka_unit_test(intervals_vary_within_the_jitter),
        cmocka_unit_test(a_connection_is_kept_only_for_a_call_that_may_use_it),
        cmocka_unit_test(an_interval_that_is_too_short_is_lengthened),
        cmocka_unit_test(faults_that_pass_are_retried_ever_more_slowly),
        cmocka_unit_test(a_refused_key_is_left_in_peace),
        cmocka_unit_test(new_settings_end_the_peace),
        cmocka_unit_test(a_rate_limit_makes_calls_rarer_than_success_does),
        cmocka_unit_test(a_person_may_ask_but_not_hammer),
        cmocka_unit_test(what_credentials_lack_is_told_at_once_and_once),
        cmocka_unit_test(a_missing_network_is_told_after_the_grace),
        cmocka_unit_test(network_then_time_share_one_grace_at_the_start),
        cmocka_unit_test(time_has_a_grace_of_its_own_after_a_long_outage),
        cmocka_unit_test(a_short_outage_is_not_told),
        cmocka_unit_test(after_an_outage_calls_are_spread_and_soon),
        cmocka_unit_test(sleeps_after_showing_until_the_next_call),
        cmocka_unit_test(stays_awake_for_a_short_pause_and_for_a_person),
        cmocka_unit_test(sleeps_longer_each_time_the_network_is_missing),
        cmocka_unit_test(never_sleeps_without_credentials),
        cmocka_unit_test(without_the_option_it_never_sleeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
