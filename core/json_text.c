/* SPDX-License-Identifier: Apache-2.0 */
#include "json_text.h"

#include "character.h"
#include "tc3/json.h"

#include <string.h>

/** What stands for text that cannot be written in UTF-8 or in a C string. */
#define REPLACEMENT_CHARACTER 0xfffdu

/** Bytes of "\uXXXX". */
#define UNICODE_ESCAPE_LENGTH 6

bool tc3_is_high_surrogate(unsigned code_unit)
{
    return (code_unit & 0xfc00u) == 0xd800u;
}

static bool is_low_surrogate(unsigned code_unit)
{
    return (code_unit & 0xfc00u) == 0xdc00u;
}

/** The code unit of the escape "\uXXXX" at `text`, 0 if there is none within `length`. */
static unsigned unicode_escape(const char *text, size_t length)
{
    unsigned code_unit = 0;
    if (length < UNICODE_ESCAPE_LENGTH || text[0] != '\\' || text[1] != 'u') {
        return 0;
    }
    for (int i = 2; i < UNICODE_ESCAPE_LENGTH; i++) {
        code_unit = code_unit << 4 | tc3_hex_digit((uint8_t)text[i]);
    }
    return code_unit;
}

/** Read the \u escape, or the pair of them, at `text`; returns how many bytes it takes. */
static size_t read_unicode(const char *text, size_t length, uint32_t *code_point)
{
    const unsigned first = unicode_escape(text, length);
    const unsigned second =
        unicode_escape(text + UNICODE_ESCAPE_LENGTH, length - UNICODE_ESCAPE_LENGTH);

    if (tc3_is_high_surrogate(first) && is_low_surrogate(second)) {
        *code_point = 0x10000u + ((first & 0x3ffu) << 10 | (second & 0x3ffu));
        return (size_t)2 * UNICODE_ESCAPE_LENGTH;
    }
    const bool unusable = first == 0 || tc3_is_high_surrogate(first) || is_low_surrogate(first);
    *code_point = unusable ? REPLACEMENT_CHARACTER : first;
    return UNICODE_ESCAPE_LENGTH;
}

static char continuation_byte(uint32_t code_point, unsigned shift)
{
    return (char)(0x80u | (code_point >> shift & 0x3fu));
}

/** Write `code_point` as UTF-8 (RFC 3629 section 3); returns how many bytes it takes. */
static size_t write_utf8(uint32_t code_point, char out[4])
{
    size_t length = 0;
    if (code_point < 0x80) {
        out[length++] = (char)code_point;
        return length;
    }
    if (code_point < 0x800) {
        out[length++] = (char)(0xc0u | code_point >> 6);
    } else {
        if (code_point < 0x10000) {
            out[length++] = (char)(0xe0u | code_point >> 12);
        } else {
            out[length++] = (char)(0xf0u | code_point >> 18);
            out[length++] = continuation_byte(code_point, 12);
        }
        out[length++] = continuation_byte(code_point, 6);
    }
    out[length++] = continuation_byte(code_point, 0);
    return length;
}

static char simple_escape(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter;
    }
}

/** Read the escape at `text` into `out`; returns the bytes read, `*written` those stored. */
static size_t read_escape(const char *text, size_t length, char out[4], size_t *written)
{
    uint32_t code_point;
    if (text[1] != 'u') {
        out[0] = simple_escape(text[1]);
        *written = 1;
        return 2;
    }
    const size_t taken = read_unicode(text, length, &code_point);
    *written = write_utf8(code_point, out);
    return taken;
}

static bool is_continuation(char byte)
{
    return ((uint8_t)byte & 0xc0u) == 0x80;
}

size_t tc3_json_unescape(const char *text, size_t length, char *out, size_t capacity, bool *whole)
{
    size_t from = 0;
    size_t to = 0;
    while (from < length && to < capacity) {
        char character[4];
        size_t size;
        if (text[from] != '\\') {
            out[to++] = text[from++];
            continue;
        }
        const size_t taken = read_escape(text + from, length - from, character, &size);
        if (to + size > capacity) {
            break;
        }
        memcpy(out + to, character, size);
        from += taken;
        to += size;
    }
    *whole = from == length;
    /* A character of several bytes that was begun goes as a whole. */
    while (!*whole && to > 0 && is_continuation(text[from])) {
        from--;
        to--;
    }
    return to;
}
