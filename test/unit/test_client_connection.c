/* SPDX-License-Identifier: Apache-2.0 */
/* Which connections are kept for the next call, and what happens when a kept one is dead. */
#include "support/test.h"
#include "support/world.h"

static world *const w = &the_world;

static void good_call(const char *label)
{
    world_add_example();
    CHECK_STATUS(label, TC3_OK, world_call());
    world_check_example(label);
}

static void a_connection_is_kept_for_the_next_call(void **state)
{
    sent_request request;
    size_t i;

    (void)state;
    for (i = 0; i < 5; i++) {
        good_call("kept");
        world_request(i, &request);
        CHECK_INT("attempts", 1, world_details()->attempts);
        w->now_ms += 1000;
    }
    CHECK_INT("connections", 1, w->server.connects);
    CHECK_INT("closed", 0, w->server.closes);
    CHECK_INT("redundant closes", 0, w->server.idle_closes);
}

static void an_api_error_does_not_cost_the_connection(void **state)
{
    (void)state;
    world_add_error("InternalError");
    good_call("after a retry");
    world_add_error("InvalidAction");
    assert_int_equal(world_call(), TC3_ERROR_API_REQUEST);
    good_call("after an error");
    CHECK_INT("connections", 1, w->server.connects);
    CHECK_INT("requests", 4, w->server.request_count);
}

static void check_not_kept(const char *label, const char *answer, tc3_status then, bool is_good)
{
    tc3_status status;

    world_renew();
    w->config.attempts = 1;
    fake_io_answer(&w->server, answer, strlen(answer))->then = then;
    status = world_call();
    CHECK_INT(label, is_good, status == TC3_OK);
    w->now_ms += 1000;
    good_call(label);
    CHECK_INT(label, 2, w->server.connects);
    CHECK_INT(label, 1, w->server.closes);
}

static void some_answers_end_their_connection(void **state)
{
    (void)state;
    check_not_kept(
        "Connection: close",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 156\r\n\r\n" WORLD_EXAMPLE,
        TC3_PENDING, true);
    check_not_kept("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 156\r\n\r\n" WORLD_EXAMPLE,
                   TC3_PENDING, true);
    check_not_kept("until close", "HTTP/1.1 200 OK\r\n\r\n" WORLD_EXAMPLE, TC3_ERROR_CLOSED, true);
    check_not_kept("a byte too many",
                   "HTTP/1.1 200 OK\r\nContent-Length: 156\r\n\r\n" WORLD_EXAMPLE " ", TC3_PENDING,
                   true);
    check_not_kept("a second answer",
                   "HTTP/1.1 200 OK\r\nContent-Length: 156\r\n\r\n" WORLD_EXAMPLE
                   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                   TC3_PENDING, true);
    check_not_kept("broken HTTP", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}", TC3_PENDING,
                   false);
    check_not_kept("broken JSON", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"a\"]",
                   TC3_PENDING, false);
    check_not_kept("cut short", "HTTP/1.1 200 OK\r\nContent-Length: 156\r\n\r\n{", TC3_ERROR_CLOSED,
                   false);
    check_not_kept("silence", "HTTP/1.1 200 OK\r\n", TC3_PENDING, false);
}

/* Whether the bytes behind an answer come with its last ones or wait for the next call. */
static void bytes_after_an_answer_never_become_the_next_answer(void **state)
{
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n"
                                 "{\"Response\":{\"IssuedNum\":1},\"xxxxxxx\":11}"
                                 "HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n"
                                 "{\"Response\":{\"IssuedNum\":2}}";
    size_t piece;

    (void)state;
    for (piece = 40; piece <= 128; piece++) {
        world_renew();
        fake_io_answer(&w->server, answer, sizeof(answer) - 1)->piece = piece;
        assert_int_equal(world_call(), TC3_OK);
        CHECK_INT("the first one", 1, w->pool.issued_num);
        w->now_ms += 1000;
        good_call("the next call");
        CHECK_INT("connections", 2, w->server.connects);
    }
}

static void an_idle_connection_is_used_for_fifty_seconds(void **state)
{
    (void)state;
    good_call("first");
    w->now_ms += TC3_KEEP_ALIVE_MS - 1;
    good_call("in time");
    CHECK_INT("connections", 1, w->server.connects);
    w->now_ms += TC3_KEEP_ALIVE_MS + 1;
    good_call("too late");
    CHECK_INT("connections", 2, w->server.connects);
    CHECK_INT("attempts", 1, world_details()->attempts);
    CHECK_INT("closed", 1, w->server.closes);
}

static void closing_drops_the_connection(void **state)
{
    (void)state;
    good_call("first");
    tc3_client_close(&w->client);
    CHECK_INT("closed", 1, w->server.closes);
    good_call("second");
    CHECK_INT("connections", 2, w->server.connects);
}

/* ---- stale connections ---- */

static const tc3_status stale_statuses[] = {TC3_ERROR_CLOSED, TC3_ERROR_RESET, TC3_ERROR_NETWORK};
static const fake_stale stale_places[] = {FAKE_STALE_AT_SEND, FAKE_STALE_AT_RECEIVE};

static void a_stale_connection_is_replaced_silently(void **state)
{
    size_t i;
    size_t j;

    (void)state;
    for (i = 0; i < COUNT_OF(stale_statuses); i++) {
        for (j = 0; j < COUNT_OF(stale_places); j++) {
            sent_request request;

            world_renew();
            w->config.attempts = 1;
            good_call("first");
            w->now_ms += 10000;
            w->server.stale = stale_places[j];
            w->server.stale_status = stale_statuses[i];
            good_call("second");
            CHECK_INT("attempts", 1, world_details()->attempts);
            CHECK_INT("connections", 2, w->server.connects);
            CHECK_INT("back-offs", 0, w->random.calls);
            CHECK_INT("port error", 0, world_details()->io.port_error);
            world_request(w->server.request_count - 1, &request);
            CHECK("spacing", w->server.requests[2].start_ms - w->server.requests[1].start_ms >=
                                 TC3_REQUEST_INTERVAL_MS);
        }
    }
}

static void a_stale_connection_is_replaced_once(void **state)
{
    (void)state;
    w->config.attempts = 1;
    good_call("first");
    w->server.stale = FAKE_STALE_AT_RECEIVE;
    w->server.stale_status = TC3_ERROR_CLOSED;
    fake_io_answer(&w->server, "", 0)->then = TC3_ERROR_CLOSED;
    assert_int_equal(world_call(), TC3_ERROR_CLOSED);
    CHECK_INT("attempts", 1, world_details()->attempts);
    CHECK_INT("connections", 2, w->server.connects);
    CHECK_INT("requests", 3, w->server.request_count);
}

/* The second dead connection of a call is a failure like any other. */
static void only_one_connection_of_a_call_counts_as_stale(void **state)
{
    (void)state;
    w->config.attempts = 3;
    good_call("first");
    w->server.stale = FAKE_STALE_AT_SEND;
    w->server.stale_status = TC3_ERROR_RESET;
    world_add_error("InternalError");
    world_add_example();
    world_start();
    while (w->server.connects < 2) {
        assert_int_equal(world_step(), TC3_PENDING);
        world_wait();
    }
    w->server.stale = FAKE_STALE_AT_SEND;
    assert_int_equal(world_finish(), TC3_OK);
    CHECK_INT("attempts", 3, world_details()->attempts);
    CHECK_INT("connections", 3, w->server.connects);
    CHECK_INT("requests", 5, w->server.request_count);
    CHECK_INT("back-offs", 2, w->random.calls);
}

/* Broken records before any answer: the next connection verifies its host anew. */
static void a_kept_connection_with_a_tls_fault_is_replaced_too(void **state)
{
    (void)state;
    w->config.attempts = 1;
    good_call("first");
    w->server.stale = FAKE_STALE_AT_RECEIVE;
    w->server.stale_status = TC3_ERROR_TLS_RECORD;
    good_call("second");
    CHECK_INT("closed", 1, w->server.closes);
    CHECK_INT("connections", 2, w->server.connects);
}

static void each_call_may_find_a_dead_connection(void **state)
{
    static const fake_stale places[] = {FAKE_STALE_AT_SEND, FAKE_STALE_AT_RECEIVE,
                                        FAKE_SILENT_AT_SEND, FAKE_SILENT_AT_RECEIVE};
    size_t i;

    (void)state;
    w->config.attempts = 1;
    good_call("first");
    for (i = 0; i < COUNT_OF(places); i++) {
        w->now_ms += 10000;
        w->server.stale = places[i];
        w->server.stale_status = TC3_ERROR_RESET;
        good_call("kept and dead");
        CHECK_INT("attempts", 1, world_details()->attempts);
        CHECK_INT("connections", i + 2, w->server.connects);
        CHECK_INT("choice", TC3_ADDRESS_FIRST, w->server.choices[i + 1]);
    }
}

/* ---- connections that died without a sign ---- */

static void check_given_up(uint32_t deadline, uint32_t kept_answer, uint32_t expected)
{
    static const fake_stale places[] = {FAKE_SILENT_AT_SEND, FAKE_SILENT_AT_RECEIVE};
    size_t i;

    for (i = 0; i < COUNT_OF(places); i++) {
        world_renew();
        w->config.attempts = 1;
        w->config.deadline_ms = deadline;
        w->config.kept_answer_ms = kept_answer;
        good_call("first");
        w->now_ms += 10000;
        w->server.stale = places[i];
        good_call("second");
        CHECK_INT("given up after", expected, w->server.connect_ms[1] - w->started_ms);
        CHECK_INT("attempts", 1, world_details()->attempts);
        CHECK_INT("connections", 2, w->server.connects);
        CHECK_INT("closed", 1, w->server.closes);
        CHECK_INT("back-offs", 0, w->random.calls);
        CHECK_INT("port error", 0, world_details()->io.port_error);
    }
}

static void a_silent_kept_connection_is_replaced_in_time(void **state)
{
    (void)state;
    check_given_up(0, 0, TC3_KEPT_ANSWER_MS);
    check_given_up(60000, 2000, 2000);
    check_given_up(6000, 0, 3000);
    check_given_up(6000, UINT32_MAX, 3000);
    check_given_up(500, 0, 250);
}

static void without_time_there_is_no_replacement(void **state)
{
    (void)state;
    good_call("first");
    w->now_ms += 1000;
    w->server.stale = FAKE_SILENT_AT_RECEIVE;
    world_start();
    do {
        assert_int_equal(world_step(), TC3_PENDING);
    } while (w->wait.phase != TC3_PHASE_RECEIVE);
    w->now_ms += TC3_DEFAULT_DEADLINE_MS;
    assert_int_equal(world_step(), TC3_ERROR_TIMEOUT);
    CHECK_INT("attempts", 1, world_details()->attempts);
    CHECK_INT("phase", TC3_PHASE_RECEIVE, world_details()->phase);
    CHECK_INT("port error", FAKE_SILENT_ERROR, world_details()->io.port_error);
}

static void the_details_tell_whether_tls_was_resumed(void **state)
{
    (void)state;
    w->server.resumes = true;
    good_call("first");
    CHECK("in full", !world_details()->io.tls_resumed);
    tc3_client_close(&w->client);
    good_call("second");
    CHECK("resumed", world_details()->io.tls_resumed);
    good_call("third");
    CHECK("kept", !world_details()->io.tls_resumed);
}

/* It lives: its answer has the time of any other. */
static void a_kept_connection_that_begins_to_answer_is_waited_for(void **state)
{
    fake_answer *answer;

    (void)state;
    good_call("first");
    answer = world_add_example();
    answer->piece = answer->length / 4 + 1;
    answer->piece_ms = TC3_KEPT_ANSWER_MS + 500;
    assert_int_equal(world_call(), TC3_OK);
    CHECK_INT("elapsed", TC3_REQUEST_INTERVAL_MS + 3 * (TC3_KEPT_ANSWER_MS + 500),
              w->now_ms - w->started_ms);
    CHECK_INT("attempts", 1, world_details()->attempts);
    CHECK_INT("connections", 1, w->server.connects);
}

/* Its silence is that of a server, then: an attempt is over. */
static void silence_within_an_answer_costs_an_attempt(void **state)
{
    (void)state;
    good_call("first");
    w->now_ms += 1000;
    fake_io_answer(&w->server, "HTTP/1.1 200 OK\r\n", 17);
    good_call("second");
    CHECK_INT("attempts", 2, world_details()->attempts);
    CHECK_INT("connections", 2, w->server.connects);
    CHECK_INT("half of the time", TC3_DEFAULT_DEADLINE_MS / 2,
              w->server.connect_ms[1] - w->started_ms);
}

/* ---- between calls ---- */

static void an_idle_connection_is_let_go_when_it_is_old(void **state)
{
    uint32_t limits[] = {0, 1000, 200000};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(limits); i++) {
        uint32_t limit_ms = limits[i] == 0 ? TC3_KEEP_ALIVE_MS : limits[i];

        world_renew();
        w->config.keep_alive_ms = limits[i];
        CHECK("none yet", !tc3_client_idle(&w->client, w->now_ms));
        CHECK_INT("io calls", 0, w->server.calls);
        good_call("first");
        w->now_ms += limit_ms - 1;
        CHECK("kept", tc3_client_idle(&w->client, w->now_ms));
        CHECK_INT("closed", 0, w->server.closes);
        w->now_ms += 1;
        CHECK("too old", !tc3_client_idle(&w->client, w->now_ms));
        CHECK_INT("closed", 1, w->server.closes);
        CHECK("and gone", !tc3_client_idle(&w->client, w->now_ms));
        CHECK_INT("closed once", 1, w->server.closes + w->server.idle_closes);
        good_call("second");
        CHECK_INT("connections", 2, w->server.connects);
    }
}

static void a_connection_is_as_old_as_its_latest_answer(void **state)
{
    (void)state;
    w->config.keep_alive_ms = 2000;
    good_call("first");
    w->now_ms += 1999;
    good_call("second");
    w->now_ms += 1999;
    CHECK("kept", tc3_client_idle(&w->client, w->now_ms));
    good_call("third");
    CHECK_INT("connections", 1, w->server.connects);
    w->now_ms += 2000;
    good_call("too late");
    CHECK_INT("connections", 2, w->server.connects);
}

static void an_idle_connection_is_let_go_when_the_server_closes_it(void **state)
{
    static const tc3_status ends[] = {TC3_ERROR_CLOSED, TC3_ERROR_RESET, TC3_ERROR_TLS_RECORD};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(ends); i++) {
        unsigned calls;

        world_renew();
        world_add_example()->then = ends[i];
        assert_int_equal(world_call(), TC3_OK);
        calls = w->server.calls;
        CHECK("closed", !tc3_client_idle(&w->client, w->now_ms));
        CHECK_INT("io calls", calls + 1, w->server.calls);
        CHECK_INT("closed", 1, w->server.closes);
        world_check_example("untouched");
    }
}

static void during_a_call_idle_does_nothing(void **state)
{
    unsigned calls;
    tc3_status status;

    (void)state;
    w->server.hesitates = true;
    world_add_example();
    world_start();
    do {
        calls = w->server.calls;
        CHECK("a call is under way", tc3_client_idle(&w->client, w->now_ms));
        CHECK_INT("io calls", calls, w->server.calls);
        status = world_step();
        world_wait();
    } while (status == TC3_PENDING);
    CHECK_STATUS("outcome", TC3_OK, status);
}

static void a_replacement_that_cannot_connect_is_an_ordinary_failure(void **state)
{
    (void)state;
    w->config.attempts = 2;
    good_call("first");
    w->server.stale = FAKE_STALE_AT_SEND;
    w->server.stale_status = TC3_ERROR_RESET;
    w->server.bad_connects = 1;
    w->server.bad_connect = TC3_ERROR_REFUSED;
    w->server.bad_phase = TC3_PHASE_CONNECT;
    good_call("second");
    CHECK_INT("attempts", 2, world_details()->attempts);
    CHECK_INT("connections", 3, w->server.connects);
    CHECK_INT("back-offs", 1, w->random.calls);
}

static void a_new_connection_that_fails_at_once_is_not_stale(void **state)
{
    (void)state;
    w->config.attempts = 1;
    fake_io_answer(&w->server, "", 0)->then = TC3_ERROR_CLOSED;
    assert_int_equal(world_call(), TC3_ERROR_CLOSED);
    CHECK_INT("connections", 1, w->server.connects);
}

static void a_kept_connection_that_fails_within_an_answer_is_not_stale(void **state)
{
    (void)state;
    w->config.attempts = 1;
    good_call("first");
    fake_io_answer(&w->server, "H", 1)->then = TC3_ERROR_CLOSED;
    assert_int_equal(world_call(), TC3_ERROR_CLOSED);
    CHECK_INT("attempts", 1, world_details()->attempts);
    CHECK_INT("connections", 1, w->server.connects);
}

/* Over a kept connection: a fault at the nth io call of the second call. */
static void faults_at_any_call_on_a_kept_connection_are_mended(void **state)
{
    unsigned calls;
    unsigned n;
    size_t i;

    (void)state;
    good_call("first");
    calls = w->server.calls;
    good_call("second");
    calls = w->server.calls - calls;
    for (n = 1; n <= calls; n++) {
        for (i = 0; i < COUNT_OF(stale_statuses); i++) {
            world_renew();
            world_add_example();
            good_call("first");
            w->server.fault_at = w->server.calls + n;
            w->server.fault = stale_statuses[i];
            good_call("second");
            assert_in_range(world_details()->attempts, 1, 2);
            CHECK_INT("connections", 2, w->server.connects);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_connection_is_kept_for_the_next_call),
        WORLD_TEST(an_api_error_does_not_cost_the_connection),
        WORLD_TEST(some_answers_end_their_connection),
        WORLD_TEST(bytes_after_an_answer_never_become_the_next_answer),
        WORLD_TEST(an_idle_connection_is_used_for_fifty_seconds),
        WORLD_TEST(closing_drops_the_connection),
        WORLD_TEST(a_stale_connection_is_replaced_silently),
        WORLD_TEST(a_stale_connection_is_replaced_once),
        WORLD_TEST(only_one_connection_of_a_call_counts_as_stale),
        WORLD_TEST(a_kept_connection_with_a_tls_fault_is_replaced_too),
        WORLD_TEST(each_call_may_find_a_dead_connection),
        WORLD_TEST(a_silent_kept_connection_is_replaced_in_time),
        WORLD_TEST(without_time_there_is_no_replacement),
        WORLD_TEST(the_details_tell_whether_tls_was_resumed),
        WORLD_TEST(a_kept_connection_that_begins_to_answer_is_waited_for),
        WORLD_TEST(silence_within_an_answer_costs_an_attempt),
        WORLD_TEST(an_idle_connection_is_let_go_when_it_is_old),
        WORLD_TEST(a_connection_is_as_old_as_its_latest_answer),
        WORLD_TEST(an_idle_connection_is_let_go_when_the_server_closes_it),
        WORLD_TEST(during_a_call_idle_does_nothing),
        WORLD_TEST(a_replacement_that_cannot_connect_is_an_ordinary_failure),
        WORLD_TEST(a_new_connection_that_fails_at_once_is_not_stale),
        WORLD_TEST(a_kept_connection_that_fails_within_an_answer_is_not_stale),
        WORLD_TEST(faults_at_any_call_on_a_kept_connection_are_mended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
