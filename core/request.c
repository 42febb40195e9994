/* SPDX-License-Identifier: Apache-2.0 */
#include "request.h"

#include "number_text.h"
#include "tc3/sign.h"

#include <string.h>

/** The Content-Type of every request, as sent and as signed. */
#define TC3_CONTENT_TYPE "application/json"

/** What is put behind an item's fixed text. */
enum {
    VALUE_HOST,
    VALUE_LENGTH,
    VALUE_ACTION,
    VALUE_VERSION,
    VALUE_TIMESTAMP,
    VALUE_TOKEN,
    VALUE_LANGUAGE,
    VALUE_REQUEST_CLIENT,
    VALUE_SECRET_ID,
    VALUE_DATE,
    VALUE_SERVICE,
    VALUE_SIGNATURE,
    VALUE_BODY
};

/** The request's text, piece by piece. An item whose value is empty is left out as a whole. */
static const struct {
    tc3_text text;
    uint8_t value;
} items[] = {
    {TC3_TEXT_LITERAL("POST / HTTP/1.1\r\nHost: "), VALUE_HOST},
    {TC3_TEXT_LITERAL("\r\nContent-Type: " TC3_CONTENT_TYPE "\r\nContent-Length: "), VALUE_LENGTH},
    {TC3_TEXT_LITERAL("\r\nX-TC-Action: "), VALUE_ACTION},
    {TC3_TEXT_LITERAL("\r\nX-TC-Version: "), VALUE_VERSION},
    {TC3_TEXT_LITERAL("\r\nX-TC-Timestamp: "), VALUE_TIMESTAMP},
    {TC3_TEXT_LITERAL("\r\nX-TC-Token: "), VALUE_TOKEN},
    {TC3_TEXT_LITERAL("\r\nX-TC-Language: "), VALUE_LANGUAGE},
    {TC3_TEXT_LITERAL("\r\nX-TC-RequestClient: "), VALUE_REQUEST_CLIENT},
    {TC3_TEXT_LITERAL("\r\nAuthorization: TC3-HMAC-SHA256 Credential="), VALUE_SECRET_ID},
    {TC3_TEXT_LITERAL("/"), VALUE_DATE},
    {TC3_TEXT_LITERAL("/"), VALUE_SERVICE},
    {TC3_TEXT_LITERAL("/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature="),
     VALUE_SIGNATURE},
    {TC3_TEXT_LITERAL("\r\n\r\n"), VALUE_BODY},
};

#define ITEM_COUNT (sizeof items / sizeof items[0])

/** Visible ASCII but for `forbidden`; 1 to `limit` bytes. */
static bool is_header_safe(tc3_text text, size_t limit, const char *forbidden)
{
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.bytes[i];
        if (byte <= ' ' || byte > '~' || byte == forbidden[0] || byte == forbidden[1]) {
            return false;
        }
    }
    return text.length > 0 && text.length <= limit;
}

tc3_status tc3_credentials_check(const tc3_credentials *credentials)
{
    /* '/' ends the id and ',' ends the scope in the Authorization header. */
    const bool valid =
        is_header_safe(credentials->secret_id, TC3_SECRET_MAX, "/,") &&
        is_header_safe(credentials->secret_key, TC3_SECRET_MAX, "  ") &&
        (credentials->token.length == 0 || is_header_safe(credentials->token, TC3_TOKEN_MAX, "  "));
    return valid ? TC3_OK : TC3_ERROR_CONFIG_CREDENTIALS_FORMAT;
}

/** A value's text; those that have to be made are written to `scratch`. */
static tc3_text value_text(const tc3_request *request, const tc3_config *config,
                           const tc3_action *action, unsigned value, char scratch[TC3_HEX_LENGTH])
{
    tc3_text made = {scratch, 0};
    switch (value) {
    case VALUE_HOST:
        return tc3_text_of(config->host);
    case VALUE_LENGTH:
        made.length = tc3_decimal_text((uint32_t)action->body.length, scratch);
        return made;
    case VALUE_ACTION:
        return action->name;
    case VALUE_VERSION:
        return action->version;
    case VALUE_TIMESTAMP:
        made.length = tc3_decimal_text(request->timestamp, scratch);
        return made;
    case VALUE_TOKEN:
        return request->credentials.token;
    case VALUE_LANGUAGE:
        return tc3_text_of(config->language);
    case VALUE_REQUEST_CLIENT:
        return tc3_text_of(config->request_client);
    case VALUE_SECRET_ID:
        return request->credentials.secret_id;
    case VALUE_DATE:
        tc3_date_text(request->timestamp, scratch);
        made.length = TC3_DATE_LENGTH;
        return made;
    case VALUE_SERVICE:
        return action->service;
    case VALUE_SIGNATURE:
        tc3_hex_text(request->signature, scratch);
        made.length = TC3_HEX_LENGTH;
        return made;
    default:
        return action->body;
    }
}

/**
 * Put `text` into the buffer, less the first `skipped` bytes; returns how many of it are in.
 */
static size_t put(tc3_request *request, tc3_text text, size_t skipped)
{
    const size_t room = TC3_SEND_SIZE - (size_t)request->used;
    const size_t rest = text.length - skipped;
    const size_t length = rest < room ? rest : room;
    memcpy(request->buffer + request->used, text.bytes + skipped, length);
    request->used = (uint16_t)(request->used + length);
    return skipped + length;
}

/** Put as much of the current item into the buffer as fits; true if it is all in. */
static bool put_item(tc3_request *request, const tc3_text *text, const tc3_text *value)
{
    size_t offset = request->offset;
    if (offset < text->length) {
        offset = put(request, *text, offset);
    }
    if (offset >= text->length) {
        offset = text->length + put(request, *value, offset - text->length);
    }
    request->offset = (uint32_t)offset;
    return offset == text->length + value->length;
}

tc3_status tc3_request_sign(tc3_request *request, const tc3_config *config,
                            const tc3_action *action, const tc3_signing_key *key)
{
    const tc3_signed_request covered = {
        TC3_TEXT_LITERAL("POST"),
        TC3_TEXT_LITERAL(""),
        TC3_TEXT_LITERAL(TC3_CONTENT_TYPE),
        tc3_text_of(config->host),
        action->name,
        action->service,
        action->body,
        request->timestamp,
    };
    request->item = 0;
    request->offset = 0;
    request->used = 0;
    request->sent = 0;
    request->complete = false;
    return tc3_sign(key, config->sha256, &covered, &request->scratch, request->signature);
}

void tc3_request_fill(tc3_request *request, const tc3_config *config, const tc3_action *action)
{
    char scratch[TC3_HEX_LENGTH];

    request->used = 0;
    request->sent = 0;
    while (request->item < ITEM_COUNT) {
        const tc3_text value =
            value_text(request, config, action, items[request->item].value, scratch);
        if (value.length > 0 && !put_item(request, &items[request->item].text, &value)) {
            return;
        }
        request->item++;
        request->offset = 0;
    }
    request->complete = true;
}
