/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ratio.h
 * How much of a whole is left, exactly, for decimals of any size.
 */
#ifndef PANEL_RATIO_H
#define PANEL_RATIO_H

#include "tc3/decimal.h"

#include <stdint.h>

/** Largest `steps` of panel_ratio(). */
#define PANEL_RATIO_STEPS_MAX 1000

/**
 * `part` / `whole` in units of 1 / `steps`, rounded down: 0 to `steps`. A part of zero or less
 * gives 0, one as large as the whole or larger gives `steps`. `whole` must be positive and `steps`
 * at most PANEL_RATIO_STEPS_MAX.
 */
uint16_t panel_ratio(tc3_decimal part, tc3_decimal whole, uint16_t steps);

#endif
