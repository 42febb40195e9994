/* SPDX-License-Identifier: Apache-2.0 */
#include "request.h"

#include "character.h"
#include "sign_values.h"
#include "static_assert.h"

#include <string.h>

TC3_STATIC_ASSERT(TC3_REQUEST_TEXT_SIZE == TC3_VALUES_TEXT_SIZE, request_holds_text_of_values);

/** The characters of secrets and tokens. */
#define VISIBLE "!~"

static const char request_text[] =
    "POST / HTTP/1.1\r\n"
    "Host: " TC3_PUT_HOST "\r\n"
    "Content-Type: " TC3_PUT_CONTENT_TYPE "\r\n"
    "Content-Length: " TC3_PUT_LENGTH "\r\n"
    "X-TC-Action: " TC3_PUT_ACTION "\r\n"
    "X-TC-Version: " TC3_PUT_VERSION "\r\n"
    "X-TC-Timestamp: " TC3_PUT_TIMESTAMP "\r\nX-TC-Token: " TC3_PUT_TOKEN
    "\r\nX-TC-Language: " TC3_PUT_LANGUAGE "\r\nX-TC-RequestClient: " TC3_PUT_REQUEST_CLIENT
    "\r\nAuthorization: TC3-HMAC-SHA256 Credential=" TC3_PUT_SECRET_ID "/" TC3_PUT_DATE
    "/" TC3_PUT_SERVICE "/tc3_request, SignedHeaders=" TC3_PUT_SIGNED_HEADERS
    ", Signature=" TC3_PUT_DIGEST "\r\n\r\n" TC3_PUT_BODY;

tc3_status tc3_credentials_check(const tc3_credentials *credentials)
{
    /* '/' ends the id and ',' ends the scope in the Authorization header. */
    const bool valid = tc3_consists_of(credentials->secret_id, TC3_SECRET_MAX, "!+-.0~") &&
                       tc3_consists_of(credentials->secret_key, TC3_SECRET_MAX, VISIBLE) &&
                       (credentials->token.length == 0 ||
                        tc3_consists_of(credentials->token, TC3_TOKEN_MAX, VISIBLE));
    return valid ? TC3_OK : TC3_ERROR_CONFIG_CREDENTIALS_FORMAT;
}

static void make_values(tc3_text values[TC3_VALUE_COUNT], char text[TC3_VALUES_TEXT_SIZE],
                        const tc3_request *request, const tc3_config *config,
                        const tc3_action *action)
{
    static const tc3_text method = TC3_TEXT_LITERAL("POST");
    static const tc3_text content_type = TC3_TEXT_LITERAL("application/json");
    char *length = text + TC3_VALUES_LENGTH_AT;

    tc3_values_init(values, text, request->timestamp);
    values[TC3_VALUE_METHOD] = method;
    values[TC3_VALUE_CONTENT_TYPE] = content_type;
    values[TC3_VALUE_HOST] = tc3_text_of(config->host);
    values[TC3_VALUE_LANGUAGE] = tc3_text_of(config->language);
    values[TC3_VALUE_REQUEST_CLIENT] = tc3_text_of(config->request_client);
    values[TC3_VALUE_SERVICE] = action->service;
    values[TC3_VALUE_ACTION] = action->name;
    values[TC3_VALUE_VERSION] = action->version;
    values[TC3_VALUE_BODY] = action->body;
    values[TC3_VALUE_LENGTH].bytes = length;
    values[TC3_VALUE_LENGTH].length = tc3_number_text((uint32_t)action->body.length, length);
    values[TC3_VALUE_SECRET_ID] = request->credentials.secret_id;
    values[TC3_VALUE_TOKEN] = request->credentials.token;
}

tc3_status tc3_request_sign(tc3_request *request, const tc3_config *config,
                            const tc3_action *action, const tc3_signing_key *key)
{
    tc3_text values[TC3_VALUE_COUNT];

    make_values(values, request->buffer.text, request, config, action);
    return tc3_sign_values(key, config->sha256, values, request->buffer.text, &request->work.hash,
                           request->signature);
}

/** Put what `text` has after its first `*skip` bytes into the buffer, as much of it as fits. */
static void put(tc3_request *request, tc3_text text, size_t *skip)
{
    const size_t skipped = *skip < text.length ? *skip : text.length;
    const size_t rest = text.length - skipped;
    const size_t room = TC3_SEND_SIZE - (size_t)request->used;
    const size_t length = rest < room ? rest : room;

    *skip -= skipped;
    memcpy(request->buffer.bytes + request->used, text.bytes + skipped, length);
    request->used = (uint16_t)(request->used + length);
    request->complete = length == rest;
}

void tc3_request_fill(tc3_request *request, const tc3_config *config, const tc3_action *action)
{
    tc3_text values[TC3_VALUE_COUNT];
    tc3_text piece;
    const char *rest = request_text;
    size_t skip = request->written;

    make_values(values, request->work.text, request, config, action);
    tc3_hex_text(request->signature, request->work.text + TC3_VALUES_DIGEST_AT);
    request->used = 0;
    request->sent = 0;
    request->complete = true;
    while (request->complete && tc3_template_next(&rest, values, &piece)) {
        put(request, piece, &skip);
    }
    request->written += request->used;
}
