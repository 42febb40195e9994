/* SPDX-License-Identifier: Apache-2.0 */
#include "test.h"
#include "time_policy.h"

/** Pretend to be the worker, once a second for `seconds`: how often `step` was due. */
static unsigned count(time_policy *policy, bool has_time, time_step step, uint32_t *now_ms,
                      unsigned seconds)
{
    unsigned due = 0;

    for (unsigned i = 0; i < seconds; i++) {
        *now_ms += 1000u;
        due += time_policy_next(policy, true, has_time, *now_ms) == step ? 1u : 0u;
    }
    return due;
}

static void asks_as_soon_as_there_is_a_network(void **state)
{
    time_policy policy = {0};

    (void)state;
    assert_int_equal(time_policy_next(&policy, false, true, 0), TIME_NOTHING);
    assert_int_equal(time_policy_next(&policy, false, true, 2 * TIME_RESTORE_MS), TIME_NOTHING);
    assert_int_equal(time_policy_next(&policy, true, true, 2 * TIME_RESTORE_MS + 1), TIME_ASK);
    assert_int_equal(time_policy_next(&policy, true, true, 2 * TIME_RESTORE_MS + 2), TIME_NOTHING);
}

/* Nobody is told when a renewed lease has displaced the servers. */
static void restores_the_servers_every_minute_whatever_happens(void **state)
{
    time_policy policy = {0};
    uint32_t now_ms = UINT32_MAX - 90000u;

    (void)state;
    assert_int_equal(time_policy_next(&policy, true, true, now_ms), TIME_ASK);
    assert_int_equal(count(&policy, true, TIME_RESTORE, &now_ms, 59), 0);
    assert_int_equal(count(&policy, true, TIME_RESTORE, &now_ms, 1), 1);
    assert_int_equal(count(&policy, true, TIME_RESTORE, &now_ms, 600), 10);
    assert_int_equal(count(&policy, true, TIME_ASK, &now_ms, 600), 0);
}

static void asks_again_when_the_network_was_away(void **state)
{
    time_policy policy = {0};

    (void)state;
    (void)time_policy_next(&policy, true, true, 0);
    assert_int_equal(time_policy_next(&policy, false, true, 10), TIME_NOTHING);
    assert_int_equal(time_policy_next(&policy, true, true, 20), TIME_ASK);
}

/* After an answer that was not believed lwIP would be silent for an hour. */
static void asks_every_minute_until_the_time_is_known(void **state)
{
    time_policy policy = {0};
    uint32_t now_ms = 0;

    (void)state;
    assert_int_equal(time_policy_next(&policy, true, false, now_ms), TIME_ASK);
    assert_int_equal(count(&policy, false, TIME_ASK, &now_ms, 59), 0);
    assert_int_equal(count(&policy, false, TIME_ASK, &now_ms, 181), 4);
    assert_int_equal(count(&policy, true, TIME_ASK, &now_ms, 600), 0);
}

static void a_server_without_time_is_not_believed(void **state)
{
    (void)state;
    assert_true(time_policy_believes(1795852800));
    assert_false(time_policy_believes(2085978496));
    assert_true(time_policy_believes(2085978497));
    assert_false(time_policy_believes(0));
    assert_false(time_policy_believes(946684800));
    assert_false(time_policy_believes(-1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_as_soon_as_there_is_a_network),
        cmocka_unit_test(restores_the_servers_every_minute_whatever_happens),
        cmocka_unit_test(asks_again_when_the_network_was_away),
        cmocka_unit_test(asks_every_minute_until_the_time_is_known),
        cmocka_unit_test(a_server_without_time_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
