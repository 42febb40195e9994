/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/voucher_pool.h"

#include "static_assert.h"

/* "RemainingQuota" written with escapes: six bytes a character, and two quotes. */
TC3_STATIC_ASSERT(TC3_JSON_WINDOW_SIZE >= 6 * 14 + 2, window_holds_remaining_quota);
TC3_STATIC_ASSERT(sizeof(tc3_voucher_pool) <= UINT16_MAX, result_fits_a_field_table);

static const tc3_field fields[TC3_VOUCHER_POOL_FIELD_COUNT] = {
    TC3_FIELD("AgentName", TC3_TYPE_TEXT, tc3_voucher_pool, agent_name),
    TC3_FIELD("AccountType", TC3_TYPE_INTEGER, tc3_voucher_pool, account_type),
    TC3_FIELD("TotalQuota", TC3_TYPE_DECIMAL, tc3_voucher_pool, total_quota),
    TC3_FIELD("RemainingQuota", TC3_TYPE_DECIMAL, tc3_voucher_pool, remaining_quota),
    TC3_FIELD("IssuedNum", TC3_TYPE_INTEGER, tc3_voucher_pool, issued_num),
};

const tc3_action tc3_query_voucher_pool = {
    TC3_TEXT_LITERAL("intlpartnersmgt"),
    TC3_TEXT_LITERAL("QueryVoucherPool"),
    TC3_TEXT_LITERAL("2022-09-28"),
    TC3_TEXT_LITERAL("{}"),
    {fields, TC3_VOUCHER_POOL_FIELD_COUNT, sizeof(tc3_voucher_pool)},
    true,
};
