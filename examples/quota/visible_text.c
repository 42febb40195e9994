/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700

#include "visible_text.h"

#include "terminal.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <wchar.h>

typedef struct character_range {
    uint32_t first;
    uint32_t last;
} character_range;

/** Controls (Unicode category Cc), and of the format characters (Cf) those that deceive. */
static const character_range hostile_ranges[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x061c, 0x061c},
    {0x180e, 0x180e}, {0x200b, 0x200b}, {0x200e, 0x200f}, {0x2028, 0x202e},
    {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

bool quota_is_hostile(uint32_t character)
{
    size_t i;

    for (i = 0; i < sizeof hostile_ranges / sizeof hostile_ranges[0]; i++) {
        if (character >= hostile_ranges[i].first && character <= hostile_ranges[i].last) {
            return true;
        }
    }
    return false;
}

/** Columns of a character that is no control: 2 for Chinese. Known in a locale with UTF-8 only. */
static unsigned column_width(uint32_t character)
{
    int width = quota_terminal_is_utf8() ? wcwidth((wchar_t)character) : 1;

    return width < 0 ? 1 : (unsigned)width;
}

/** The length that a UTF-8 lead byte announces; 0 for none. */
static unsigned announced_length(uint8_t lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead <= 0xdf) {
        return 2;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
        return 3;
    }
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** The smallest character that takes so many bytes (RFC 3629 section 3). */
static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};

unsigned quota_utf8_read(const char *text, uint32_t *character)
{
    uint8_t lead = (uint8_t)text[0];
    unsigned length = announced_length(lead);
    uint32_t value = length == 1 ? lead : lead & (0x7fu >> length);
    unsigned i;

    for (i = 1; i < length; i++) {
        if (((uint8_t)text[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | ((uint8_t)text[i] & 0x3fu);
    }
    if (length == 0 || value < smallest[length] || value > 0x10ffff ||
        (value >= 0xd800 && value <= 0xdfff)) {
        return 0;
    }
    *character = value;
    return length;
}

/** Store the next character of `*text` as it is shown, move `*text` on, return the columns. */
static unsigned next_visible(const char **text, char shown[QUOTA_VISIBLE_SIZE])
{
    uint32_t character;
    unsigned length = quota_utf8_read(*text, &character);

    if (length == 0) {
        snprintf(shown, QUOTA_VISIBLE_SIZE, "\\x%02X", (unsigned)(uint8_t) * *text);
        *text += 1;
        return (unsigned)strlen(shown);
    }
    if (quota_is_hostile(character)) {
        snprintf(shown, QUOTA_VISIBLE_SIZE, character > 0xffff ? "\\U%08" PRIX32 : "\\u%04" PRIX32,
                 character);
        *text += length;
        return (unsigned)strlen(shown);
    }
    memcpy(shown, *text, length);
    shown[length] = '\0';
    *text += length;
    return column_width(character);
}

void quota_visible_write(FILE *out, const char *text)
{
    char shown[QUOTA_VISIBLE_SIZE];

    while (*text != '\0') {
        next_visible(&text, shown);
        fputs(shown, out);
    }
}

unsigned quota_visible_width(const char *text)
{
    char shown[QUOTA_VISIBLE_SIZE];
    unsigned width = 0;

    while (*text != '\0') {
        width += next_visible(&text, shown);
    }
    return width;
}
