/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which errors are retried, how often, after how long; and the rate limit that every request keeps.
 */
#include "support/data.h"
#include "support/statuses.h"
#include "support/test.h"
#include "support/world.h"

static world *const w = &the_world;

static uint32_t gap_before(size_t request)
{
    return w->server.requests[request].start_ms - w->server.requests[request - 1].start_ms;
}

/* ---- which, and how often ---- */

static void check_retried(const char *label, bool is_retried)
{
    world_add_example();
    if (is_retried) {
        CHECK_STATUS(label, TC3_OK, world_call());
        CHECK_INT(label, 2, world_details()->attempts);
        world_check_example(label);
    } else {
        CHECK(label, world_call() != TC3_OK);
        CHECK_INT(label, 1, world_details()->attempts);
        CHECK_INT(label, 1, w->server.request_count);
        CHECK_INT(label, 0, w->random.calls);
    }
}

static void api_errors_are_retried_by_their_kind(void **state)
{
    data_node entry = data_first(data_member(data_load("error_codes.json"), "documented"));

    (void)state;
    for (; entry != DATA_NONE; entry = data_next(entry)) {
        const char *code = data_string(entry, "code");
        char kind = data_string(entry, "kind")[0];
        char body[128];

        world_renew();
        snprintf(body, sizeof(body), "{\"Response\":{\"Error\":{\"Code\":\"%s\"}}}", code);
        fake_io_reply(&w->server, "200 OK", "", body);
        check_retried(code, kind == 'R' || kind == 'L');
    }
}

static void http_errors_are_retried_if_they_may_pass(void **state)
{
    static const struct {
        const char *http_status;
        bool is_retried;
    } cases[] = {
        {"429 Too Many Requests", true}, {"500 Internal Server Error", true},
        {"502 Bad Gateway", true},       {"503 Service Unavailable", true},
        {"504 Gateway Timeout", true},   {"302 Found", false},
        {"400 Bad Request", false},      {"401 Unauthorized", false},
        {"403 Forbidden", false},        {"404 Not Found", false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        world_renew();
        fake_io_reply(&w->server, cases[i].http_status, "", "<html></html>");
        check_retried(cases[i].http_status, cases[i].is_retried);
    }
}

static void a_call_sends_as_many_requests_as_configured(void **state)
{
    static const uint8_t limits[] = {1, 2, 3, 5, 10};
    size_t i;
    unsigned n;

    (void)state;
    for (i = 0; i <= COUNT_OF(limits); i++) {
        unsigned limit = i < COUNT_OF(limits) ? limits[i] : TC3_DEFAULT_ATTEMPTS;

        world_renew();
        w->config.attempts = i < COUNT_OF(limits) ? limits[i] : 0;
        w->config.deadline_ms = 3600000;
        for (n = 0; n < 12; n++) {
            world_add_error("InternalError");
        }
        CHECK_STATUS("busy", TC3_ERROR_API_BUSY, world_call());
        CHECK_INT("requests", limit, w->server.request_count);
        CHECK_INT("attempts", limit, world_details()->attempts);
        CHECK_INT("back-offs", limit - 1, w->random.calls);
        CHECK_STRING("code", "InternalError", world_details()->api.code);
        CHECK_STRING("id", "r-1", world_details()->api.request_id);
    }
}

static void each_attempt_is_signed_anew(void **state)
{
    uint32_t timestamps[3];
    sent_request request;
    size_t i;

    (void)state;
    w->clock.seconds = WORLD_TIME - w->now_ms / 1000;
    w->clock.now_ms = &w->now_ms;
    w->random.byte = 0xff;
    world_add_error("RequestLimitExceeded");
    world_add_error("RequestLimitExceeded");
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    for (i = 0; i < 3; i++) {
        world_request(i, &request);
        timestamps[i] = sent_request_timestamp(&request);
    }
    assert_in_range(timestamps[1] - timestamps[0], 1, 2);
    assert_in_range(timestamps[2] - timestamps[1], 3, 4);
}

static void the_last_failure_is_the_outcome(void **state)
{
    (void)state;
    w->config.attempts = 3;
    world_add_error("InternalError");
    fake_io_reply(&w->server, "502 Bad Gateway", "", "<html></html>");
    world_add_error("AuthFailure.TokenFailure");
    assert_int_equal(world_call(), TC3_ERROR_API_CREDENTIALS);
    CHECK_INT("attempts", 3, world_details()->attempts);
    CHECK_INT("HTTP status", 200, world_details()->http_status);
    CHECK_STRING("code", "AuthFailure.TokenFailure", world_details()->api.code);
}

static void what_an_earlier_attempt_said_does_not_linger(void **state)
{
    (void)state;
    w->config.attempts = 2;
    world_add_error("InternalError");
    fake_io_reply(&w->server, "502 Bad Gateway", "", "<html></html>");
    assert_int_equal(world_call(), TC3_ERROR_HTTP_SERVER);
    CHECK_INT("HTTP status", 502, world_details()->http_status);
    CHECK_STRING("code", "", world_details()->api.code);
    CHECK_STRING("id", "", world_details()->api.request_id);
}

/* ---- after how long ---- */

static void run_retries(const char *body, uint8_t random, unsigned attempts)
{
    unsigned n;

    world_renew();
    w->config.attempts = (uint8_t)attempts;
    w->config.deadline_ms = 3600000;
    w->random.byte = random;
    for (n = 0; n < attempts; n++) {
        fake_io_reply(&w->server, "200 OK", "", body);
    }
    CHECK("fails", world_call() != TC3_OK);
    CHECK_INT("requests", attempts, w->server.request_count);
}

static void check_back_off(const char *body, uint32_t first_limit)
{
    const unsigned attempts = 10;
    uint32_t limit = first_limit;
    unsigned n;

    run_retries(body, 0xff, attempts);
    for (n = 1; n < attempts; n++) {
        assert_in_range(gap_before(n), limit - limit / 50, limit);
        limit = limit * 2 < TC3_BACKOFF_MAX_MS ? limit * 2 : TC3_BACKOFF_MAX_MS;
    }
    limit = first_limit;
    run_retries(body, 0x80, attempts);
    for (n = 1; n < attempts; n++) {
        uint32_t half = limit / 2 > TC3_REQUEST_INTERVAL_MS ? limit / 2 : TC3_REQUEST_INTERVAL_MS;

        assert_in_range(gap_before(n), half - half / 50, half + half / 50);
        limit = limit * 2 < TC3_BACKOFF_MAX_MS ? limit * 2 : TC3_BACKOFF_MAX_MS;
    }
    run_retries(body, 0x00, attempts);
    for (n = 1; n < attempts; n++) {
        CHECK_INT("no longer than the rate limit", TC3_REQUEST_INTERVAL_MS, gap_before(n));
    }
}

static void back_off_doubles_with_full_jitter(void **state)
{
    (void)state;
    check_back_off(WORLD_ERROR("InternalError"), TC3_BACKOFF_MS);
}

static void back_off_is_longer_after_a_rate_limit(void **state)
{
    (void)state;
    check_back_off(WORLD_ERROR("RequestLimitExceeded.UinLimitExceeded"), TC3_RATE_BACKOFF_MS);
}

static void the_wait_names_the_pause(void **state)
{
    (void)state;
    w->random.byte = 0xff;
    world_add_error("InternalError");
    world_add_example();
    world_start();
    while (w->random.calls == 0) {
        assert_int_equal(world_step(), TC3_PENDING);
    }
    while (w->wait.timeout_ms == 0) {
        assert_int_equal(world_step(), TC3_PENDING);
    }
    CHECK_INT("phase", TC3_PHASE_PAUSE, w->wait.phase);
    CHECK_INT("events", 0, w->wait.events);
    assert_in_range(w->wait.timeout_ms, 400, TC3_BACKOFF_MS);
    w->now_ms += w->wait.timeout_ms / 2;
    assert_int_equal(world_step(), TC3_PENDING);
    assert_in_range(w->wait.timeout_ms, 200, TC3_BACKOFF_MS / 2 + 1);
    w->now_ms += w->wait.timeout_ms - 1;
    assert_int_equal(world_step(), TC3_PENDING);
    CHECK_INT("phase", TC3_PHASE_PAUSE, w->wait.phase);
    CHECK_INT("left", 1, w->wait.timeout_ms);
    assert_int_equal(world_finish(), TC3_OK);
}

static void a_back_off_beyond_the_deadline_is_not_begun(void **state)
{
    (void)state;
    w->config.deadline_ms = 300;
    w->random.byte = 0xff;
    world_add_error("InternalError");
    world_add_example();
    assert_int_equal(world_call(), TC3_ERROR_API_BUSY);
    CHECK_INT("elapsed", 0, w->now_ms - w->started_ms);
    CHECK_STRING("code", "InternalError", world_details()->api.code);
}

/* No time is left unused that another attempt could have. */
static void a_back_off_after_silence_leaves_time_for_another_attempt(void **state)
{
    (void)state;
    w->config.deadline_ms = 1000;
    w->random.byte = 0xff;
    fake_io_answer(&w->server, "", 0);
    fake_io_answer(&w->server, "", 0);
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    CHECK_INT("attempts", 3, world_details()->attempts);
}

/* ---- the rate limit ---- */

static void check_spacing(size_t requests)
{
    size_t i;

    CHECK_INT("requests", requests, w->server.request_count);
    for (i = 1; i < requests; i++) {
        CHECK("spacing", gap_before(i) >= TC3_REQUEST_INTERVAL_MS);
        CHECK("no longer than needed", gap_before(i) <= TC3_REQUEST_INTERVAL_MS + 2);
    }
}

static void make_calls(unsigned count, const char *headers)
{
    unsigned n;

    for (n = 0; n < count; n++) {
        fake_io_reply(&w->server, "200 OK", headers, WORLD_EXAMPLE);
        CHECK_STATUS("call", TC3_OK, world_call());
    }
}

static void calls_in_a_row_keep_the_rate_limit(void **state)
{
    (void)state;
    make_calls(12, "");
    check_spacing(12);
}

static void an_impatient_caller_keeps_it_too(void **state)
{
    (void)state;
    w->is_impatient = true;
    make_calls(12, "");
    CHECK_INT("requests", 12, w->server.request_count);
    CHECK("rate", w->server.requests[11].start_ms - w->server.requests[0].start_ms >=
                      11 * TC3_REQUEST_INTERVAL_MS);
}

static void new_connections_keep_it_too(void **state)
{
    (void)state;
    make_calls(12, "Connection: close\r\n");
    check_spacing(12);
    CHECK_INT("connections", 12, w->server.connects);
}

static void it_survives_closing_the_client(void **state)
{
    (void)state;
    make_calls(1, "");
    tc3_client_close(&w->client);
    make_calls(1, "");
    check_spacing(2);
}

static void the_first_call_and_a_late_one_do_not_wait(void **state)
{
    (void)state;
    make_calls(1, "");
    CHECK_INT("first", 0, w->now_ms - w->started_ms);
    w->now_ms += TC3_REQUEST_INTERVAL_MS;
    make_calls(1, "");
    CHECK_INT("late", 0, w->now_ms - w->started_ms);
}

static void the_first_call_does_not_wait_at_any_time(void **state)
{
    uint32_t now_ms;

    (void)state;
    for (now_ms = 0; now_ms < 2 * TC3_REQUEST_INTERVAL_MS; now_ms += 30) {
        world_renew();
        w->now_ms = now_ms;
        make_calls(1, "");
        CHECK_INT("elapsed", 0, w->now_ms - w->started_ms);
    }
}

static void the_interval_may_be_longer_than_the_deadline(void **state)
{
    (void)state;
    w->config.deadline_ms = TC3_REQUEST_INTERVAL_MS / 2;
    make_calls(1, "");
    world_add_example();
    assert_int_equal(world_call(), TC3_ERROR_TIMEOUT);
    CHECK_INT("elapsed", TC3_REQUEST_INTERVAL_MS / 2, w->now_ms - w->started_ms);
    CHECK_INT("requests", 1, w->server.request_count);
}

static void the_interval_is_a_pause(void **state)
{
    (void)state;
    make_calls(1, "");
    world_add_example();
    world_start();
    assert_int_equal(world_step(), TC3_PENDING);
    CHECK_INT("phase", TC3_PHASE_PAUSE, w->wait.phase);
    CHECK_INT("left", TC3_REQUEST_INTERVAL_MS, w->wait.timeout_ms);
    CHECK_INT("events", 0, w->wait.events);
    w->now_ms += TC3_REQUEST_INTERVAL_MS - 1;
    assert_int_equal(world_step(), TC3_PENDING);
    CHECK_INT("left", 1, w->wait.timeout_ms);
    w->now_ms += TC3_DEFAULT_DEADLINE_MS;
    assert_int_equal(world_step(), TC3_ERROR_TIMEOUT);
    CHECK_INT("phase", TC3_PHASE_PAUSE, world_details()->phase);
}

/* ---- actions that must not be carried out twice ---- */

static tc3_action single_action;

/* A world whose action is not repeatable, with a kept connection if `calls` is not 0. */
static void single_world(unsigned calls)
{
    world_renew();
    single_action = tc3_query_voucher_pool;
    single_action.repeatable = false;
    w->action = &single_action;
    make_calls(calls, "");
    w->now_ms += 1000;
}

static void check_sent_once(const char *label, tc3_status expected)
{
    size_t before = w->server.request_count;

    CHECK_STATUS(label, expected, world_call());
    CHECK_INT(label, before + 1, w->server.request_count);
    CHECK_INT(label, 1, world_details()->attempts);
    CHECK_INT(label, 0, w->random.calls);
}

static void what_may_have_left_is_not_sent_again(void **state)
{
    static const char *const answers[] = {"200 OK", "500 Internal Server Error", "502 Bad Gateway"};
    unsigned fault_at;
    unsigned calls;
    size_t i;

    (void)state;
    single_world(0);
    make_calls(1, WORLD_HEADERS);
    calls = w->server.calls;
    for (fault_at = 2; fault_at <= calls; fault_at++) {
        single_world(0);
        w->server.fault_at = fault_at;
        w->server.fault = TC3_ERROR_RESET;
        world_add_example();
        check_sent_once("reset", TC3_ERROR_RESET);
    }
    for (i = 0; i < COUNT_OF(answers); i++) {
        single_world(0);
        fake_io_reply(&w->server, answers[i], WORLD_HEADERS, WORLD_ERROR("InternalError"));
        world_add_example();
        check_sent_once(answers[i], TC3_ERROR_API_BUSY);
    }
    single_world(0);
    fake_io_answer(&w->server, "", 0);
    world_add_example();
    check_sent_once("silence", TC3_ERROR_TIMEOUT);
    CHECK_INT("elapsed", TC3_DEFAULT_DEADLINE_MS, w->now_ms - w->started_ms);
}

static void nor_over_a_kept_connection(void **state)
{
    static const struct {
        fake_stale stale;
        tc3_status outcome;
    } cases[] = {{FAKE_STALE_AT_SEND, TC3_ERROR_CLOSED},
                 {FAKE_STALE_AT_RECEIVE, TC3_ERROR_CLOSED},
                 {FAKE_SILENT_AT_SEND, TC3_ERROR_TIMEOUT},
                 {FAKE_SILENT_AT_RECEIVE, TC3_ERROR_TIMEOUT}};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        single_world(1);
        w->server.stale = cases[i].stale;
        w->server.stale_status = TC3_ERROR_CLOSED;
        world_add_example();
        check_sent_once("kept", cases[i].outcome);
        CHECK_INT("connections", 1, w->server.connects);
    }
}

static void what_was_not_sent_or_was_refused_is_sent_again(void **state)
{
    (void)state;
    single_world(0);
    w->server.bad_connects = 1;
    w->server.bad_connect = TC3_ERROR_RESET;
    w->server.bad_phase = TC3_PHASE_HANDSHAKE;
    world_add_example();
    CHECK_STATUS("connecting", TC3_OK, world_call());
    CHECK_INT("attempts", 2, world_details()->attempts);

    single_world(0);
    world_add_example()->then = TC3_ERROR_CLOSED;
    CHECK_STATUS("first", TC3_OK, world_call());
    world_add_example();
    CHECK_STATUS("found dead before sending", TC3_OK, world_call());
    CHECK_INT("connections", 2, w->server.connects);
    CHECK_INT("attempts", 1, world_details()->attempts);

    single_world(0);
    world_add_error("RequestLimitExceeded");
    world_add_example();
    CHECK_STATUS("rate limit", TC3_OK, world_call());
    CHECK_INT("attempts", 2, world_details()->attempts);

    single_world(0);
    fake_io_reply(&w->server, "200 OK", "Date: " WORLD_DATE "\r\n",
                  WORLD_ERROR("AuthFailure.SignatureExpire"));
    world_add_example();
    CHECK_STATUS("clock", TC3_OK, world_call());
    CHECK_INT("attempts", 2, world_details()->attempts);
}

/* ---- monotonic time that wraps ---- */

static void run_all_kinds_of_waiting(uint32_t start_ms, uint32_t *times, uint32_t *end_ms)
{
    size_t i;

    world_renew();
    w->now_ms = start_ms;
    w->random.byte = 0xc0;
    world_add_error("RequestLimitExceeded");
    world_add_error("InternalError");
    world_add_example();
    world_add_example();
    world_add_example();
    CHECK_STATUS("retried", TC3_OK, world_call());
    CHECK_STATUS("spaced", TC3_OK, world_call());
    w->now_ms += TC3_KEEP_ALIVE_MS - 1000;
    CHECK_STATUS("kept", TC3_OK, world_call());
    CHECK_INT("one connection", 1, w->server.connects);
    w->now_ms += TC3_KEEP_ALIVE_MS + 1000;
    CHECK_STATUS("silent", TC3_ERROR_TIMEOUT, world_call());
    CHECK_INT("other connections", 4, w->server.connects);
    CHECK_INT("requests", 8, w->server.request_count);
    for (i = 0; i < 8; i++) {
        times[i] = w->server.requests[i].start_ms - start_ms;
    }
    *end_ms = w->now_ms - start_ms;
}

static void nothing_changes_when_the_time_wraps(void **state)
{
    static const uint32_t before_ms[] = {1,    2,    100,   210,   500,   1500,
                                         2500, 4000, 20000, 60000, 150000};
    uint32_t expected[8];
    uint32_t expected_end;
    size_t i;

    (void)state;
    run_all_kinds_of_waiting(12345, expected, &expected_end);
    for (i = 0; i < COUNT_OF(before_ms); i++) {
        uint32_t times[8];
        uint32_t end;

        run_all_kinds_of_waiting(0u - before_ms[i], times, &end);
        CHECK_BYTES("times", expected, sizeof(expected), times, sizeof(times));
        CHECK_INT("end", expected_end, end);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(api_errors_are_retried_by_their_kind),
        WORLD_TEST(http_errors_are_retried_if_they_may_pass),
        WORLD_TEST(a_call_sends_as_many_requests_as_configured),
        WORLD_TEST(each_attempt_is_signed_anew),
        WORLD_TEST(the_last_failure_is_the_outcome),
        WORLD_TEST(what_an_earlier_attempt_said_does_not_linger),
        WORLD_TEST(back_off_doubles_with_full_jitter),
        WORLD_TEST(back_off_is_longer_after_a_rate_limit),
        WORLD_TEST(the_wait_names_the_pause),
        WORLD_TEST(a_back_off_beyond_the_deadline_is_not_begun),
        WORLD_TEST(a_back_off_after_silence_leaves_time_for_another_attempt),
        WORLD_TEST(calls_in_a_row_keep_the_rate_limit),
        WORLD_TEST(an_impatient_caller_keeps_it_too),
        WORLD_TEST(new_connections_keep_it_too),
        WORLD_TEST(it_survives_closing_the_client),
        WORLD_TEST(the_first_call_and_a_late_one_do_not_wait),
        WORLD_TEST(the_first_call_does_not_wait_at_any_time),
        WORLD_TEST(the_interval_may_be_longer_than_the_deadline),
        WORLD_TEST(the_interval_is_a_pause),
        WORLD_TEST(what_may_have_left_is_not_sent_again),
        WORLD_TEST(nor_over_a_kept_connection),
        WORLD_TEST(what_was_not_sent_or_was_refused_is_sent_again),
        WORLD_TEST(nothing_changes_when_the_time_wraps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
