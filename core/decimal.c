/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/decimal.h"

#include <stdbool.h>
#include <string.h>

/** Exponents beyond this are all the same: out of range. Far from overflowing in sums. */
#define EXPONENT_LIMIT 100000000

/** Longest plain form; longer ones are written with an exponent. */
#define PLAIN_LENGTH 22

/** Digits of the largest 64-bit number. */
#define DIGITS_MAX 20

/** A number while its digits come in. */
typedef struct accumulator {
    uint64_t coefficient;
    int32_t exponent;
    int32_t zeros; /* read after the coefficient's last digit, not yet part of it */
    bool overflow;
} accumulator;

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool times_ten_plus(uint64_t *value, unsigned digit)
{
    if (*value > UINT64_MAX / 10 || (*value == UINT64_MAX / 10 && digit > UINT64_MAX % 10)) {
        return false;
    }
    *value = *value * 10 + digit;
    return true;
}

/** Divide by ten without the 64-bit division that small processors lack; returns the remainder. */
static unsigned divide_by_ten(uint64_t *value)
{
    uint64_t quotient = 0;
    uint32_t remainder = 0;
    for (int shift = 48; shift >= 0; shift -= 16) {
        const uint32_t part = (remainder << 16) | ((uint32_t)(*value >> shift) & 0xffffu);
        quotient = (quotient << 16) | (part / 10);
        remainder = part % 10;
    }
    *value = quotient;
    return (unsigned)remainder;
}

static void add_digit(accumulator *number, unsigned digit)
{
    if (digit == 0) {
        number->zeros += number->coefficient != 0;
        return;
    }
    while (number->zeros > 0) {
        number->overflow |= !times_ten_plus(&number->coefficient, 0);
        number->zeros--;
    }
    number->overflow |= !times_ten_plus(&number->coefficient, digit);
}

/** Read digits from `*at` on; returns how many there were. */
static size_t read_digits(const char **at, const char *end, accumulator *number)
{
    const char *start = *at;
    while (*at < end && is_digit(**at)) {
        add_digit(number, (unsigned)(**at - '0'));
        ++*at;
    }
    return (size_t)(*at - start);
}

static bool read_exponent(const char **at, const char *end, int32_t *exponent)
{
    int32_t value = 0;
    bool negative = false;
    if (*at < end && (**at == '+' || **at == '-')) {
        negative = **at == '-';
        ++*at;
    }
    const char *start = *at;
    while (*at < end && is_digit(**at)) {
        if (value < EXPONENT_LIMIT) {
            value = value * 10 + (**at - '0');
        }
        ++*at;
    }
    *exponent = negative ? -value : value;
    return *at > start;
}

static bool read_number(const char *at, const char *end, accumulator *number)
{
    int32_t exponent = 0;
    size_t fraction_digits = 0;
    const char *start = at;
    const size_t integer_digits = read_digits(&at, end, number);

    if (integer_digits == 0 || (*start == '0' && integer_digits > 1)) {
        return false;
    }
    if (at < end && *at == '.') {
        at++;
        fraction_digits = read_digits(&at, end, number);
        if (fraction_digits == 0) {
            return false;
        }
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (!read_exponent(&at, end, &exponent)) {
            return false;
        }
    }
    number->exponent = exponent - (int32_t)fraction_digits + number->zeros;
    return at == end;
}

/** Give the coefficient back the zeros that were written, so that "100.10" stays so. */
static void restore_zeros(accumulator *number, uint64_t limit)
{
    while (number->zeros > 0 && number->coefficient <= limit / 10) {
        number->coefficient *= 10;
        number->exponent--;
        number->zeros--;
    }
}

static int32_t clamp_exponent(int32_t exponent)
{
    if (exponent > INT16_MAX) {
        return INT16_MAX;
    }
    return exponent < INT16_MIN ? INT16_MIN : exponent;
}

tc3_number_form tc3_decimal_parse(const char *text, size_t length, tc3_decimal *decimal)
{
    accumulator number = {0, 0, 0, false};
    const bool negative = length > 0 && text[0] == '-';
    const uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1u : 0u);

    if (!read_number(text + (negative ? 1 : 0), text + length, &number)) {
        return TC3_NUMBER_INVALID;
    }
    if (number.coefficient == 0) {
        number.exponent = clamp_exponent(number.exponent);
    }
    restore_zeros(&number, limit);
    if (number.overflow || number.coefficient > limit ||
        clamp_exponent(number.exponent) != number.exponent) {
        return TC3_NUMBER_RANGE;
    }
    /* Negation in unsigned arithmetic also holds for -2^63. */
    const uint64_t two_complement = negative ? 0 - number.coefficient : number.coefficient;
    memcpy(&decimal->coefficient, &two_complement, sizeof two_complement);
    decimal->exponent = (int16_t)number.exponent;
    return TC3_NUMBER_OK;
}

static uint64_t magnitude_of(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

tc3_number_form tc3_decimal_to_integer(tc3_decimal decimal, int64_t *integer)
{
    const bool negative = decimal.coefficient < 0;
    const uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1u : 0u);
    uint64_t magnitude = magnitude_of(decimal.coefficient);
    int exponent = magnitude == 0 ? 0 : decimal.exponent;

    for (; exponent < 0; exponent++) {
        if (divide_by_ten(&magnitude) != 0) {
            return TC3_NUMBER_INVALID;
        }
    }
    for (; exponent > 0; exponent--) {
        if (magnitude > limit / 10) {
            return TC3_NUMBER_RANGE;
        }
        magnitude *= 10;
    }
    magnitude = negative ? 0 - magnitude : magnitude;
    memcpy(integer, &magnitude, sizeof magnitude);
    return TC3_NUMBER_OK;
}

/** Write `value` in decimal; returns the number of digits, at least 1. */
static size_t write_digits(uint64_t value, char *text)
{
    char reversed[DIGITS_MAX];
    size_t count = 0;
    do {
        reversed[count++] = (char)('0' + divide_by_ten(&value));
    } while (value != 0);
    for (size_t i = 0; i < count; i++) {
        text[i] = reversed[count - 1 - i];
    }
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
    for (; left_exponent > right_exponent; left_exponent--) {
        if (!times_ten_plus(&left, 0)) {
            return 1;
        }
    }
    for (; right_exponent > left_exponent; right_exponent--) {
        if (!times_ten_plus(&right, 0)) {
            return -1;
        }
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
