/* SPDX-License-Identifier: Apache-2.0 */
#include "sent_request.h"

#include "reference.h"
#include "test.h"

#include <ctype.h>
#include <stdlib.h>

#define TOKEN_CHARACTERS \
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool names_equal(tc3_text name, const char *expected)
{
    size_t i;

    if (name.length != strlen(expected)) {
        return false;
    }
    for (i = 0; i < name.length; i++) {
        if (tolower((unsigned char)name.bytes[i]) != tolower((unsigned char)expected[i])) {
            return false;
        }
    }
    return true;
}

/* The line at `*text`, which moves behind its CR LF. */
static tc3_text take_line(const char **text, const char *end)
{
    tc3_text line = {*text, 0};

    while (*text + 1 < end && !((*text)[0] == '\r' && (*text)[1] == '\n')) {
        CHECK("no bare CR or LF, no NUL", **text != '\r' && **text != '\n' && **text != '\0');
        (*text)++;
    }
    CHECK("CR LF ends a line", *text + 1 < end);
    line.length = (size_t)(*text - line.bytes);
    *text += 2;
    return line;
}

static void add_header(sent_request *request, tc3_text line)
{
    const char *colon = memchr(line.bytes, ':', line.length);
    sent_header *header = &request->headers[request->header_count];
    size_t i;

    CHECK("a header has a colon", colon != NULL && colon > line.bytes);
    CHECK("room for headers", request->header_count < SENT_HEADERS);
    header->name.bytes = line.bytes;
    header->name.length = (size_t)(colon - line.bytes);
    for (i = 0; i < header->name.length; i++) {
        CHECK("a name is a token", strchr(TOKEN_CHARACTERS, header->name.bytes[i]) != NULL);
    }
    CHECK("a blank and a value follow", line.length > header->name.length + 2 && colon[1] == ' ');
    header->value.bytes = colon + 2;
    header->value.length = line.length - header->name.length - 2;
    CHECK("a value is trimmed",
          header->value.bytes[0] != ' ' && header->value.bytes[header->value.length - 1] != ' ');
    for (i = 0; i < header->value.length; i++) {
        CHECK("a value is visible ASCII", isprint((unsigned char)header->value.bytes[i]));
    }
    request->header_count++;
}

void sent_request_parse(const char *text, size_t length, sent_request *request)
{
    const char *end = text + length;
    tc3_text line;
    tc3_text body_length;
    char expected[16];

    memset(request, 0, sizeof(*request));
    request->line = take_line(&text, end);
    for (line = take_line(&text, end); line.length > 0; line = take_line(&text, end)) {
        add_header(request, line);
    }
    request->body.bytes = text;
    request->body.length = (size_t)(end - text);
    body_length = sent_request_header(request, "Content-Length");
    snprintf(expected, sizeof(expected), "%u", (unsigned)request->body.length);
    CHECK_BYTES("Content-Length", expected, strlen(expected), body_length.bytes,
                body_length.length);
}

bool sent_request_has(const sent_request *request, const char *name)
{
    size_t i;

    for (i = 0; i < request->header_count; i++) {
        if (names_equal(request->headers[i].name, name)) {
            return true;
        }
    }
    return false;
}

tc3_text sent_request_header(const sent_request *request, const char *name)
{
    tc3_text value = {NULL, 0};
    unsigned found = 0;
    size_t i;

    for (i = 0; i < request->header_count; i++) {
        if (names_equal(request->headers[i].name, name)) {
            value = request->headers[i].value;
            found++;
        }
    }
    CHECK_INT(name, 1, found);
    return value;
}

uint32_t sent_request_timestamp(const sent_request *request)
{
    tc3_text value = sent_request_header(request, "X-TC-Timestamp");
    char *end;
    unsigned long seconds = strtoul(value.bytes, &end, 10);

    CHECK("a decimal number", end == value.bytes + value.length && value.bytes[0] != '-');
    return (uint32_t)seconds;
}

void sent_request_check_signature(const sent_request *request, const char *secret_id,
                                  const char *secret_key, const char *service)
{
    static reference_signature signature;
    static char expected[TC3_SECRET_MAX + 512];
    tc3_text authorization = sent_request_header(request, "Authorization");
    bool with_action =
        memory_contains(authorization.bytes, authorization.length, ";x-tc-action,", 13);
    tc3_signed_request signed_request;

    memset(&signed_request, 0, sizeof(signed_request));
    signed_request.method = tc3_text_of("POST");
    signed_request.query = tc3_text_of("");
    signed_request.content_type = sent_request_header(request, "Content-Type");
    signed_request.host = sent_request_header(request, "Host");
    signed_request.service = tc3_text_of(service);
    signed_request.body = request->body;
    signed_request.timestamp = sent_request_timestamp(request);
    if (with_action) {
        signed_request.action = sent_request_header(request, "X-TC-Action");
    }
    reference_sign(&signed_request, tc3_text_of(secret_key), &signature);
    snprintf(expected, sizeof(expected),
             "TC3-HMAC-SHA256 Credential=%s/%s/%s/tc3_request, SignedHeaders=content-type;host%s, "
             "Signature=%s",
             secret_id, signature.date, service, with_action ? ";x-tc-action" : "",
             signature.signature);
    CHECK_BYTES("Authorization", expected, strlen(expected), authorization.bytes,
                authorization.length);
}
