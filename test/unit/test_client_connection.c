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

static void a_kept_connection_with_a_tls_fault_is_not_trusted_again(void **state)
{
    tc3_status status;

    (void)state;
    w->config.attempts = 1;
    good_call("first");
    w->server.stale = FAKE_STALE_AT_RECEIVE;
    w->server.stale_status = TC3_ERROR_TLS_RECORD;
    status = world_call();
    CHECK_STATUS("the fault", TC3_ERROR_TLS_RECORD, status);
    CHECK_INT("closed", 1, w->server.closes);
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
        WORLD_TEST(a_kept_connection_with_a_tls_fault_is_not_trusted_again),
        WORLD_TEST(a_replacement_that_cannot_connect_is_an_ordinary_failure),
        WORLD_TEST(a_new_connection_that_fails_at_once_is_not_stale),
        WORLD_TEST(a_kept_connection_that_fails_within_an_answer_is_not_stale),
        WORLD_TEST(faults_at_any_call_on_a_kept_connection_are_mended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
