/* SPDX-License-Identifier: Apache-2.0 */
#include "ratio.h"

/** The power of ten that QUOTA_RATIO_ONE is. */
#define RATIO_DIGITS 6
/** The largest power of ten that fits 64 bits. */
#define POWER_MAX    19

/** The next digit of a long division: `*rest` * 10 by `divisor`, without leaving 64 bits. */
static uint32_t next_digit(uint64_t *rest, uint64_t divisor)
{
    uint64_t sum = 0;
    uint32_t digit = 0;
    int i;

    for (i = 0; i < 10; i++) {
        sum += *rest;
        if (sum >= divisor) {
            sum -= divisor;
            digit++;
        }
    }
    *rest = sum;
    return digit;
}

uint32_t quota_ratio_ppm(tc3_decimal part, tc3_decimal whole)
{
    uint64_t dividend = (uint64_t)part.coefficient;
    uint64_t divisor = (uint64_t)whole.coefficient;
    int shift = part.exponent - whole.exponent + RATIO_DIGITS;
    uint64_t rest;
    uint32_t quotient;

    if (shift < -POWER_MAX) {
        return 0;
    }
    for (; shift < 0; shift++) {
        dividend /= 10;
    }
    quotient = (uint32_t)(dividend / divisor);
    rest = dividend % divisor;
    for (; shift > 0; shift--) {
        quotient = quotient * 10 + next_digit(&rest, divisor);
    }
    return quotient;
}
