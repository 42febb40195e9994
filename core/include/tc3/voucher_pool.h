/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file voucher_pool.h
 * The action QueryVoucherPool: the voucher quota pool of the calling reseller.
 */
#ifndef TC3_VOUCHER_POOL_H
#define TC3_VOUCHER_POOL_H

#include "tc3/action.h"
#include "tc3/config.h"
#include "tc3/decimal.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The host that answers QueryVoucherPool by default. */
#define TC3_VOUCHER_POOL_HOST "intlpartnersmgt.intl.tencentcloudapi.com"

/** Index of each field in `tc3_voucher_pool.state`. */
typedef enum tc3_voucher_pool_field {
    TC3_VOUCHER_POOL_AGENT_NAME,
    TC3_VOUCHER_POOL_ACCOUNT_TYPE,
    TC3_VOUCHER_POOL_TOTAL_QUOTA,
    TC3_VOUCHER_POOL_REMAINING_QUOTA,
    TC3_VOUCHER_POOL_ISSUED_NUM,
    TC3_VOUCHER_POOL_FIELD_COUNT
} tc3_voucher_pool_field;

/**
 * The answer. A member means something only if its state is TC3_FIELD_PRESENT (or, for the name,
 * TC3_FIELD_TRUNCATED); else it is zero. The RequestId is in tc3_client_details().
 */
typedef struct tc3_voucher_pool {
    uint8_t state[TC3_VOUCHER_POOL_FIELD_COUNT]; /**< a tc3_field_state each */
    char agent_name[TC3_AGENT_NAME_SIZE];        /**< AgentName: the reseller, UTF-8 */
    int64_t account_type;        /**< AccountType: 1 reseller, 2 distributor, 3 second-level */
    tc3_decimal total_quota;     /**< TotalQuota; no currency is documented */
    tc3_decimal remaining_quota; /**< RemainingQuota */
    int64_t issued_num;          /**< IssuedNum: vouchers issued */
} tc3_voucher_pool;

/** The action; its result is a tc3_voucher_pool. It only reads. */
extern const tc3_action tc3_query_voucher_pool;

/**
 * The role that an AccountType stands for, in words: "reseller", "distributor", "second-level
 * reseller", or "unknown role" for any other number. A constant string.
 */
const char *tc3_account_type_name(int64_t account_type);

#ifdef __cplusplus
}
#endif

#endif
