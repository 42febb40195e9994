/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file number.h
 * A quota in the most precise form that fits a number of columns.
 *
 * Forms, in the order tried: as the server wrote it (1234.50), with fewer decimals (1234.5, 1234),
 * in thousands k, millions M, billions B (10^9) or trillions T (10^12) with as many decimals as fit
 * (12.5k, 1.2M), and as a bound where no digit would be left (<0.01, >999T, <-999T).
 *
 * Rounding goes down, towards the smaller quota: the shown number never exceeds the true one. For a
 * positive quota this is towards zero, for a negative one away from it (-0.001 is shown as -0.01).
 * Only zero is shown as zero.
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
