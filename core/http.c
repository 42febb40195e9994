/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/http.h"

#include "character.h"

#include <string.h>

/** Where in the grammar of RFC 9112 the reader is. */
enum {
    STATE_STATUS_LINE, /* before the reason phrase */
    STATE_FIRST_LINE,  /* the first header, or the empty line */
    STATE_LINE,        /* another header, a fold of the latest, or the empty line */
    STATE_NAME,
    STATE_CHUNK_SIZE,
    STATE_CHUNK_END, /* the CR behind a chunk's data */
    STATE_TEXT,      /* the rest of any line, up to its CR */
    STATE_LINE_FEED,
    STATE_BODY, /* or a chunk's data */
    STATE_COMPLETE
};

/** Where in a chunk's size the reader is. */
enum {
    POSITION_BEFORE, /* no digit yet */
    POSITION_DIGITS,
    POSITION_BLANKS /* behind the digits: no other may follow */
};

/** A chunk size may grow by one digit up to here without overflow. */
#define LENGTH_LIMIT_HEX (UINT32_MAX / 16)

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

static char lower(uint8_t byte)
{
    return (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20u : byte);
}

/* ---- headers ---- */

static tc3_status read_content_length(tc3_http *http)
{
    uint64_t length = 0;
    if (http->has_length || http->value_used > TC3_HTTP_VALUE_SIZE || http->value_used == 0) {
        return TC3_ERROR_HTTP_FRAMING;
    }
    for (unsigned i = 0; i < http->value_used; i++) {
        const uint8_t byte = (uint8_t)http->value[i];
        length = length * 10 + byte - '0';
        if (!is_digit(byte) || length > UINT32_MAX) {
            return TC3_ERROR_HTTP_FRAMING;
        }
    }
    http->has_length = true;
    http->remaining = (uint32_t)length;
    return TC3_OK;
}

static tc3_status read_transfer_encoding(tc3_http *http)
{
    if (tc3_word_index("chunked\0", http->value, http->value_used) > 0) {
        return TC3_ERROR_HTTP_ENCODING;
    }
    if (http->chunked || http->minor_version == 0) {
        return TC3_ERROR_HTTP_FRAMING;
    }
    http->chunked = true;
    return TC3_OK;
}

/** The value is a list of options with commas and blanks between them (RFC 9110 section 7.6.1). */
static void read_connection(tc3_http *http)
{
    const char *option = http->value;
    const char *end = http->value + http->value_used;
    if (http->value_used > TC3_HTTP_VALUE_SIZE) {
        http->connection_close = true;
        return;
    }
    for (const char *at = option; at <= end; at++) {
        if (at == end || *at == ',' || is_blank((uint8_t)*at)) {
            const unsigned index =
                tc3_word_index("close\0keep-alive\0", option, (size_t)(at - option));
            http->connection_close |= index == 0;
            http->keep_alive |= index == 1;
            option = at + 1;
        }
    }
}

/** The header whose line has just been read, if it is one that matters. */
static tc3_status read_header(tc3_http *http)
{
    static const char names[] = "date\0connection\0content-length\0transfer-encoding\0"
                                "content-encoding\0";
    enum {
        DATE,
        CONNECTION,
        CONTENT_LENGTH,
        TRANSFER_ENCODING,
        CONTENT_ENCODING
    };
    const unsigned name = tc3_word_index(names, http->name, http->name_used);

    if (http->in_body) {
        return TC3_OK;
    }
    while (http->value_used > 0 && is_blank((uint8_t)http->value[http->value_used - 1])) {
        http->value_used--;
    }
    if (name == DATE) {
        http->date = tc3_http_date(http->value, http->value_used);
        return TC3_OK;
    }
    for (unsigned i = 0; i < http->value_used; i++) {
        http->value[i] = lower((uint8_t)http->value[i]);
    }
    switch (name) {
    case CONNECTION:
        read_connection(http);
        break;
    case CONTENT_LENGTH:
        return read_content_length(http);
    case TRANSFER_ENCODING:
        return read_transfer_encoding(http);
    case CONTENT_ENCODING:
        if (tc3_word_index("identity\0", http->value, http->value_used) > 0) {
            return TC3_ERROR_HTTP_ENCODING;
        }
        break;
    default:
        break;
    }
    return TC3_OK;
}

/** A name is made of tchar, RFC 9110 section 5.6.2. One that is too long fills the last place. */
static bool keep_name(tc3_http *http, uint8_t byte)
{
    if (http->name_used <= TC3_HTTP_NAME_SIZE) {
        http->name[http->name_used++] = lower(byte);
    }
    return tc3_is_in("!!#'*+-.09AZ^z||~~", byte);
}

/**
 * Blanks before a value do not count, those behind it are cut off later. A value that is too long
 * fills the last place.
 */
static void keep_value(tc3_http *http, uint8_t byte)
{
    const unsigned first = http->value_used == 0;
    const unsigned full = http->value_used >= TC3_HTTP_VALUE_SIZE;
    if (is_blank(byte) ? !first && !full : http->value_used <= TC3_HTTP_VALUE_SIZE) {
        http->value[http->value_used++] = (char)byte;
    }
}

/* ---- lines ---- */

/** The rest of a line, of which `byte` is the first: RFC 9110 section 5.5. */
static bool step_text(tc3_http *http, uint8_t byte)
{
    if (byte == '\r') {
        http->state = STATE_LINE_FEED;
        return true;
    }
    http->state = STATE_TEXT;
    keep_value(http, byte);
    return (byte >= ' ' && byte != 0x7f) || byte == '\t';
}

static bool step_status_line(tc3_http *http, uint8_t byte)
{
    /* 'v' is the minor version, '#' a digit of the status. */
    static const char form[] = "HTTP/1.v ### ";
    const char expected = form[http->position++];

    if (form[http->position] == '\0') {
        /* Servers that have no reason phrase to send may leave out the blank before it, too. */
        http->next = STATE_FIRST_LINE;
        return (byte == ' ' || byte == '\r') && step_text(http, byte);
    }
    if (expected == 'v') {
        http->minor_version = (uint8_t)(byte - '0');
        return is_digit(byte);
    }
    if (expected == '#') {
        http->status = (uint16_t)(http->status * 10u + byte - '0');
        return is_digit(byte) && http->status > 0;
    }
    return byte == (uint8_t)expected;
}

/** The byte after a header's line end: a blank continues its value (obs-fold), else it is over. */
static tc3_status begin_line(tc3_http *http, uint8_t byte)
{
    if (http->state == STATE_LINE) {
        if (is_blank(byte)) {
            (void)step_text(http, ' ');
            return TC3_OK;
        }
        const tc3_status status = read_header(http);
        if (status != TC3_OK) {
            return status;
        }
    }
    if (byte == '\r') {
        http->state = STATE_LINE_FEED;
        http->next = STATE_COMPLETE;
        return TC3_OK;
    }
    http->name_used = 0;
    http->value_used = 0;
    http->state = STATE_NAME;
    http->next = STATE_LINE;
    return keep_name(http, byte) ? TC3_OK : TC3_ERROR_HTTP_HEADER;
}

static bool step_name(tc3_http *http, uint8_t byte)
{
    if (byte == ':') {
        http->state = STATE_TEXT;
        return true;
    }
    return keep_name(http, byte);
}

/**
 * RFC 9112 section 7.1: at least one digit, blanks, and an extension from ';' on or the line's end.
 */
static bool step_chunk_size(tc3_http *http, uint8_t byte)
{
    const unsigned digit = tc3_hex_digit(byte);
    const bool begun = http->position > POSITION_BEFORE;
    http->next = http->remaining > 0 ? STATE_BODY : STATE_FIRST_LINE;
    if (digit < 16 && http->position < POSITION_BLANKS) {
        const bool fits = http->remaining <= LENGTH_LIMIT_HEX;
        http->remaining = http->remaining << 4 | digit;
        http->position = POSITION_DIGITS;
        return fits;
    }
    if (is_blank(byte)) {
        http->position = POSITION_BLANKS;
        return begun;
    }
    return begun && (byte == ';' || byte == '\r') && step_text(http, byte);
}

/* ---- sections ---- */

static void complete(tc3_http *http)
{
    http->state = STATE_COMPLETE;
    http->complete = true;
}

/** The header section has ended: RFC 9112 section 6.3 says what the body is. */
static tc3_status begin_body(tc3_http *http)
{
    if (http->status == 101) {
        return TC3_ERROR_HTTP_STATUS_LINE;
    }
    if (http->status < 200) {
        tc3_http_init(http);
        return TC3_OK;
    }
    if (http->chunked && http->has_length) {
        return TC3_ERROR_HTTP_FRAMING;
    }
    http->in_body = true;
    http->until_close = !http->chunked && !http->has_length;
    http->keep_alive = (http->keep_alive || http->minor_version > 0) && !http->connection_close;
    http->state = http->chunked ? STATE_CHUNK_SIZE : STATE_BODY;
    if (http->status == 204 || http->status == 304 || (http->has_length && http->remaining == 0)) {
        complete(http);
    } else if (http->until_close) {
        http->keep_alive = false;
    }
    return TC3_OK;
}

/** A line is over. */
static tc3_status end_line(tc3_http *http)
{
    http->state = http->next;
    http->position = 0;
    if (http->state != STATE_COMPLETE) {
        return TC3_OK;
    }
    if (!http->in_body) {
        return begin_body(http);
    }
    complete(http);
    return TC3_OK;
}

/** What a malformed line is called: a header's ends before another line or its section's end. */
static tc3_status line_error(const tc3_http *http)
{
    if (http->next == STATE_LINE || http->next == STATE_COMPLETE) {
        return TC3_ERROR_HTTP_HEADER;
    }
    return http->in_body ? TC3_ERROR_HTTP_FRAMING : TC3_ERROR_HTTP_STATUS_LINE;
}

/* ---- the reader ---- */

void tc3_http_init(tc3_http *http)
{
    memset(http, 0, sizeof *http);
}

tc3_status tc3_http_step(tc3_http *http, uint8_t byte, tc3_http_event *event)
{
    tc3_status status = TC3_OK;
    bool valid = true;

    *event = TC3_HTTP_MORE;
    switch (http->state) {
    case STATE_STATUS_LINE:
        valid = step_status_line(http, byte);
        break;
    case STATE_FIRST_LINE:
    case STATE_LINE:
        status = begin_line(http, byte);
        break;
    case STATE_NAME:
        valid = step_name(http, byte);
        break;
    case STATE_CHUNK_SIZE:
        valid = step_chunk_size(http, byte);
        break;
    case STATE_CHUNK_END:
        valid = byte == '\r';
        http->state = STATE_LINE_FEED;
        http->next = STATE_CHUNK_SIZE;
        break;
    case STATE_TEXT:
        valid = step_text(http, byte);
        break;
    case STATE_LINE_FEED:
        valid = byte == '\n';
        if (valid) {
            status = end_line(http);
            *event = http->complete ? TC3_HTTP_END : TC3_HTTP_MORE;
        }
        break;
    default:
        tc3_http_skip(http, 1);
        *event = TC3_HTTP_BODY;
        break;
    }
    return valid ? status : line_error(http);
}

size_t tc3_http_run(const tc3_http *http, size_t available)
{
    if (http->state != STATE_BODY) {
        return 0;
    }
    return http->until_close || available < http->remaining ? available : http->remaining;
}

void tc3_http_skip(tc3_http *http, size_t length)
{
    if (http->until_close) {
        return;
    }
    http->remaining -= (uint32_t)length;
    if (http->remaining == 0) {
        if (http->chunked) {
            http->state = STATE_CHUNK_END;
        } else {
            complete(http);
        }
    }
}

tc3_status tc3_http_close(tc3_http *http)
{
    if (http->state == STATE_BODY && http->until_close) {
        complete(http);
    }
    return http->complete ? TC3_OK : TC3_ERROR_CLOSED;
}
