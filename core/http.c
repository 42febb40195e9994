/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/http.h"

#include "character.h"
#include "tc3/text.h"

#include <string.h>

/** Where in the grammar of RFC 9112 the reader is. */
enum {
    STATE_VERSION, /* "HTTP/1." of the status line */
    STATE_MINOR_VERSION,
    STATE_STATUS_CODE,
    STATE_REASON_SPACE,
    STATE_REASON,
    STATE_STATUS_LINE_END, /* the LF */
    STATE_FIRST_LINE,      /* the first header, or the empty line */
    STATE_LINE,            /* another header, a fold of the latest, or the empty line */
    STATE_NAME,
    STATE_VALUE,
    STATE_LINE_END,
    STATE_SECTION_END, /* the LF of the empty line */
    STATE_BODY,
    STATE_CHUNK_SIZE,
    STATE_CHUNK_EXTENSION,
    STATE_CHUNK_SIZE_END,
    STATE_CHUNK_DATA,
    STATE_CHUNK_DATA_CR,
    STATE_CHUNK_DATA_LF,
    STATE_COMPLETE
};

/** A chunk size or body length may grow by one digit up to here without overflow. */
#define LENGTH_LIMIT_HEX (UINT32_MAX / 16)

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static uint8_t lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20u) : byte;
}

/** A character of a header's name: tchar, RFC 9110 section 5.6.2. */
static bool is_token_character(uint8_t byte)
{
    const uint8_t letter = lower(byte);
    return is_digit(byte) || (letter >= 'a' && letter <= 'z') ||
           tc3_is_one_of("!#$%&'*+-.^_`|~", (char)byte);
}

/** A character of a header's value or a reason phrase: RFC 9110 section 5.5. */
static bool is_text_character(uint8_t byte)
{
    return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
}

/* ---- headers ---- */

static bool equals(const char *bytes, size_t length, tc3_text expected)
{
    return length == expected.length && memcmp(bytes, expected.bytes, length) == 0;
}

static void lower_value(tc3_http *http)
{
    for (unsigned i = 0; i < http->value_used; i++) {
        http->value[i] = (char)lower((uint8_t)http->value[i]);
    }
}

static tc3_status read_content_length(tc3_http *http)
{
    uint32_t length = 0;
    if (http->has_length || http->value_overflow || http->value_used == 0) {
        return TC3_ERROR_HTTP_FRAMING;
    }
    for (unsigned i = 0; i < http->value_used; i++) {
        const uint8_t byte = (uint8_t)http->value[i];
        const uint32_t digit = byte - (uint32_t)'0';
        if (!is_digit(byte) || length > (UINT32_MAX - digit) / 10) {
            return TC3_ERROR_HTTP_FRAMING;
        }
        length = length * 10 + digit;
    }
    http->has_length = true;
    http->remaining = length;
    return TC3_OK;
}

static tc3_status read_transfer_encoding(tc3_http *http)
{
    static const tc3_text chunked = TC3_TEXT_LITERAL("chunked");
    lower_value(http);
    if (http->value_overflow || !equals(http->value, http->value_used, chunked)) {
        return TC3_ERROR_HTTP_ENCODING;
    }
    if (http->chunked || http->minor_version == 0) {
        return TC3_ERROR_HTTP_FRAMING;
    }
    http->chunked = true;
    return TC3_OK;
}

static tc3_status read_content_encoding(tc3_http *http)
{
    static const tc3_text identity = TC3_TEXT_LITERAL("identity");
    lower_value(http);
    return equals(http->value, http->value_used, identity) ? TC3_OK : TC3_ERROR_HTTP_ENCODING;
}

static void read_connection_option(tc3_http *http, const char *option, size_t length)
{
    static const tc3_text close = TC3_TEXT_LITERAL("close");
    static const tc3_text keep_alive = TC3_TEXT_LITERAL("keep-alive");
    if (equals(option, length, close)) {
        http->connection_close = true;
    } else if (equals(option, length, keep_alive)) {
        http->keep_alive = true;
    }
}

/** The value is a list of options with commas and blanks between them (RFC 9110 section 7.6.1). */
static void read_connection(tc3_http *http)
{
    unsigned start = 0;
    lower_value(http);
    for (unsigned i = 0; i <= http->value_used; i++) {
        const char byte = i < http->value_used ? http->value[i] : ',';
        if (byte == ',' || byte == ' ' || byte == '\t') {
            read_connection_option(http, http->value + start, i - start);
            start = i + 1;
        }
    }
    http->connection_close |= http->value_overflow;
}

/** The header whose line has just been read, if it is one that matters. */
static tc3_status read_header(tc3_http *http)
{
    static const tc3_text content_length = TC3_TEXT_LITERAL("content-length");
    static const tc3_text transfer_encoding = TC3_TEXT_LITERAL("transfer-encoding");
    static const tc3_text content_encoding = TC3_TEXT_LITERAL("content-encoding");
    static const tc3_text connection = TC3_TEXT_LITERAL("connection");
    static const tc3_text date = TC3_TEXT_LITERAL("date");

    while (http->value_used > 0 && (http->value[http->value_used - 1] == ' ' ||
                                    http->value[http->value_used - 1] == '\t')) {
        http->value_used--;
    }
    if (http->in_body || http->name_overflow) {
        return TC3_OK;
    }
    if (equals(http->name, http->name_used, content_length)) {
        return read_content_length(http);
    }
    if (equals(http->name, http->name_used, transfer_encoding)) {
        return read_transfer_encoding(http);
    }
    if (equals(http->name, http->name_used, content_encoding)) {
        return read_content_encoding(http);
    }
    if (equals(http->name, http->name_used, connection)) {
        read_connection(http);
    } else if (equals(http->name, http->name_used, date)) {
        http->date = tc3_http_date(http->value, http->value_used);
    }
    return TC3_OK;
}

static void keep_name(tc3_http *http, uint8_t byte)
{
    if (http->name_used < TC3_HTTP_NAME_SIZE) {
        http->name[http->name_used++] = (char)lower(byte);
    } else {
        http->name_overflow = true;
    }
}

/** Blanks before a value do not count, those behind it are cut off later. */
static void keep_value(tc3_http *http, uint8_t byte)
{
    const bool blank = byte == ' ' || byte == '\t';
    if (blank && http->value_used == 0) {
        return;
    }
    if (http->value_used < TC3_HTTP_VALUE_SIZE) {
        http->value[http->value_used++] = (char)byte;
    } else if (!blank) {
        http->value_overflow = true;
    }
}

static tc3_status begin_header(tc3_http *http, uint8_t byte)
{
    if (!is_token_character(byte)) {
        return TC3_ERROR_HTTP_HEADER;
    }
    http->name_used = 0;
    http->name_overflow = false;
    http->value_used = 0;
    http->value_overflow = false;
    http->state = STATE_NAME;
    keep_name(http, byte);
    return TC3_OK;
}

/* ---- sections ---- */

static void complete(tc3_http *http)
{
    http->state = STATE_COMPLETE;
    http->complete = true;
}

static bool has_no_body(const tc3_http *http)
{
    return http->status == 204 || http->status == 304 ||
           (!http->chunked && http->has_length && http->remaining == 0);
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
    if (has_no_body(http)) {
        complete(http);
    } else if (http->chunked) {
        http->state = STATE_CHUNK_SIZE;
        http->position = 0;
        http->remaining = 0;
    } else {
        http->keep_alive = http->keep_alive && !http->until_close;
        http->state = STATE_BODY;
    }
    return TC3_OK;
}

static tc3_status step_status_line(tc3_http *http, uint8_t byte)
{
    static const char version[] = "HTTP/1.";
    bool valid = false;

    switch (http->state) {
    case STATE_VERSION:
        valid = byte == (uint8_t)version[http->position];
        if (version[++http->position] == '\0') {
            http->state = STATE_MINOR_VERSION;
        }
        break;
    case STATE_MINOR_VERSION:
        if (http->position == sizeof version - 1) {
            valid = is_digit(byte);
            http->minor_version = (uint8_t)(byte - '0');
            http->position++;
        } else {
            valid = byte == ' ';
            http->position = 0;
            http->state = STATE_STATUS_CODE;
        }
        break;
    case STATE_STATUS_CODE:
        valid = is_digit(byte) && !(http->position == 0 && byte == '0');
        http->status = (uint16_t)(http->status * 10u + byte - '0');
        if (++http->position == 3) {
            http->state = STATE_REASON_SPACE;
        }
        break;
    case STATE_REASON_SPACE:
        valid = byte == ' ';
        http->state = STATE_REASON;
        break;
    case STATE_REASON:
        valid = is_text_character(byte) || byte == '\r';
        if (byte == '\r') {
            http->state = STATE_STATUS_LINE_END;
        }
        break;
    default:
        valid = byte == '\n';
        http->state = STATE_FIRST_LINE;
        break;
    }
    return valid ? TC3_OK : TC3_ERROR_HTTP_STATUS_LINE;
}

/** The byte after a header's line end: a blank continues its value (obs-fold), else it is over. */
static tc3_status begin_line(tc3_http *http, uint8_t byte)
{
    if (http->state == STATE_LINE) {
        if (byte == ' ' || byte == '\t') {
            http->state = STATE_VALUE;
            keep_value(http, ' ');
            return TC3_OK;
        }
        const tc3_status status = read_header(http);
        if (status != TC3_OK) {
            return status;
        }
    }
    if (byte == '\r') {
        http->state = STATE_SECTION_END;
        return TC3_OK;
    }
    return begin_header(http, byte);
}

static tc3_status end_section(tc3_http *http, tc3_http_event *event)
{
    if (!http->in_body) {
        const tc3_status status = begin_body(http);
        *event = http->complete ? TC3_HTTP_END : TC3_HTTP_MORE;
        return status;
    }
    complete(http);
    *event = TC3_HTTP_END;
    return TC3_OK;
}

static tc3_status step_header(tc3_http *http, uint8_t byte, tc3_http_event *event)
{
    bool valid = true;
    switch (http->state) {
    case STATE_FIRST_LINE:
    case STATE_LINE:
        return begin_line(http, byte);
    case STATE_NAME:
        if (byte == ':') {
            http->state = STATE_VALUE;
        } else {
            valid = is_token_character(byte);
            keep_name(http, byte);
        }
        break;
    case STATE_VALUE:
        if (byte == '\r') {
            http->state = STATE_LINE_END;
        } else {
            valid = is_text_character(byte);
            keep_value(http, byte);
        }
        break;
    case STATE_LINE_END:
        valid = byte == '\n';
        http->state = STATE_LINE;
        break;
    default:
        if (byte == '\n') {
            return end_section(http, event);
        }
        valid = false;
        break;
    }
    return valid ? TC3_OK : TC3_ERROR_HTTP_HEADER;
}

/* ---- chunks: RFC 9112 section 7.1 ---- */

static bool step_chunk_size(tc3_http *http, uint8_t byte)
{
    const unsigned digit = tc3_hex_digit(byte);
    if (digit < 16) {
        const bool fits = http->remaining <= LENGTH_LIMIT_HEX;
        http->remaining = http->remaining << 4 | digit;
        http->position = 1;
        return fits;
    }
    if (http->position == 0) {
        return false;
    }
    http->state = byte == '\r' ? STATE_CHUNK_SIZE_END : STATE_CHUNK_EXTENSION;
    return byte == '\r' || byte == ';' || byte == ' ' || byte == '\t';
}

static tc3_status step_chunk(tc3_http *http, uint8_t byte)
{
    bool valid;
    switch (http->state) {
    case STATE_CHUNK_SIZE:
        valid = step_chunk_size(http, byte);
        break;
    case STATE_CHUNK_EXTENSION:
        valid = is_text_character(byte) || byte == '\r';
        if (byte == '\r') {
            http->state = STATE_CHUNK_SIZE_END;
        }
        break;
    case STATE_CHUNK_SIZE_END:
        valid = byte == '\n';
        http->state = http->remaining > 0 ? STATE_CHUNK_DATA : STATE_FIRST_LINE;
        break;
    case STATE_CHUNK_DATA_CR:
        valid = byte == '\r';
        http->state = STATE_CHUNK_DATA_LF;
        break;
    default:
        valid = byte == '\n';
        http->state = STATE_CHUNK_SIZE;
        http->position = 0;
        break;
    }
    return valid ? TC3_OK : TC3_ERROR_HTTP_FRAMING;
}

/* ---- the reader ---- */

void tc3_http_init(tc3_http *http)
{
    memset(http, 0, sizeof *http);
}

tc3_status tc3_http_step(tc3_http *http, uint8_t byte, tc3_http_event *event)
{
    *event = TC3_HTTP_MORE;
    if (tc3_http_run(http, 1) == 1) {
        tc3_http_skip(http, 1);
        *event = TC3_HTTP_BODY;
        return TC3_OK;
    }
    if (http->state <= STATE_STATUS_LINE_END) {
        return step_status_line(http, byte);
    }
    if (http->state <= STATE_SECTION_END) {
        return step_header(http, byte, event);
    }
    return step_chunk(http, byte);
}

size_t tc3_http_run(const tc3_http *http, size_t available)
{
    if (http->state != STATE_BODY && http->state != STATE_CHUNK_DATA) {
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
            http->state = STATE_CHUNK_DATA_CR;
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
