/* SPDX-License-Identifier: Apache-2.0 */
/* The clocks of the port. */
#include "host.h"
#include "interface.h"
#include "lock.h"
#include "network.h"
#include "responder.h"
#include "test.h"

#include "lwip/stats.h"

#define NOON             1795435200u
#define MS_PER_SECOND    1000u
#define MS_PER_DAY       86400000u
#define TIME_SERVER_PORT 123

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

static tc3_status fill_random(void *context, uint8_t *bytes, size_t length)
{
    const tc3_status status = *(const tc3_status *)context;
    for (size_t index = 0; index < length; index++) {
        bytes[index] = (uint8_t)LWIP_RAND();
    }
    return status;
}

static void start_asking(const tc3_random *random)
{
    const ip_addr_t server = interface_address(HOST_GATEWAY);
    tc3_lwip_set_unix_time(1);
    assert_true(tc3_lwip_sntp_start(&server, TIME_SERVER_PORT, random));
}

/** The clock shows what this test set it to. */
static void expect_not_told(void)
{
    uint32_t seconds = 0;
    assert_true(read_clock(&seconds));
    assert_true(seconds < 1000);
}

static void test_time_is_asked_for_until_a_server_knows_it(void **state)
{
    (void)state;
    static const tc3_status is_there = TC3_OK;
    const tc3_random random = {(void *)(uintptr_t)&is_there, fill_random};
    uint32_t wait_ms = TC3_LWIP_SNTP_RETRY_MS;
    start_asking(&random);
    network_run(10);
    for (unsigned start = 0; start < TIME_SERVER_STARTS; start++) {
        network_run(wait_ms - 100);
        expect_not_told();
        network_run(100);
        wait_ms *= 2;
    }
    expect_time(TIME_SERVER_SECONDS);
    network_run(1000);
    expect_time(TIME_SERVER_SECONDS + 1);
    tc3_lwip_sntp_stop();
}

static void test_time_is_asked_for_hourly(void **state)
{
    (void)state;
    static const tc3_status is_there = TC3_OK;
    const tc3_random random = {(void *)(uintptr_t)&is_there, fill_random};
    start_asking(&random);
    network_run(10);
    expect_time(TIME_SERVER_SECONDS);
    tc3_lwip_set_unix_time(1);
    network_run(TC3_LWIP_SNTP_INTERVAL_MS - 1000);
    tc3_lwip_set_unix_time(1);
    network_run(1010);
    expect_time(TIME_SERVER_SECONDS);
    tc3_lwip_sntp_stop();
}

/** Let time pass until the server has told the time; how long that took, to the second. */
static uint32_t await_time(void)
{
    uint32_t passed_ms = 0;
    uint32_t seconds = 0;
    tc3_lwip_set_unix_time(1);
    while (seconds < TIME_SERVER_SECONDS) {
        assert_true(passed_ms < TC3_LWIP_SNTP_INTERVAL_MS);
        network_run(MS_PER_SECOND);
        passed_ms += MS_PER_SECOND;
        assert_true(read_clock(&seconds));
    }
    return passed_ms;
}

static void test_silent_server_is_asked_more_rarely_and_soon_after_an_answer(void **state)
{
    (void)state;
    static const tc3_status is_there = TC3_OK;
    const tc3_random random = {(void *)(uintptr_t)&is_there, fill_random};
    network_cut(true);
    start_asking(&random);
    network_run(TC3_LWIP_SNTP_INTERVAL_MS);
    network_cut(false);
    assert_in_range(await_time(), 0, TC3_LWIP_SNTP_RETRY_MAX_MS);
    network_run(TC3_LWIP_SNTP_INTERVAL_MS - 2 * MS_PER_SECOND);
    network_cut(true);
    network_run(10 * MS_PER_SECOND); /* in which it is asked in vain: no ARP keeps that so long */
    network_cut(false);
    assert_in_range(await_time(), 2 * MS_PER_SECOND, TC3_LWIP_SNTP_RETRY_MS - 5 * MS_PER_SECOND);
    tc3_lwip_sntp_stop();
}

static void test_nothing_is_asked_that_could_be_guessed(void **state)
{
    (void)state;
    tc3_status entropy = TC3_ERROR_CONFIG_RANDOM;
    const tc3_random random = {&entropy, fill_random};
    const uint32_t packets = lwip_stats.udp.xmit;
    start_asking(&random);
    network_run(10);
    assert_int_equal(lwip_stats.udp.xmit, packets);
    expect_not_told();
    entropy = TC3_OK;
    network_run(TC3_LWIP_SNTP_RETRY_MS);
    expect_time(TIME_SERVER_SECONDS);
    tc3_lwip_sntp_stop();
}

static void test_time_server_is_not_asked_after_stopping(void **state)
{
    (void)state;
    static const tc3_status is_there = TC3_OK;
    const tc3_random random = {(void *)(uintptr_t)&is_there, fill_random};
    network_cut(true);
    start_asking(&random);
    tc3_lwip_sntp_stop();
    network_cut(false);
    network_run(10 * TC3_LWIP_SNTP_RETRY_MS);
    expect_not_told();
}

#define SNTP_TEST(name) cmocka_unit_test_setup_teardown(name, network_reset, network_expect_no_leak)

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
    };
    const struct CMUnitTest sntp_tests[] = {
        SNTP_TEST(test_time_is_asked_for_until_a_server_knows_it),
        SNTP_TEST(test_time_is_asked_for_hourly),
        SNTP_TEST(test_silent_server_is_asked_more_rarely_and_soon_after_an_answer),
        SNTP_TEST(test_nothing_is_asked_that_could_be_guessed),
        SNTP_TEST(test_time_server_is_not_asked_after_stopping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) +
           cmocka_run_group_tests(sntp_tests, network_start, network_stop);
}
