/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/panel.h"
#include "panel/schedule.h"
#include "support/test.h"

#include <stdbool.h>

enum {
    DAY = 8,
    NIGHT = 1
};

static void the_night_may_go_past_midnight(void **state)
{
    static const panel_schedule schedule = {7 * 60, 22 * 60, DAY, NIGHT};
    (void)state;
    for (int16_t minute = 0; minute < 24 * 60; minute++) {
        const bool day = minute >= 7 * 60 && minute < 22 * 60;
        assert_int_equal(panel_schedule_level(&schedule, minute), day ? DAY : NIGHT);
    }
}

static void the_day_may_go_past_midnight(void **state)
{
    static const panel_schedule schedule = {18 * 60, 2 * 60, DAY, NIGHT};
    (void)state;
    for (int16_t minute = 0; minute < 24 * 60; minute++) {
        const bool day = minute >= 18 * 60 || minute < 2 * 60;
        assert_int_equal(panel_schedule_level(&schedule, minute), day ? DAY : NIGHT);
    }
}

static void without_a_night_it_is_always_day(void **state)
{
    static const panel_schedule schedule = {0, 0, DAY, NIGHT};
    (void)state;
    for (int16_t minute = 0; minute < 24 * 60; minute++) {
        assert_int_equal(panel_schedule_level(&schedule, minute), DAY);
    }
}

static void an_unknown_time_is_day(void **state)
{
    static const panel_schedule schedule = {7 * 60, 22 * 60, DAY, NIGHT};
    (void)state;
    assert_int_equal(panel_schedule_level(&schedule, PANEL_MINUTE_UNKNOWN), DAY);
}

static void levels_beyond_the_highest_are_the_highest(void **state)
{
    static const panel_schedule schedule = {7 * 60, 22 * 60, 200, 16};
    (void)state;
    assert_int_equal(panel_schedule_level(&schedule, 12 * 60), PANEL_LEVEL_MAX);
    assert_int_equal(panel_schedule_level(&schedule, 0), PANEL_LEVEL_MAX);
}

static void a_number_is_stale_an_interval_and_a_quarter_after_it_came(void **state)
{
    (void)state;
    assert_int_equal(panel_stale_after(3600000), 4500000);
    assert_int_equal(panel_stale_after(720004), 900005);
    assert_int_equal(panel_stale_after(86400000), 108000000);
}

static void no_number_is_stale_before_a_quarter_of_an_hour(void **state)
{
    (void)state;
    assert_int_equal(panel_stale_after(0), PANEL_DEFAULT_STALE_MS);
    assert_int_equal(panel_stale_after(1), PANEL_DEFAULT_STALE_MS);
    assert_int_equal(panel_stale_after(720000), PANEL_DEFAULT_STALE_MS);
}

static void the_age_of_a_stale_number_does_not_wrap(void **state)
{
    (void)state;
    assert_int_equal(panel_stale_after(3435973836u), 4294967295u);
    assert_int_equal(panel_stale_after(3435973835u), 4294967293u);
    assert_int_equal(panel_stale_after(3435973837u), UINT32_MAX);
    assert_int_equal(panel_stale_after(UINT32_MAX), UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_night_may_go_past_midnight),
        cmocka_unit_test(the_day_may_go_past_midnight),
        cmocka_unit_test(without_a_night_it_is_always_day),
        cmocka_unit_test(an_unknown_time_is_day),
        cmocka_unit_test(levels_beyond_the_highest_are_the_highest),
        cmocka_unit_test(a_number_is_stale_an_interval_and_a_quarter_after_it_came),
        cmocka_unit_test(no_number_is_stale_before_a_quarter_of_an_hour),
        cmocka_unit_test(the_age_of_a_stale_number_does_not_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
