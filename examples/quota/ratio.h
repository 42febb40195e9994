/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ratio.h
 * The share of one decimal in another, by integer arithmetic.
 */
#ifndef QUOTA_RATIO_H
#define QUOTA_RATIO_H

#include "tc3/decimal.h"

#include <stdint.h>

/** What quota_ratio_ppm() returns for the whole. */
#define QUOTA_RATIO_ONE 1000000u

/**
 * `part` divided by `whole` in parts per million, rounded down. Both must be positive and `part`
 * less than `whole`, so that the result is less than QUOTA_RATIO_ONE.
 */
uint32_t quota_ratio_ppm(tc3_decimal part, tc3_decimal whole);

#endif
