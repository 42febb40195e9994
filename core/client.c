/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/client.h"

#include "backoff.h"
#include "character.h"
#include "request.h"
#include "tc3/decimal.h"
#include "tc3/fields.h"
#include "transfer.h"

#include <string.h>

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

static uint32_t or_default(uint32_t configured, uint32_t otherwise)
{
    return configured == 0 ? otherwise : configured;
}

static uint32_t minimum(uint32_t one, uint32_t other)
{
    return one < other ? one : other;
}

/** What is left of `duration_ms` that began at `start_ms`. */
static uint32_t remaining_ms(const tc3_client *client, uint32_t start_ms, uint32_t duration_ms)
{
    const uint32_t elapsed = client->now_ms - start_ms;
    return elapsed < duration_ms ? duration_ms - elapsed : 0;
}

/** What is left until `end_ms`, a time of this call; nothing, however long ago that was. */
static uint32_t until(const tc3_client *client, uint32_t end_ms)
{
    const uint32_t left = end_ms - client->now_ms;
    return left <= TC3_DEADLINE_MAX_MS ? left : 0;
}

static uint32_t call_remaining_ms(const tc3_client *client)
{
    return until(client, client->call_end_ms);
}

/* ---- transitions ---- */

/**
 * Begin a phase, or what is left of it. It may take half of what is left of the call, so that an
 * attempt never uses up what another one needs; of a kept connection nobody knows whether it still
 * lives, and it gets less.
 */
static void enter(tc3_client *client, tc3_phase phase)
{
    const uint32_t left_ms = call_remaining_ms(client);
    uint32_t share_ms = left_ms - left_ms / 2;

    client->phase = (uint8_t)phase;
    client->details.phase = (uint8_t)phase;
    if (client->reused && !client->answered) {
        share_ms =
            minimum(share_ms, or_default(client->config->kept_answer_ms, TC3_KEPT_ANSWER_MS));
    }
    client->timer_end_ms = client->now_ms + share_ms;
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
    const tc3_io *io = client->config->io;
    const uint32_t limit_ms = or_default(client->config->keep_alive_ms, TC3_KEEP_ALIVE_MS);
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

/** Wait before the next attempt: so long, and for the rate limit. */
static tc3_status pause_for(tc3_client *client, uint32_t duration_ms)
{
    const uint32_t interval_ms =
        client->clock_seconds == 0
            ? 0
            : remaining_ms(client, client->request_start_ms, TC3_REQUEST_INTERVAL_MS);

    enter(client, TC3_PHASE_PAUSE);
    client->timer_end_ms = client->now_ms + (duration_ms > interval_ms ? duration_ms : interval_ms);
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

static bool has_attempts_left(const tc3_client *client)
{
    return client->details.attempts < or_default(client->config->attempts, TC3_DEFAULT_ATTEMPTS);
}

/** The server's clock tells how far off ours is: true if another attempt can make use of that. */
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
    return has_attempts_left(client);
}

/** What may follow an attempt that failed. */
typedef enum way {
    WAY_NONE,
    WAY_CONNECTION, /**< another connection, at once: it costs no attempt */
    WAY_ATTEMPT
} way;

/** True if what the request asks for would not be done twice if it were sent again. */
static bool may_repeat(const tc3_client *client, tc3_status status)
{
    return client->phase < TC3_PHASE_SEND || client->action->repeatable ||
           tc3_status_class(status) == TC3_CLASS_RATE;
}

/** True if the connection was only the first to be tried: a kept one, or one of many addresses. */
static bool has_other_connection(const tc3_client *client, tc3_status status)
{
    if (client->phase == TC3_PHASE_CONNECT) {
        return client->details.io.more_addresses &&
               (status == TC3_ERROR_TLS_HANDSHAKE || tc3_is_retryable(status));
    }
    return client->reused && !client->answered && !client->replaced;
}

static way way_after(const tc3_client *client, tc3_status status)
{
    if (call_remaining_ms(client) == 0 || !may_repeat(client, status)) {
        return WAY_NONE;
    }
    if (has_other_connection(client, status)) {
        return WAY_CONNECTION;
    }
    return has_attempts_left(client) && tc3_is_retryable(status) ? WAY_ATTEMPT : WAY_NONE;
}

/** The back-off. After silence, half of what is left at most: another attempt can have the rest. */
static uint32_t delay_after(const tc3_client *client, tc3_status status)
{
    const uint32_t delay_ms =
        tc3_backoff_ms(status, client->details.attempts, random_number(client));
    return status == TC3_ERROR_TIMEOUT ? minimum(delay_ms, call_remaining_ms(client) / 2)
                                       : delay_ms;
}

/** An attempt has failed: try again, or that is the outcome. */
static tc3_status fail(tc3_client *client, tc3_status status)
{
    const way next = way_after(client, status);
    uint32_t delay_ms = 0;

    give_back_credentials(client);
    client->address = client->reused ? TC3_ADDRESS_FIRST : TC3_ADDRESS_NEXT;
    if (tc3_status_class(status) == TC3_CLASS_CREDENTIALS) {
        forget_key(client);
    }
    if (next == WAY_CONNECTION) {
        client->replaced |= client->reused;
        client->details.attempts--;
    } else if (next == WAY_ATTEMPT) {
        delay_ms = delay_after(client, status);
    } else if (status != TC3_ERROR_API_SIGNATURE_EXPIRED || !correct_clock(client)) {
        return finish(client, status);
    }
    if (delay_ms >= call_remaining_ms(client)) {
        return finish(client, status);
    }
    return pause_for(client, delay_ms);
}

/** Before an attempt there is nothing to tell but what the last one left. */
static void explain(tc3_client *client)
{
    const tc3_io *io = client->config->io;
    if (client->phase != TC3_PHASE_PAUSE) {
        io->explain(io->context, &client->details.io);
    }
}

/** The connection is of no use any more. */
static tc3_status break_off(tc3_client *client, tc3_status status)
{
    explain(client);
    disconnect(client);
    return fail(client, status);
}

/**
 * The phase has had its time: the attempt is given up, unless there is no other way. Then it gets
 * the rest of the call's time, too.
 */
static tc3_status time_out(tc3_client *client)
{
    explain(client);
    if (call_remaining_ms(client) > 0 && way_after(client, TC3_ERROR_TIMEOUT) == WAY_NONE) {
        client->timer_end_ms = client->call_end_ms;
        return TC3_PENDING;
    }
    return break_off(client, TC3_ERROR_TIMEOUT);
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

/** Get what a signature is made of: the time, and credentials, which are lent then. */
static tc3_status prepare(tc3_client *client)
{
    const tc3_credential_source *source = client->config->credentials;
    tc3_request *request = &client->exchange.request;

    memset(request, 0, sizeof *request);
    if (!is_time_known(client, &request->timestamp)) {
        return TC3_ERROR_CLOCK_NOT_SET;
    }
    const tc3_status status = source->borrow(source->context, &request->credentials);
    if (status != TC3_OK) {
        return status;
    }
    client->lent = true;
    return tc3_credentials_check(&request->credentials);
}

/** Begin an attempt, unless it is clear already that it could not be signed. */
static tc3_status begin_attempt(tc3_client *client)
{
    if (client->connected) {
        look_at_kept(client);
    }
    clear_attempt_details(&client->details);
    client->reused = client->connected;
    client->answered = false;
    enter(client, TC3_PHASE_SIGN);
    const tc3_status status = prepare(client);
    give_back_credentials(client);
    if (status != TC3_OK) {
        return finish(client, status);
    }
    client->details.attempts++;
    if (!client->connected) {
        enter(client, TC3_PHASE_CONNECT);
    }
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
    client->key_day = (uint16_t)day;
    client->key_generation = credentials->generation;
    client->key_service = client->action->service.bytes;
    return status;
}

/**
 * The time to sign with. What was learnt about the wall clock holds until that is set: then it has
 * moved otherwise than the monotonic time did since the request before.
 */
static void correct_time(tc3_client *client, uint32_t *seconds)
{
    const uint32_t elapsed_ms = client->now_ms - client->request_start_ms;
    const uint32_t step = *seconds - client->clock_seconds - elapsed_ms / 1000;

    if (step + TC3_CLOCK_STEP > 2 * TC3_CLOCK_STEP) {
        client->details.clock_offset = 0;
    }
    client->request_start_ms = client->now_ms;
    client->clock_seconds = *seconds;
    *seconds += (uint32_t)client->details.clock_offset;
}

static tc3_status sign(tc3_client *client)
{
    tc3_request *request = &client->exchange.request;
    tc3_status status = prepare(client);

    if (status == TC3_OK) {
        correct_time(client, &request->timestamp);
        status = renew_key(client, &request->credentials, request->timestamp);
    }
    if (status != TC3_OK) {
        return status;
    }
    return tc3_request_sign(request, client->config, client->action, &client->key);
}

static tc3_status step_sign(tc3_client *client)
{
    const tc3_status status = sign(client);
    if (status != TC3_OK) {
        disconnect(client);
        return finish(client, status);
    }
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

    client->idle_start_ms = client->now_ms;
    if (!http->complete || !http->keep_alive) {
        disconnect(client);
    }
    tc3_status status = tc3_answer_finish(&response->answer);
    if (http->status != 200 &&
        (tc3_status_class(status) == TC3_CLASS_PROTOCOL || status == TC3_OK)) {
        status = status_of_http(http->status);
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
    if (call_remaining_ms(client) > client->deadline_ms / 4) {
        enter(client, TC3_PHASE_RECEIVE);
    }
    client->exchange.response.length = (uint16_t)received;
    const tc3_status status = read_answer(client);
    if (status == TC3_OK) {
        return conclude(client);
    }
    return status == TC3_PENDING ? status : break_off(client, status);
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
    explain(client);
    enter(client, TC3_PHASE_SIGN);
    return TC3_PENDING;
}

static tc3_status step_io(tc3_client *client, uint32_t left_ms, tc3_wait *wait)
{
    size_t moved = 0;
    const tc3_status status = client->phase == TC3_PHASE_CONNECT
                                  ? tc3_open(client, left_ms, wait)
                                  : tc3_transfer(client, wait, &moved);

    if (status == TC3_PENDING) {
        return left_ms > 0 ? status : time_out(client);
    }
    wait->timeout_ms = 0;
    if (status == TC3_ERROR_CLOSED && client->phase == TC3_PHASE_RECEIVE &&
        tc3_http_close(&client->exchange.response.http) == TC3_OK) {
        return conclude(client);
    }
    return status == TC3_OK ? advance(client, moved) : break_off(client, status);
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
    client->deadline_ms = minimum(or_default(client->config->deadline_ms, TC3_DEFAULT_DEADLINE_MS),
                                  TC3_DEADLINE_MAX_MS);
    client->call_end_ms = now_ms + client->deadline_ms;
    client->address = TC3_ADDRESS_FIRST;
    client->replaced = false;
    client->clock_corrected = false;
    return pause_for(client, 0);
}

/** A step of the phase, which may take `left_ms` yet. */
static tc3_status step_phase(tc3_client *client, uint32_t left_ms, tc3_wait *wait)
{
    switch (client->phase) {
    case TC3_PHASE_PAUSE:
        wait->timeout_ms = left_ms;
        return left_ms > 0 ? TC3_PENDING : begin_attempt(client);
    case TC3_PHASE_SIGN:
        return step_sign(client);
    default:
        return step_io(client, left_ms, wait);
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
    if (call_remaining_ms(client) == 0) {
        return time_out(client);
    }
    const uint32_t left_ms =
        minimum(until(client, client->timer_end_ms), call_remaining_ms(client));
    const tc3_status status = step_phase(client, left_ms, wait);
    wait->timeout_ms = minimum(wait->timeout_ms, left_ms);
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
