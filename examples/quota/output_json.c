/* SPDX-License-Identifier: Apache-2.0 */
#include "output.h"

#include "json_writer.h"

#include <inttypes.h>

/** A member of the answer, for the list of those with a fault. */
typedef struct member {
    const char *name;
    uint8_t state;
} member;

/** The members of the answer but RequestId, in tccli's order, which is that of the states. */
static const char *const names[TC3_VOUCHER_POOL_FIELD_COUNT] = {
    "AgentName", "AccountType", "TotalQuota", "RemainingQuota", "IssuedNum",
};

static bool has_value(uint8_t state)
{
    return state == TC3_FIELD_PRESENT || state == TC3_FIELD_TRUNCATED;
}

static void write_integer(quota_json_writer *writer, uint8_t state, int64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, value);
    quota_json_raw(writer, state == TC3_FIELD_PRESENT ? text : "null");
}

static void write_decimal(quota_json_writer *writer, uint8_t state, tc3_decimal value)
{
    char text[TC3_DECIMAL_TEXT_SIZE];

    tc3_decimal_format(value, text);
    quota_json_raw(writer, state == TC3_FIELD_PRESENT ? text : "null");
}

static void write_request_id(quota_json_writer *writer, const tc3_envelope *envelope)
{
    bool has_id = has_value(envelope->state[TC3_ENVELOPE_REQUEST_ID]);

    quota_json_name(writer, "RequestId");
    quota_json_text(writer, has_id ? envelope->request_id : NULL);
}

/** Write "Truncated" if any of `members` is. */
static void write_truncated(quota_json_writer *writer, const member *members, unsigned count)
{
    bool any = false;
    unsigned i;

    for (i = 0; i < count; i++) {
        if (members[i].state == TC3_FIELD_TRUNCATED) {
            if (!any) {
                quota_json_name(writer, "Truncated");
                quota_json_open(writer, '[');
            }
            any = true;
            quota_json_element(writer);
            quota_json_text(writer, members[i].name);
        }
    }
    if (any) {
        quota_json_close(writer, ']');
    }
}

/** Write "Invalid" if any of `members` came in a form that has no value. */
static void write_invalid(quota_json_writer *writer, const member *members, unsigned count)
{
    bool any = false;
    unsigned i;

    for (i = 0; i < count; i++) {
        const char *fault = quota_field_fault(members[i].state);

        if (fault != NULL) {
            if (!any) {
                quota_json_name(writer, "Invalid");
                quota_json_open(writer, '{');
            }
            any = true;
            quota_json_name(writer, members[i].name);
            quota_json_text(writer, fault);
        }
    }
    if (any) {
        quota_json_close(writer, '}');
    }
}

static void write_faults(quota_json_writer *writer, const quota_outcome *outcome)
{
    member members[TC3_VOUCHER_POOL_FIELD_COUNT + 1];
    unsigned count;

    for (count = 0; count < TC3_VOUCHER_POOL_FIELD_COUNT; count++) {
        members[count].name = names[count];
        members[count].state = outcome->pool->state[count];
    }
    members[count].name = "RequestId";
    members[count].state = outcome->details->api.state[TC3_ENVELOPE_REQUEST_ID];
    count++;
    write_truncated(writer, members, count);
    write_invalid(writer, members, count);
}

static void write_pool(const quota_outcome *outcome, FILE *out, bool indented)
{
    const tc3_voucher_pool *pool = outcome->pool;
    const uint8_t *state = pool->state;
    quota_json_writer writer = {out, indented, false, 0};

    quota_json_open(&writer, '{');
    quota_json_name(&writer, names[TC3_VOUCHER_POOL_AGENT_NAME]);
    quota_json_text(&writer,
                    has_value(state[TC3_VOUCHER_POOL_AGENT_NAME]) ? pool->agent_name : NULL);
    quota_json_name(&writer, names[TC3_VOUCHER_POOL_ACCOUNT_TYPE]);
    write_integer(&writer, state[TC3_VOUCHER_POOL_ACCOUNT_TYPE], pool->account_type);
    quota_json_name(&writer, names[TC3_VOUCHER_POOL_TOTAL_QUOTA]);
    write_decimal(&writer, state[TC3_VOUCHER_POOL_TOTAL_QUOTA], pool->total_quota);
    quota_json_name(&writer, names[TC3_VOUCHER_POOL_REMAINING_QUOTA]);
    write_decimal(&writer, state[TC3_VOUCHER_POOL_REMAINING_QUOTA], pool->remaining_quota);
    quota_json_name(&writer, names[TC3_VOUCHER_POOL_ISSUED_NUM]);
    write_integer(&writer, state[TC3_VOUCHER_POOL_ISSUED_NUM], pool->issued_num);
    write_request_id(&writer, &outcome->details->api);
    write_faults(&writer, outcome);
    quota_json_close(&writer, '}');
}

static void write_error(const quota_outcome *outcome, FILE *out, bool indented)
{
    const tc3_envelope *api = &outcome->details->api;
    const member members[] = {
        {"RequestId", api->state[TC3_ENVELOPE_REQUEST_ID]},
        {"Code", api->state[TC3_ENVELOPE_CODE]},
        {"Message", api->state[TC3_ENVELOPE_MESSAGE]},
    };
    quota_json_writer writer = {out, indented, false, 0};

    quota_json_open(&writer, '{');
    quota_json_name(&writer, "Error");
    quota_json_open(&writer, '{');
    quota_json_name(&writer, "Status");
    quota_json_text(&writer, tc3_status_name(outcome->status));
    quota_json_name(&writer, "Class");
    quota_json_text(&writer, tc3_class_name(tc3_status_class(outcome->status)));
    quota_json_name(&writer, "Phase");
    quota_json_text(&writer, tc3_phase_name((tc3_phase)outcome->details->phase));
    quota_json_name(&writer, "Code");
    quota_json_text(&writer, has_value(api->state[TC3_ENVELOPE_CODE]) ? api->code : NULL);
    quota_json_name(&writer, "Message");
    quota_json_text(&writer, quota_outcome_message(outcome));
    if (outcome->certificates != NULL && outcome->certificates[0] != '\0') {
        quota_json_name(&writer, "Certificates");
        quota_json_text(&writer, outcome->certificates);
    }
    quota_json_close(&writer, '}');
    write_request_id(&writer, api);
    write_truncated(&writer, members, sizeof members / sizeof members[0]);
    quota_json_close(&writer, '}');
}

void quota_json_pool(const quota_outcome *outcome, FILE *out)
{
    write_pool(outcome, out, true);
}

void quota_json_error(const quota_outcome *outcome, FILE *out)
{
    write_error(outcome, out, true);
}

void quota_jsonl_pool(const quota_outcome *outcome, FILE *out)
{
    write_pool(outcome, out, false);
}

void quota_jsonl_error(const quota_outcome *outcome, FILE *out)
{
    write_error(outcome, out, false);
}
