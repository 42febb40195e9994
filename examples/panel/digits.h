/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file digits.h
 * Decimal digits without the 64-bit division that small processors lack.
 */
#ifndef PANEL_DIGITS_H
#define PANEL_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/** Digits of the largest 64-bit number. */
#define PANEL_DIGITS_MAX 20

/** Divide `*value` by ten and return the remainder. */
uint8_t panel_divide_by_ten(uint64_t *value);

/**
 * Write `value` in decimal into `text`, which takes up to PANEL_DIGITS_MAX characters, without NUL.
 * Returns the number of digits, at least 1.
 */
size_t panel_digits_write(uint64_t value, char *text);

/** The magnitude of `value`; that of -2^63 too. */
uint64_t panel_magnitude(int64_t value);

#endif
