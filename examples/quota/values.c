/* SPDX-License-Identifier: Apache-2.0 */
#include "values.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char not_reported[] = "not reported";

static void write_integer(int64_t value, char text[QUOTA_VALUE_SIZE])
{
    snprintf(text, QUOTA_VALUE_SIZE, "%" PRId64, value);
}

static void write_present(const tc3_voucher_pool *pool, tc3_voucher_pool_field field,
                          char text[QUOTA_VALUE_SIZE])
{
    switch (field) {
    case TC3_VOUCHER_POOL_AGENT_NAME:
        memcpy(text, pool->agent_name, sizeof pool->agent_name);
        break;
    case TC3_VOUCHER_POOL_ACCOUNT_TYPE:
        write_integer(pool->account_type, text);
        break;
    case TC3_VOUCHER_POOL_TOTAL_QUOTA:
        tc3_decimal_format(pool->total_quota, text);
        break;
    case TC3_VOUCHER_POOL_REMAINING_QUOTA:
        tc3_decimal_format(pool->remaining_quota, text);
        break;
    default:
        write_integer(pool->issued_num, text);
        break;
    }
}

void quota_value_text(const tc3_voucher_pool *pool, tc3_voucher_pool_field field,
                      char text[QUOTA_VALUE_SIZE])
{
    uint8_t state = pool->state[field];
    const char *fault = quota_field_fault(state);

    if (fault != NULL) {
        snprintf(text, QUOTA_VALUE_SIZE, "unreadable: %s", fault);
    } else if (state == TC3_FIELD_ABSENT || state == TC3_FIELD_NULL) {
        memcpy(text, not_reported, sizeof not_reported);
    } else {
        write_present(pool, field, text);
    }
    if (state == TC3_FIELD_TRUNCATED) {
        memcpy(text + strlen(text), QUOTA_CUT_MARK, sizeof QUOTA_CUT_MARK);
    }
}

const char *quota_request_id_text(const tc3_details *details)
{
    return details->api.request_id[0] == '\0' ? not_reported : details->api.request_id;
}
