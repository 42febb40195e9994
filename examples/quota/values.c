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

/** Write why there is no value, or mark the one that `text` holds as cut. */
static void write_state(uint8_t state, char text[QUOTA_VALUE_SIZE])
{
    const char *fault = quota_field_fault(state);

    if (fault != NULL) {
        snprintf(text, QUOTA_VALUE_SIZE, "unreadable: %s", fault);
    } else if (state == TC3_FIELD_ABSENT || state == TC3_FIELD_NULL) {
        memcpy(text, not_reported, sizeof not_reported);
    } else if (state == TC3_FIELD_TRUNCATED) {
        memcpy(text + strlen(text), QUOTA_CUT_MARK, sizeof QUOTA_CUT_MARK);
    }
}

void quota_value_text(const tc3_voucher_pool *pool, tc3_voucher_pool_field field,
                      char text[QUOTA_VALUE_SIZE])
{
    write_present(pool, field, text);
    write_state(pool->state[field], text);
}

void quota_request_id_text(const tc3_details *details, char text[QUOTA_VALUE_SIZE])
{
    memcpy(text, details->api.request_id, sizeof details->api.request_id);
    write_state(details->api.state[TC3_ENVELOPE_REQUEST_ID], text);
}
