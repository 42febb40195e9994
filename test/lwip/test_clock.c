/* SPDX-License-Identifier: Apache-2.0 */
/* The clocks of the port. */
#include "host.h"
#include "interface.h"
#include "lock.h"
#include "network.h"
#include "responder.h"
#include "test.h"

#include "lwip/apps/sntp.h"

#define NOON       1795435200u
#define MS_PER_DAY 86400000u

static bool read_clock(uint32_t *seconds)
{
    lock_give();
    const bool is_known = tc3_lwip_clock()->unix_time(tc3_lwip_clock()->context, seconds);
    lock_take();
    return is_known;
}

static void expect_time(uint32_t expected)
{
    uint32_t seconds = 0;
    assert_true(read_clock(&seconds));
    assert_int_equal(seconds, expected);
}

/* First: nothing can make the time unknown again. */
static void test_time_is_unknown_at_first(void **state)
{
    (void)state;
    uint32_t seconds = 7;
    assert_false(read_clock(&seconds));
    assert_int_equal(seconds, 7);
}

static void test_monotonic_time_is_lwips(void **state)
{
    (void)state;
    host_set_time(12345);
    assert_int_equal(tc3_lwip_now_ms(), 12345);
}

static void test_time_goes_on_by_whole_seconds(void **state)
{
    (void)state;
    host_set_time(1000000);
    tc3_lwip_set_unix_time(NOON);
    expect_time(NOON);
    host_set_time(1000999);
    expect_time(NOON);
    host_set_time(1001000);
    expect_time(NOON + 1);
    host_set_time(1001999);
    expect_time(NOON + 1);
    host_set_time(1086399999);
    expect_time(NOON + 1085399);
}

static void test_no_fraction_is_lost_by_reading_often(void **state)
{
    (void)state;
    host_set_time(0);
    tc3_lwip_set_unix_time(NOON);
    for (uint32_t now_ms = 0; now_ms <= 1000000; now_ms += 7) {
        host_set_time(now_ms);
        expect_time(NOON + now_ms / 1000);
    }
}

static void test_wrap_of_the_monotonic_time(void **state)
{
    (void)state;
    host_set_time(UINT32_MAX - 499);
    tc3_lwip_set_unix_time(NOON);
    host_set_time(499);
    expect_time(NOON);
    host_set_time(500);
    expect_time(NOON + 1);
}

static void test_a_year_of_daily_readings(void **state)
{
    (void)state;
    host_set_time(77);
    tc3_lwip_set_unix_time(NOON);
    uint32_t now_ms = 77;
    for (uint32_t day = 1; day <= 366; day++) {
        now_ms += MS_PER_DAY;
        host_set_time(now_ms);
        expect_time(NOON + day * 86400u);
    }
}

static void test_time_can_be_set_again(void **state)
{
    (void)state;
    host_set_time(5000);
    tc3_lwip_set_unix_time(NOON);
    host_set_time(9999);
    tc3_lwip_set_unix_time(NOON - 3600);
    expect_time(NOON - 3600);
    host_set_time(10998);
    expect_time(NOON - 3600);
    host_set_time(10999);
    expect_time(NOON - 3599);
}

/* The time server's answer comes between two that were made without seeing the request. */
static void test_lwips_sntp_client_believes_only_the_answer_to_its_request(void **state)
{
    const ip_addr_t server = interface_address(HOST_GATEWAY);
    (void)network_start(state);
    tc3_lwip_set_unix_time(1);
    sntp_setoperatingmode(SNTP_OPMODE_POLL);
    sntp_setserver(0, &server);
    sntp_init();
    network_run(10);
    expect_time(TIME_SERVER_SECONDS);
    sntp_stop();
    (void)network_expect_no_leak(state);
    (void)network_stop(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_is_unknown_at_first),
        cmocka_unit_test(test_monotonic_time_is_lwips),
        cmocka_unit_test(test_time_goes_on_by_whole_seconds),
        cmocka_unit_test(test_no_fraction_is_lost_by_reading_often),
        cmocka_unit_test(test_wrap_of_the_monotonic_time),
        cmocka_unit_test(test_a_year_of_daily_readings),
        cmocka_unit_test(test_time_can_be_set_again),
        cmocka_unit_test(test_lwips_sntp_client_believes_only_the_answer_to_its_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
