/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file number.h
 * A quota in the most precise form that fits a number of columns.
 *
 * Forms, in the order tried: as the server wrote it (1234.50), with fewer decimals (1234.5, 1234),
 * in thousands k, millions M, billions B (10^9) or trillions T (10^12) with as many decimals as fit
 * (12.5k, 1.2M), and as a bound where no digit would be left (<0.01, >-0.01, >999T, <-999T).
 *
 * Rounding goes down, towards the smaller quota: a shown number never exceeds the true one. The
 * places that do not fit are cut off (12345.67 is shown as 12345, 12599 as 12.5k); only the
 * magnitude of a negative number grows by one of the last place (-12345.67 is shown as -12346).
 *
 * A number without a bound's sign is within 10 % of the true one: 2994 is 2.9k but never 2k, -123
 * is never -1k. Only zero is shown as zero.
 */
#ifndef PANEL_NUMBER_H
#define PANEL_NUMBER_H

#include "panel/font.h"
#include "tc3/decimal.h"

#include <stddef.h>

/** Bytes for the longest form: sign, 20 digits, point, 20 decimals or zeros, unit, NUL. */
#define PANEL_NUMBER_SIZE 44

/**
 * Write the most precise form of `value` that takes at most `columns` columns in `face` into
 * `text`, with a NUL. Returns its length, or 0 if no form fits; `text` is empty then.
 */
size_t panel_number_fit(tc3_decimal value, panel_face face, int columns,
                        char text[PANEL_NUMBER_SIZE]);

#endif
