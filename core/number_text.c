/* SPDX-License-Identifier: Apache-2.0 */
#include "number_text.h"

size_t tc3_number_text(uint32_t value, char text[TC3_NUMBER_TEXT_LENGTH])
{
    size_t length = 1;
    for (uint32_t rest = value; rest >= 10; rest /= 10) {
        length++;
    }
    for (size_t i = length; i-- > 0;) {
        text[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return length;
}

void tc3_hex_text(const uint8_t digest[TC3_SHA256_SIZE], char text[TC3_HEX_LENGTH])
{
    static const char digits[] = "0123456789abcdef";
    for (unsigned i = 0; i < TC3_SHA256_SIZE; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15u];
    }
}
