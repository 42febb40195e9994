/* SPDX-License-Identifier: Apache-2.0 */
#include "report_text.h"

#include "tc3/decimal.h"
#include "tc3/fields.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define LINE_SIZE 192

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static void
write_line(const terminal *on, const char *format, ...)
{
    char line[LINE_SIZE];
    va_list values;

    va_start(values, format);
    (void)vsnprintf(line, sizeof(line), format, values);
    va_end(values);
    on->write(on->context, line);
    on->write(on->context, "\n");
}

/** Text from the network may hold anything: write it with control characters made visible. */
static void write_visible(const terminal *on, const char *text)
{
    char piece[2] = {0};

    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char)*text;
        piece[0] = byte < 0x20 || byte == 0x7f ? '?' : *text;
        on->write(on->context, piece);
    }
}

/** What is to be said of a member without a value, or of one that was cut. */
static const char *state_text(uint8_t state)
{
    return tc3_field_state_text((tc3_field_state)state);
}

static void write_text(const terminal *on, const char *name, uint8_t state, const char *text)
{
    on->write(on->context, name);
    if (state == TC3_FIELD_PRESENT || state == TC3_FIELD_TRUNCATED) {
        write_visible(on, text);
    } else {
        on->write(on->context, state_text(state));
    }
    write_line(on, "%s", state == TC3_FIELD_TRUNCATED ? " (truncated)" : "");
}

static void write_decimal(const terminal *on, const char *name, uint8_t state, tc3_decimal value)
{
    char text[TC3_DECIMAL_TEXT_SIZE];

    tc3_decimal_format(value, text);
    write_text(on, name, state, text);
}

static void write_role(const terminal *on, uint8_t state, int64_t role)
{
    if (state == TC3_FIELD_PRESENT) {
        write_line(on, "Role        %" PRId64 " (%s)", role, tc3_account_type_name(role));
    } else {
        write_line(on, "Role        %s", state_text(state));
    }
}

static void write_issued(const terminal *on, uint8_t state, int64_t number)
{
    if (state == TC3_FIELD_PRESENT) {
        write_line(on, "Issued      %" PRId64, number);
    } else {
        write_line(on, "Issued      %s", state_text(state));
    }
}

static void write_pool(const tc3_voucher_pool *pool, uint32_t age_s, const terminal *on)
{
    const uint8_t *const state = pool->state;

    write_text(on, "Name        ", state[TC3_VOUCHER_POOL_AGENT_NAME], pool->agent_name);
    write_role(on, state[TC3_VOUCHER_POOL_ACCOUNT_TYPE], pool->account_type);
    write_decimal(on, "Total       ", state[TC3_VOUCHER_POOL_TOTAL_QUOTA], pool->total_quota);
    write_decimal(on, "Remaining   ", state[TC3_VOUCHER_POOL_REMAINING_QUOTA],
                  pool->remaining_quota);
    write_issued(on, state[TC3_VOUCHER_POOL_ISSUED_NUM], pool->issued_num);
    write_line(on, "Quota's age %" PRIu32 " s", age_s);
}

/** A text around the answer, if it has one. */
static void write_member(const terminal *on, const char *name, uint8_t state, const char *text)
{
    if (state != TC3_FIELD_ABSENT) {
        write_text(on, name, state, text);
    }
}

static void write_envelope(const tc3_envelope *api, const terminal *on)
{
    write_member(on, "API code    ", api->state[TC3_ENVELOPE_CODE], api->code);
    write_member(on, "API message ", api->state[TC3_ENVELOPE_MESSAGE], api->message);
    write_member(on, "RequestId   ", api->state[TC3_ENVELOPE_REQUEST_ID], api->request_id);
}

static void write_outcome(const command_report *report, const terminal *on)
{
    const tc3_details *const details = &report->details;

    write_line(on, "Outcome     %s, %" PRIu32 " s ago", tc3_status_name(report->status),
               report->age_s);
    if (report->status != TC3_OK) {
        write_line(on, "            %s", tc3_status_text(report->status));
    }
    if (report->status != TC3_OK && details->attempts > 0) {
        write_line(on, "Phase       %s, attempt %u", tc3_phase_name((tc3_phase)details->phase),
                   (unsigned)details->attempts);
    }
    if (details->http_status != 0) {
        write_line(on, "HTTP        %u", (unsigned)details->http_status);
    }
    write_envelope(&details->api, on);
    if (details->io.port_error != 0) {
        write_line(on, "Port error  %" PRId32, details->io.port_error);
    }
    if (details->io.tls_verify_flags != 0) {
        write_line(on, "TLS flags   0x%" PRIx32, details->io.tls_verify_flags);
    }
    if (report->has_handshake) {
        write_line(on, "TLS session %s", details->io.tls_resumed ? "resumed" : "new");
    }
    if (details->clock_offset != 0) {
        write_line(on, "Clock       corrected by %" PRId32 " s", details->clock_offset);
    }
}

void report_text_write(const command_report *report, terminal *on)
{
    if (report->has_pool) {
        write_pool(&report->pool, report->pool_age_s, on);
    }
    if (report->has_outcome) {
        write_outcome(report, on);
    } else {
        write_line(on, "Outcome     none yet");
    }
    write_line(on, "Network     %s", report->has_network ? "up" : "down");
    write_line(on, "Time        %s", report->has_time ? "known" : "not known yet");
    write_line(on,
               "Memory      TLS arena %" PRIu32 " of %" PRIu32 " bytes at most, %" PRIu32
               " bytes of stack never used",
               report->arena_peak, report->arena_size, report->stack_left);
    if (report->heap_left != 0) {
        write_line(on, "            %" PRIu32 " bytes of heap never used", report->heap_left);
    }
}
