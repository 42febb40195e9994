/* SPDX-License-Identifier: Apache-2.0 */
#include "line_parts.h"

#include "panel/digits.h"

#include <string.h>

void panel_put_text(const panel_sink *to, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        to->put(to->context, text[i]);
    }
}

void panel_put_number(const panel_sink *to, uint16_t number)
{
    char digits[PANEL_DIGITS_MAX];
    panel_put_text(to, digits, panel_digits_write(number, digits));
}

static char hexadecimal(unsigned nibble)
{
    return "0123456789abcdef"[nibble & 15u];
}

void panel_put_byte(const panel_sink *to, uint8_t byte)
{
    to->put(to->context, hexadecimal(byte >> 4u));
    to->put(to->context, hexadecimal(byte));
}

bool panel_take_text(panel_source *from, const char *text)
{
    const size_t length = strlen(text);
    if ((size_t)(from->end - from->at) < length || memcmp(from->at, text, length) != 0) {
        return false;
    }
    from->at += length;
    return true;
}

bool panel_take_number(panel_source *from, uint16_t limit, uint16_t *number)
{
    const char *start = from->at;
    uint32_t value = 0;
    while (from->at < from->end && *from->at >= '0' && *from->at <= '9' && value <= limit) {
        value = value * 10 + (uint32_t)(*from->at - '0');
        from->at++;
    }
    *number = (uint16_t)value;
    return from->at > start && (*start != '0' || from->at == start + 1) && value <= limit;
}

static int nibble_of(char character)
{
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

bool panel_take_byte(panel_source *from, uint8_t *byte)
{
    if (from->end - from->at < 2) {
        return false;
    }
    const int high = nibble_of(from->at[0]);
    const int low = nibble_of(from->at[1]);
    from->at += 2;
    *byte = (uint8_t)(high * 16 + low);
    return high >= 0 && low >= 0;
}

bool panel_take_end(panel_source *from)
{
    (void)panel_take_text(from, "\r");
    (void)panel_take_text(from, "\n");
    return from->at == from->end;
}
