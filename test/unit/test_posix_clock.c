/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the system's clocks the time is taken from. clock_gettime() is the test's own here: a
 * kernel or sandbox that does not know CLOCK_BOOTTIME, though the headers do.
 */
#define _POSIX_C_SOURCE 200809L

#include "support/test.h"

#include "tc3/posix.h"

#include <errno.h>
#include <time.h>

static uint32_t monotonic_ms = 1000;
static bool realtime_fails;

int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (clock == CLOCK_MONOTONIC) {
        now->tv_sec = monotonic_ms / 1000;
        now->tv_nsec = (long)(monotonic_ms % 1000) * 1000000;
        return 0;
    }
    if (clock == CLOCK_REALTIME && !realtime_fails) {
        now->tv_sec = 1800000000;
        now->tv_nsec = 0;
        return 0;
    }
    errno = EINVAL;
    return -1;
}

static void time_goes_on_without_the_clock_that_counts_suspension(void **state)
{
    (void)state;
    CHECK_INT("at first", 1000, tc3_posix_now_ms());
    monotonic_ms = 61234;
    CHECK_INT("later", 61234, tc3_posix_now_ms());
}

static void wall_clock_that_fails_is_unknown(void **state)
{
    const tc3_clock *const clock = tc3_posix_clock();
    uint32_t seconds = 0;
    (void)state;
    assert_true(clock->unix_time(clock->context, &seconds));
    CHECK_INT("seconds", 1800000000, seconds);
    realtime_fails = true;
    assert_false(clock->unix_time(clock->context, &seconds));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_goes_on_without_the_clock_that_counts_suspension),
        cmocka_unit_test(wall_clock_that_fails_is_unknown),
    };
    return cmocka_run_group_tests_name("posix clock", tests, NULL, NULL);
}
