/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/decimal.h"

#include "number.h"

#include <stdbool.h>
#include <string.h>

/** Exponents beyond this are all the same: out of range. Far from overflowing in sums. */
#define EXPONENT_LIMIT 100000000

/** Longest plain form; longer ones are written with an exponent. */
#define PLAIN_LENGTH 22

/** Magnitude of the least 64-bit integer. */
#define MAGNITUDE_LIMIT ((uint64_t)INT64_MAX + 1)

/** Multiply by ten to the power of `zeros`; false if the product exceeds what an integer holds. */
static bool scale(uint64_t *value, int zeros)
{
    for (; zeros > 0; zeros--) {
        if (*value > MAGNITUDE_LIMIT / 10) {
            return false;
        }
        *value *= 10;
    }
    return true;
}

/** Divide by ten without the 64-bit division that small processors lack; returns the remainder. */
static unsigned divide_by_ten(uint64_t *value)
{
    unsigned remainder = 0;
    for (int bits = 64; bits > 0; bits--) {
        remainder = remainder << 1 | (unsigned)(*value >> 63);
        *value <<= 1;
        if (remainder >= 10) {
            remainder -= 10;
            ++*value;
        }
    }
    return remainder;
}

/**
 * Take the next digit: zeros go into the coefficient, too, as long as there is room. Returns by how
 * much that changes the exponent.
 */
static int32_t add_digit(uint64_t *coefficient, unsigned digit)
{
    if (scale(coefficient, 1)) {
        *coefficient += digit;
        return 0;
    }
    if (digit != 0) {
        *coefficient = UINT64_MAX; /* and out of range for good */
    }
    return 1;
}

/** Read the magnitude of a number; false if the text is none. */
static bool read_number(const char *at, const char *end, uint64_t *coefficient, int32_t *exponent)
{
    uint8_t state = TC3_NUMBER_STATE_START;
    int32_t written = 0;
    int32_t sign = 1;

    for (; at < end; at++) {
        const unsigned digit = (uint8_t)*at - (unsigned)'0';
        state = tc3_number_next(state, (uint8_t)*at);
        switch (state) {
        case TC3_NUMBER_STATE_ZERO:
        case TC3_NUMBER_STATE_INTEGER:
        case TC3_NUMBER_STATE_FRACTION:
            *exponent += add_digit(coefficient, digit) - (state == TC3_NUMBER_STATE_FRACTION);
            break;
        case TC3_NUMBER_STATE_EXPONENT_SIGN:
            sign = *at == '-' ? -1 : 1;
            break;
        case TC3_NUMBER_STATE_EXPONENT_DIGITS:
            if (written < EXPONENT_LIMIT) {
                written = written * 10 + (int32_t)digit;
            }
            break;
        case TC3_NUMBER_STATE_END:
        case TC3_NUMBER_STATE_FAILED:
            return false;
        default:
            break;
        }
    }
    if (*coefficient != 0) { /* no power of ten makes another number of zero */
        *exponent += sign * written;
    }
    return tc3_number_next(state, '\0') == TC3_NUMBER_STATE_END;
}

/** Store `magnitude` with its sign, if it fits. */
static tc3_number_form store_signed(uint64_t magnitude, bool negative, int64_t *integer)
{
    if (magnitude >= MAGNITUDE_LIMIT + (negative ? 1u : 0u)) {
        return TC3_NUMBER_RANGE;
    }
    /* Negation in unsigned arithmetic also holds for -2^63. */
    magnitude = negative ? 0 - magnitude : magnitude;
    memcpy(integer, &magnitude, sizeof magnitude);
    return TC3_NUMBER_OK;
}

tc3_number_form tc3_decimal_parse(const char *text, size_t length, tc3_decimal *decimal)
{
    uint64_t coefficient = 0;
    int32_t exponent = 0;

    if (!read_number(text, text + length, &coefficient, &exponent)) {
        return TC3_NUMBER_INVALID;
    }
    /* One value is treated alike however it is written: zeros move to where there is room. */
    while (exponent > INT16_MAX && scale(&coefficient, 1)) {
        exponent--;
    }
    while (exponent < INT16_MIN && divide_by_ten(&coefficient) == 0) {
        exponent++;
    }
    if (exponent < INT16_MIN || exponent > INT16_MAX) {
        return TC3_NUMBER_RANGE;
    }
    const tc3_number_form form = store_signed(coefficient, text[0] == '-', &decimal->coefficient);
    if (form == TC3_NUMBER_OK) {
        decimal->exponent = (int16_t)exponent;
    }
    return form;
}

static uint64_t magnitude_of(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

tc3_number_form tc3_decimal_to_integer(tc3_decimal decimal, int64_t *integer)
{
    uint64_t magnitude = magnitude_of(decimal.coefficient);
    int exponent = magnitude == 0 ? 0 : decimal.exponent;

    for (; exponent < 0; exponent++) {
        if (divide_by_ten(&magnitude) != 0) {
            return TC3_NUMBER_INVALID;
        }
    }
    if (!scale(&magnitude, exponent)) {
        return TC3_NUMBER_RANGE;
    }
    return store_signed(magnitude, decimal.coefficient < 0, integer);
}

/** Write `value` in decimal; returns the number of digits, at least 1. */
static size_t write_digits(uint64_t value, char *text)
{
    size_t count = 0;
    do {
        memmove(text + 1, text, count++);
        *text = (char)('0' + divide_by_ten(&value));
    } while (value != 0);
    return count;
}

static char *write_exponent(char *at, int exponent)
{
    *at++ = 'e';
    if (exponent < 0) {
        *at++ = '-';
    }
    return at + write_digits((uint64_t)(exponent < 0 ? -exponent : exponent), at);
}

/** Put the decimal point, and zeros before it, into `digits` digits at `at`; returns the end. */
static char *insert_point(char *at, size_t digits, size_t fraction_digits)
{
    if (digits <= fraction_digits) {
        const size_t zeros = fraction_digits + 1 - digits;
        memmove(at + zeros, at, digits);
        memset(at, '0', zeros);
        digits += zeros;
    }
    char *point = at + digits - fraction_digits;
    memmove(point + 1, point, fraction_digits);
    *point = '.';
    return at + digits + 1;
}

size_t tc3_decimal_format(tc3_decimal decimal, char text[TC3_DECIMAL_TEXT_SIZE])
{
    char *at = text;
    int exponent = decimal.exponent;

    if (decimal.coefficient < 0) {
        *at++ = '-';
    }
    const size_t digits = write_digits(magnitude_of(decimal.coefficient), at);
    if (decimal.coefficient == 0 && exponent > 0) {
        exponent = 0;
    }
    if (exponent >= 0 && digits + (size_t)exponent <= PLAIN_LENGTH) {
        memset(at + digits, '0', (size_t)exponent);
        at += digits + (size_t)exponent;
    } else if (exponent < 0 && exponent > -(PLAIN_LENGTH - 1)) {
        at = insert_point(at, digits, (size_t)-exponent);
    } else {
        at = write_exponent(at + digits, exponent);
    }
    *at = '\0';
    return (size_t)(at - text);
}

/** Compare coefficient * 10^exponent of two positive numbers. */
static int compare_magnitudes(uint64_t left, int left_exponent, uint64_t right, int right_exponent)
{
    if (!scale(&left, left_exponent - right_exponent)) {
        return 1;
    }
    if (!scale(&right, right_exponent - left_exponent)) {
        return -1;
    }
    return (left > right) - (left < right);
}

static int sign_of(int64_t value)
{
    return (value > 0) - (value < 0);
}

int tc3_decimal_compare(tc3_decimal left, tc3_decimal right)
{
    const int left_sign = sign_of(left.coefficient);
    const int right_sign = sign_of(right.coefficient);
    if (left_sign != right_sign) {
        return left_sign - right_sign;
    }
    if (left_sign == 0) {
        return 0;
    }
    return left_sign * compare_magnitudes(magnitude_of(left.coefficient), left.exponent,
                                          magnitude_of(right.coefficient), right.exponent);
}
