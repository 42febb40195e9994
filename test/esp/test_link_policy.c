/* SPDX-License-Identifier: Apache-2.0 */
#include "link_policy.h"
#include "test.h"

static void pauses_grow_to_their_limit(void **state)
{
    link_policy policy = {0};
    uint32_t due = LINK_FIRST_MS;

    (void)state;
    for (int i = 0; i < 40; i++) {
        link_policy_try(&policy, 0);
        link_policy same = policy;
        const uint32_t least = link_policy_down(&same, LINK_FAULT_NO_AP, 0, 0);
        const uint32_t most = link_policy_down(&policy, LINK_FAULT_NO_AP, due / 2, 0);
        assert_int_equal(most, due);
        assert_int_equal(least, due - due / 2);
        due = due * 2 > LINK_MOST_MS ? LINK_MOST_MS : due * 2;
    }
    assert_int_equal(due, LINK_MOST_MS);
}

static void any_random_number_stays_within(void **state)
{
    (void)state;
    for (uint32_t random = 0; random < 5000000u; random += 977u) {
        link_policy policy = {0};
        const uint32_t pause = link_policy_down(&policy, LINK_FAULT_LOST, random * 859u, 7);
        assert_in_range(pause, LINK_FIRST_MS / 2, LINK_FIRST_MS);
    }
}

static void a_refused_password_waits_long_at_once(void **state)
{
    link_policy policy = {0};

    (void)state;
    assert_in_range(link_policy_down(&policy, LINK_FAULT_REFUSED, 0, 0), LINK_REFUSED_MS,
                    2 * LINK_REFUSED_MS);
}

static void a_link_that_flaps_is_no_success(void **state)
{
    link_policy policy = {0};
    uint32_t now_ms = UINT32_MAX - 3000u;
    uint32_t pause = 0;

    (void)state;
    for (int i = 0; i < 6; i++) {
        link_policy_up(&policy, now_ms);
        now_ms += 2000u;
        pause = link_policy_down(&policy, LINK_FAULT_LOST, 0, now_ms);
    }
    assert_int_equal(pause, LINK_FIRST_MS * 32 / 2);
}

static void a_link_that_held_starts_anew(void **state)
{
    link_policy policy = {0};
    uint32_t now_ms = UINT32_MAX - 10000u;

    (void)state;
    for (int i = 0; i < 8; i++) {
        link_policy_try(&policy, now_ms);
        (void)link_policy_down(&policy, LINK_FAULT_LOST, 0, now_ms);
    }
    link_policy_up(&policy, now_ms);
    link_policy_up(&policy, now_ms + LINK_GOOD_MS - 1);
    assert_int_equal(link_policy_down(&policy, LINK_FAULT_LOST, 0, now_ms + LINK_GOOD_MS),
                     LINK_FIRST_MS / 2);
}

static void new_settings_start_anew(void **state)
{
    link_policy policy = {0};

    (void)state;
    for (int i = 0; i < 8; i++) {
        link_policy_try(&policy, 0);
        (void)link_policy_down(&policy, LINK_FAULT_REFUSED, 0, 0);
    }
    link_policy_reset(&policy);
    assert_int_equal(link_policy_next(&policy, 10 * LINK_MOST_MS), LINK_NOTHING);
    assert_int_equal(link_policy_down(&policy, LINK_FAULT_LOST, 0, 0), LINK_FIRST_MS / 2);
}

/** Whether `step` is due after `milliseconds` from `now_ms` on, and nothing is before that. */
static void assert_due(const link_policy *policy, uint32_t now_ms, uint32_t milliseconds,
                       link_step step)
{
    for (uint32_t passed = 0; passed < milliseconds; passed += 250u) {
        assert_int_equal(link_policy_next(policy, now_ms + passed), LINK_NOTHING);
    }
    assert_int_equal(link_policy_next(policy, now_ms + milliseconds - 1), LINK_NOTHING);
    assert_int_equal(link_policy_next(policy, now_ms + milliseconds), step);
}

static void tries_again_when_the_pause_is_over(void **state)
{
    const uint32_t now_ms = UINT32_MAX - 10000u;
    link_policy policy = {0};

    (void)state;
    link_policy_try(&policy, now_ms);
    const uint32_t pause = link_policy_down(&policy, LINK_FAULT_REFUSED, 1234u, now_ms);
    assert_due(&policy, now_ms, pause, LINK_CONNECT);
    link_policy_try(&policy, now_ms + pause);
    assert_int_equal(link_policy_next(&policy, now_ms + pause), LINK_NOTHING);
}

static void a_link_without_an_address_is_given_up(void **state)
{
    const uint32_t now_ms = UINT32_MAX - 70000u;
    const uint32_t linked_ms = now_ms + 5000u;
    link_policy policy = {0};

    (void)state;
    link_policy_try(&policy, now_ms);
    link_policy_try(&policy, linked_ms);
    assert_due(&policy, linked_ms, LINK_ADDRESS_MS, LINK_GIVE_UP);
    (void)link_policy_down(&policy, LINK_FAULT_LOST, 0, linked_ms + LINK_ADDRESS_MS);
    assert_due(&policy, linked_ms + LINK_ADDRESS_MS, LINK_FIRST_MS / 2, LINK_CONNECT);
}

static void a_link_with_an_address_is_left_alone(void **state)
{
    link_policy policy = {0};

    (void)state;
    link_policy_try(&policy, 0);
    link_policy_up(&policy, LINK_ADDRESS_MS - 1);
    for (uint32_t now_ms = LINK_ADDRESS_MS; now_ms < 20 * LINK_MOST_MS; now_ms += 10007u) {
        assert_int_equal(link_policy_next(&policy, now_ms), LINK_NOTHING);
    }
}

static void an_address_that_is_lost_may_come_back(void **state)
{
    const uint32_t lost_ms = 7 * LINK_GOOD_MS;
    link_policy policy = {0};

    (void)state;
    link_policy_up(&policy, 0);
    link_policy_address_lost(&policy, lost_ms);
    assert_due(&policy, lost_ms, LINK_ADDRESS_MS, LINK_GIVE_UP);
    link_policy_up(&policy, lost_ms + 100);
    assert_int_equal(link_policy_next(&policy, lost_ms + 2 * LINK_ADDRESS_MS), LINK_NOTHING);
}

/* ESP-IDF says so minutes after the link itself was lost. */
static void an_address_that_is_lost_late_changes_nothing(void **state)
{
    link_policy policy = {0};

    (void)state;
    link_policy_try(&policy, 0);
    const uint32_t pause = link_policy_down(&policy, LINK_FAULT_REFUSED, 0, 0);
    link_policy_address_lost(&policy, 100);
    assert_due(&policy, 0, pause, LINK_CONNECT);
    link_policy_reset(&policy);
    link_policy_address_lost(&policy, 100);
    assert_int_equal(link_policy_next(&policy, 100 + LINK_ADDRESS_MS), LINK_NOTHING);
}

/* An attempt that is given up is ended: the driver reports that, too. */
static void one_failure_is_counted_once(void **state)
{
    link_policy policy = {0};

    (void)state;
    link_policy_try(&policy, 0);
    const uint32_t pause = link_policy_down(&policy, LINK_FAULT_LOST, 0, 0);
    assert_int_equal(link_policy_down(&policy, LINK_FAULT_REFUSED, 77u, 100), pause - 100u);
    assert_int_equal(link_policy_down(&policy, LINK_FAULT_REFUSED, 77u, pause + 100u), 0);
    link_policy_try(&policy, pause);
    assert_int_equal(link_policy_down(&policy, LINK_FAULT_LOST, 0, pause), LINK_FIRST_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses_grow_to_their_limit),
        cmocka_unit_test(any_random_number_stays_within),
        cmocka_unit_test(a_refused_password_waits_long_at_once),
        cmocka_unit_test(a_link_that_flaps_is_no_success),
        cmocka_unit_test(a_link_that_held_starts_anew),
        cmocka_unit_test(new_settings_start_anew),
        cmocka_unit_test(tries_again_when_the_pause_is_over),
        cmocka_unit_test(a_link_without_an_address_is_given_up),
        cmocka_unit_test(a_link_with_an_address_is_left_alone),
        cmocka_unit_test(an_address_that_is_lost_may_come_back),
        cmocka_unit_test(an_address_that_is_lost_late_changes_nothing),
        cmocka_unit_test(one_failure_is_counted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
