/* SPDX-License-Identifier: Apache-2.0 */
#include "duration.h"

#include <stddef.h>

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

bool quota_duration_parse(const char *text, uint32_t maximum, uint32_t *milliseconds)
{
    uint64_t value = 0;
    uint32_t weight = 1000;
    bool has_digit = false;

    for (; is_digit(*text); text++) {
        value = value * 10 + (uint64_t)(*text - '0') * 1000;
        if (value > maximum) {
            return false;
        }
        has_digit = true;
    }
    if (*text == '.') {
        for (text++; is_digit(*text); text++) {
            weight /= 10;
            value += (uint64_t)(*text - '0') * weight;
            has_digit = true;
        }
    }
    if (!has_digit || *text != '\0' || value > maximum) {
        return false;
    }
    *milliseconds = (uint32_t)value;
    return true;
}
