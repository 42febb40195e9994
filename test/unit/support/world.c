/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include "sha256.h"
#include "test.h"

world the_world;

/* The client is set up by the settings that a test has made since. */
void world_init_client(void)
{
    world *w = &the_world;

    CHECK_STATUS("init", TC3_OK, tc3_client_init(&w->client, &w->config));
}

int world_setup(void **state)
{
    world *w = &the_world;

    (void)state;
    memset(w, 0, sizeof(*w));
    sha256_log_reset();
    fake_io_init(&w->server, &w->now_ms);
    fake_clock_init(&w->clock, WORLD_TIME);
    fake_random_init(&w->random);
    fake_credentials_init(&w->credentials);
    w->config.host = TC3_VOUCHER_POOL_HOST;
    w->config.io = &w->server.io;
    w->config.sha256 = &test_sha256;
    w->config.clock = &w->clock.clock;
    w->config.random = &w->random.random;
    w->config.credentials = &w->credentials.source;
    w->action = &tc3_query_voucher_pool;
    w->result = &w->pool;
    w->now_ms = 1000000;
    w->step_limit = WORLD_STEPS;
    world_init_client();
    return 0;
}

static void check_contracts(void)
{
    const world *w = &the_world;
    const char *const violations[] = {w->server.violation, w->credentials.violation,
                                      test_sha256_log.misuse};
    size_t i;

    for (i = 0; i < COUNT_OF(violations); i++) {
        if (violations[i] != NULL) {
            print_error("the client broke a contract: %s\n", violations[i]);
            fail();
        }
    }
}

void world_end(void)
{
    const world *w = &the_world;

    tc3_client_close(&the_world.client);
    check_contracts();
    CHECK_INT("hash contexts left", 0, test_sha256_log.live);
    CHECK_INT("connections closed", w->server.connects, w->server.closes);
    CHECK_INT("credentials given back", w->credentials.borrowed, w->credentials.given_back);
}

int world_teardown(void **state)
{
    (void)state;
    world_end();
    return 0;
}

void world_renew(void)
{
    world_end();
    (void)world_setup(NULL);
}

fake_answer *world_add_example(void)
{
    return fake_io_reply(&the_world.server, "200 OK", WORLD_HEADERS, WORLD_EXAMPLE);
}

void world_start(void)
{
    world *w = &the_world;

    memset(&w->pool, 0xa5, sizeof(w->pool));
    w->started_ms = w->now_ms;
    w->steps = 0;
    CHECK_STATUS("start", TC3_PENDING,
                 tc3_client_start(&w->client, w->action, w->result, w->now_ms));
}

static uint32_t deadline_ms(void)
{
    uint32_t configured = the_world.config.deadline_ms;

    if (configured == 0) {
        return TC3_DEFAULT_DEADLINE_MS;
    }
    return configured < TC3_DEADLINE_MAX_MS ? configured : TC3_DEADLINE_MAX_MS;
}

static void check_outcome(tc3_status status)
{
    world *w = &the_world;

    CHECK("credentials are given back", !w->credentials.lent);
    if (status != TC3_OK && w->result == &w->pool) {
        world_check_no_result("after a failure");
    }
    CHECK_STATUS("no call is left", TC3_ERROR_CONFIG_IDLE,
                 tc3_client_step(&w->client, w->now_ms, &w->wait));
}

tc3_status world_step(void)
{
    world *w = &the_world;
    unsigned calls = w->server.calls;
    unsigned compressions = test_sha256_log.compressions;
    uint32_t elapsed_ms = w->now_ms - w->started_ms;
    tc3_status status;

    w->steps++;
    memset(&w->wait, 0xa5, sizeof(w->wait));
    status = tc3_client_step(&w->client, w->now_ms, &w->wait);
    check_contracts();
    CHECK("at most one io call a step", w->server.calls - calls <= 1);
    if (w->server.calls > calls) {
        CHECK_INT("no signing beside an io call", compressions, test_sha256_log.compressions);
    }
    if (status != TC3_PENDING) {
        check_outcome(status);
        return status;
    }
    CHECK("the deadline has not passed", elapsed_ms < deadline_ms());
    CHECK("events are known", w->wait.events <= (TC3_WAIT_READABLE | TC3_WAIT_WRITABLE));
    CHECK("the phase is known",
          w->wait.phase > TC3_PHASE_IDLE && w->wait.phase <= TC3_PHASE_RECEIVE);
    CHECK("the wait ends with the deadline", w->wait.timeout_ms <= deadline_ms() - elapsed_ms);
    return status;
}

void world_wait(void)
{
    world *w = &the_world;
    uint32_t ready_in_ms = w->server.ready_at_ms - w->now_ms;

    if (w->is_impatient) {
        w->now_ms++;
    } else if (w->wait.events != 0 && w->server.ready_at_ms != UINT32_MAX &&
               ready_in_ms < w->wait.timeout_ms) {
        w->now_ms += ready_in_ms;
    } else {
        w->now_ms += w->wait.timeout_ms;
    }
}

tc3_status world_finish(void)
{
    world *w = &the_world;
    tc3_status status = world_step();

    while (status == TC3_PENDING) {
        world_wait();
        CHECK("the call does not hang", w->steps < w->step_limit);
        status = world_step();
    }
    return status;
}

tc3_status world_call(void)
{
    world_start();
    return world_finish();
}

void world_check_example(const char *label)
{
    const tc3_voucher_pool *pool = &the_world.pool;
    size_t i;

    for (i = 0; i < TC3_VOUCHER_POOL_FIELD_COUNT; i++) {
        CHECK_INT(label, TC3_FIELD_PRESENT, pool->state[i]);
    }
    CHECK_STRING(label, "Company Name", pool->agent_name);
    CHECK_INT(label, 0, pool->account_type);
    CHECK_INT(label, 0, pool->total_quota.coefficient);
    CHECK_INT(label, 0, pool->remaining_quota.coefficient);
    CHECK_INT(label, 0, pool->issued_num);
    CHECK_INT(label, TC3_FIELD_PRESENT, world_details()->api.state[TC3_ENVELOPE_REQUEST_ID]);
    CHECK_STRING(label, "11a37bf2-7d12-429f-8d25-c7df44dcc434", world_details()->api.request_id);
    CHECK_INT(label, 200, world_details()->http_status);
}

void world_check_no_result(const char *label)
{
    const tc3_voucher_pool *pool = &the_world.pool;
    size_t i;

    for (i = 0; i < TC3_VOUCHER_POOL_FIELD_COUNT; i++) {
        CHECK_INT(label, TC3_FIELD_ABSENT, pool->state[i]);
    }
    CHECK_STRING(label, "", pool->agent_name);
    CHECK_INT(label, 0, pool->account_type);
    CHECK_INT(label, 0, pool->total_quota.coefficient);
    CHECK_INT(label, 0, pool->total_quota.exponent);
    CHECK_INT(label, 0, pool->remaining_quota.coefficient);
    CHECK_INT(label, 0, pool->remaining_quota.exponent);
    CHECK_INT(label, 0, pool->issued_num);
}

void world_request(size_t index, sent_request *request)
{
    world *w = &the_world;
    const fake_request *sent = &w->server.requests[index];
    tc3_text service = w->action->service;
    char name[64];

    CHECK("the request arrived", index < w->server.request_count);
    snprintf(name, sizeof(name), "%.*s", (int)service.length, service.bytes);
    sent_request_parse(sent->text, sent->length, request);
    sent_request_check_signature(request, w->credentials.secret_id, w->credentials.secret_key,
                                 name);
}

const tc3_details *world_details(void)
{
    return tc3_client_details(&the_world.client);
}
