/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/client.h"

#include "backoff.h"
#include "character.h"
#include "request.h"
#include "tc3/decimal.h"
#include "tc3/fields.h"

#include <string.h>

/** The port of HTTPS. */
#define DEFAULT_PORT 443

/* ---- set-up ---- */

static bool is_lower_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/** 1 to `limit` lower-case letters, digits and characters of `others`. */
static bool consists_of(tc3_text text, size_t limit, const char *others, bool upper_case)
{
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.bytes[i];
        const bool upper = upper_case && byte >= 'A' && byte <= 'Z';
        if (!is_lower_alphanumeric(byte) && !upper && !tc3_is_one_of(others, byte)) {
            return false;
        }
    }
    return text.length > 0 && text.length <= limit;
}

static bool is_tag(const char *text)
{
    return text == NULL || consists_of(tc3_text_of(text), TC3_REQUEST_CLIENT_MAX, "-_,;.", true);
}

/** One of the two languages of the API; both names have the same length. */
static bool is_language(const char *text)
{
    static const char languages[] = "en-USzh-CN";
    return text == NULL || (strlen(text) == 5 && (memcmp(text, languages, 5) == 0 ||
                                                  memcmp(text, languages + 5, 5) == 0));
}

static tc3_status check(const tc3_config *config)
{
    if (config->host == NULL || config->io == NULL || config->sha256 == NULL ||
        config->clock == NULL || config->random == NULL || config->credentials == NULL) {
        return TC3_ERROR_CONFIG_MISSING;
    }
    if (!consists_of(tc3_text_of(config->host), TC3_HOST_MAX, "-.", false)) {
        return TC3_ERROR_CONFIG_HOST;
    }
    if (!is_language(config->language) || !is_tag(config->request_client)) {
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
    case TC3_TYPE_TEXT:
        return fits && field->size > 0;
    default:
        return false;
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

static uint32_t remaining_ms(uint32_t start_ms, uint32_t duration_ms, uint32_t now_ms)
{
    const uint32_t elapsed = now_ms - start_ms;
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

static uint32_t call_remaining_ms(const tc3_client *client, uint32_t now_ms)
{
    return remaining_ms(client->call_start_ms, deadline_ms(client), now_ms);
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

static void forget_key(tc3_client *client)
{
    if (client->has_key) {
        client->has_key = false;
        tc3_signing_key_release(&client->key, client->config->sha256);
    }
}

/** Wait before the next attempt; with 0 milliseconds it begins with the next step. */
static tc3_status pause_for(tc3_client *client, uint32_t now_ms, uint32_t duration_ms)
{
    client->pause_start_ms = now_ms;
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

/** The server's clock tells how far off ours is: TC3_OK if there is something to correct. */
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
static tc3_status fail(tc3_client *client, tc3_status status, uint32_t now_ms)
{
    const unsigned limit =
        client->config->attempts == 0 ? TC3_DEFAULT_ATTEMPTS : client->config->attempts;

    give_back_credentials(client);
    if (is_stale(client, status)) {
        client->replaced = true;
        client->details.attempts--;
        return pause_for(client, now_ms, 0);
    }
    if (tc3_status_class(status) == TC3_CLASS_CREDENTIALS) {
        forget_key(client);
    }
    if (status == TC3_ERROR_API_SIGNATURE_EXPIRED && correct_clock(client) &&
        client->details.attempts < limit) {
        return pause_for(client, now_ms, 0);
    }
    if (!tc3_is_retryable(status) || client->details.attempts >= limit) {
        return finish(client, status);
    }
    const uint32_t delay = tc3_backoff_ms(status, client->details.attempts, random_number(client));
    if (delay >= call_remaining_ms(client, now_ms)) {
        return finish(client, status);
    }
    return pause_for(client, now_ms, delay);
}

/** As fail(), where the io has reported the error. */
static tc3_status fail_io(tc3_client *client, tc3_status status, uint32_t now_ms)
{
    const tc3_io *io = client->config->io;
    io->explain(io->context, &client->details.io);
    disconnect(client);
    return fail(client, status, now_ms);
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
static tc3_status begin_attempt(tc3_client *client, uint32_t now_ms)
{
    uint32_t seconds;
    if (!is_time_known(client, &seconds)) {
        return finish(client, TC3_ERROR_CLOCK_NOT_SET);
    }
    if (client->connected && remaining_ms(client->idle_start_ms, TC3_KEEP_ALIVE_MS, now_ms) == 0) {
        disconnect(client);
    }
    client->reused = client->connected;
    client->answered = false;
    client->details.attempts++;
    clear_attempt_details(&client->details);
    enter(client, client->connected ? TC3_PHASE_SIGN : TC3_PHASE_CONNECT);
    return TC3_PENDING;
}

static tc3_status step_pause(tc3_client *client, uint32_t now_ms, tc3_wait *wait)
{
    const uint32_t left = remaining_ms(client->pause_start_ms, client->pause_ms, now_ms);
    if (left > 0) {
        wait->timeout_ms = left;
        return TC3_PENDING;
    }
    return begin_attempt(client, now_ms);
}

static tc3_status step_connect(tc3_client *client, uint32_t now_ms, tc3_wait *wait)
{
    const tc3_io *io = client->config->io;
    const tc3_endpoint endpoint = {client->config->host,
                                   client->config->port == 0 ? DEFAULT_PORT : client->config->port};
    const tc3_time_budget budget = {now_ms, call_remaining_ms(client, now_ms)};
    const tc3_status status = io->connect(io->context, &endpoint, budget, wait);

    client->details.phase = wait->phase;
    if (status == TC3_PENDING) {
        return status;
    }
    if (status != TC3_OK) {
        return fail_io(client, status, now_ms);
    }
    client->connected = true;
    io->explain(io->context, &client->details.io);
    enter(client, TC3_PHASE_SIGN);
    wait->timeout_ms = 0;
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

static tc3_status step_sign(tc3_client *client, uint32_t now_ms, tc3_wait *wait)
{
    if (client->has_requested) {
        const uint32_t left =
            remaining_ms(client->request_start_ms, TC3_REQUEST_INTERVAL_MS, now_ms);
        if (left > 0) {
            wait->phase = TC3_PHASE_PAUSE;
            wait->timeout_ms = left;
            return TC3_PENDING;
        }
    }
    const tc3_status status = sign(client);
    if (status != TC3_OK) {
        disconnect(client);
        return finish(client, status);
    }
    client->has_requested = true;
    client->request_start_ms = now_ms;
    enter(client, TC3_PHASE_SEND);
    wait->timeout_ms = 0;
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

static tc3_status step_send(tc3_client *client, uint32_t now_ms, tc3_wait *wait)
{
    const tc3_io *io = client->config->io;
    tc3_request *request = &client->exchange.request;
    size_t sent = 0;

    if (request->sent == request->used) {
        tc3_request_fill(request, client->config, client->action);
    }
    const tc3_status status =
        io->send(io->context, (const uint8_t *)request->buffer + request->sent,
                 (size_t)(request->used - request->sent), &sent, wait);
    if (status == TC3_PENDING) {
        return status;
    }
    if (status != TC3_OK) {
        return fail_io(client, status, now_ms);
    }
    request->sent = (uint16_t)(request->sent + sent);
    if (request->complete && request->sent == request->used) {
        begin_receive(client);
    }
    wait->timeout_ms = 0;
    return TC3_PENDING;
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
static tc3_status conclude(tc3_client *client, uint32_t now_ms)
{
    const tc3_response *response = &client->exchange.response;
    const tc3_http *http = &response->http;
    tc3_status status = tc3_answer_finish(&response->answer);

    if (http->status != 200 &&
        (tc3_status_class(status) == TC3_CLASS_PROTOCOL || status == TC3_OK)) {
        status = status_of_http(http->status);
    }
    client->idle_start_ms = now_ms;
    if (!http->complete || !http->keep_alive) {
        disconnect(client);
    }
    return status == TC3_OK ? finish(client, status) : fail(client, status, now_ms);
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

static tc3_status step_receive(tc3_client *client, uint32_t now_ms, tc3_wait *wait)
{
    const tc3_io *io = client->config->io;
    tc3_response *response = &client->exchange.response;
    size_t received = 0;
    tc3_status status =
        io->receive(io->context, response->buffer, sizeof response->buffer, &received, wait);

    if (status == TC3_PENDING) {
        return status;
    }
    if (status == TC3_ERROR_CLOSED && tc3_http_close(&response->http) == TC3_OK) {
        return conclude(client, now_ms);
    }
    if (status != TC3_OK) {
        return fail_io(client, status, now_ms);
    }
    client->answered = true;
    response->length = (uint16_t)received;
    status = read_answer(client);
    if (status == TC3_OK) {
        return conclude(client, now_ms);
    }
    if (status != TC3_PENDING) {
        disconnect(client);
        return fail(client, status, now_ms);
    }
    wait->timeout_ms = 0;
    return TC3_PENDING;
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
    client->call_start_ms = now_ms;
    client->replaced = false;
    client->clock_corrected = false;
    return pause_for(client, now_ms, 0);
}

static tc3_status step_phase(tc3_client *client, uint32_t now_ms, tc3_wait *wait)
{
    switch (client->phase) {
    case TC3_PHASE_PAUSE:
        return step_pause(client, now_ms, wait);
    case TC3_PHASE_CONNECT:
        return step_connect(client, now_ms, wait);
    case TC3_PHASE_SIGN:
        return step_sign(client, now_ms, wait);
    case TC3_PHASE_SEND:
        return step_send(client, now_ms, wait);
    default:
        return step_receive(client, now_ms, wait);
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
    const uint32_t left = call_remaining_ms(client, now_ms);
    if (left == 0) {
        disconnect(client);
        return finish(client, TC3_ERROR_TIMEOUT);
    }
    const tc3_status status = step_phase(client, now_ms, wait);
    if (wait->timeout_ms > left) {
        wait->timeout_ms = left;
    }
    return status;
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
