/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/ratio.h"

#include "panel/digits.h"

#include <stdbool.h>
#include <string.h>

/**
 * Leading digits that are further apart make the ratio less than 1 / PANEL_RATIO_STEPS_MAX. So the
 * lowest digit of two 64-bit coefficients, of 20 digits at most, is the PLACES_OF_WHOLE-th from the
 * whole's first. Multiplying by the steps adds three.
 */
#define LEAD_MAX        3
#define PLACES_OF_WHOLE (PANEL_DIGITS_MAX + LEAD_MAX)
#define PLACES          (PLACES_OF_WHOLE + 3)

/** A large integer: a decimal digit a place, the lowest first. */
typedef struct places {
    uint8_t digit[PLACES];
} places;

/** A decimal without trailing zeros. */
typedef struct reduced {
    uint64_t coefficient;
    int exponent; /* of the lowest digit */
    int top;      /* of the highest digit */
} reduced;

static reduced reduce(tc3_decimal value)
{
    char digits[PANEL_DIGITS_MAX];
    reduced result = {panel_magnitude(value.coefficient), value.exponent, 0};
    uint64_t quotient = result.coefficient;
    while (panel_divide_by_ten(&quotient) == 0) {
        result.coefficient = quotient;
        result.exponent++;
    }
    result.top = result.exponent + (int)panel_digits_write(result.coefficient, digits) - 1;
    return result;
}

static places place(const reduced *value, int lowest)
{
    places result;
    uint64_t rest = value->coefficient;
    memset(&result, 0, sizeof result);
    for (int i = value->exponent - lowest; rest != 0; i++) {
        result.digit[i] = panel_divide_by_ten(&rest);
    }
    return result;
}

static void multiply(places *value, uint16_t factor)
{
    uint32_t carry = 0;
    for (int i = 0; i < PLACES; i++) {
        carry += (uint32_t)value->digit[i] * factor;
        value->digit[i] = (uint8_t)(carry % 10);
        carry /= 10;
    }
}

static bool is_less(const places *left, const places *right)
{
    for (int i = PLACES - 1; i >= 0; i--) {
        if (left->digit[i] != right->digit[i]) {
            return left->digit[i] < right->digit[i];
        }
    }
    return false;
}

static void subtract(places *from, const places *value)
{
    int borrow = 0;
    for (int i = 0; i < PLACES; i++) {
        const int digit = from->digit[i] - value->digit[i] - borrow;
        borrow = digit < 0 ? 1 : 0;
        from->digit[i] = (uint8_t)(digit + 10 * borrow);
    }
}

uint16_t panel_ratio(tc3_decimal part, tc3_decimal whole, uint16_t steps)
{
    uint16_t count = 0;
    if (part.coefficient <= 0) {
        return 0;
    }
    if (tc3_decimal_compare(part, whole) >= 0) {
        return steps;
    }
    const reduced small = reduce(part);
    const reduced large = reduce(whole);
    if (large.top - small.top > LEAD_MAX) {
        return 0;
    }
    const int lowest = small.exponent < large.exponent ? small.exponent : large.exponent;
    places left = place(&small, lowest);
    const places unit = place(&large, lowest);
    multiply(&left, steps);
    while (!is_less(&left, &unit)) {
        subtract(&left, &unit);
        count++;
    }
    return count;
}
