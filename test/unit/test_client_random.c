/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thousands of calls over connections whose every step is drawn by lot, the same ones each time:
 * whatever happens in whatever order, what the headers promise holds.
 */
#include "support/test.h"
#include "support/world.h"

/** Calls, each with a fate of its own; a client makes so many of them, then there is a new one. */
#define CALLS             10000u
#define CALLS_OF_A_CLIENT 6u
/** Most addresses that a host has. */
#define ADDRESSES_MAX     5u
/** What is left of a call's time counts as nothing where a step takes longer. */
#define LONGEST_STEP_MS   40u
/** Steps in a row that ask for the next one at once. */
#define RESTLESS_STEPS    300u

/** What an answer means for a request that must not be carried out twice. */
typedef enum refusal {
    MAY_BE_DONE, /* perhaps the service has carried it out */
    NOT_DONE     /* the service says that it has not */
} refusal;

typedef struct scene {
    const char *text;
    refusal refusal;
    bool is_good;
} scene;

#define HEAD(status, headers) "HTTP/1.1 " status "\r\n" headers
#define CHUNKED(body)         "Transfer-Encoding: chunked\r\n\r\n" body

static const scene scenes[] = {
    {HEAD("200 OK", "Content-Length: 17\r\n\r\n{\"Response\":{}}  "), MAY_BE_DONE, true},
    {HEAD("200 OK", "Connection: close\r\n\r\n{\"Response\":{}}"), MAY_BE_DONE, true},
    {HEAD("200 OK", CHUNKED("f\r\n{\"Response\":{}}\r\n0\r\n\r\n")), MAY_BE_DONE, true},
    {HEAD("200 OK", "Connection: close\r\nContent-Length: 15\r\n\r\n{\"Response\":{}}"),
     MAY_BE_DONE, true},
    {HEAD("200 OK", "Content-Length: 28\r\n\r\n{\"Response\":{\"IssuedNum\":7]}"), MAY_BE_DONE,
     false},
    {HEAD("503 Busy", "Content-Length: 0\r\n\r\n"), MAY_BE_DONE, false},
    {HEAD("429 Slow", "Content-Length: 0\r\n\r\n"), NOT_DONE, false},
    {HEAD("429 Slow", "Connection: close\r\nContent-Length: 0\r\n\r\n"), NOT_DONE, false},
    {HEAD("200 OK", CHUNKED("32\r\n{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded"
                            "\r\n6\r\n\"}}}  \r\n0\r\n\r\n")),
     NOT_DONE, false},
    {HEAD("200 OK", "Date: Mon, 23 Nov 2026 06:29:55 GMT\r\n" CHUNKED(
                        "40\r\n{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.SignatureExpire"
                        "\"}}}   \r\n0\r\n\r\n")),
     NOT_DONE, false},
    {HEAD("200 OK", CHUNKED("2f\r\n{\"Response\":{\"Error\":{\"Code\":\"InternalError\"}}}\r\n0\r\n"
                            "\r\n")),
     MAY_BE_DONE, false},
    {"junk\r\n", MAY_BE_DONE, false},
};

static world *const w = &the_world;

/** The host, and what is known about the call under way. */
static struct {
    uint32_t lot;
    tc3_io io;
    bool is_begun;
    bool is_open;
    bool is_failed;
    bool is_silent;       /* until it is closed */
    bool is_sending;      /* a request has begun on this connection and no answer yet */
    bool is_hopeless;     /* a request that may not be repeated may have been carried out */
    uint32_t ready_at_ms; /* end of the latest TC3_PENDING */
    unsigned faultiness;  /* percent of steps that fail or fall silent */
    unsigned addresses;   /* behind the one that was tried last */
    unsigned connects;    /* of the call */
    unsigned requests;    /* of the call */
    unsigned restless;    /* steps in a row without pause and without progress */
    const scene *answer;  /* being given */
    bool is_unasked;      /* it answers no request */
    size_t given;         /* bytes of it */
    bool last_good;       /* the latest answer of the call was good and came whole */
} host;

/* ---- lots ---- */

static uint32_t draw(uint32_t count)
{
    host.lot = host.lot * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)host.lot * count >> 32);
}

static bool happens(unsigned percent)
{
    return draw(100) < percent;
}

static tc3_status draw_failure(const tc3_status *failures, size_t count)
{
    host.is_failed = true;
    return failures[draw((uint32_t)count)];
}

static tc3_status not_yet(tc3_wait *wait, unsigned events, tc3_phase phase)
{
    static const uint32_t delays_ms[] = {0, 1, 3, 20, 200, 2000, 9000};
    wait->events = (uint8_t)events;
    wait->phase = (uint8_t)phase;
    wait->timeout_ms = TC3_WAIT_FOREVER;
    host.ready_at_ms = w->now_ms + delays_ms[draw(COUNT_OF(delays_ms))];
    return TC3_PENDING;
}

/* ---- the host ---- */

static bool is_ready(void)
{
    return !host.is_silent && w->now_ms - host.ready_at_ms <= INT32_MAX;
}

static tc3_status host_connect(void *context, const tc3_endpoint *endpoint, tc3_time_budget time,
                               tc3_wait *wait)
{
    static const tc3_status failures[] = {
        TC3_ERROR_DNS,     TC3_ERROR_REFUSED,       TC3_ERROR_RESET,         TC3_ERROR_CLOSED,
        TC3_ERROR_NETWORK, TC3_ERROR_TLS_HANDSHAKE, TC3_ERROR_TLS_WRONG_HOST};
    (void)context;
    (void)endpoint;
    CHECK("connect() after close()", !host.is_open && !host.is_failed);
    CHECK("time for connect()", time.remaining_ms > 0);
    if (!host.is_begun) {
        host.is_begun = true;
        host.connects++;
        if (time.address == TC3_ADDRESS_FIRST || host.addresses == 0) {
            host.addresses = draw(ADDRESSES_MAX);
        } else if (time.address == TC3_ADDRESS_NEXT) {
            host.addresses--;
        }
        host.is_silent = happens(host.faultiness / 2);
        return not_yet(wait, TC3_WAIT_WRITABLE, TC3_PHASE_RESOLVE);
    }
    if (!is_ready()) {
        wait->phase = TC3_PHASE_HANDSHAKE;
        wait->events = TC3_WAIT_READABLE;
        wait->timeout_ms = TC3_WAIT_FOREVER;
        return TC3_PENDING;
    }
    if (happens(host.faultiness)) {
        wait->phase = TC3_PHASE_HANDSHAKE;
        return draw_failure(failures, COUNT_OF(failures));
    }
    wait->phase = TC3_PHASE_HANDSHAKE;
    host.is_open = true;
    return TC3_OK;
}

static size_t bytes_left(void)
{
    return host.answer == NULL ? 0 : strlen(host.answer->text) - host.given;
}

/* Bytes that have come before the request: the client can see them. */
static bool is_unasked_there(void)
{
    return host.is_unasked && bytes_left() > 0;
}

/* What a send or receive finds; TC3_OK: it may go on. */
static tc3_status go_on(tc3_wait *wait, unsigned events, tc3_phase phase)
{
    static const tc3_status failures[] = {TC3_ERROR_RESET, TC3_ERROR_CLOSED, TC3_ERROR_NETWORK,
                                          TC3_ERROR_TLS_RECORD};
    CHECK("an open connection", host.is_open && !host.is_failed);
    if (!is_ready()) {
        wait->events = (uint8_t)events;
        wait->phase = (uint8_t)phase;
        wait->timeout_ms = TC3_WAIT_FOREVER;
        return TC3_PENDING;
    }
    if (happens(host.faultiness / 4)) {
        return draw_failure(failures, COUNT_OF(failures));
    }
    if (happens(host.faultiness / 8)) {
        host.is_silent = true;
    }
    return happens(20) && !is_unasked_there() ? not_yet(wait, events, phase) : TC3_OK;
}

static tc3_status host_send(void *context, const uint8_t *bytes, size_t length, size_t *sent,
                            tc3_wait *wait)
{
    (void)context;
    (void)bytes;
    if (!host.is_sending) {
        CHECK("no request is sent again that may not be", !host.is_hopeless);
        host.is_sending = true;
        host.is_hopeless = !w->action->repeatable;
        host.requests++;
        host.last_good = false;
    }
    const tc3_status status = go_on(wait, TC3_WAIT_WRITABLE, TC3_PHASE_SEND);
    if (status == TC3_OK) {
        *sent = 1 + draw((uint32_t)length);
    }
    return status;
}

static void begin_answer(const scene *answer, bool is_unasked)
{
    host.answer = answer;
    host.is_unasked = is_unasked;
    host.given = 0;
}

static void finish_answer(void)
{
    host.last_good = host.answer->is_good && !host.is_unasked;
    host.is_hopeless = host.is_hopeless && host.answer->refusal == MAY_BE_DONE;
}

static tc3_status host_receive(void *context, uint8_t *bytes, size_t capacity, size_t *received,
                               tc3_wait *wait)
{
    (void)context;
    const tc3_status status = go_on(wait, TC3_WAIT_READABLE, TC3_PHASE_RECEIVE);
    if (status != TC3_OK) {
        return status;
    }
    if (host.is_sending && bytes_left() == 0) {
        host.is_sending = false;
        begin_answer(&scenes[draw(happens(50) ? 4 : COUNT_OF(scenes))], false);
    }
    const size_t left = bytes_left();
    if (left == 0) {
        if (host.answer != NULL && strstr(host.answer->text, "close") != NULL) {
            host.is_failed = true;
            return TC3_ERROR_CLOSED;
        }
        return not_yet(wait, TC3_WAIT_READABLE, TC3_PHASE_RECEIVE);
    }
    *received = 1 + draw((uint32_t)(left < capacity ? left : capacity));
    memcpy(bytes, host.answer->text + host.given, *received);
    host.given += *received;
    if (*received == left) {
        finish_answer();
    }
    return TC3_OK;
}

static void host_close(void *context)
{
    (void)context;
    host.is_begun = false;
    host.is_open = false;
    host.is_failed = false;
    host.is_silent = false;
    host.is_sending = false;
    host.answer = NULL;
}

static void host_explain(void *context, tc3_io_details *details)
{
    (void)context;
    memset(details, 0, sizeof(*details));
    details->more_addresses = host.addresses > 0;
}

/* ---- calls ---- */

static uint32_t draw_duration(void)
{
    static const uint32_t durations[] = {0, 1, 100, 300, 3000, 20000, 60000, 86400000, UINT32_MAX};
    return durations[draw(COUNT_OF(durations))];
}

static void new_client(void)
{
    static tc3_action actions[2];
    size_t i;

    tc3_client_close(&w->client);
    host_close(NULL);
    for (i = 0; i < COUNT_OF(actions); i++) {
        actions[i] = tc3_query_voucher_pool;
        actions[i].repeatable = i == 0;
    }
    w->action = &actions[happens(30)];
    w->now_ms = happens(50) ? UINT32_MAX - draw(100000) : draw(UINT32_MAX);
    w->random.byte = (uint8_t)draw(256);
    w->config.io = &host.io;
    w->config.deadline_ms = draw_duration();
    w->config.keep_alive_ms = draw_duration();
    w->config.kept_answer_ms = draw_duration();
    w->config.attempts = (uint8_t)(happens(90) ? draw(5) : 255);
    world_init_client();
}

static uint32_t call_duration(void)
{
    const uint32_t configured = w->config.deadline_ms;

    if (configured == 0) {
        return TC3_DEFAULT_DEADLINE_MS;
    }
    return configured < TC3_DEADLINE_MAX_MS ? configured : TC3_DEADLINE_MAX_MS;
}

/* Time passes as asked for, or a step comes too early, or too late. */
static void pass_time(void)
{
    const uint32_t ready_in_ms = host.ready_at_ms - w->now_ms;
    uint32_t pause_ms = w->wait.timeout_ms;

    if (w->wait.events != 0 && !host.is_silent && ready_in_ms < pause_ms) {
        pause_ms = ready_in_ms;
    }
    if (happens(10)) {
        pause_ms = draw(pause_ms < UINT32_MAX ? pause_ms + 1 : pause_ms);
    } else if (happens(10)) {
        pause_ms += draw(LONGEST_STEP_MS);
    }
    if (happens(1) && happens(5)) {
        pause_ms += draw(100000);
    }
    w->now_ms += pause_ms;
    if (happens(1)) {
        w->clock.seconds += draw(2000) - 1000;
    }
}

static void check_outcome(tc3_status status)
{
    const tc3_details *details = world_details();
    const unsigned attempts = w->config.attempts == 0 ? TC3_DEFAULT_ATTEMPTS : w->config.attempts;
    const uint32_t elapsed_ms = w->now_ms - w->started_ms;

    CHECK("good only by a good answer", status != TC3_OK || host.last_good);
    /* One more after SignatureExpire, and one for a kept connection. */
    CHECK("attempts", details->attempts <= attempts);
    CHECK("requests", host.requests <= attempts + 1);
    CHECK("attempts of the requests", host.requests <= (unsigned)details->attempts + 1);
    if (status == TC3_ERROR_TIMEOUT) {
        CHECK("the deadline has passed", elapsed_ms >= call_duration());
    }
    CHECK("closed after a failure", !host.is_failed);
    CHECK_INT("the client knows", host.is_open, w->client.connected);
}

static void make_call(void)
{
    uint32_t start_ms = 0;
    bool has_started = false;
    tc3_status status;

    host.faultiness = (unsigned[]){0, 5, 30, 80, 100}[draw(5)];
    host.connects = 0;
    host.requests = 0;
    host.restless = 0;
    host.is_hopeless = false;
    host.last_good = false;
    if (host.is_open && bytes_left() == 0 && happens(20)) {
        begin_answer(&scenes[0], true);
        host.ready_at_ms = w->now_ms;
    }
    world_start();
    for (;;) {
        const uint8_t phase = w->client.phase;
        const uint32_t now_ms = w->now_ms;
        status = world_step();
        if (phase == TC3_PHASE_SIGN && w->client.phase == TC3_PHASE_SEND) {
            CHECK("spacing of requests",
                  !has_started || now_ms - start_ms >= TC3_REQUEST_INTERVAL_MS);
            has_started = true;
            start_ms = now_ms;
        }
        if (status != TC3_PENDING) {
            break;
        }
        CHECK("failures are followed by close()", !host.is_failed);
        pass_time();
        host.restless = now_ms == w->now_ms ? host.restless + 1 : 0;
        CHECK("no busy loop", host.restless < RESTLESS_STEPS);
    }
    check_outcome(status);
}

static void idle(void)
{
    unsigned i;

    for (i = draw(4); i > 0; i--) {
        w->now_ms += draw(30000);
        const bool is_kept = tc3_client_idle(&w->client, w->now_ms);
        CHECK_INT("kept", host.is_open && !host.is_failed, is_kept);
    }
}

static void whatever_happens_the_promises_hold(void **state)
{
    unsigned i;

    (void)state;
    host.lot = 1;
    host.io = w->server.io;
    host.io.connect = host_connect;
    host.io.send = host_send;
    host.io.receive = host_receive;
    host.io.close = host_close;
    host.io.explain = host_explain;
    for (i = 0; i < CALLS; i++) {
        if (i % CALLS_OF_A_CLIENT == 0) {
            new_client();
        }
        make_call();
        if (happens(50)) {
            idle();
        }
    }
    tc3_client_close(&w->client);
    CHECK("closed in the end", !host.is_begun);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(whatever_happens_the_promises_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
