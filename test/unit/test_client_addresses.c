/* SPDX-License-Identifier: Apache-2.0 */
/* A host with several addresses, the first of which are of no use. */
#include "support/test.h"
#include "support/world.h"

static world *const w = &the_world;

/* `bad` addresses that fail like this, and a good one behind them. */
static void fresh_world(unsigned bad, tc3_status failure, tc3_phase phase)
{
    world_renew();
    w->config.attempts = 1;
    w->server.bad_connects = bad;
    w->server.bad_connect = failure;
    w->server.bad_phase = phase;
    w->server.more_addresses = bad;
    world_add_example();
}

static void check_choices(unsigned connects)
{
    unsigned i;

    CHECK_INT("connections", connects, w->server.connects);
    CHECK_INT("first", TC3_ADDRESS_FIRST, w->server.choices[0]);
    for (i = 1; i < connects; i++) {
        CHECK_INT("then", TC3_ADDRESS_NEXT, w->server.choices[i]);
    }
}

static void a_failure_to_connect_goes_on_to_the_next_address(void **state)
{
    static const struct {
        tc3_status failure;
        tc3_phase phase;
    } cases[] = {
        {TC3_ERROR_REFUSED, TC3_PHASE_CONNECT},         {TC3_ERROR_UNREACHABLE, TC3_PHASE_CONNECT},
        {TC3_ERROR_RESET, TC3_PHASE_HANDSHAKE},         {TC3_ERROR_CLOSED, TC3_PHASE_HANDSHAKE},
        {TC3_ERROR_TLS_HANDSHAKE, TC3_PHASE_HANDSHAKE}, {TC3_ERROR_NETWORK, TC3_PHASE_HANDSHAKE},
    };
    size_t i;
    unsigned bad;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        for (bad = 1; bad <= 9; bad++) {
            fresh_world(bad, cases[i].failure, cases[i].phase);
            CHECK_STATUS("outcome", TC3_OK, world_call());
            world_check_example("outcome");
            check_choices(bad + 1);
            CHECK_INT("attempts", 1, world_details()->attempts);
            CHECK_INT("back-offs", 0, w->random.calls);
            CHECK_INT("elapsed", 0, w->now_ms - w->started_ms);
        }
    }
}

static void a_silent_address_costs_half_of_what_is_left(void **state)
{
    (void)state;
    fresh_world(2, TC3_PENDING, TC3_PHASE_HANDSHAKE);
    assert_int_equal(world_call(), TC3_OK);
    check_choices(3);
    CHECK_INT("attempts", 1, world_details()->attempts);
    CHECK_INT("second", TC3_DEFAULT_DEADLINE_MS / 2, w->server.connect_ms[1] - w->started_ms);
    CHECK_INT("third", TC3_DEFAULT_DEADLINE_MS / 4 * 3, w->server.connect_ms[2] - w->started_ms);
}

static void the_last_address_gets_all_the_time(void **state)
{
    (void)state;
    fresh_world(2, TC3_PENDING, TC3_PHASE_HANDSHAKE);
    w->server.more_addresses = 1;
    assert_int_equal(world_call(), TC3_ERROR_TIMEOUT);
    check_choices(2);
    CHECK_INT("elapsed", TC3_DEFAULT_DEADLINE_MS, w->now_ms - w->started_ms);
    CHECK_INT("phase", TC3_PHASE_HANDSHAKE, world_details()->phase);
    CHECK_INT("port error", FAKE_SILENT_ERROR, world_details()->io.port_error);
}

static void a_host_that_fails_verification_is_not_asked_elsewhere(void **state)
{
    static const tc3_status failures[] = {TC3_ERROR_TLS_EXPIRED,     TC3_ERROR_TLS_NOT_YET_VALID,
                                          TC3_ERROR_TLS_WRONG_HOST,  TC3_ERROR_TLS_UNKNOWN_ISSUER,
                                          TC3_ERROR_TLS_CERTIFICATE, TC3_ERROR_TLS_MEMORY};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(failures); i++) {
        fresh_world(1, failures[i], TC3_PHASE_HANDSHAKE);
        w->config.attempts = 3;
        CHECK_STATUS("outcome", failures[i], world_call());
        CHECK_INT("connections", 1, w->server.connects);
    }
}

static void a_tls_fault_of_the_last_address_is_the_outcome(void **state)
{
    (void)state;
    fresh_world(3, TC3_ERROR_TLS_HANDSHAKE, TC3_PHASE_HANDSHAKE);
    w->server.more_addresses = 2;
    w->config.attempts = 3;
    assert_int_equal(world_call(), TC3_ERROR_TLS_HANDSHAKE);
    check_choices(3);
}

/* With the addresses used up, attempts and back-off go on; the port looks the host up anew. */
static void further_attempts_begin_behind_the_last_address(void **state)
{
    (void)state;
    fresh_world(4, TC3_ERROR_REFUSED, TC3_PHASE_CONNECT);
    w->server.more_addresses = 2;
    w->config.attempts = 3;
    assert_int_equal(world_call(), TC3_OK);
    check_choices(5);
    CHECK_INT("attempts", 3, world_details()->attempts);
    CHECK_INT("back-offs", 2, w->random.calls);
}

static void a_failure_after_connecting_is_one_of_the_attempt(void **state)
{
    (void)state;
    fresh_world(0, TC3_OK, TC3_PHASE_IDLE);
    w->server.answer_count = 0;
    fake_io_answer(&w->server, "", 0)->then = TC3_ERROR_RESET;
    world_add_example();
    w->server.more_addresses = 1;
    w->config.attempts = 2;
    assert_int_equal(world_call(), TC3_OK);
    check_choices(2);
    CHECK_INT("attempts", 2, world_details()->attempts);
    CHECK_INT("back-offs", 1, w->random.calls);
}

static void each_call_begins_with_the_first_address(void **state)
{
    (void)state;
    fresh_world(1, TC3_ERROR_RESET, TC3_PHASE_HANDSHAKE);
    assert_int_equal(world_call(), TC3_OK);
    tc3_client_close(&w->client);
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    CHECK_INT("connections", 3, w->server.connects);
    CHECK_INT("choice", TC3_ADDRESS_FIRST, w->server.choices[2]);
}

/* A port that never comes to an end of its addresses. */
static void the_deadline_bounds_the_number_of_addresses(void **state)
{
    (void)state;
    fresh_world(UINT32_MAX, TC3_ERROR_RESET, TC3_PHASE_HANDSHAKE);
    w->config.deadline_ms = 2000;
    w->is_impatient = true;
    assert_int_equal(world_call(), TC3_ERROR_TIMEOUT);
    CHECK_INT("elapsed", 2000, w->now_ms - w->started_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_failure_to_connect_goes_on_to_the_next_address),
        WORLD_TEST(a_silent_address_costs_half_of_what_is_left),
        WORLD_TEST(the_last_address_gets_all_the_time),
        WORLD_TEST(a_host_that_fails_verification_is_not_asked_elsewhere),
        WORLD_TEST(a_tls_fault_of_the_last_address_is_the_outcome),
        WORLD_TEST(further_attempts_begin_behind_the_last_address),
        WORLD_TEST(a_failure_after_connecting_is_one_of_the_attempt),
        WORLD_TEST(each_call_begins_with_the_first_address),
        WORLD_TEST(the_deadline_bounds_the_number_of_addresses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
