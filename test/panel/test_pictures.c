/* SPDX-License-Identifier: Apache-2.0 */
/* Every state as somebody in front of the panel sees it: through the driver and the model. */
#include "support/picture.h"
#include "support/test.h"
#include "support/wall.h"

#include <stdio.h>
#include <string.h>

#define HOUR_MS   3600000u
#define NAME_SIZE 64

/** An error and the name of its picture. */
typedef struct error_sample {
    tc3_status status;
    const char *name;
} error_sample;

static const error_sample errors[] = {
    {TC3_ERROR_CONFIG_CREDENTIALS, "config_error"},
    {TC3_ERROR_UNREACHABLE, "no_network"},
    {TC3_ERROR_TLS_EXPIRED, "tls_refused"},
    {TC3_ERROR_TIMEOUT, "timed_out"},
    {TC3_ERROR_JSON_SYNTAX, "protocol_error"},
    {TC3_ERROR_CLOCK_NOT_SET, "no_time"},
    {TC3_ERROR_API_CREDENTIALS, "credentials_refused"},
    {TC3_ERROR_API_PERMISSION, "credentials_refused_permission"},
    {TC3_ERROR_API_ROLE, "credentials_refused_role"},
    {TC3_ERROR_API_RATE_LIMIT, "rate_limited"},
    {TC3_ERROR_API_BUSY, "service_error"},
};

/** An answer and the name of its picture. */
typedef struct quota_sample {
    const char *remaining;
    const char *total;
    const char *name;
} quota_sample;

static const quota_sample quotas[] = {
    {"1234", "5000", "fresh"},
    {"1234.5", "5000", "fresh_decimal"},
    {"5000", "5000", "fresh_full"},
    {"6000", "5000", "fresh_above_total"},
    {"123456", "150000", "fresh_thousands"},
    {"1234567.89", "9999999", "fresh_millions"},
    {"3400000000", "5000000000", "fresh_billions"},
    {"1e400", "2e400", "fresh_beyond_units"},
    {"0.797104", "1", "fresh_below_one"},
    {"1234.5", NULL, "fresh_without_total"},
    {"1234.5", "0", "fresh_total_zero"},
    {"1234.5", "-5", "fresh_total_negative"},
    {"3400000000", NULL, "fresh_billions_without_total"},
    {"42", "5000", "low"},
    {"99.5", "5000", "low_decimal"},
    {"0.000001", "5000", "low_tiny"},
    {"-42.5", "5000", "low_negative"},
    {"-100.4", "5000", "low_negative_decimal"},
    {"-12345", "50000", "low_negative_thousands"},
    {"-199004.2", "500000", "low_negative_rounded"},
    {"-123", "5000", "low_negative_hundreds"},
    {"-0.000001", "5000", "low_negative_tiny"},
    {"-1e400", "5000", "low_negative_beyond_units"},
    {"0", "5000", "empty"},
    {NULL, "5000", "no_value_absent"},
};

static void hang(wall *on, uint16_t columns)
{
    memset(&on->config, 0, sizeof on->config);
    on->config.columns = columns;
    on->config.low_percent = 10;
    wall_hang_configured(on, 1000);
}

static void check(const wall *on, const char *name)
{
    char path[NAME_SIZE];
    assert_in_range(snprintf(path, sizeof path, "%u_%s", on->seen.columns, name), 1, NAME_SIZE - 1);
    picture_check(path, &on->seen);
}

/** Let a cut text, which rests at its beginning, move until it rests at its end. */
static void run_to_end(wall *on)
{
    panel_frame before;
    wall_wait(on, 1200);
    do {
        before = on->seen;
        wall_wait(on, 30);
    } while (memcmp(&before, &on->seen, sizeof before) != 0);
}

static void check_errors(uint16_t columns)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        wall on;
        hang(&on, columns);
        wall_tell_error(&on, errors[i].status);
        check(&on, errors[i].name);
    }
}

/** Where the icon has no room for a code beside it, both take turns. */
static void check_error_codes(uint16_t columns)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        wall on;
        char name[NAME_SIZE];
        hang(&on, columns);
        wall_tell_error(&on, errors[i].status);
        wall_wait(&on, 3000);
        assert_in_range(snprintf(name, sizeof name, "%s_code", errors[i].name), 1, NAME_SIZE - 1);
        check(&on, name);
    }
}

static void check_quotas(uint16_t columns)
{
    for (size_t i = 0; i < sizeof quotas / sizeof quotas[0]; i++) {
        wall on;
        const tc3_voucher_pool pool = wall_pool(quotas[i].remaining, quotas[i].total);
        hang(&on, columns);
        wall_tell(&on, &pool);
        check(&on, quotas[i].name);
    }
}

static void every_error_has_its_picture(void **state)
{
    (void)state;
    check_errors(32);
    check_errors(8);
    check_errors(16);
    check_errors(24);
    check_errors(64);
}

static void every_code_can_be_read_on_a_narrow_panel(void **state)
{
    (void)state;
    check_error_codes(16);
    check_error_codes(24);
}

static void every_quota_has_its_picture(void **state)
{
    (void)state;
    check_quotas(32);
    check_quotas(8);
    check_quotas(16);
    check_quotas(64);
}

static void starting_has_its_picture(void **state)
{
    static const uint16_t widths[] = {8, 16, 24, 32, 64};
    (void)state;
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        wall on;
        hang(&on, widths[i]);
        check(&on, "starting");
        wall_run(&on, 120, 30);
        check(&on, "starting_moved");
    }
}

static void a_value_that_cannot_be_shown_is_not_zero(void **state)
{
    wall on;
    tc3_voucher_pool pool = wall_pool(NULL, "5000");
    (void)state;
    hang(&on, 32);
    pool.state[TC3_VOUCHER_POOL_REMAINING_QUOTA] = TC3_FIELD_NULL;
    wall_tell(&on, &pool);
    check(&on, "no_value_null");
    pool.state[TC3_VOUCHER_POOL_REMAINING_QUOTA] = TC3_FIELD_OUT_OF_RANGE;
    wall_tell(&on, &pool);
    check(&on, "no_value_unusable");
}

static void check_stale(uint16_t columns)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    hang(&on, columns);
    wall_tell(&on, &pool);
    wall_wait(&on, 3 * HOUR_MS);
    check(&on, "stale");
    wall_wait(&on, 500);
    check(&on, "stale_dot_off");
}

static void a_stale_number_shows_its_age(void **state)
{
    (void)state;
    check_stale(32);
    check_stale(8);
    check_stale(16);
    check_stale(24);
    check_stale(64);
}

static void ages_of_all_units_find_room(void **state)
{
    static const struct {
        uint32_t seconds;
        const char *name;
    } samples[] = {{45 * 60, "stale_minutes"}, {86400 * 12, "stale_days"}};
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        wall on;
        const tc3_voucher_pool pool = wall_pool("12345", "50000");
        hang(&on, 32);
        wall_tell(&on, &pool);
        wall_wait(&on, 1000 * samples[i].seconds);
        check(&on, samples[i].name);
    }
}

static void an_age_in_seconds_can_be_read(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("750", "5000");
    (void)state;
    hang(&on, 32);
    wall_tell(&on, &pool);
    wall_wait(&on, 27000);
    wall_tell_error(&on, TC3_ERROR_UNREACHABLE);
    wall_wait(&on, 3000);
    check(&on, "stale_seconds");
}

static void check_turns(uint16_t columns, uint32_t age_ms, const char *number, const char *age)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("123456", "200000");
    hang(&on, columns);
    wall_tell(&on, &pool);
    wall_wait(&on, age_ms);
    check(&on, number);
    wall_wait(&on, 10000);
    check(&on, age);
}

static void a_number_and_its_age_take_turns_if_they_do_not_fit_together(void **state)
{
    (void)state;
    check_turns(16, 3 * HOUR_MS, "stale_alone", "stale_age");
    check_turns(24, 3 * HOUR_MS, "stale_alone", "stale_age");
    check_turns(32, HOUR_MS / 4, "stale_alone", "stale_age");
}

static void a_low_number_and_its_arrow_take_turns_if_they_do_not_fit_together(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("42", "5000");
    (void)state;
    hang(&on, 16);
    wall_tell(&on, &pool);
    wall_wait(&on, 10000);
    check(&on, "low_arrow");
}

static void a_number_that_fits_in_no_form_is_torn_off_at_both_ends(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("-123", "5000");
    (void)state;
    hang(&on, 16);
    wall_tell(&on, &pool);
    check(&on, "low_negative_hundreds");
    run_to_end(&on);
    check(&on, "low_negative_hundreds_end");
}

static void stale_answers_of_all_kinds_show_their_age(void **state)
{
    static const quota_sample samples[] = {
        {"0", "5000", "stale_empty"},          {"42", "5000", "stale_low"},
        {"6000", "5000", "stale_above_total"}, {"1234.5", NULL, "stale_without_total"},
        {NULL, "5000", "stale_no_value"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        wall on;
        const tc3_voucher_pool pool = wall_pool(samples[i].remaining, samples[i].total);
        hang(&on, 32);
        wall_tell(&on, &pool);
        wall_wait(&on, 3 * HOUR_MS);
        check(&on, samples[i].name);
    }
}

static void an_error_alternates_with_the_last_number_as_stale(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234", "5000");
    (void)state;
    hang(&on, 32);
    wall_tell(&on, &pool);
    wall_wait(&on, 60000);
    wall_tell_error(&on, TC3_ERROR_UNREACHABLE);
    check(&on, "no_network");
    wall_wait(&on, 3000);
    check(&on, "no_network_last_number");
    wall_wait(&on, 3000);
    check(&on, "no_network_reason");
}

static void an_error_of_the_service_scrolls_its_code(void **state)
{
    wall on;
    tc3_details details;
    (void)state;
    memset(&details, 0, sizeof details);
    strcpy(details.api.code, "AuthFailure.SecretIdNotFound");
    details.http_status = 200;
    hang(&on, 64);
    panel_result(&on.display, TC3_ERROR_API_CREDENTIALS, NULL, &details, on.now_ms);
    wall_wait(&on, 0);
    check(&on, "credentials_refused");
    wall_wait(&on, 3000);
    check(&on, "credentials_refused_reason");
    memset(&details, 0, sizeof details);
    details.http_status = 503;
    panel_result(&on.display, TC3_ERROR_HTTP_SERVER, NULL, &details, on.now_ms);
    wall_wait(&on, 0);
    wall_wait(&on, 3000);
    run_to_end(&on);
    check(&on, "service_error_reason_end");
}

/** Show the details of `pool`, from their beginning. */
static void show_details(wall *on, uint16_t columns, const tc3_voucher_pool *pool)
{
    hang(on, columns);
    wall_tell(on, pool);
    wall_wait(on, 10000);
}

static void details_scroll_past(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    (void)state;
    show_details(&on, 32, &pool);
    check(&on, "details_begin");
    wall_wait(&on, 1200);
    wall_run(&on, 100 * 30, 30);
    check(&on, "details_middle");
    show_details(&on, 32, &pool);
    run_to_end(&on);
    check(&on, "details_end");
}

static void details_that_fit_stand_still(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    (void)state;
    show_details(&on, 256, &pool);
    check(&on, "details");
}

static void stale_details_keep_the_age_in_sight(void **state)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    (void)state;
    hang(&on, 32);
    wall_tell(&on, &pool);
    wall_wait(&on, 3 * HOUR_MS);
    wall_wait(&on, 10000);
    check(&on, "stale_details_begin");
    wall_wait(&on, 1200);
    wall_run(&on, 100 * 30, 30);
    check(&on, "stale_details_middle");
}

static void names_beyond_ascii_degrade_to_boxes(void **state)
{
    wall on;
    tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    (void)state;
    strcpy(pool.agent_name, "\xe8\x85\xbe\xe8\xae\xaf M\xc3\xbc"
                            "ller");
    show_details(&on, 64, &pool);
    check(&on, "details_name_beyond_ascii");
    strcpy(pool.agent_name, "Cut na");
    pool.state[TC3_VOUCHER_POOL_AGENT_NAME] = TC3_FIELD_TRUNCATED;
    show_details(&on, 64, &pool);
    check(&on, "details_name_cut");
}

static void missing_details_are_told_apart(void **state)
{
    wall on;
    tc3_voucher_pool pool = wall_pool("1234.5", NULL);
    (void)state;
    pool.state[TC3_VOUCHER_POOL_AGENT_NAME] = TC3_FIELD_ABSENT;
    pool.state[TC3_VOUCHER_POOL_REMAINING_QUOTA] = TC3_FIELD_NULL;
    pool.state[TC3_VOUCHER_POOL_ISSUED_NUM] = TC3_FIELD_WRONG_TYPE;
    show_details(&on, 256, &pool);
    check(&on, "details_missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starting_has_its_picture),
        cmocka_unit_test(every_error_has_its_picture),
        cmocka_unit_test(every_code_can_be_read_on_a_narrow_panel),
        cmocka_unit_test(every_quota_has_its_picture),
        cmocka_unit_test(a_value_that_cannot_be_shown_is_not_zero),
        cmocka_unit_test(a_stale_number_shows_its_age),
        cmocka_unit_test(ages_of_all_units_find_room),
        cmocka_unit_test(an_age_in_seconds_can_be_read),
        cmocka_unit_test(a_number_and_its_age_take_turns_if_they_do_not_fit_together),
        cmocka_unit_test(a_low_number_and_its_arrow_take_turns_if_they_do_not_fit_together),
        cmocka_unit_test(a_number_that_fits_in_no_form_is_torn_off_at_both_ends),
        cmocka_unit_test(stale_answers_of_all_kinds_show_their_age),
        cmocka_unit_test(an_error_alternates_with_the_last_number_as_stale),
        cmocka_unit_test(an_error_of_the_service_scrolls_its_code),
        cmocka_unit_test(details_scroll_past),
        cmocka_unit_test(details_that_fit_stand_still),
        cmocka_unit_test(stale_details_keep_the_age_in_sight),
        cmocka_unit_test(names_beyond_ascii_degrade_to_boxes),
        cmocka_unit_test(missing_details_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
