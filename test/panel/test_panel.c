/* SPDX-License-Identifier: Apache-2.0 */
/* The panel's states: which outcome and which age lead where, and what is kept. */
#include "support/test.h"
#include "support/wall.h"

#include <stdbool.h>
#include <string.h>

#define STALE_MS PANEL_DEFAULT_STALE_MS
#define BOTTOM   (PANEL_ROWS - 1)

static void a_panel_starts_by_saying_so(void **state)
{
    wall on;
    (void)state;
    wall_hang(&on, 32, 0);
    assert_int_equal(panel_state_of(&on.display), PANEL_STARTING);
    wall_wait(&on, 100000000);
    assert_int_equal(panel_state_of(&on.display), PANEL_STARTING);
}

static void every_status_has_the_state_of_its_class(void **state)
{
    static const panel_state states[] = {
        PANEL_CONFIG_ERROR,        PANEL_NO_NETWORK,     PANEL_TLS_REFUSED,
        PANEL_TIMED_OUT,           PANEL_PROTOCOL_ERROR, PANEL_NO_TIME,
        PANEL_CREDENTIALS_REFUSED, PANEL_RATE_LIMITED,   PANEL_SERVICE_ERROR,
    };
    (void)state;
    for (int number = TC3_CLASS_CONFIG; number <= TC3_CLASS_SERVICE; number++) {
        for (int counter = 0; counter < 16; counter++) {
            wall on;
            wall_hang(&on, 32, 0);
            wall_tell_error(&on, (tc3_status)TC3_STATUS_OF(number, counter));
            assert_int_equal(panel_state_of(&on.display), states[number - TC3_CLASS_CONFIG]);
        }
    }
}

static void no_two_states_have_the_same_picture(void **state)
{
    static const tc3_status errors[] = {
        TC3_ERROR_CONFIG_HOST,     TC3_ERROR_DNS,
        TC3_ERROR_TLS_EXPIRED,     TC3_ERROR_TIMEOUT,
        TC3_ERROR_JSON_SYNTAX,     TC3_ERROR_CLOCK_NOT_SET,
        TC3_ERROR_API_CREDENTIALS, TC3_ERROR_API_RATE_LIMIT,
        TC3_ERROR_API_OTHER,
    };
    static const uint16_t widths[] = {8, 16, 24, 32, 64};
    enum {
        ERRORS = sizeof errors / sizeof errors[0],
        COUNT = ERRORS + 6
    };
    static panel_frame seen[COUNT];
    (void)state;
    for (size_t width = 0; width < sizeof widths / sizeof widths[0]; width++) {
        wall on;
        for (size_t i = 0; i < ERRORS; i++) {
            wall_hang(&on, widths[width], 0);
            wall_tell_error(&on, errors[i]);
            seen[i] = on.seen;
        }
        const tc3_voucher_pool pools[] = {wall_pool("5", "9"), wall_pool("-5", "9"),
                                          wall_pool("0", "9"), wall_pool(NULL, "9")};
        for (size_t i = 0; i < 4; i++) {
            wall_hang(&on, widths[width], 0);
            wall_tell(&on, &pools[i]);
            seen[ERRORS + i] = on.seen;
        }
        wall_hang(&on, widths[width], 0);
        seen[ERRORS + 4] = on.seen;
        wall_tell(&on, &pools[0]);
        wall_wait(&on, STALE_MS);
        assert_int_equal(panel_state_of(&on.display), PANEL_STALE);
        seen[ERRORS + 5] = on.seen;
        for (size_t i = 0; i < COUNT; i++) {
            for (size_t j = i + 1; j < COUNT; j++) {
                assert_memory_not_equal(seen[i].pixels, seen[j].pixels, widths[width]);
            }
        }
    }
}

static void a_call_under_way_changes_nothing(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell_error(&on, TC3_PENDING);
    assert_int_equal(panel_state_of(&on.display), PANEL_STARTING);
    wall_tell(&on, &pool);
    const panel_frame before = on.seen;
    panel_result(&on.display, TC3_PENDING, &pool, NULL, on.now_ms);
    panel_result(&on.display, TC3_OK, NULL, NULL, on.now_ms);
    wall_wait(&on, 0);
    assert_int_equal(panel_state_of(&on.display), PANEL_FRESH);
    assert_memory_equal(before.pixels, on.seen.pixels, 32);
}

static void a_number_that_is_no_status_is_an_error_of_the_program(void **state)
{
    wall on;
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell_error(&on, (tc3_status)TC3_STATUS_OF(15, 15));
    assert_int_equal(panel_state_of(&on.display), PANEL_CONFIG_ERROR);
    wall_tell_error(&on, (tc3_status)TC3_STATUS_OF(1, 0));
    assert_int_equal(panel_state_of(&on.display), PANEL_CONFIG_ERROR);
    wall_run(&on, 10000, 30);
}

static void the_callers_result_may_be_cleared_at_once(void **state)
{
    wall on;
    tc3_voucher_pool pool = wall_pool("1234", "5000");
    tc3_details details;
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell(&on, &pool);
    const panel_frame before = on.seen;
    memset(&pool, 0, sizeof pool);
    wall_wait(&on, 10000);
    memset(&details, 0, sizeof details);
    strcpy(details.api.code, "UnauthorizedOperation.UinNoAuth");
    panel_result(&on.display, TC3_ERROR_API_ROLE, &pool, &details, on.now_ms);
    memset(&details, 'x', sizeof details);
    pool = wall_pool("1234", "5000");
    wall_tell(&on, &pool);
    assert_memory_equal(before.pixels, on.seen.pixels, 32);
}

static void a_number_is_stale_from_the_given_age_on(void **state)
{
    static const uint32_t limits[] = {1, 999, 1000, 1001, 900000, 86400000};
    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        wall on;
        const tc3_voucher_pool pool = wall_pool("1234", "5000");
        memset(&on.config, 0, sizeof on.config);
        on.config.columns = 32;
        on.config.stale_ms = limits[i];
        wall_hang_configured(&on, 0u - limits[i] / 2);
        wall_tell(&on, &pool);
        wall_wait(&on, limits[i] - 1);
        assert_int_equal(panel_state_of(&on.display), PANEL_FRESH);
        wall_wait(&on, 1);
        assert_int_equal(panel_state_of(&on.display), PANEL_STALE);
    }
}

static void a_new_answer_is_fresh_again(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell(&on, &pool);
    const panel_frame fresh = on.seen;
    wall_wait(&on, STALE_MS);
    assert_int_equal(panel_state_of(&on.display), PANEL_STALE);
    wall_tell(&on, &pool);
    assert_int_equal(panel_state_of(&on.display), PANEL_FRESH);
    assert_memory_equal(fresh.pixels, on.seen.pixels, 32);
}

/** Whether anybody could take what is seen for the fresh number: the same text, the same mark. */
static bool looks_like(const panel_frame *fresh, const panel_frame *seen)
{
    return memcmp(fresh->pixels, seen->pixels, fresh->columns) == 0;
}

static void a_stale_number_never_looks_fresh(void **state)
{
    static const uint16_t widths[] = {8, 16, 24, 32, 64};
    (void)state;
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        wall on;
        const tc3_voucher_pool pool = wall_pool("5", "9");
        wall_hang(&on, widths[i], 0);
        wall_tell(&on, &pool);
        const panel_frame fresh = on.seen;
        wall_wait(&on, STALE_MS);
        for (int tick = 0; tick < 2000; tick++) {
            wall_wait(&on, 30);
            assert_false(looks_like(&fresh, &on.seen));
        }
        wall_tell_error(&on, TC3_ERROR_DNS);
        for (int tick = 0; tick < 2000; tick++) {
            wall_wait(&on, 30);
            assert_false(looks_like(&fresh, &on.seen));
        }
    }
}

static void the_dot_of_a_stale_number_blinks(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    int lit = 0;
    int changes = 0;
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell(&on, &pool);
    for (int i = 0; i < 40; i++) {
        wall_wait(&on, 50);
        assert_true(panel_frame_is_lit(&on.seen, 31, BOTTOM));
    }
    wall_wait(&on, STALE_MS);
    bool before = panel_frame_is_lit(&on.seen, 31, BOTTOM);
    for (int i = 0; i < 100; i++) {
        wall_wait(&on, 50);
        const bool now = panel_frame_is_lit(&on.seen, 31, BOTTOM);
        lit += now ? 1 : 0;
        changes += now != before ? 1 : 0;
        before = now;
    }
    assert_int_equal(lit, 50);
    assert_int_equal(changes, 10);
}

static void an_error_without_a_number_before_shows_no_number(void **state)
{
    wall on;
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell_error(&on, TC3_ERROR_DNS);
    for (int tick = 0; tick < 3000; tick++) {
        wall_wait(&on, 30);
        assert_false(panel_frame_is_lit(&on.seen, 31, BOTTOM));
        assert_int_equal(panel_state_of(&on.display), PANEL_NO_NETWORK);
    }
}

static void an_error_and_the_last_number_take_turns(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell(&on, &pool);
    wall_tell_error(&on, TC3_ERROR_DNS);
    const panel_frame error = on.seen;
    wall_wait(&on, 2999);
    assert_memory_equal(error.pixels, on.seen.pixels, 32);
    wall_wait(&on, 1);
    assert_memory_not_equal(error.pixels, on.seen.pixels, 32);
    int returns = 0;
    for (int tick = 0; tick < 2000; tick++) {
        const bool before = looks_like(&error, &on.seen);
        wall_wait(&on, 30);
        returns += !before && looks_like(&error, &on.seen) ? 1 : 0;
    }
    assert_in_range(returns, 3, 20);
}

static void the_age_goes_on_through_errors(void **state)
{
    wall steady;
    wall troubled;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    (void)state;
    wall_hang(&steady, 32, 0);
    wall_tell(&steady, &pool);
    wall_hang(&troubled, 32, 0);
    wall_tell(&troubled, &pool);
    for (int minute = 0; minute < 20; minute++) {
        wall_wait(&steady, 60000);
        wall_wait(&troubled, 60000);
        wall_tell_error(&troubled, minute % 2 == 0 ? TC3_ERROR_DNS : TC3_ERROR_TIMEOUT);
    }
    wall_tell_error(&steady, TC3_ERROR_TIMEOUT);
    wall_wait(&steady, 3000);
    wall_wait(&troubled, 3000);
    assert_memory_equal(steady.seen.pixels, troubled.seen.pixels, 32);
}

static void the_same_error_again_does_not_start_its_pages_anew(void **state)
{
    wall on;
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell_error(&on, TC3_ERROR_DNS);
    const panel_frame picture = on.seen;
    wall_wait(&on, 3000);
    assert_memory_not_equal(picture.pixels, on.seen.pixels, 32);
    wall_tell_error(&on, TC3_ERROR_DNS);
    assert_memory_not_equal(picture.pixels, on.seen.pixels, 32);
    wall_tell_error(&on, TC3_ERROR_REFUSED);
    assert_memory_equal(picture.pixels, on.seen.pixels, 32);
}

static void another_reason_starts_the_pages_of_an_error_anew(void **state)
{
    wall on;
    tc3_details details;
    (void)state;
    memset(&details, 0, sizeof details);
    wall_hang(&on, 32, 0);
    wall_tell_error(&on, TC3_ERROR_API_CREDENTIALS);
    const panel_frame picture = on.seen;
    wall_wait(&on, 3000);
    assert_memory_not_equal(picture.pixels, on.seen.pixels, 32);
    strcpy(details.api.code, "AuthFailure.TokenFailure");
    panel_result(&on.display, TC3_ERROR_API_CREDENTIALS, NULL, &details, on.now_ms);
    wall_wait(&on, 0);
    assert_memory_equal(picture.pixels, on.seen.pixels, 32);
    wall_wait(&on, 3000);
    details.http_status = 401;
    panel_result(&on.display, TC3_ERROR_API_CREDENTIALS, NULL, &details, on.now_ms);
    wall_wait(&on, 0);
    assert_memory_equal(picture.pixels, on.seen.pixels, 32);
}

static void the_same_answer_again_does_not_interrupt_the_details(void **state)
{
    wall on;
    tc3_voucher_pool pool = wall_pool("1234", "5000");
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell(&on, &pool);
    const panel_frame number = on.seen;
    wall_wait(&on, 10000);
    wall_run(&on, 1800, 30);
    const panel_frame details = on.seen;
    wall_tell(&on, &pool);
    assert_memory_equal(details.pixels, on.seen.pixels, 32);
    pool.issued_num = 43;
    wall_tell(&on, &pool);
    assert_memory_equal(number.pixels, on.seen.pixels, 32);
}

static panel_state state_with(const panel_config *config, const char *remaining, const char *total)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool(remaining, total);
    on.config = *config;
    wall_hang_configured(&on, 0);
    wall_tell(&on, &pool);
    return panel_state_of(&on.display);
}

static void a_quota_below_the_percentage_is_low(void **state)
{
    panel_config config;
    (void)state;
    memset(&config, 0, sizeof config);
    config.columns = 32;
    config.low_percent = 10;
    assert_int_equal(state_with(&config, "500", "5000"), PANEL_FRESH);
    assert_int_equal(state_with(&config, "499.999", "5000"), PANEL_LOW);
    assert_int_equal(state_with(&config, "1e-9", "5000"), PANEL_LOW);
    assert_int_equal(state_with(&config, "6000", "5000"), PANEL_FRESH);
    assert_int_equal(state_with(&config, "1", "0"), PANEL_FRESH);
    assert_int_equal(state_with(&config, "1", NULL), PANEL_FRESH);
    config.low_percent = 100;
    assert_int_equal(state_with(&config, "4999.99", "5000"), PANEL_LOW);
    assert_int_equal(state_with(&config, "5000", "5000"), PANEL_FRESH);
}

static void a_quota_below_the_amount_is_low(void **state)
{
    panel_config config;
    (void)state;
    memset(&config, 0, sizeof config);
    config.columns = 32;
    config.low_amount = wall_decimal("250.5");
    assert_int_equal(state_with(&config, "250.5", "5000"), PANEL_FRESH);
    assert_int_equal(state_with(&config, "250.49", "5000"), PANEL_LOW);
    assert_int_equal(state_with(&config, "250.49", NULL), PANEL_LOW);
    config.low_percent = 50;
    assert_int_equal(state_with(&config, "2499", "5000"), PANEL_LOW);
    assert_int_equal(state_with(&config, "2500", "5000"), PANEL_FRESH);
}

static void without_a_threshold_only_debts_are_low(void **state)
{
    panel_config config;
    (void)state;
    memset(&config, 0, sizeof config);
    config.columns = 32;
    assert_int_equal(state_with(&config, "0.01", "5000"), PANEL_FRESH);
    assert_int_equal(state_with(&config, "0", "5000"), PANEL_EMPTY);
    assert_int_equal(state_with(&config, "0.000", NULL), PANEL_EMPTY);
    assert_int_equal(state_with(&config, "-0.01", "5000"), PANEL_LOW);
    assert_int_equal(state_with(&config, NULL, "5000"), PANEL_NO_VALUE);
}

static int bar_length(const char *remaining, const char *total)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool(remaining, total);
    int length = 0;
    wall_hang(&on, 32, 0);
    wall_tell(&on, &pool);
    while (length < 32 && panel_frame_is_lit(&on.seen, length, BOTTOM)) {
        length++;
    }
    for (int x = length; x < 30; x++) {
        assert_false(panel_frame_is_lit(&on.seen, x, BOTTOM));
    }
    assert_false(panel_frame_is_lit(&on.seen, 30, BOTTOM));
    return length;
}

static void the_bar_is_the_share_that_remains(void **state)
{
    (void)state;
    assert_int_equal(bar_length("5000", "5000"), 30);
    assert_int_equal(bar_length("4999.99", "5000"), 29);
    assert_int_equal(bar_length("2500", "5000"), 15);
    assert_int_equal(bar_length("2499.99", "5000"), 14);
    assert_int_equal(bar_length("0.01", "5000"), 1);
    assert_int_equal(bar_length("-0.01", "5000"), 0);
    assert_int_equal(bar_length("100", "0"), 0);
    assert_int_equal(bar_length("100", "-7"), 0);
    assert_int_equal(bar_length("100", NULL), 0);
}

static void only_low_and_empty_pools_pulse(void **state)
{
    static const struct {
        const char *remaining;
        unsigned least;
        unsigned most;
    } samples[] = {{"5", 8, 8}, {"-5", 2, 8}, {"0", 2, 8}};
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        wall on;
        const tc3_voucher_pool pool = wall_pool(samples[i].remaining, "9");
        unsigned least = 15;
        unsigned most = 0;
        wall_hang(&on, 32, 0);
        panel_set_level(&on.display, 8);
        wall_tell(&on, &pool);
        for (int tick = 0; tick < 200; tick++) {
            const unsigned before = on.seen.intensity;
            wall_wait(&on, 20);
            assert_in_range(on.seen.intensity + 1u, before, before + 2u);
            least = on.seen.intensity < least ? on.seen.intensity : least;
            most = on.seen.intensity > most ? on.seen.intensity : most;
        }
        assert_int_equal(least, samples[i].least);
        assert_int_equal(most, samples[i].most);
        wall_wait(&on, STALE_MS);
        for (int tick = 0; tick < 200; tick++) {
            wall_wait(&on, 20);
            assert_int_equal(on.seen.intensity, 8);
        }
    }
}

static void the_pulse_is_seen_at_night_too(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("0", "9");
    unsigned most = 0;
    (void)state;
    wall_hang(&on, 32, 0);
    panel_set_level(&on.display, 0);
    wall_tell(&on, &pool);
    for (int tick = 0; tick < 200; tick++) {
        wall_wait(&on, 20);
        most = on.seen.intensity > most ? on.seen.intensity : most;
    }
    assert_int_equal(most, 3);
}

static void a_new_level_reaches_the_chips(void **state)
{
    wall on;
    (void)state;
    wall_hang(&on, 32, 0);
    assert_int_equal(on.seen.intensity, PANEL_DEFAULT_LEVEL);
    panel_set_level(&on.display, 9);
    assert_true(panel_tick(&on.display, on.now_ms));
    assert_false(panel_tick(&on.display, on.now_ms));
    wall_wait(&on, 0);
    assert_int_equal(on.seen.intensity, 9);
    panel_set_level(&on.display, 99);
    wall_wait(&on, 0);
    assert_int_equal(on.seen.intensity, 15);
}

static void a_tick_tells_whether_the_picture_changed(void **state)
{
    static const char *const remaining[] = {"1234", "-42", "0"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        wall on;
        const tc3_voucher_pool pool = wall_pool(remaining[i], "5000");
        panel_frame before;
        wall_hang(&on, 32, 0);
        panel_result(&on.display, TC3_OK, &pool, NULL, 0);
        assert_true(panel_tick(&on.display, 0));
        for (int tick = 0; tick < 4000; tick++) {
            panel_frame now;
            panel_frame_copy(&before, panel_picture(&on.display), panel_intensity(&on.display));
            on.now_ms += 7;
            const bool changed = panel_tick(&on.display, on.now_ms);
            panel_frame_copy(&now, panel_picture(&on.display), panel_intensity(&on.display));
            if (!changed) {
                assert_int_equal(before.intensity, now.intensity);
                assert_memory_equal(before.pixels, now.pixels, 32);
            }
        }
    }
}

static void the_first_tick_has_a_picture(void **state)
{
    panel display;
    panel_config config;
    uint8_t pixels[PANEL_PIXELS_SIZE(32)];
    (void)state;
    memset(&config, 0, sizeof config);
    config.columns = 32;
    assert_true(panel_init(&display, &config, pixels, sizeof pixels, 5));
    assert_true(panel_tick(&display, 5));
    assert_false(panel_tick(&display, 5));
}

static void a_clock_that_runs_backwards_does_no_harm(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    (void)state;
    wall_hang(&on, 32, 1000000);
    wall_tell(&on, &pool);
    on.now_ms = 900000;
    wall_wait(&on, 0);
    assert_int_equal(panel_state_of(&on.display), PANEL_FRESH);
    wall_wait(&on, STALE_MS - 1);
    assert_int_equal(panel_state_of(&on.display), PANEL_FRESH);
    wall_wait(&on, 1);
    assert_int_equal(panel_state_of(&on.display), PANEL_STALE);
}

static void ages_beyond_the_wrap_of_the_clock_are_kept(void **state)
{
    wall on;
    wall other;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    (void)state;
    wall_hang(&on, 32, 0);
    wall_tell(&on, &pool);
    for (int day = 0; day < 100; day++) {
        wall_wait(&on, 86400000);
    }
    assert_int_equal(panel_state_of(&on.display), PANEL_STALE);
    wall_hang(&other, 32, 0);
    wall_tell(&other, &pool);
    for (int day = 0; day < 99; day++) {
        wall_wait(&other, 86400000);
    }
    assert_memory_not_equal(on.seen.pixels, other.seen.pixels, 32);
}

static void wrong_sizes_are_refused(void **state)
{
    panel display;
    panel_config config;
    uint8_t pixels[PANEL_PIXELS_SIZE(32)];
    (void)state;
    memset(&config, 0, sizeof config);
    config.columns = 30;
    assert_false(panel_init(&display, &config, pixels, sizeof pixels, 0));
    config.columns = 40;
    assert_false(panel_init(&display, &config, pixels, sizeof pixels, 0));
    config.columns = 32;
    assert_true(panel_init(&display, &config, pixels, sizeof pixels, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panel_starts_by_saying_so),
        cmocka_unit_test(every_status_has_the_state_of_its_class),
        cmocka_unit_test(no_two_states_have_the_same_picture),
        cmocka_unit_test(a_call_under_way_changes_nothing),
        cmocka_unit_test(a_number_that_is_no_status_is_an_error_of_the_program),
        cmocka_unit_test(the_callers_result_may_be_cleared_at_once),
        cmocka_unit_test(a_number_is_stale_from_the_given_age_on),
        cmocka_unit_test(a_new_answer_is_fresh_again),
        cmocka_unit_test(a_stale_number_never_looks_fresh),
        cmocka_unit_test(the_dot_of_a_stale_number_blinks),
        cmocka_unit_test(an_error_without_a_number_before_shows_no_number),
        cmocka_unit_test(an_error_and_the_last_number_take_turns),
        cmocka_unit_test(the_age_goes_on_through_errors),
        cmocka_unit_test(the_same_error_again_does_not_start_its_pages_anew),
        cmocka_unit_test(another_reason_starts_the_pages_of_an_error_anew),
        cmocka_unit_test(the_same_answer_again_does_not_interrupt_the_details),
        cmocka_unit_test(a_quota_below_the_percentage_is_low),
        cmocka_unit_test(a_quota_below_the_amount_is_low),
        cmocka_unit_test(without_a_threshold_only_debts_are_low),
        cmocka_unit_test(the_bar_is_the_share_that_remains),
        cmocka_unit_test(only_low_and_empty_pools_pulse),
        cmocka_unit_test(the_pulse_is_seen_at_night_too),
        cmocka_unit_test(a_new_level_reaches_the_chips),
        cmocka_unit_test(a_tick_tells_whether_the_picture_changed),
        cmocka_unit_test(the_first_tick_has_a_picture),
        cmocka_unit_test(a_clock_that_runs_backwards_does_no_harm),
        cmocka_unit_test(ages_beyond_the_wrap_of_the_clock_are_kept),
        cmocka_unit_test(wrong_sizes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
