/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pause between two refreshes, by a clock and a sleep of the test's own.
 */
#include "pause.h"
#include "process.h"

#include "tc3/posix.h"

#include "test.h"

/** Longest sleep at a time, as the real one has it. */
#define SLICE_MS 200u

static struct {
    uint32_t now_ms;
    uint32_t start_ms;
    uint32_t lost_ms;      /* in the next sleep the process does not run for so long */
    uint32_t slept_ms;     /* what it asked for, in all */
    uint32_t signal_at_ms; /* after the start; 0: never */
    uint32_t fails_at_ms;  /* the image does */
    unsigned idles;
} world;

static quota_session session;
static quota_display display;

uint32_t tc3_posix_now_ms(void)
{
    return world.now_ms;
}

bool quota_process_sleep(uint32_t limit_ms)
{
    const uint32_t sleep_ms = limit_ms < SLICE_MS ? limit_ms : SLICE_MS;

    assert_true(limit_ms > 0);
    world.slept_ms += sleep_ms;
    world.now_ms += sleep_ms + world.lost_ms;
    world.lost_ms = 0;
    return world.signal_at_ms == 0 || world.now_ms - world.start_ms < world.signal_at_ms;
}

uint32_t quota_display_slice_ms(const quota_display *shown, uint32_t limit_ms)
{
    (void)shown;
    return limit_ms;
}

void quota_display_tick(quota_display *shown, uint32_t now_ms)
{
    assert_int_equal(now_ms, world.now_ms);
    shown->has_failed =
        world.fails_at_ms != 0 && world.now_ms - world.start_ms >= world.fails_at_ms;
}

void quota_session_idle(quota_session *idle)
{
    assert_ptr_equal(idle, &session);
    world.idles++;
}

static int begin(void **state)
{
    (void)state;
    memset(&world, 0, sizeof world);
    memset(&display, 0, sizeof display);
    world.start_ms = UINT32_MAX - 100; /* the time wraps */
    world.now_ms = world.start_ms;
    return 0;
}

static void pause_takes_its_time(void **state)
{
    (void)state;
    assert_true(quota_pause(60050, &session, &display));
    CHECK_INT("slept", 60050, world.slept_ms);
    CHECK_INT("looked after the connection", 301, world.idles);
}

static void no_pause_takes_none(void **state)
{
    (void)state;
    assert_true(quota_pause(0, &session, &display));
    CHECK_INT("slept", 0, world.slept_ms);
}

static void time_in_which_the_process_did_not_run_counts(void **state)
{
    (void)state;
    world.lost_ms = 3000;
    assert_true(quota_pause(10000, &session, &display));
    CHECK_INT("a part of the pause", 7000, world.slept_ms);
}

static void pause_is_over_when_the_process_comes_back_after_it(void **state)
{
    static const uint32_t lost_ms[] = {9800, 28800000, INT32_MAX, 3000000000u};
    size_t i;

    for (i = 0; i < COUNT_OF(lost_ms); i++) {
        begin(state);
        world.lost_ms = lost_ms[i];
        assert_true(quota_pause(10000, &session, &display));
        CHECK_INT("slept", SLICE_MS, world.slept_ms);
    }
}

static void signal_ends_the_pause(void **state)
{
    (void)state;
    world.signal_at_ms = 1000;
    assert_false(quota_pause(60000, &session, &display));
    CHECK_INT("slept", 1000, world.slept_ms);
}

static void image_that_fails_ends_the_pause(void **state)
{
    (void)state;
    world.fails_at_ms = 2000;
    assert_false(quota_pause(60000, &session, &display));
    CHECK_INT("slept", 2000, world.slept_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pause_takes_its_time, begin),
        cmocka_unit_test_setup(no_pause_takes_none, begin),
        cmocka_unit_test_setup(time_in_which_the_process_did_not_run_counts, begin),
        cmocka_unit_test_setup(pause_is_over_when_the_process_comes_back_after_it, begin),
        cmocka_unit_test_setup(signal_ends_the_pause, begin),
        cmocka_unit_test_setup(image_that_fails_ends_the_pause, begin),
    };
    return cmocka_run_group_tests_name("pause", tests, NULL, NULL);
}
