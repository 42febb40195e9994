/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file decimal.h
 * Exact decimal numbers: what the server wrote is what gets shown.
 */
#ifndef TC3_DECIMAL_H
#define TC3_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The value coefficient * 10^exponent. The form is kept: "100.10" is 10010 and -2. */
typedef struct tc3_decimal {
    int64_t coefficient;
    int16_t exponent;
} tc3_decimal;

/** What became of a text read as a number. */
typedef enum tc3_number_form {
    TC3_NUMBER_OK = 0,
    TC3_NUMBER_INVALID, /**< not a number by the grammar of RFC 8259 section 6 */
    TC3_NUMBER_RANGE    /**< a number that the target type cannot hold exactly */
} tc3_number_form;

/** Bytes that tc3_decimal_format() needs at most, with the NUL: sign, 19 digits, "e-32768". */
#define TC3_DECIMAL_TEXT_SIZE 32

/**
 * Read `length` bytes at `text` as a JSON number into `*decimal`, exactly: up to 18 significant
 * digits always fit, zeros at either end never count. A value fits however it is written, if any
 * coefficient and exponent give it: 1.0e-32768 as well as 1e-32768. Touches `*decimal` on
 * TC3_NUMBER_OK only.
 */
tc3_number_form tc3_decimal_parse(const char *text, size_t length, tc3_decimal *decimal);

/**
 * Store the value of `decimal` in `*integer`. TC3_NUMBER_INVALID if it is not a whole number,
 * TC3_NUMBER_RANGE if it exceeds 64 bits; `*integer` is untouched then.
 */
tc3_number_form tc3_decimal_to_integer(tc3_decimal decimal, int64_t *integer);

/**
 * Write `decimal` as a JSON number with a NUL into `text`: plain as in "-0.05" or "1200" where that
 * takes at most 22 characters besides the sign, else with an exponent as in "1e400". Returns the
 * length without NUL.
 */
size_t tc3_decimal_format(tc3_decimal decimal, char text[TC3_DECIMAL_TEXT_SIZE]);

/**
 * Compare two decimals by value: negative, 0 or positive as `left` is less than, equal to or
 * greater than `right`.
 */
int tc3_decimal_compare(tc3_decimal left, tc3_decimal right);

#ifdef __cplusplus
}
#endif

#endif
