/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file claim.h
 * What a number on the panel says, and whether that is true.
 */
#ifndef TEST_PANEL_CLAIM_H
#define TEST_PANEL_CLAIM_H

#include "tc3/decimal.h"

/** What a shown text claims. */
typedef struct claim {
    char bound; /* '<' or '>', or NUL for a rounded number */
    tc3_decimal number;
    int16_t last_place; /* power of ten of the last digit shown */
} claim;

/** Read a shown text; the test fails if it is no number. */
claim claim_read(const char *text);

/**
 * Fail the test unless `made` is true of `value`: a bound, or at most the value, less than one of
 * its last place below it and within 10 % of it.
 */
void claim_check(tc3_decimal value, const claim *made);

#endif
