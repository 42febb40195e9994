/* SPDX-License-Identifier: Apache-2.0 */
#include "character.h"

#include <string.h>

bool tc3_is_in(const char *ranges, uint8_t character)
{
    for (const uint8_t *range = (const uint8_t *)ranges; range[0] != '\0'; range += 2) {
        if (character >= range[0] && character <= range[1]) {
            return true;
        }
    }
    return false;
}

bool tc3_consists_of(tc3_text text, size_t limit, const char *ranges)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!tc3_is_in(ranges, (uint8_t)text.bytes[i])) {
            return false;
        }
    }
    return text.length > 0 && text.length <= limit;
}

unsigned tc3_hex_digit(uint8_t character)
{
    if (character >= '0' && character <= '9') {
        return character - (unsigned)'0';
    }
    const unsigned letter = (character | 0x20u) - 'a';
    return letter < 6 ? letter + 10 : 16;
}

unsigned tc3_word_index(const char *words, const char *text, size_t length)
{
    unsigned index = 0;
    for (size_t size; (size = strlen(words)) > 0; words += size + 1) {
        if (size == length && memcmp(words, text, length) == 0) {
            break;
        }
        index++;
    }
    return index;
}
