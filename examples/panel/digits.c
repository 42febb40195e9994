/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/digits.h"

uint8_t panel_divide_by_ten(uint64_t *value)
{
    uint64_t quotient = 0;
    uint32_t remainder = 0;
    for (int shift = 48; shift >= 0; shift -= 16) {
        const uint32_t part = remainder << 16 | ((uint32_t)(*value >> shift) & 0xffffu);
        quotient = quotient << 16 | part / 10;
        remainder = part % 10;
    }
    *value = quotient;
    return (uint8_t)remainder;
}

size_t panel_digits_write(uint64_t value, char *text)
{
    char reversed[PANEL_DIGITS_MAX];
    size_t count = 0;
    do {
        reversed[count++] = (char)('0' + panel_divide_by_ten(&value));
    } while (value != 0);
    for (size_t i = 0; i < count; i++) {
        text[i] = reversed[count - 1 - i];
    }
    return count;
}

uint64_t panel_magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}
