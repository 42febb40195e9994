/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file values.h
 * The members of the answer as text for people.
 */
#ifndef QUOTA_VALUES_H
#define QUOTA_VALUES_H

#include "outcome.h"

#include "tc3/decimal.h"

#define QUOTA_LARGER(left, right) ((left) > (right) ? (left) : (right))

/**
 * Bytes of a value as text with its NUL: a name, a RequestId or a number, and a cut mark, or words
 * for a fault.
 */
#define QUOTA_VALUE_SIZE                                                                           \
    (QUOTA_LARGER(TC3_DECIMAL_TEXT_SIZE, QUOTA_LARGER(TC3_AGENT_NAME_SIZE, TC3_REQUEST_ID_SIZE)) + \
     8)

/** Stands after a text that was cut: U+2026. */
#define QUOTA_CUT_MARK "\xe2\x80\xa6"

/** Write member `field` of `pool` as text, or why it has no value. Names are as they came. */
void quota_value_text(const tc3_voucher_pool *pool, tc3_voucher_pool_field field,
                      char text[QUOTA_VALUE_SIZE]);

/** The same for the RequestId. */
void quota_request_id_text(const tc3_details *details, char text[QUOTA_VALUE_SIZE]);

#endif
