/* SPDX-License-Identifier: Apache-2.0 */
#include "link_policy.h"
#include "test.h"

static void pauses_grow_to_their_limit(void **state)
{
    link_policy policy = {0};
    uint32_t due = LINK_FIRST_MS;

    (void)state;
    for (int i = 0; i < 40; i++) {
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
        (void)link_policy_down(&policy, LINK_FAULT_REFUSED, 0, 0);
    }
    link_policy_reset(&policy);
    assert_int_equal(link_policy_down(&policy, LINK_FAULT_LOST, 0, 0), LINK_FIRST_MS / 2);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
