/* SPDX-License-Identifier: Apache-2.0 */
#include "number.h"

#include <stdbool.h>

/** What a digit makes of each state. A leading zero is told apart from other digits. */
static const uint8_t after_digit[] = {
    [TC3_NUMBER_STATE_START] = TC3_NUMBER_STATE_INTEGER,
    [TC3_NUMBER_STATE_MINUS] = TC3_NUMBER_STATE_INTEGER,
    [TC3_NUMBER_STATE_ZERO] = TC3_NUMBER_STATE_END,
    [TC3_NUMBER_STATE_INTEGER] = TC3_NUMBER_STATE_INTEGER,
    [TC3_NUMBER_STATE_POINT] = TC3_NUMBER_STATE_FRACTION,
    [TC3_NUMBER_STATE_FRACTION] = TC3_NUMBER_STATE_FRACTION,
    [TC3_NUMBER_STATE_EXPONENT] = TC3_NUMBER_STATE_EXPONENT_DIGITS,
    [TC3_NUMBER_STATE_EXPONENT_SIGN] = TC3_NUMBER_STATE_EXPONENT_DIGITS,
    [TC3_NUMBER_STATE_EXPONENT_DIGITS] = TC3_NUMBER_STATE_EXPONENT_DIGITS,
};

uint8_t tc3_number_next(uint8_t state, uint8_t byte)
{
    const bool begun = state == TC3_NUMBER_STATE_ZERO || state == TC3_NUMBER_STATE_INTEGER;

    if (byte >= '0' && byte <= '9') {
        return byte == '0' && state <= TC3_NUMBER_STATE_MINUS ? TC3_NUMBER_STATE_ZERO
                                                              : after_digit[state];
    }
    if (byte == '.' && begun) {
        return TC3_NUMBER_STATE_POINT;
    }
    if ((byte | 0x20) == 'e' && (begun || state == TC3_NUMBER_STATE_FRACTION)) {
        return TC3_NUMBER_STATE_EXPONENT;
    }
    if (byte == '-' && state == TC3_NUMBER_STATE_START) {
        return TC3_NUMBER_STATE_MINUS;
    }
    if ((byte == '-' || byte == '+') && state == TC3_NUMBER_STATE_EXPONENT) {
        return TC3_NUMBER_STATE_EXPONENT_SIGN;
    }
    return begun || state == TC3_NUMBER_STATE_FRACTION || state == TC3_NUMBER_STATE_EXPONENT_DIGITS
               ? TC3_NUMBER_STATE_END
               : TC3_NUMBER_STATE_FAILED;
}
