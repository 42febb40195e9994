/* SPDX-License-Identifier: Apache-2.0 */
#include "character.h"

bool tc3_is_one_of(const char *set, char character)
{
    for (; *set != '\0'; set++) {
        if (*set == character) {
            return true;
        }
    }
    return false;
}

unsigned tc3_hex_digit(uint8_t character)
{
    if (character >= '0' && character <= '9') {
        return character - (unsigned)'0';
    }
    const unsigned letter = (character | 0x20u) - 'a';
    return letter < 6 ? letter + 10 : 16;
}
