/* SPDX-License-Identifier: Apache-2.0 */
#include "claim.h"

#include "support/test.h"

#include <stdbool.h>
#include <string.h>

static int16_t unit_of(char letter)
{
    switch (letter) {
    case 'k':
        return 3;
    case 'M':
        return 6;
    case 'B':
        return 9;
    case 'T':
        return 12;
    default:
        return 0;
    }
}

claim claim_read(const char *text)
{
    claim made = {'\0', {0, 0}, 0};
    if (*text == '<' || *text == '>') {
        made.bound = *text++;
    }
    size_t length = strlen(text);
    const int16_t unit = unit_of(text[length - 1]);
    length -= unit != 0 ? 1 : 0;
    const char *point = memchr(text, '.', length);
    const size_t decimals = point != NULL ? length - 1 - (size_t)(point - text) : 0;
    assert_int_equal(tc3_decimal_parse(text, length, &made.number), TC3_NUMBER_OK);
    made.number.exponent = (int16_t)(made.number.exponent + unit);
    made.last_place = (int16_t)(unit - (int16_t)decimals);
    if (memchr(text, 'e', length) != NULL) {
        made.last_place = made.number.exponent;
    }
    return made;
}

/** The claim's number plus one unit of its last digit. */
static tc3_decimal next_above(const claim *made)
{
    tc3_decimal next = made->number;
    for (; next.exponent > made->last_place; next.exponent--) {
        next.coefficient *= 10;
    }
    assert_int_equal(next.exponent, made->last_place);
    next.coefficient++;
    return next;
}

/** Both have the same sign; the margin is that of rounding a long double. */
static bool is_within_a_tenth(tc3_decimal value, tc3_decimal shown)
{
    long double ratio = (long double)shown.coefficient / (long double)value.coefficient;
    for (int i = value.exponent; i < shown.exponent; i++) {
        ratio *= 10;
    }
    for (int i = shown.exponent; i < value.exponent; i++) {
        ratio /= 10;
    }
    return ratio > 0.9L - 1e-12L && ratio < 1.1L + 1e-12L;
}

void claim_check(tc3_decimal value, const claim *made)
{
    const int order = tc3_decimal_compare(made->number, value);
    if (made->bound != '\0') {
        assert_true(made->bound == '<' ? order > 0 : order < 0);
        return;
    }
    assert_true(order <= 0);
    assert_true(tc3_decimal_compare(next_above(made), value) > 0);
    assert_int_equal(made->number.coefficient == 0, value.coefficient == 0);
    assert_int_equal(made->number.coefficient < 0, value.coefficient < 0);
    assert_true(value.coefficient == 0 || is_within_a_tenth(value, made->number));
}
