/* SPDX-License-Identifier: Apache-2.0 */
#include "visible_text.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

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

/** Marks that combine with the character before them, and joiners. */
static const character_range narrow_ranges[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489},   {0x0591, 0x05bd}, {0x0610, 0x061a}, {0x064b, 0x065f},
    {0x0e31, 0x0e31}, {0x0e34, 0x0e3a},   {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
    {0x200c, 0x200d}, {0x20d0, 0x20ff},   {0x302a, 0x302d}, {0x3099, 0x309a}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef},
};

/** Characters of East Asian width W or F (Unicode Standard Annex 11), in whole blocks. */
static const character_range wide_ranges[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xa960, 0xa97f},
    {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
    {0xffe0, 0xffe6},   {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff},
    {0x20000, 0x3fffd},
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static bool is_in(uint32_t character, const character_range *ranges, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

bool quota_is_hostile(uint32_t character)
{
    return is_in(character, hostile_ranges, COUNT_OF(hostile_ranges));
}

static unsigned column_width(uint32_t character)
{
    if (is_in(character, narrow_ranges, COUNT_OF(narrow_ranges))) {
        return 0;
    }
    return is_in(character, wide_ranges, COUNT_OF(wide_ranges)) ? 2 : 1;
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
