/* SPDX-License-Identifier: Apache-2.0 */
/* The wall clock, its correction by the server, and the signing key of the day. */
#include "support/sha256.h"
#include "support/test.h"
#include "support/world.h"

static world *const w = &the_world;

#define EXPIRED WORLD_ERROR("AuthFailure.SignatureExpire")
#define DATED   "Date: " WORLD_DATE "\r\n"

static void good_call(const char *label)
{
    world_add_example();
    CHECK_STATUS(label, TC3_OK, world_call());
}

static uint32_t timestamp_of(size_t index)
{
    sent_request request;

    world_request(index, &request);
    return sent_request_timestamp(&request);
}

/* ---- a clock that is not set ---- */

static void without_the_time_nothing_is_sent(void **state)
{
    static const uint32_t unset[] = {0, 1, 86400, 946684800, 1700000000, TC3_EARLIEST_TIME - 1};
    size_t i;

    (void)state;
    for (i = 0; i <= COUNT_OF(unset); i++) {
        world_renew();
        w->clock.is_known = i < COUNT_OF(unset);
        w->clock.seconds = i < COUNT_OF(unset) ? unset[i] : WORLD_TIME;
        world_add_example();
        CHECK_STATUS("unset", TC3_ERROR_CLOCK_NOT_SET, world_call());
        CHECK_INT("io calls", 0, w->server.calls);
        CHECK_INT("credentials", 0, w->credentials.borrowed);
        CHECK_INT("elapsed", 0, w->now_ms - w->started_ms);
    }
}

static void the_call_works_once_the_time_is_known(void **state)
{
    (void)state;
    w->clock.is_known = false;
    assert_int_equal(world_call(), TC3_ERROR_CLOCK_NOT_SET);
    w->clock.is_known = true;
    good_call("known");
    w->clock.seconds = TC3_EARLIEST_TIME;
    good_call("earliest");
    CHECK_INT("timestamp", TC3_EARLIEST_TIME, timestamp_of(1));
    w->clock.seconds = UINT32_MAX;
    good_call("latest");
    CHECK_INT("timestamp", UINT32_MAX, timestamp_of(2));
}

/* ---- correction ---- */

static void a_wrong_clock_is_corrected_by_the_server(void **state)
{
    static const int32_t offsets[] = {301,    -301,    3600,     -3600,     86400,     -86400,
                                      400000, -400000, 25000000, -25000000, -500000000};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(offsets); i++) {
        world_renew();
        w->clock.seconds = WORLD_TIME - (uint32_t)offsets[i];
        fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
        good_call("corrected");
        world_check_example("corrected");
        CHECK_INT("first", WORLD_TIME - (uint32_t)offsets[i], timestamp_of(0));
        CHECK_INT("second", WORLD_TIME, timestamp_of(1));
        CHECK_INT("offset", offsets[i], world_details()->clock_offset);
        CHECK_INT("attempts", 2, world_details()->attempts);
        w->clock.seconds += 10;
        good_call("next call");
        CHECK_INT("next call", WORLD_TIME + 10, timestamp_of(2));
        CHECK_INT("offset", offsets[i], world_details()->clock_offset);
        CHECK_INT("attempts", 1, world_details()->attempts);
    }
}

static void a_clock_at_the_end_of_its_range_is_corrected(void **state)
{
    (void)state;
    w->clock.seconds = UINT32_MAX;
    fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
    good_call("corrected");
    CHECK_INT("second", WORLD_TIME, timestamp_of(1));
}

/* A client that has learnt that the clock is 5000 seconds behind. */
static void learn_offset(void)
{
    world_renew();
    w->clock.seconds = WORLD_TIME - 5000;
    fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
    good_call("corrected");
    CHECK_INT("offset", 5000, world_details()->clock_offset);
}

static void an_offset_is_forgotten_when_the_clock_is_set(void **state)
{
    static const int32_t steps[] = {5000, -5000, 4000, 61, -61, 30000000, -25000000};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(steps); i++) {
        learn_offset();
        w->now_ms += 10000;
        w->clock.seconds += 10 + (uint32_t)steps[i];
        good_call("set");
        CHECK_INT("timestamp", WORLD_TIME - 5000 + 10 + (uint32_t)steps[i], timestamp_of(2));
        CHECK_INT("offset", 0, world_details()->clock_offset);
        CHECK_INT("attempts", 1, world_details()->attempts);
        good_call("and stays so");
        CHECK_INT("offset", 0, world_details()->clock_offset);
    }
}

static void it_is_learnt_anew_if_the_clock_was_set_wrong(void **state)
{
    (void)state;
    learn_offset();
    w->clock.seconds = WORLD_TIME + 7000;
    fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
    good_call("corrected again");
    CHECK_INT("without offset", WORLD_TIME + 7000, timestamp_of(2));
    CHECK_INT("right", WORLD_TIME, timestamp_of(3));
    CHECK_INT("offset", -7000, world_details()->clock_offset);
}

/* Small adjustments and clocks of unequal speed are no news, nor is a monotonic time that wraps. */
static void an_offset_outlives_drift_and_the_wrap_of_the_time(void **state)
{
    int i;

    (void)state;
    learn_offset();
    w->now_ms = 0u - 2500000u;
    w->clock.seconds += (w->now_ms - w->started_ms) / 1000;
    for (i = 0; i < 10; i++) {
        good_call("in time");
        CHECK_INT("offset", 5000, world_details()->clock_offset);
        w->now_ms += 600000;
        w->clock.seconds += 600 + (i % 2 == 0 ? 59 : (uint32_t)-59);
    }
    w->now_ms += 4000000000u;
    w->clock.seconds += 4000000;
    good_call("weeks later");
    CHECK_INT("offset", 5000, world_details()->clock_offset);
}

static void the_clock_is_corrected_once_a_call(void **state)
{
    (void)state;
    w->config.attempts = 10;
    w->clock.seconds = WORLD_TIME - 5000;
    fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
    fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
    world_add_example();
    assert_int_equal(world_call(), TC3_ERROR_API_SIGNATURE_EXPIRED);
    CHECK_INT("requests", 2, w->server.request_count);
    CHECK_STRING("code", "AuthFailure.SignatureExpire", world_details()->api.code);
}

static void without_a_date_there_is_no_correction(void **state)
{
    static const char *const headers[] = {
        "", "Date: now\r\n", "Date: Monday, 23-Nov-26 06:29:55 GMT\r\n",
        "X-Date: " WORLD_DATE "\r\n", "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(headers); i++) {
        world_renew();
        w->clock.seconds = WORLD_TIME - 5000;
        fake_io_reply(&w->server, "200 OK", headers[i], EXPIRED);
        world_add_example();
        CHECK_STATUS(headers[i], TC3_ERROR_API_SIGNATURE_EXPIRED, world_call());
        CHECK_INT(headers[i], 1, w->server.request_count);
        CHECK_INT(headers[i], 0, world_details()->clock_offset);
    }
}

static void without_a_clock_there_is_nothing_to_correct(void **state)
{
    (void)state;
    w->clock.unknown_at = 3;
    fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
    world_add_example();
    CHECK_STATUS("lost", TC3_ERROR_API_SIGNATURE_EXPIRED, world_call());
    CHECK_INT("requests", 1, w->server.request_count);
    CHECK_INT("offset", 0, world_details()->clock_offset);
}

static void the_corrected_retry_counts_as_an_attempt(void **state)
{
    (void)state;
    w->config.attempts = 1;
    w->clock.seconds = WORLD_TIME - 5000;
    fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
    world_add_example();
    assert_int_equal(world_call(), TC3_ERROR_API_SIGNATURE_EXPIRED);
    CHECK_INT("requests", 1, w->server.request_count);
}

static void other_answers_do_not_move_the_clock(void **state)
{
    (void)state;
    w->clock.seconds = WORLD_TIME - 5000;
    fake_io_reply(&w->server, "200 OK", DATED, WORLD_EXAMPLE);
    assert_int_equal(world_call(), TC3_OK);
    fake_io_reply(&w->server, "200 OK", DATED, WORLD_ERROR("InternalError"));
    good_call("later");
    CHECK_INT("offset", 0, world_details()->clock_offset);
    CHECK_INT("timestamp", WORLD_TIME - 5000, timestamp_of(2));
}

static void a_correction_over_midnight_signs_for_the_other_day(void **state)
{
    sent_request request;
    tc3_text authorization;

    (void)state;
    w->clock.seconds = 1795392000 - 1; /* 2026-11-22 23:59:59 */
    fake_io_reply(&w->server, "200 OK", DATED, EXPIRED);
    good_call("corrected");
    world_request(0, &request);
    authorization = sent_request_header(&request, "Authorization");
    CHECK("the day before", memory_contains(authorization.bytes, authorization.length,
                                            "/2026-11-22/intlpartnersmgt/", 28));
    world_request(1, &request);
    authorization = sent_request_header(&request, "Authorization");
    CHECK("the server's day", memory_contains(authorization.bytes, authorization.length,
                                              "/2026-11-23/intlpartnersmgt/", 28));
}

/* ---- the signing key ---- */

static unsigned compressions_of_a_call(void)
{
    unsigned before = test_sha256_log.compressions;
    sent_request request;

    good_call("call");
    world_request(w->server.request_count - 1, &request);
    w->now_ms += 1000;
    return test_sha256_log.compressions - before;
}

static void the_key_is_derived_once_a_day(void **state)
{
    int i;

    (void)state;
    assert_in_range(compressions_of_a_call(), 15, 22);
    for (i = 0; i < 3; i++) {
        assert_in_range(compressions_of_a_call(), 1, 10);
    }
    w->clock.seconds += TC3_SECONDS_PER_DAY - WORLD_TIME % TC3_SECONDS_PER_DAY - 1;
    assert_in_range(compressions_of_a_call(), 1, 10);
    w->clock.seconds += 1;
    assert_in_range(compressions_of_a_call(), 15, 22);
    assert_in_range(compressions_of_a_call(), 1, 10);
    w->clock.seconds -= 1;
    assert_in_range(compressions_of_a_call(), 15, 22);
}

static void retries_use_the_same_key(void **state)
{
    (void)state;
    world_add_error("InternalError");
    world_add_error("InternalError");
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    assert_in_range(test_sha256_log.compressions, 15, 22 + 2 * 10);
    CHECK_INT("credentials", 2 * 3, w->credentials.borrowed);
}

static void new_credentials_bring_a_new_key(void **state)
{
    (void)state;
    assert_in_range(compressions_of_a_call(), 15, 22);
    w->credentials.secret_id = "AKIDOTHER";
    w->credentials.secret_key = "another-made-up-secret";
    w->credentials.generation++;
    assert_in_range(compressions_of_a_call(), 15, 22);
    assert_in_range(compressions_of_a_call(), 1, 10);
    w->credentials.generation = 0;
    assert_in_range(compressions_of_a_call(), 15, 22);
}

static void closing_forgets_the_key(void **state)
{
    (void)state;
    assert_in_range(compressions_of_a_call(), 15, 22);
    tc3_client_close(&w->client);
    CHECK_INT("contexts", 0, test_sha256_log.live);
    assert_in_range(compressions_of_a_call(), 15, 22);
}

static void only_the_key_holds_hash_contexts_between_calls(void **state)
{
    (void)state;
    good_call("call");
    CHECK_INT("contexts", 2, test_sha256_log.live);
    world_add_error("InvalidAction");
    assert_int_equal(world_call(), TC3_ERROR_API_REQUEST);
    CHECK_INT("contexts", 2, test_sha256_log.live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(without_the_time_nothing_is_sent),
        WORLD_TEST(the_call_works_once_the_time_is_known),
        WORLD_TEST(a_wrong_clock_is_corrected_by_the_server),
        WORLD_TEST(a_clock_at_the_end_of_its_range_is_corrected),
        WORLD_TEST(an_offset_is_forgotten_when_the_clock_is_set),
        WORLD_TEST(it_is_learnt_anew_if_the_clock_was_set_wrong),
        WORLD_TEST(an_offset_outlives_drift_and_the_wrap_of_the_time),
        WORLD_TEST(the_clock_is_corrected_once_a_call),
        WORLD_TEST(without_a_date_there_is_no_correction),
        WORLD_TEST(without_a_clock_there_is_nothing_to_correct),
        WORLD_TEST(the_corrected_retry_counts_as_an_attempt),
        WORLD_TEST(other_answers_do_not_move_the_clock),
        WORLD_TEST(a_correction_over_midnight_signs_for_the_other_day),
        WORLD_TEST(the_key_is_derived_once_a_day),
        WORLD_TEST(retries_use_the_same_key),
        WORLD_TEST(new_credentials_bring_a_new_key),
        WORLD_TEST(closing_forgets_the_key),
        WORLD_TEST(only_the_key_holds_hash_contexts_between_calls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
