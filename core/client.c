/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/client.h"

#include "backoff.h"
#include "character.h"
#include "request.h"
#include "static_assert.h"
#include "tc3/decimal.h"
#include "tc3/fields.h"
#include "transfer.h"

#include <string.h>

TC3_STATIC_ASSERT(TC3_SHA256_CONTEXT_SIZE % 8 == 0, hash_contexts_are_aligned);
TC3_STATIC_ASSERT(TC3_SEND_SIZE >= 1 && TC3_SEND_SIZE <= UINT16_MAX, send_size_fits_its_counter);
TC3_STATIC_ASSERT(TC3_RECEIVE_SIZE >= 1 && TC3_RECEIVE_SIZE <= UINT16_MAX,
                  receive_size_fits_its_counter);

/* ---- set-up ---- */

/** The languages of the API. */
static bool is_language(tc3_text text)
{
    return tc3_word_index("en-US\0zh-CN\0", text.bytes, text.length) < 2;
}

static tc3_status check(const tc3_config *config)
{
    if (config->host == NULL || config->io == NULL || config->sha256 == NULL ||
        config->clock == NULL || config->random == NULL || config->credentials == NULL) {
        return TC3_ERROR_CONFIG_MISSING;
    }
    if (!tc3_consists_of(tc3_text_of(config->host), TC3_HOST_MAX, "-.09az")) {
        return TC3_ERROR_CONFIG_HOST;
    }
    if ((config->language != NULL && !is_language(tc3_text_of(config->language))) ||
        (config->request_client != NULL &&
         !tc3_consists_of(tc3_text_of(config->request_client), TC3_REQUEST_CLIENT_MAX,
                          ",.09;;AZ__az"))) {
        return TC3_ERROR_CONFIG_HEADER;
    }
    if (!config->io->verified) {
        return TC3_ERROR_CONFIG_INSECURE;
    }
    return TC3_OK;
}

tc3_status tc3_client_init(tc3_client *client, const tc3_config *config)
{
    memset(client, 0, sizeof *client);
    const tc3_status status = check(config);
    if (status != TC3_OK) {
        return status;
    }
    if (config->sha256->context_size > TC3_SHA256_CONTEXT_SIZE) {
        client->details.needed_bytes = (uint16_t)((config->sha256->context_size + 7) & ~(size_t)7);
        return TC3_ERROR_CONFIG_HASH_SIZE;
    }
    client->config = config;
    return TC3_OK;
}

static bool is_valid_field(const tc3_field *field, const tc3_field_table *table)
{
    /* Each character of a name may come as a six-byte escape. */
    const bool fits = field->name.length * 6 + 2 <= TC3_JSON_WINDOW_SIZE &&
                      field->offset >= table->count &&
                      (size_t)field->offset + field->size <= table->result_size;
    switch (field->type) {
    case TC3_TYPE_INTEGER:
        return fits && field->size == sizeof(int64_t);
    case TC3_TYPE_DECIMAL:
        return fits && field->size == sizeof(tc3_decimal);
    default:
        return fits && field->type == TC3_TYPE_TEXT && field->size > 0;
    }
}

static bool is_valid_action(const tc3_action *action)
{
    for (unsigned i = 0; i < action->table.count; i++) {
        if (!is_valid_field(&action->table.fields[i], &action->table)) {
            return false;
        }
    }
    return action->body.length > 0 && action->table.count <= action->table.result_size;
}

/* ---- time: differences of a clock that wraps ---- */

static uint32_t remaining_ms(const tc3_client *client, uint32_t start_ms, uint32_t duration_ms)
{
    const uint32_t elapsed = client->now_ms - start_ms;
    return elapsed < duration_ms ? duration_ms - elapsed : 0;
}

static uint32_t deadline_ms(const tc3_client *client)
{
    const uint32_t configured = client->config->deadline_ms;
    if (configured == 0) {
        return TC3_DEFAULT_DEADLINE_MS;
    }
    return configured < TC3_DEADLINE_MAX_MS ? configured : TC3_DEADLINE_MAX_MS;
}

static uint32_t call_remaining_ms(const tc3_client *client)
{
    return remaining_ms(client, client->call_start_ms, deadline_ms(client));
}

/* ---- transitions ---- */

static void enter(tc3_client *client, tc3_phase phase)
{
    client->phase = (uint8_t)phase;
    client->details.phase = (uint8_t)phase;
}

static void give_back_credentials(tc3_client *client)
{
    if (client->lent) {
        const tc3_credential_source *source = client->config->credentials;
        client->lent = false;
        tc3_wipe(&client->exchange.request, sizeof client->exchange.request);
        if (source->give_back != NULL) {
            source->give_back(source->context);
        }
    }
}

static void disconnect(tc3_client *client)
{
    client->config->io->close(client->config->io->context);
    client->connected = false;
}

/**
 * Look at the kept connection before it is used: it may be too old, and what comes unasked is its
 * end, or bytes that would pass for the answer to the next request.
 */
static void look_at_kept(tc3_client *client)
{
    const tc3_config *config = client->config;
    const tc3_io *io = config->io;
    const uint32_t limit_ms =
        config->keep_alive_ms == 0 ? TC3_KEEP_ALIVE_MS : config->keep_alive_ms;
    tc3_response *response = &client->exchange.response;
    size_t received;
    tc3_wait wait;

    if (remaining_ms(client, client->idle_start_ms, limit_ms) == 0 ||
        io->receive(io->context, response->buffer, sizeof response->buffer, &received, &wait) !=
            TC3_PENDING) {
        disconnect(client);
    }
}

static void forget_key(tc3_client *client)
{
    if (client->has_key) {
        client->has_key = false;
        tc3_signing_key_release(&client->key, client->config->sha256);
    }
}

/** Wait before the next attempt; with 0 milliseconds it begins with the next step. */
static tc3_status pause_for(tc3_client *client, uint32_t duration_ms)
{
    client->pause_start_ms = client->now_ms;
    client->pause_ms = duration_ms;
    enter(client, TC3_PHASE_PAUSE);
    return TC3_PENDING;
}

/** The outcome: `details.phase` keeps where it was decided. */
static tc3_status finish(tc3_client *client, tc3_status status)
{
    give_back_credentials(client);
    if (status != TC3_OK) {
        tc3_fields_clear(&client->action->table, client->result);
    }
    client->phase = TC3_PHASE_IDLE;
    return status;
}

/** A kept connection that the server has dropped meanwhile fails before any byte of an answer. */
static bool is_stale(const tc3_client *client, tc3_status status)
{
    return client->reused && !client->replaced && !client->answered &&
           tc3_status_class(status) == TC3_CLASS_NETWORK;
}

static uint32_t random_number(const tc3_client *client)
{
    const tc3_random *random = client->config->random;
    uint32_t number = 0;
    /* Without randomness the longest back-off is the polite one. */
    if (random->fill(random->context, (uint8_t *)&number, sizeof number) != TC3_OK) {
        number = UINT32_MAX;
    }
    return number;
}

/** The server's clock tells how far off ours is: true if there was something to correct. */
static bool correct_clock(tc3_client *client)
{
    const tc3_clock *clock = client->config->clock;
    const uint32_t server_time = client->exchange.response.http.date;
    uint32_t own_time;

    if (client->clock_corrected || server_time == 0 ||
        !clock->unix_time(clock->context, &own_time)) {
        return false;
    }
    client->details.clock_offset = (int32_t)(server_time - own_time);
    client->clock_corrected = true;
    return true;
}

/** An attempt has failed: try again, or that is the outcome. */
static tc3_status fail(tc3_client *client, tc3_status status)
{
    const unsigned limit =
        client->config->attempts == 0 ? TC3_DEFAULT_ATTEMPTS : client->config->attempts;

    give_back_credentials(client);
    if (is_stale(client, status)) {
        client->replaced = true;
        client->details.attempts--;
        return pause_for(client, 0);
    }
    if (tc3_status_class(status) == TC3_CLASS_CREDENTIALS) {
        forget_key(client);
    }
    if (status == TC3_ERROR_API_SIGNATURE_EXPIRED && correct_clock(client) &&
        client->details.attempts < limit) {
        return pause_for(client, 0);
    }
    if (!tc3_is_retryable(status) || client->details.attempts >= limit) {
        return finish(client, status);
    }
    const uint32_t delay = tc3_backoff_ms(status, client->details.attempts, random_number(client));
    if (delay >= call_remaining_ms(client)) {
        return finish(client, status);
    }
    return pause_for(client, delay);
}

/* ---- phases ---- */

static bool is_time_known(const tc3_client *client, uint32_t *seconds)
{
    const tc3_clock *clock = client->config->clock;
    return clock->unix_time(clock->context, seconds) && *seconds >= TC3_EARLIEST_TIME;
}

/** What is known about one attempt must not pass for knowledge about the next. */
static void clear_attempt_details(tc3_details *details)
{
    details->http_status = 0;
    memset(&details->api, 0, sizeof details->api);
    memset(&details->io, 0, sizeof details->io);
}

/** Begin an attempt, over the kept connection if it is fresh enough. */
static tc3_status begin_attempt(tc3_client *client)
{
    uint32_t seconds;
    if (!is_time_known(client, &seconds)) {
        return finish(client, TC3_ERROR_CLOCK_NOT_SET);
    }
    client->reused = client->connected;
    client->unchecked = client->connected;
    client->answered = false;
    client->details.attempts++;
    clear_attempt_details(&client->details);
    enter(client, client->connected ? TC3_PHASE_SIGN : TC3_PHASE_CONNECT);
    return TC3_PENDING;
}

/** Derive the signing key unless the one at hand is of this day, service and key pair. */
static tc3_status renew_key(tc3_client *client, const tc3_credentials *credentials,
                            uint32_t timestamp)
{
    const uint32_t day = timestamp / TC3_SECONDS_PER_DAY;
    if (client->has_key && client->key_day == day &&
        client->key_generation == credentials->generation &&
        client->key_service == client->action->service.bytes) {
        return TC3_OK;
    }
    forget_key(client);
    const tc3_status status =
        tc3_signing_key_derive(&client->key, client->config->sha256, credentials->secret_key,
                               client->action->service, timestamp);
    client->has_key = status == TC3_OK;
    client->key_day = day;
    client->key_generation = credentials->generation;
    client->key_service = client->action->service.bytes;
    return status;
}

static tc3_status sign(tc3_client *client)
{
    const tc3_credential_source *source = client->config->credentials;
    const tc3_action *action = client->action;
    tc3_request *request = &client->exchange.request;
    uint32_t seconds;

    memset(request, 0, sizeof *request);
    if (!is_time_known(client, &seconds)) {
        return TC3_ERROR_CLOCK_NOT_SET;
    }
    tc3_status status = source->borrow(source->context, &request->credentials);
    if (status != TC3_OK) {
        return status;
    }
    client->lent = true;
    request->timestamp = seconds + (uint32_t)client->details.clock_offset;
    status = tc3_credentials_check(&request->credentials);
    if (status == TC3_OK) {
        status = renew_key(client, &request->credentials, request->timestamp);
    }
    if (status != TC3_OK) {
        return status;
    }
    return tc3_request_sign(request, client->config, action, &client->key);
}

static tc3_status step_sign(tc3_client *client)
{
    if (client->unchecked) {
        client->unchecked = false;
        look_at_kept(client);
        if (!client->connected) {
            client->reused = false;
            enter(client, TC3_PHASE_CONNECT);
        }
        return TC3_PENDING;
    }
    const tc3_status status = sign(client);
    if (status != TC3_OK) {
        disconnect(client);
        return finish(client, status);
    }
    client->interval_ms = TC3_REQUEST_INTERVAL_MS;
    client->request_start_ms = client->now_ms;
    enter(client, TC3_PHASE_SEND);
    return TC3_PENDING;
}

static void begin_receive(tc3_client *client)
{
    tc3_response *response = &client->exchange.response;
    give_back_credentials(client);
    tc3_http_init(&response->http);
    tc3_answer_init(&response->answer, &client->action->table, client->result,
                    &client->details.api);
    enter(client, TC3_PHASE_RECEIVE);
}

/** What an HTTP status other than 200 stands for, unless the body says it better. */
static tc3_status status_of_http(unsigned http_status)
{
    if (http_status == 429) {
        return TC3_ERROR_HTTP_RATE_LIMIT;
    }
    if (http_status >= 500) {
        return TC3_ERROR_HTTP_SERVER;
    }
    return http_status >= 300 && http_status < 400 ? TC3_ERROR_HTTP_REDIRECT
                                                   : TC3_ERROR_HTTP_STATUS;
}

/** The answer is complete, or as much of it as matters. */
static tc3_status conclude(tc3_client *client)
{
    const tc3_response *response = &client->exchange.response;
    const tc3_http *http = &response->http;
    tc3_status status = tc3_answer_finish(&response->answer);

    if (http->status != 200 &&
        (tc3_status_class(status) == TC3_CLASS_PROTOCOL || status == TC3_OK)) {
        status = status_of_http(http->status);
    }
    client->idle_start_ms = client->now_ms;
    if (!http->complete || !http->keep_alive) {
        disconnect(client);
    }
    return status == TC3_OK ? finish(client, status) : fail(client, status);
}

/** Read the next bytes of the buffer; returns how many. */
static size_t read_some(tc3_response *response, const uint8_t *bytes, size_t length,
                        tc3_status *status)
{
    const size_t run = tc3_http_run(&response->http, length);
    tc3_http_event event;

    *status = TC3_OK;
    if (run == 0) {
        *status = tc3_http_step(&response->http, bytes[0], &event);
        return 1;
    }
    tc3_http_skip(&response->http, run);
    const tc3_status body = tc3_answer_feed(&response->answer, bytes, run);
    if (body != TC3_PENDING) {
        *status = body;
    }
    return run;
}

/** Read the bytes received. TC3_PENDING: more are needed. */
static tc3_status read_answer(tc3_client *client)
{
    tc3_response *response = &client->exchange.response;
    tc3_status status = TC3_OK;
    size_t read = 0;

    while (read < response->length && !response->http.complete && status == TC3_OK) {
        read += read_some(response, response->buffer + read, response->length - read, &status);
    }
    if (response->http.in_body) {
        client->details.http_status = response->http.status;
    }
    if (read < response->length) {
        response->http.keep_alive = false; /* the server says more than it should */
    }
    if (status != TC3_OK) {
        /* An error page need not be JSON: then the HTTP status says it all. */
        response->http.keep_alive = false;
        return response->http.in_body && response->http.status != 200 ? TC3_OK : status;
    }
    return response->http.complete ? TC3_OK : TC3_PENDING;
}

/** Bytes have come. */
static tc3_status take_answer(tc3_client *client, size_t received)
{
    client->answered = true;
    client->exchange.response.length = (uint16_t)received;
    const tc3_status status = read_answer(client);
    if (status == TC3_OK) {
        return conclude(client);
    }
    if (status != TC3_PENDING) {
        disconnect(client);
        return fail(client, status);
    }
    return status;
}

/* ---- the io's phases ---- */

/** What follows from the io's success. */
static tc3_status advance(tc3_client *client, size_t moved)
{
    tc3_request *request = &client->exchange.request;
    if (client->phase == TC3_PHASE_RECEIVE) {
        return take_answer(client, moved);
    }
    if (client->phase == TC3_PHASE_SEND) {
        request->sent = (uint16_t)(request->sent + moved);
        if (request->complete && request->sent == request->used) {
            begin_receive(client);
        }
        return TC3_PENDING;
    }
    client->connected = true;
    enter(client, TC3_PHASE_SIGN);
    return TC3_PENDING;
}

static tc3_status step_io(tc3_client *client, tc3_wait *wait)
{
    const tc3_io *io = client->config->io;
    const bool connecting = client->phase == TC3_PHASE_CONNECT;
    size_t moved = 0;
    const tc3_status status = tc3_transfer(client, call_remaining_ms(client), wait, &moved);

    if (status == TC3_PENDING) {
        return status;
    }
    wait->timeout_ms = 0;
    if (status == TC3_ERROR_CLOSED && client->phase == TC3_PHASE_RECEIVE &&
        tc3_http_close(&client->exchange.response.http) == TC3_OK) {
        return conclude(client);
    }
    if (connecting || status != TC3_OK) {
        io->explain(io->context, &client->details.io);
    }
    if (status != TC3_OK) {
        disconnect(client);
        return fail(client, status);
    }
    return advance(client, moved);
}

/* ---- the call ---- */

tc3_status tc3_client_start(tc3_client *client, const tc3_action *action, void *result,
                            uint32_t now_ms)
{
    if (client->config == NULL) {
        return TC3_ERROR_CONFIG_MISSING;
    }
    if (client->phase != TC3_PHASE_IDLE) {
        return TC3_ERROR_CONFIG_BUSY;
    }
    if (!is_valid_action(action)) {
        return TC3_ERROR_CONFIG_ACTION;
    }
    client->action = action;
    client->result = result;
    tc3_fields_clear(&action->table, result);
    client->details.attempts = 0;
    clear_attempt_details(&client->details);
    client->now_ms = now_ms;
    client->call_start_ms = now_ms;
    client->replaced = false;
    client->clock_corrected = false;
    return pause_for(client, 0);
}

/** How long to wait before the phase may go on: between attempts, and between requests. */
static uint32_t pause_left_ms(const tc3_client *client)
{
    switch (client->phase) {
    case TC3_PHASE_PAUSE:
        return remaining_ms(client, client->pause_start_ms, client->pause_ms);
    case TC3_PHASE_SIGN:
        return remaining_ms(client, client->request_start_ms, client->interval_ms);
    default:
        return 0;
    }
}

static tc3_status step_phase(tc3_client *client, tc3_wait *wait)
{
    const uint32_t left = pause_left_ms(client);
    if (left > 0) {
        wait->phase = TC3_PHASE_PAUSE;
        wait->timeout_ms = left;
        return TC3_PENDING;
    }
    switch (client->phase) {
    case TC3_PHASE_PAUSE:
        return begin_attempt(client);
    case TC3_PHASE_SIGN:
        return step_sign(client);
    default:
        return step_io(client, wait);
    }
}

tc3_status tc3_client_step(tc3_client *client, uint32_t now_ms, tc3_wait *wait)
{
    wait->events = 0;
    wait->timeout_ms = 0;
    wait->phase = client->phase;
    if (client->phase == TC3_PHASE_IDLE) {
        return TC3_ERROR_CONFIG_IDLE;
    }
    client->now_ms = now_ms;
    const uint32_t left = call_remaining_ms(client);
    if (left == 0) {
        disconnect(client);
        return finish(client, TC3_ERROR_TIMEOUT);
    }
    const tc3_status status = step_phase(client, wait);
    if (wait->timeout_ms > left) {
        wait->timeout_ms = left;
    }
    return status;
}

bool tc3_client_idle(tc3_client *client, uint32_t now_ms)
{
    if (client->phase == TC3_PHASE_IDLE && client->connected) {
        client->now_ms = now_ms;
        look_at_kept(client);
    }
    return client->phase != TC3_PHASE_IDLE || client->connected;
}

const tc3_details *tc3_client_details(const tc3_client *client)
{
    return &client->details;
}

void tc3_client_close(tc3_client *client)
{
    if (client->config == NULL) {
        return;
    }
    if (client->phase != TC3_PHASE_IDLE) {
        (void)finish(client, TC3_ERROR_CONFIG_IDLE);
    }
    disconnect(client);
    forget_key(client);
    tc3_wipe(&client->exchange, sizeof client->exchange);
}
