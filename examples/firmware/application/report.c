/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include "boards/board.h"
#include "console.h"
#include "tc3/fields.h"

/** A member of the answer, for the lists of those that were cut or have no value. */
typedef struct member {
    const char *name;
    uint8_t state;
} member;

/** The members of the answer but RequestId, in the order of their states. */
static const char *const names[TC3_VOUCHER_POOL_FIELD_COUNT] = {
    "AgentName", "AccountType", "TotalQuota", "RemainingQuota", "IssuedNum",
};

static bool has_value(uint8_t state)
{
    return state == TC3_FIELD_PRESENT || state == TC3_FIELD_TRUNCATED;
}

/** Why a member has no value; NULL if it has one or is absent or null. */
static const char *fault_of(uint8_t state)
{
    switch (state) {
    case TC3_FIELD_WRONG_TYPE:
    case TC3_FIELD_NOT_INTEGER:
    case TC3_FIELD_OUT_OF_RANGE:
        return tc3_field_state_text((tc3_field_state)state);
    default:
        return NULL;
    }
}

static void write_name(const char *name)
{
    console_json_text(name);
    board_console_put(':');
}

/** Write a comma, and a member whose value is a text; NULL is null. */
static void write_next_text(const char *name, const char *value)
{
    board_console_put(',');
    write_name(name);
    console_json_text(value);
}

static void write_next_integer(const char *name, uint8_t state, int64_t value)
{
    board_console_put(',');
    write_name(name);
    if (state == TC3_FIELD_PRESENT) {
        console_integer(value);
    } else {
        console_text("null");
    }
}

static void write_next_decimal(const char *name, uint8_t state, tc3_decimal value)
{
    char text[TC3_DECIMAL_TEXT_SIZE];

    board_console_put(',');
    write_name(name);
    (void)tc3_decimal_format(value, text);
    console_text(state == TC3_FIELD_PRESENT ? text : "null");
}

static void write_request_id(const tc3_envelope *api)
{
    write_next_text("RequestId",
                    has_value(api->state[TC3_ENVELOPE_REQUEST_ID]) ? api->request_id : NULL);
}

static void write_truncated(const member *members, unsigned count)
{
    bool any = false;
    unsigned i;

    for (i = 0; i < count; i++) {
        if (members[i].state == TC3_FIELD_TRUNCATED) {
            console_text(any ? "," : ",\"Truncated\":[");
            console_json_text(members[i].name);
            any = true;
        }
    }
    if (any) {
        board_console_put(']');
    }
}

static void write_invalid(const member *members, unsigned count)
{
    bool any = false;
    unsigned i;

    for (i = 0; i < count; i++) {
        const char *fault = fault_of(members[i].state);

        if (fault != NULL) {
            console_text(any ? "," : ",\"Invalid\":{");
            write_name(members[i].name);
            console_json_text(fault);
            any = true;
        }
    }
    if (any) {
        board_console_put('}');
    }
}

static void write_pool(const tc3_voucher_pool *pool, const tc3_envelope *api)
{
    member members[TC3_VOUCHER_POOL_FIELD_COUNT + 1];
    const uint8_t *state = pool->state;
    unsigned i;

    for (i = 0; i < TC3_VOUCHER_POOL_FIELD_COUNT; i++) {
        members[i].name = names[i];
        members[i].state = state[i];
    }
    members[i].name = "RequestId";
    members[i].state = api->state[TC3_ENVELOPE_REQUEST_ID];
    board_console_put('{');
    write_name(names[TC3_VOUCHER_POOL_AGENT_NAME]);
    console_json_text(has_value(state[TC3_VOUCHER_POOL_AGENT_NAME]) ? pool->agent_name : NULL);
    write_next_integer(names[TC3_VOUCHER_POOL_ACCOUNT_TYPE], state[TC3_VOUCHER_POOL_ACCOUNT_TYPE],
                       pool->account_type);
    write_next_decimal(names[TC3_VOUCHER_POOL_TOTAL_QUOTA], state[TC3_VOUCHER_POOL_TOTAL_QUOTA],
                       pool->total_quota);
    write_next_decimal(names[TC3_VOUCHER_POOL_REMAINING_QUOTA],
                       state[TC3_VOUCHER_POOL_REMAINING_QUOTA], pool->remaining_quota);
    write_next_integer(names[TC3_VOUCHER_POOL_ISSUED_NUM], state[TC3_VOUCHER_POOL_ISSUED_NUM],
                       pool->issued_num);
    write_request_id(api);
    write_truncated(members, TC3_VOUCHER_POOL_FIELD_COUNT + 1);
    write_invalid(members, TC3_VOUCHER_POOL_FIELD_COUNT + 1);
    board_console_put('}');
}

static void write_error(tc3_status status, const tc3_details *details)
{
    const tc3_envelope *api = &details->api;
    const member members[] = {
        {"RequestId", api->state[TC3_ENVELOPE_REQUEST_ID]},
        {"Code", api->state[TC3_ENVELOPE_CODE]},
        {"Message", api->state[TC3_ENVELOPE_MESSAGE]},
    };

    console_text("{\"Error\":{");
    write_name("Status");
    console_json_text(tc3_status_name(status));
    write_next_text("Class", tc3_class_name(tc3_status_class(status)));
    write_next_text("Phase", tc3_phase_name((tc3_phase)details->phase));
    write_next_text("Code", has_value(api->state[TC3_ENVELOPE_CODE]) ? api->code : NULL);
    write_next_text("Message", has_value(api->state[TC3_ENVELOPE_MESSAGE]) ? api->message : NULL);
    board_console_put('}');
    write_request_id(api);
    write_truncated(members, sizeof members / sizeof members[0]);
    board_console_put('}');
}

static void write_details(const tc3_details *details)
{
    console_text("call");
    console_pair("attempts", details->attempts);
    console_pair("http", details->http_status);
    console_pair("resumed", details->io.tls_resumed);
    console_pair("verify_flags", details->io.tls_verify_flags);
    console_text(" port_error=");
    console_integer(details->io.port_error);
    console_text(" clock_offset=");
    console_integer(details->clock_offset);
    console_end_line();
}

void report_call(tc3_status status, const tc3_voucher_pool *pool, const tc3_details *details)
{
    if (status == TC3_OK) {
        write_pool(pool, &details->api);
    } else {
        write_error(status, details);
    }
    console_end_line();
    write_details(details);
}
