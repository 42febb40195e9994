/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every fault at every place: the documented outcome, never a hang, everything closed and given
 * back.
 */
#include "support/sha256.h"
#include "support/test.h"
#include "support/world.h"

static world *const w = &the_world;

static const tc3_status network_faults[] = {TC3_ERROR_DNS,         TC3_ERROR_REFUSED,
                                            TC3_ERROR_UNREACHABLE, TC3_ERROR_RESET,
                                            TC3_ERROR_CLOSED,      TC3_ERROR_NETWORK};

static const tc3_status tls_faults[] = {TC3_ERROR_TLS_EXPIRED, TC3_ERROR_TLS_NOT_YET_VALID,
                                        TC3_ERROR_TLS_WRONG_HOST, TC3_ERROR_TLS_UNKNOWN_ISSUER,
                                        TC3_ERROR_TLS_CERTIFICATE};

static const char *label_of(const char *what, unsigned number)
{
    static char label[64];

    snprintf(label, sizeof(label), "%s %u", what, number);
    return label;
}

/* A world whose call takes many io calls, most of them twice. */
static void fresh_world(uint8_t attempts)
{
    int i;

    world_renew();
    w->server.hesitates = true;
    w->server.send_most = 100;
    w->config.attempts = attempts;
    for (i = 0; i < 4; i++) {
        world_add_example()->piece = 60;
    }
}

/* The outcome of a call whose io call `number` fails. */
static tc3_status call_with_fault(uint8_t attempts, unsigned number, tc3_status fault)
{
    fresh_world(attempts);
    w->server.fault_at = number;
    w->server.fault = fault;
    return world_call();
}

static unsigned calls_of_a_good_call(void)
{
    fresh_world(1);
    assert_int_equal(world_call(), TC3_OK);
    assert_in_range(w->server.calls, 20, 2000);
    return w->server.calls;
}

/* Each of the faults at each of the first `calls` io calls, in a world of its own each. */
static void meet_each(unsigned calls, const tc3_status *faults, size_t count,
                      void (*check)(const char *label, unsigned number, tc3_status fault))
{
    unsigned n;
    size_t i;

    for (n = 1; n <= calls; n++) {
        for (i = 0; i < count; i++) {
            check(label_of("fault at call", n), n, faults[i]);
        }
    }
}

static void check_that_it_is_the_outcome(const char *label, unsigned number, tc3_status fault)
{
    CHECK_STATUS(label, fault, call_with_fault(1, number, fault));
    CHECK_INT(label, 1, world_details()->attempts);
    CHECK_INT(label, 1000 + number, world_details()->io.port_error);
    CHECK_INT(label, 0x80, world_details()->io.tls_verify_flags);
    CHECK_INT(label, w->server.connects, w->server.closes);
}

static void a_fault_at_any_call_is_the_outcome_without_retry(void **state)
{
    (void)state;
    meet_each(calls_of_a_good_call(), network_faults, COUNT_OF(network_faults),
              check_that_it_is_the_outcome);
}

static void check_that_a_retry_mends_it(const char *label, unsigned number, tc3_status fault)
{
    CHECK_STATUS(label, TC3_OK, call_with_fault(0, number, fault));
    world_check_example(label);
    CHECK_INT(label, 2, world_details()->attempts);
    CHECK_INT(label, 0, world_details()->io.port_error);
    CHECK_INT(label, 2, w->server.connects);
    CHECK_INT(label, 1, w->server.closes);
}

static void a_passing_fault_at_any_call_is_mended_by_a_retry(void **state)
{
    (void)state;
    meet_each(calls_of_a_good_call(), network_faults, COUNT_OF(network_faults),
              check_that_a_retry_mends_it);
}

static void check_that_it_is_not_retried(const char *label, unsigned number, tc3_status fault)
{
    CHECK_STATUS(label, fault, call_with_fault(0, number, fault));
    CHECK_INT(label, 1, world_details()->attempts);
    CHECK_INT(label, 1, w->server.connects);
    CHECK_INT(label, 0, w->server.request_count);
    CHECK_INT(label, 0x80, world_details()->io.tls_verify_flags);
}

static void a_tls_verification_failure_is_never_retried(void **state)
{
    (void)state;
    meet_each(6, tls_faults, COUNT_OF(tls_faults), check_that_it_is_not_retried);
}

static void check_that_it_is_the_outcome_or_mended(const char *label, unsigned number,
                                                   tc3_status fault)
{
    const tc3_status status = call_with_fault(0, number, fault);

    if (status != TC3_OK) {
        CHECK_STATUS(label, fault, status);
    }
}

static void other_tls_faults_are_the_outcome_or_mended(void **state)
{
    static const tc3_status faults[] = {TC3_ERROR_TLS_HANDSHAKE, TC3_ERROR_TLS_RECORD,
                                        TC3_ERROR_TLS_MEMORY};

    (void)state;
    meet_each(calls_of_a_good_call(), faults, COUNT_OF(faults),
              check_that_it_is_the_outcome_or_mended);
}

static void check_phase(unsigned fault_at, tc3_phase phase)
{
    fresh_world(1);
    w->server.hesitates = false;
    w->server.fault_at = fault_at;
    w->server.fault = TC3_ERROR_RESET;
    assert_int_equal(world_call(), TC3_ERROR_RESET);
    CHECK_INT("phase", phase, world_details()->phase);
}

static void the_details_tell_the_phase_of_a_fault(void **state)
{
    static const tc3_phase phases[] = {TC3_PHASE_RESOLVE, TC3_PHASE_CONNECT, TC3_PHASE_HANDSHAKE};
    unsigned sends;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(phases); i++) {
        fresh_world(1);
        w->server.hesitates = false;
        w->server.bad_connects = 1;
        w->server.bad_connect = TC3_ERROR_NETWORK;
        w->server.bad_phase = phases[i];
        assert_int_equal(world_call(), TC3_ERROR_NETWORK);
        CHECK_INT("connecting", phases[i], world_details()->phase);
        CHECK_INT("HTTP status", 0, world_details()->http_status);
    }
    fresh_world(1);
    w->server.hesitates = false;
    assert_int_equal(world_call(), TC3_OK);
    sends = w->server.sends;
    check_phase(2, TC3_PHASE_SEND);
    check_phase(1 + sends, TC3_PHASE_SEND);
    check_phase(2 + sends, TC3_PHASE_RECEIVE);
}

static void silence_at_any_call_ends_with_the_deadline(void **state)
{
    unsigned calls = calls_of_a_good_call();
    unsigned n;
    int impatient;

    (void)state;
    for (n = 1; n <= calls; n++) {
        for (impatient = 0; impatient < 2; impatient++) {
            const char *label = label_of("silence from call", n);

            fresh_world(0);
            w->config.deadline_ms = 1500;
            w->is_impatient = impatient != 0;
            w->server.silent_from = n;
            CHECK_STATUS(label, TC3_ERROR_TIMEOUT, world_call());
            CHECK_INT(label, 1500, w->now_ms - w->started_ms);
            CHECK_INT(label, w->server.connects, w->server.closes);
            CHECK(label, world_details()->phase >= TC3_PHASE_RESOLVE);
        }
    }
}

static void the_default_deadline_is_half_a_minute(void **state)
{
    (void)state;
    w->server.silent_from = 1;
    assert_int_equal(world_call(), TC3_ERROR_TIMEOUT);
    CHECK_INT("elapsed", TC3_DEFAULT_DEADLINE_MS, w->now_ms - w->started_ms);
    CHECK_INT("phase", TC3_PHASE_RESOLVE, world_details()->phase);
}

static void no_deadline_is_longer_than_a_day(void **state)
{
    (void)state;
    w->config.deadline_ms = UINT32_MAX;
    w->server.silent_from = 1;
    assert_int_equal(world_call(), TC3_ERROR_TIMEOUT);
    CHECK_INT("elapsed", TC3_DEADLINE_MAX_MS, w->now_ms - w->started_ms);
}

static void a_step_after_the_deadline_does_no_more_io(void **state)
{
    unsigned calls;

    (void)state;
    world_add_example();
    world_start();
    assert_int_equal(world_step(), TC3_PENDING);
    assert_int_equal(world_step(), TC3_PENDING);
    calls = w->server.calls;
    w->now_ms += TC3_DEFAULT_DEADLINE_MS;
    assert_int_equal(world_step(), TC3_ERROR_TIMEOUT);
    CHECK_INT("calls", calls, w->server.calls);
}

/* The device was asleep: for days, or for weeks, after which the time has almost come around. */
static void a_call_is_over_however_long_it_was_not_stepped(void **state)
{
    static const uint32_t late_ms[] = {
        0, 1, 86400000u, 2147483647u, 2147483648u, 3000000000u, UINT32_MAX - TC3_DEADLINE_MAX_MS};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(late_ms); i++) {
        world_renew();
        w->server.silent_from = 1;
        world_start();
        assert_int_equal(world_step(), TC3_PENDING);
        assert_int_equal(world_step(), TC3_PENDING);
        w->now_ms += TC3_DEFAULT_DEADLINE_MS + late_ms[i];
        CHECK_STATUS("late", TC3_ERROR_TIMEOUT, world_step());
    }
}

static void retries_share_one_deadline(void **state)
{
    (void)state;
    w->config.attempts = 200;
    w->config.deadline_ms = 10000;
    w->random.byte = 0xff;
    w->server.bad_connects = 200;
    w->server.bad_connect = TC3_ERROR_REFUSED;
    w->server.bad_phase = TC3_PHASE_CONNECT;
    assert_int_equal(world_call(), TC3_ERROR_REFUSED);
    assert_in_range(w->now_ms - w->started_ms, 1000, 10000);
    assert_in_range(world_details()->attempts, 3, 10);
}

/* ---- no attempt uses up the deadline ---- */

static void a_silent_connection_costs_half_of_what_is_left(void **state)
{
    static const tc3_phase phases[] = {TC3_PHASE_RESOLVE, TC3_PHASE_CONNECT, TC3_PHASE_HANDSHAKE};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(phases); i++) {
        world_renew();
        w->config.deadline_ms = 20000;
        w->server.bad_connects = 2;
        w->server.bad_connect = TC3_PENDING;
        w->server.bad_phase = phases[i];
        world_add_example();
        assert_int_equal(world_call(), TC3_OK);
        CHECK_INT("attempts", 3, world_details()->attempts);
        CHECK_INT("second", 10000, w->server.connect_ms[1] - w->started_ms);
        CHECK_INT("third", 15000, w->server.connect_ms[2] - w->started_ms);
        CHECK_INT("port error", 0, world_details()->io.port_error);
    }
}

static void a_silent_answer_costs_half_of_what_is_left(void **state)
{
    (void)state;
    w->config.deadline_ms = 20000;
    fake_io_answer(&w->server, "", 0);
    fake_io_answer(&w->server, "HTTP/1.1 200 OK\r\n", 17);
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    world_check_example("third");
    CHECK_INT("attempts", 3, world_details()->attempts);
    CHECK_INT("second", 10000, w->server.connect_ms[1] - w->started_ms);
    CHECK_INT("third", 15000, w->server.connect_ms[2] - w->started_ms);
    CHECK_INT("closed", 2, w->server.closes);
}

/* Time does not pass meanwhile. */
static void step_until_waiting(tc3_phase phase)
{
    do {
        assert_int_equal(world_step(), TC3_PENDING);
    } while (w->wait.phase != phase || w->wait.events == 0);
}

/* Steps that come after the time was over, but with bytes waiting. */
static void what_has_come_meanwhile_is_taken_first(void **state)
{
    (void)state;
    w->server.hesitates = true;
    world_add_example();
    world_start();
    step_until_waiting(TC3_PHASE_RECEIVE);
    w->server.hesitates = false;
    w->now_ms += TC3_DEFAULT_DEADLINE_MS / 2 + 1000;
    assert_int_equal(world_finish(), TC3_OK);
    CHECK_INT("attempts", 1, world_details()->attempts);
}

/* From where the call waits in `phase`, nothing moves until `end_ms` after its start. */
static void fall_silent(tc3_phase phase, uint32_t end_ms)
{
    step_until_waiting(phase);
    w->server.silent_from = 1;
    while (w->now_ms - w->started_ms < end_ms) {
        w->now_ms += 100;
        assert_int_equal(world_step(), TC3_PENDING);
    }
    w->server.silent_from = 0;
}

/* Each silence is longer than half of what was left. */
static void the_last_attempt_gets_all_the_time(void **state)
{
    (void)state;
    w->config.attempts = 1;
    w->config.deadline_ms = 32000;
    w->server.hesitates = true;
    world_add_example();
    world_start();
    fall_silent(TC3_PHASE_HANDSHAKE, 17000);
    fall_silent(TC3_PHASE_SEND, 25000);
    fall_silent(TC3_PHASE_RECEIVE, 29000);
    assert_int_equal(world_finish(), TC3_OK);
    CHECK_INT("attempts", 1, world_details()->attempts);
    CHECK_INT("connections", 1, w->server.connects);
    world_renew();
    w->config.attempts = 1;
    w->server.bad_connects = 1;
    w->server.bad_connect = TC3_PENDING;
    w->server.bad_phase = TC3_PHASE_HANDSHAKE;
    assert_int_equal(world_call(), TC3_ERROR_TIMEOUT);
    CHECK_INT("elapsed", TC3_DEFAULT_DEADLINE_MS, w->now_ms - w->started_ms);
    CHECK_INT("connections", 1, w->server.connects);
}

/* A byte every ten seconds would take an hour. */
static void an_answer_that_drips_leaves_time_for_another(void **state)
{
    uint32_t second_ms;
    fake_answer *answer;

    (void)state;
    w->config.attempts = 2;
    w->config.deadline_ms = 1000000;
    answer = world_add_example();
    answer->piece = 1;
    answer->piece_ms = 10000;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    CHECK_INT("attempts", 2, world_details()->attempts);
    second_ms = w->server.connect_ms[1] - w->started_ms;
    assert_in_range(second_ms, 750000, 875000);
}

static void an_answer_that_arrives_is_waited_for(void **state)
{
    fake_answer *answer;

    (void)state;
    w->config.deadline_ms = 100000;
    answer = world_add_example();
    answer->piece = answer->length / 20 + 1;
    answer->piece_ms = 4000;
    assert_int_equal(world_call(), TC3_OK);
    CHECK_INT("attempts", 1, world_details()->attempts);
    assert_in_range(w->now_ms - w->started_ms, 60000, 87000);
}

static void a_time_out_tells_the_port_s_cause(void **state)
{
    (void)state;
    w->config.attempts = 1;
    w->server.bad_connects = 1;
    w->server.bad_connect = TC3_PENDING;
    w->server.bad_phase = TC3_PHASE_CONNECT;
    assert_int_equal(world_call(), TC3_ERROR_TIMEOUT);
    CHECK_INT("port error", FAKE_SILENT_ERROR, world_details()->io.port_error);
    CHECK_INT("phase", TC3_PHASE_CONNECT, world_details()->phase);
}

/* The connection that failed is closed by then and knows nothing any more. */
static void a_time_out_between_attempts_keeps_the_cause_before(void **state)
{
    (void)state;
    w->random.byte = 0xff;
    w->server.bad_connects = 1;
    w->server.bad_connect = TC3_ERROR_REFUSED;
    w->server.bad_phase = TC3_PHASE_CONNECT;
    world_start();
    while (w->random.calls == 0) {
        assert_int_equal(world_step(), TC3_PENDING);
    }
    w->now_ms += TC3_DEFAULT_DEADLINE_MS;
    assert_int_equal(world_step(), TC3_ERROR_TIMEOUT);
    CHECK("port error", world_details()->io.port_error > 1000);
    CHECK_INT("phase", TC3_PHASE_PAUSE, world_details()->phase);
}

static void connect_is_told_how_much_time_is_left(void **state)
{
    (void)state;
    w->config.deadline_ms = 5000;
    w->server.hesitates = true;
    w->server.ready_ms = 700;
    world_add_example();
    world_start();
    while (w->server.budget.now_ms == 0) {
        assert_int_equal(world_step(), TC3_PENDING);
    }
    CHECK_INT("now", w->now_ms, w->server.budget.now_ms);
    CHECK_INT("half of the deadline", 2500, w->server.budget.remaining_ms);
    world_wait();
    assert_int_equal(world_step(), TC3_PENDING);
    CHECK_INT("now", w->now_ms, w->server.budget.now_ms);
    CHECK_INT("left", 1800, w->server.budget.remaining_ms);
}

static void waits_of_the_io_reach_the_caller(void **state)
{
    (void)state;
    w->server.hesitates = true;
    world_add_example();
    world_start();
    do {
        assert_int_equal(world_step(), TC3_PENDING);
    } while (w->wait.events == 0);
    CHECK_INT("events", TC3_WAIT_WRITABLE, w->wait.events);
    CHECK_INT("phase", TC3_PHASE_RESOLVE, w->wait.phase);
    CHECK_INT("time", TC3_DEFAULT_DEADLINE_MS / 2, w->wait.timeout_ms);
    assert_int_equal(world_finish(), TC3_OK);
}

/* ---- the platform's faults ---- */

static void a_failing_hash_is_a_config_error(void **state)
{
    unsigned calls;
    unsigned n;

    (void)state;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    calls = test_sha256_log.calls;
    for (n = 1; n <= calls; n++) {
        const char *label = label_of("hash call", n);

        world_renew();
        world_add_example();
        test_sha256_log.fail_at = n;
        CHECK_STATUS(label, TC3_ERROR_CONFIG_HASH, world_call());
        CHECK_INT(label, 0, w->server.request_count);
        CHECK_INT(label, TC3_PHASE_SIGN, world_details()->phase);
        test_sha256_log.fail_at = 0;
        CHECK_STATUS(label, TC3_OK, world_call());
        world_check_example(label);
    }
}

static void a_failing_random_source_does_not_stop_the_retries(void **state)
{
    (void)state;
    w->random.fails = true;
    w->server.bad_connects = 1;
    w->server.bad_connect = TC3_ERROR_REFUSED;
    w->server.bad_phase = TC3_PHASE_CONNECT;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    CHECK_INT("asked", 1, w->random.calls);
    CHECK("bounded", w->now_ms - w->started_ms <= TC3_BACKOFF_MS);
}

static void a_clock_that_loses_the_time_is_reported(void **state)
{
    unsigned readings;
    unsigned n;

    (void)state;
    world_add_example();
    assert_int_equal(world_call(), TC3_OK);
    readings = w->clock.readings;
    for (n = 1; n <= readings; n++) {
        world_renew();
        world_add_example();
        w->clock.unknown_at = n;
        CHECK_STATUS(label_of("reading", n), TC3_ERROR_CLOCK_NOT_SET, world_call());
        CHECK_INT("requests", 0, w->server.request_count);
    }
}

/* ---- closing in the middle ---- */

static void closing_after_any_step_leaves_nothing_and_a_usable_client(void **state)
{
    uint32_t steps;
    uint32_t n;

    (void)state;
    fresh_world(1);
    assert_int_equal(world_call(), TC3_OK);
    steps = w->steps;
    for (n = 0; n < steps; n++) {
        uint32_t i;

        fresh_world(1);
        world_start();
        for (i = 0; i < n; i++) {
            CHECK_STATUS("step", TC3_PENDING, world_step());
            world_wait();
        }
        world_end();
        world_check_no_result(label_of("closed after step", n));
        CHECK_STATUS("idle", TC3_ERROR_CONFIG_IDLE,
                     tc3_client_step(&w->client, w->now_ms, &w->wait));
        CHECK_STATUS(label_of("closed after step", n), TC3_OK, world_call());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_fault_at_any_call_is_the_outcome_without_retry),
        WORLD_TEST(a_passing_fault_at_any_call_is_mended_by_a_retry),
        WORLD_TEST(a_tls_verification_failure_is_never_retried),
        WORLD_TEST(other_tls_faults_are_the_outcome_or_mended),
        WORLD_TEST(the_details_tell_the_phase_of_a_fault),
        WORLD_TEST(silence_at_any_call_ends_with_the_deadline),
        WORLD_TEST(the_default_deadline_is_half_a_minute),
        WORLD_TEST(no_deadline_is_longer_than_a_day),
        WORLD_TEST(a_step_after_the_deadline_does_no_more_io),
        WORLD_TEST(a_call_is_over_however_long_it_was_not_stepped),
        WORLD_TEST(retries_share_one_deadline),
        WORLD_TEST(a_silent_connection_costs_half_of_what_is_left),
        WORLD_TEST(a_silent_answer_costs_half_of_what_is_left),
        WORLD_TEST(what_has_come_meanwhile_is_taken_first),
        WORLD_TEST(the_last_attempt_gets_all_the_time),
        WORLD_TEST(an_answer_that_drips_leaves_time_for_another),
        WORLD_TEST(an_answer_that_arrives_is_waited_for),
        WORLD_TEST(a_time_out_tells_the_port_s_cause),
        WORLD_TEST(a_time_out_between_attempts_keeps_the_cause_before),
        WORLD_TEST(connect_is_told_how_much_time_is_left),
        WORLD_TEST(waits_of_the_io_reach_the_caller),
        WORLD_TEST(a_failing_hash_is_a_config_error),
        WORLD_TEST(a_failing_random_source_does_not_stop_the_retries),
        WORLD_TEST(a_clock_that_loses_the_time_is_reported),
        WORLD_TEST(closing_after_any_step_leaves_nothing_and_a_usable_client),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
