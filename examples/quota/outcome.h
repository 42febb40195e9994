/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file outcome.h
 * What came of one refresh, as the output formats get it.
 */
#ifndef QUOTA_OUTCOME_H
#define QUOTA_OUTCOME_H

#include "tc3/client.h"
#include "tc3/voucher_pool.h"

#include <stdbool.h>

struct quota_display;

/** What came of one refresh. Owns nothing. */
typedef struct quota_outcome {
    tc3_status status;
    const char *problem;          /**< NULL, or says more about `status` than tc3_status_text() */
    const tc3_voucher_pool *pool; /**< if `status` is TC3_OK */
    const tc3_details *details;
    unsigned attempts;             /**< that the call was allowed to make */
    bool repeated;                 /**< one of several refreshes */
    struct quota_display *display; /**< the LED panel, which has taken the outcome */
    const char *certificates;      /**< what is wrong with the server's, in words; NULL: nothing */
} quota_outcome;

/** Why a field of the answer has no value, in words; NULL if it has one. */
const char *quota_field_fault(uint8_t state);

/** What happened, in one sentence: the API's message, `problem`, or the status's text. */
const char *quota_outcome_message(const quota_outcome *outcome);

#endif
