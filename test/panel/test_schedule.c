/* SPDX-License-Identifier: Apache-2.0 */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_night_may_go_past_midnight),
        cmocka_unit_test(the_day_may_go_past_midnight),
        cmocka_unit_test(without_a_night_it_is_always_day),
        cmocka_unit_test(an_unknown_time_is_day),
        cmocka_unit_test(levels_beyond_the_highest_are_the_highest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
