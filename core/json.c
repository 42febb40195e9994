/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/json.h"

#include "character.h"
#include "json_text.h"
#include "json_token.h"
#include "number.h"

#include <string.h>

/** Bytes of "\uXXXX", the longest that a character of a string takes; of a pair each half. */
#define UNICODE_ESCAPE_LENGTH 6u

/**
 * With more than this in it the window has no room for another character of a string and the
 * closing quote: it is handed over and emptied.
 */
#define FULL_WINDOW (TC3_JSON_WINDOW_SIZE - UNICODE_ESCAPE_LENGTH - 1)

/**
 * Where in the grammar of RFC 8259 the reader is; what the next byte may be. Below
 * STATE_AFTER_VALUE it is inside a number, where number.h says; from STATE_STRING on inside another
 * token.
 */
enum {
    STATE_AFTER_VALUE = TC3_NUMBER_STATE_END,
    STATE_FAILED = TC3_NUMBER_STATE_FAILED,
    STATE_TOO_DEEP,
    STATE_START, /* the document's opening brace */
    STATE_FIRST_NAME,
    STATE_NAME,
    STATE_COLON,
    STATE_FIRST_ELEMENT,
    STATE_VALUE,
    STATE_END, /* white space after the document */
    STATE_STRING,
    STATE_ESCAPE,
    STATE_UNICODE,
    STATE_UTF8,
    STATE_LITERAL
};

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static void keep(tc3_json *json, uint8_t byte)
{
    if (json->used < TC3_JSON_WINDOW_SIZE) {
        json->window[json->used++] = (char)byte;
    } else {
        json->overflow = true;
    }
}

static void begin_token(tc3_json *json, uint8_t first_byte, bool kept)
{
    json->keep = kept;
    json->used = 0;
    json->overflow = false;
    json->escaped = false;
    if (kept) {
        json->first_piece = true;
        json->in_pair = false;
        keep(json, first_byte);
    }
}

/* ---- containers ---- */

static bool in_object(const tc3_json *json)
{
    const unsigned level = json->depth - 1u;
    return (json->kinds[level / 8] >> (level % 8) & 1u) != 0;
}

static bool report_container(tc3_json *json, tc3_json_kind kind)
{
    const tc3_json_value value = {kind, NULL, 0, true, true};
    if (!json->wanted) {
        return false;
    }
    json->wanted = false;
    return json->listener->value(json->context, json->depth, &value);
}

static void open_container(tc3_json *json, tc3_json_kind kind)
{
    if (json->depth == TC3_JSON_DEPTH) {
        json->state = STATE_TOO_DEEP;
        return;
    }
    const bool is_object = kind == TC3_JSON_OBJECT;
    if (report_container(json, kind) && is_object) {
        json->reported_depth = (uint8_t)(json->depth + 1);
    }
    const unsigned level = json->depth++;
    const unsigned bit = 1u << (level % 8);
    const unsigned others = json->kinds[level / 8] & ~bit;

    json->kinds[level / 8] = (uint8_t)(is_object ? others | bit : others);
    json->state = is_object ? STATE_FIRST_NAME : STATE_FIRST_ELEMENT;
}

static void close_container(tc3_json *json)
{
    if (json->reported_depth == json->depth) {
        json->reported_depth--;
    }
    json->depth--;
    json->state = json->depth == 0 ? STATE_END : STATE_AFTER_VALUE;
}

/* ---- tokens ---- */

/**
 * Give the listener what the window holds, tokenised. May find a failure: the state that follows is
 * set before, never behind.
 */
static void hand_over(tc3_json *json, tc3_json_kind kind, bool last)
{
    tc3_json_value value = {kind, NULL, 0, json->first_piece, last};
    value.text = tc3_json_token(json->window, json->used, kind, &value.length);
    json->first_piece = false;
    if (value.text == NULL) {
        json->state = STATE_FAILED;
    } else {
        (void)json->listener->value(json->context, json->depth, &value);
    }
}

static void end_primitive(tc3_json *json)
{
    json->state = STATE_AFTER_VALUE;
    if (json->keep) {
        /* The delimiter that the tokeniser needs takes the last place. */
        const bool whole = !json->overflow && json->used < TC3_JSON_WINDOW_SIZE;
        if (!whole) {
            json->used = TC3_JSON_WINDOW_SIZE - 1;
        }
        hand_over(json, TC3_JSON_PRIMITIVE, whole);
    }
}

static void report_name(tc3_json *json)
{
    bool whole;
    char *name = json->window + 1;
    size_t length = json->used - 1u;
    if (json->keep && !json->overflow) {
        if (json->escaped) {
            length = tc3_json_unescape(name, length, name, length, &whole);
        }
        json->wanted = json->listener->name(json->context, json->depth, name, length);
    }
}

static void end_string(tc3_json *json)
{
    if (json->in_name) {
        json->state = STATE_COLON;
        report_name(json);
    } else {
        json->state = STATE_AFTER_VALUE;
        if (json->keep) {
            hand_over(json, TC3_JSON_STRING, true);
        }
    }
}

static void begin_name(tc3_json *json)
{
    json->in_name = true;
    json->wanted = false;
    json->state = STATE_STRING;
    begin_token(json, '"', json->depth == json->reported_depth);
}

static void begin_value(tc3_json *json, uint8_t byte)
{
    switch (byte) {
    case '{':
        open_container(json, TC3_JSON_OBJECT);
        return;
    case '[':
        open_container(json, TC3_JSON_ARRAY);
        return;
    case '"':
        json->in_name = false;
        json->state = STATE_STRING;
        break;
    case 't':
        json->literal = "rue";
        json->state = STATE_LITERAL;
        break;
    case 'f':
        json->literal = "alse";
        json->state = STATE_LITERAL;
        break;
    case 'n':
        json->literal = "ull";
        json->state = STATE_LITERAL;
        break;
    default:
        json->state = tc3_number_next(TC3_NUMBER_STATE_START, byte);
        break;
    }
    begin_token(json, byte, json->wanted);
    json->wanted = false;
}

/* ---- strings ---- */

static void expect_utf8(tc3_json *json, uint8_t left, uint8_t low, uint8_t high)
{
    json->state = STATE_UTF8;
    json->utf8_left = left;
    json->utf8_low = low;
    json->utf8_high = high;
}

/** The lead bytes of RFC 3629 section 4, and what may follow each. */
static void begin_utf8(tc3_json *json, uint8_t lead)
{
    if (lead < 0xc2 || lead > 0xf4) {
        json->state = STATE_FAILED;
    } else if (lead < 0xe0) {
        expect_utf8(json, 1, 0x80, 0xbf);
    } else if (lead < 0xf0) {
        expect_utf8(json, 2, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
    } else {
        expect_utf8(json, 3, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
    }
}

static void continue_utf8(tc3_json *json, uint8_t byte)
{
    if (byte < json->utf8_low || byte > json->utf8_high) {
        json->state = STATE_FAILED;
        return;
    }
    json->utf8_left--;
    json->utf8_low = 0x80;
    json->utf8_high = 0xbf;
    if (json->utf8_left == 0) {
        json->state = STATE_STRING;
    }
}

static void begin_escape(tc3_json *json, uint8_t byte)
{
    if (byte == 'u') {
        json->digits_left = 4;
        json->code_unit = 0;
        json->state = STATE_UNICODE;
    } else {
        json->state = tc3_is_in("\"\"//\\\\bbffnnrrtt", byte) ? STATE_STRING : STATE_FAILED;
    }
}

static void continue_unicode(tc3_json *json, uint8_t byte)
{
    const unsigned digit = tc3_hex_digit(byte);
    if (digit > 15) {
        json->state = STATE_FAILED;
        return;
    }
    json->code_unit = (uint16_t)((unsigned)json->code_unit << 4 | digit);
    if (--json->digits_left == 0) {
        json->in_pair = tc3_is_high_surrogate(json->code_unit);
        json->state = STATE_STRING;
    }
}

/**
 * Before a character of a kept string: make room for the longest one. A high surrogate stays, for
 * the low one may follow.
 */
static void make_room(tc3_json *json)
{
    if (json->used > FULL_WINDOW && !json->in_name) {
        const unsigned stay = json->in_pair ? UNICODE_ESCAPE_LENGTH : 0;
        json->used = (uint16_t)(json->used - stay);
        hand_over(json, TC3_JSON_STRING, false);
        memmove(json->window + 1, json->window + json->used, stay);
        json->window[1] = '\\'; /* the closing quote stood in its place */
        json->used = (uint16_t)(1 + stay);
    }
    json->in_pair = false;
}

static void keep_character(tc3_json *json, uint8_t byte)
{
    if (json->keep) {
        make_room(json);
        keep(json, byte);
    }
}

/** The byte after plain characters: the end, or one that others belong to. */
static void end_run(tc3_json *json, uint8_t byte)
{
    if (byte == '"') {
        end_string(json);
    } else if (byte == '\\') {
        json->escaped = true;
        json->state = STATE_ESCAPE;
        keep_character(json, byte);
    } else if (byte >= 0x80) {
        begin_utf8(json, byte);
        keep_character(json, byte);
    } else {
        json->state = STATE_FAILED;
    }
}

/** How many characters from `bytes` on stand for themselves and take one byte each. */
static size_t plain_run(const uint8_t *bytes, size_t length)
{
    const uint8_t *at = bytes;
    const uint8_t *end = bytes + length;
    for (; at < end; at++) {
        /* One comparison for most: bytes from 0x80 on are negative. */
        if ((int8_t)*at <= '"') {
            if (*at != ' ' && *at != '!') {
                break;
            }
        } else if (*at == '\\') {
            break;
        }
    }
    return (size_t)(at - bytes);
}

/** Keep plain characters, as many as go in before the window is full; returns how many. */
static size_t keep_run(tc3_json *json, const uint8_t *bytes, size_t length)
{
    size_t limit = TC3_JSON_WINDOW_SIZE;
    if (!json->in_name) {
        make_room(json);
        limit = FULL_WINDOW + 1; /* as if each character came alone */
    }
    const size_t room = limit - json->used;
    if (room == 0) {
        json->overflow = true;
        return length;
    }
    const size_t kept = length < room ? length : room;
    memcpy(json->window + json->used, bytes, kept);
    json->used = (uint16_t)(json->used + kept);
    return kept;
}

/** Inside a string: take plain characters as long as they last, or one other byte. */
static size_t continue_string(tc3_json *json, const uint8_t *bytes, size_t length)
{
    const size_t run = plain_run(bytes, length);
    if (run == 0) {
        end_run(json, bytes[0]);
        return 1;
    }
    return json->keep ? keep_run(json, bytes, run) : run;
}

/* ---- literals ---- */

static void continue_literal(tc3_json *json, uint8_t byte)
{
    if (byte != (uint8_t)*json->literal) {
        json->state = STATE_FAILED;
    } else if (*++json->literal == '\0') {
        end_primitive(json);
    }
}

/** Inside a literal, or a character of a string that takes several bytes. */
static void step_in_token(tc3_json *json, uint8_t byte)
{
    if (json->keep) {
        keep(json, byte);
    }
    switch (json->state) {
    case STATE_ESCAPE:
        begin_escape(json, byte);
        break;
    case STATE_UNICODE:
        continue_unicode(json, byte);
        break;
    case STATE_UTF8:
        continue_utf8(json, byte);
        break;
    default:
        continue_literal(json, byte);
        break;
    }
}

/* ---- structure ---- */

static void after_value(tc3_json *json, uint8_t byte)
{
    const bool object = in_object(json);
    if (byte == ',') {
        json->state = object ? STATE_NAME : STATE_VALUE;
    } else if (byte == (object ? '}' : ']')) {
        close_container(json);
    } else {
        json->state = STATE_FAILED;
    }
}

static void step_structure(tc3_json *json, uint8_t byte)
{
    if (byte <= ' ' && tc3_is_in("\t\n\r\r  ", byte)) {
        return;
    }
    switch (json->state) {
    case STATE_AFTER_VALUE:
        after_value(json, byte);
        return;
    case STATE_COLON:
        json->state = byte == ':' ? STATE_VALUE : STATE_FAILED;
        return;
    case STATE_VALUE:
        begin_value(json, byte);
        return;
    case STATE_FIRST_NAME:
    case STATE_NAME:
        if (byte == '"') {
            begin_name(json);
        } else if (byte == '}' && json->state == STATE_FIRST_NAME) {
            close_container(json);
        } else {
            json->state = STATE_FAILED;
        }
        return;
    case STATE_FIRST_ELEMENT:
        if (byte == ']') {
            close_container(json);
        } else {
            begin_value(json, byte);
        }
        return;
    case STATE_START:
        if (byte == '{') {
            open_container(json, TC3_JSON_OBJECT);
            json->reported_depth = 1;
            return;
        }
        break;
    case STATE_TOO_DEEP:
        return;
    default: /* STATE_END: only white space may follow the document */
        break;
    }
    json->state = STATE_FAILED;
}

static void step(tc3_json *json, uint8_t byte)
{
    const uint8_t state = json->state;
    if (state > STATE_STRING) {
        step_in_token(json, byte);
        return;
    }
    if (state < STATE_AFTER_VALUE) {
        /* Most of a number needs no call. */
        if (state != TC3_NUMBER_STATE_INTEGER || !is_digit(byte)) {
            json->state = tc3_number_next(state, byte);
        }
        if (json->state != STATE_AFTER_VALUE) {
            if (json->keep) {
                keep(json, byte);
            }
            return;
        }
        end_primitive(json);
    }
    step_structure(json, byte);
}

tc3_status tc3_json_outcome(const tc3_json *json)
{
    switch (json->state) {
    case STATE_END:
        return TC3_OK;
    case STATE_FAILED:
        return TC3_ERROR_JSON_SYNTAX;
    case STATE_TOO_DEEP:
        return TC3_ERROR_JSON_DEPTH;
    default:
        return TC3_PENDING;
    }
}

void tc3_json_init(tc3_json *json, const tc3_json_listener *listener, void *context)
{
    memset(json, 0, sizeof *json);
    json->listener = listener;
    json->context = context;
    json->state = STATE_START;
}

tc3_status tc3_json_step(tc3_json *json, uint8_t byte)
{
    return tc3_json_feed(json, &byte, 1);
}

tc3_status tc3_json_feed(tc3_json *json, const uint8_t *bytes, size_t length)
{
    const uint8_t *end = bytes + length;
    while (bytes < end) {
        if (json->state == STATE_STRING) {
            bytes += continue_string(json, bytes, (size_t)(end - bytes));
        } else {
            step(json, *bytes++);
        }
    }
    return tc3_json_outcome(json);
}
