/* SPDX-License-Identifier: Apache-2.0 */
#include "report_text.h"

#include "tc3/decimal.h"

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
static void write_foreign(const terminal *on, const char *name, const char *text)
{
    char piece[2] = {0};

    if (text[0] == '\0') {
        return;
    }
    on->write(on->context, name);
    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char)*text;
        piece[0] = byte < 0x20 || byte == 0x7f ? '?' : *text;
        on->write(on->context, piece);
    }
    on->write(on->context, "\n");
}

static const char *state_name(uint8_t state)
{
    switch (state) {
    case TC3_FIELD_ABSENT:
        return "absent from the answer";
    case TC3_FIELD_NULL:
        return "null";
    case TC3_FIELD_WRONG_TYPE:
        return "of another type than expected";
    case TC3_FIELD_NOT_INTEGER:
        return "not a whole number";
    case TC3_FIELD_OUT_OF_RANGE:
        return "too large";
    default:
        return "unknown";
    }
}

static void write_decimal(const terminal *on, const char *name, uint8_t state, tc3_decimal value)
{
    char text[TC3_DECIMAL_TEXT_SIZE];

    if (state != TC3_FIELD_PRESENT) {
        write_line(on, "%s%s", name, state_name(state));
        return;
    }
    tc3_decimal_format(value, text);
    write_line(on, "%s%s", name, text);
}

static void write_integer(const terminal *on, const char *name, uint8_t state, int64_t value)
{
    if (state == TC3_FIELD_PRESENT) {
        write_line(on, "%s%" PRId64, name, value);
    } else {
        write_line(on, "%s%s", name, state_name(state));
    }
}

static void write_pool(const tc3_voucher_pool *pool, uint32_t age_s, const terminal *on)
{
    const uint8_t role = pool->state[TC3_VOUCHER_POOL_ACCOUNT_TYPE];

    write_foreign(on, "Name        ", pool->agent_name);
    if (role == TC3_FIELD_PRESENT) {
        write_line(on, "Role        %" PRId64 " (%s)", pool->account_type,
                   tc3_account_type_name(pool->account_type));
    }
    write_decimal(on, "Total       ", pool->state[TC3_VOUCHER_POOL_TOTAL_QUOTA], pool->total_quota);
    write_decimal(on, "Remaining   ", pool->state[TC3_VOUCHER_POOL_REMAINING_QUOTA],
                  pool->remaining_quota);
    write_integer(on, "Issued      ", pool->state[TC3_VOUCHER_POOL_ISSUED_NUM], pool->issued_num);
    write_line(on, "Quota's age %" PRIu32 " s", age_s);
}

static void write_outcome(const command_report *report, const terminal *on)
{
    const tc3_details *const details = &report->details;

    write_line(on, "Outcome     %s, %" PRIu32 " s ago", tc3_status_name(report->status),
               report->age_s);
    if (report->status != TC3_OK) {
        write_line(on, "            %s", tc3_status_text(report->status));
        write_line(on, "Phase       %s, attempt %u", tc3_phase_name((tc3_phase)details->phase),
                   (unsigned)details->attempts);
    }
    if (details->http_status != 0) {
        write_line(on, "HTTP        %u", (unsigned)details->http_status);
    }
    write_foreign(on, "API code    ", details->api.code);
    write_foreign(on, "API message ", details->api.message);
    write_foreign(on, "RequestId   ", details->api.request_id);
    if (details->io.port_error != 0) {
        write_line(on, "Port error  %" PRId32, details->io.port_error);
    }
    if (details->io.tls_verify_flags != 0) {
        write_line(on, "TLS flags   0x%" PRIx32, details->io.tls_verify_flags);
    }
    write_line(on, "TLS session %s", details->io.tls_resumed ? "resumed" : "new");
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
