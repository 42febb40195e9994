/* SPDX-License-Identifier: Apache-2.0 */
#include "trace.h"

#include "visible_text.h"

#include <inttypes.h>
#include <stdio.h>

void quota_trace_begin(quota_trace *trace, bool enabled, uint32_t now_ms)
{
    trace->enabled = enabled;
    trace->attempts = 0;
    trace->phase = TC3_PHASE_IDLE;
    trace->kept = false;
    trace->phase_start_ms = now_ms;
    trace->start_ms = now_ms;
}

/** What is known about the attempt so far. */
static void write_details(const tc3_details *details)
{
    if (details->http_status != 0) {
        fprintf(stderr, ", HTTP %u", (unsigned)details->http_status);
    }
    if (details->api.code[0] != '\0') {
        fputs(", ", stderr);
        quota_visible_write(stderr, details->api.code);
    }
    if (details->api.request_id[0] != '\0') {
        fputs(", RequestId ", stderr);
        quota_visible_write(stderr, details->api.request_id);
    }
    if (details->io.port_error != 0) {
        fprintf(stderr, ", port error %" PRId32, details->io.port_error);
    }
}

static void end_phase(const quota_trace *trace, const tc3_details *details, uint32_t now_ms)
{
    uint32_t duration_ms = now_ms - trace->phase_start_ms;
    tc3_phase phase = (tc3_phase)trace->phase;

    if (phase == TC3_PHASE_IDLE || (phase == TC3_PHASE_PAUSE && duration_ms == 0)) {
        return;
    }
    fprintf(stderr, "tc3-quota:   %-9s %6" PRIu32 " ms", tc3_phase_name(phase), duration_ms);
    if (phase == TC3_PHASE_HANDSHAKE && details->io.tls_resumed) {
        fputs(", session resumed", stderr);
    }
    fputs("\n", stderr);
}

/**
 * Whether the phase so far was only due, and `next` comes before it: the name has to be looked up
 * before anything connects, the interval between requests kept before one is signed, and an open
 * connection that turns out to have ended replaced.
 */
static bool is_put_off(tc3_phase phase, tc3_phase next)
{
    return (phase == TC3_PHASE_CONNECT && next == TC3_PHASE_RESOLVE) ||
           (phase == TC3_PHASE_SIGN && next < TC3_PHASE_SIGN);
}

/** Whether the attempt's connection, kept from an earlier one, turns out to be of no use. */
static bool is_stale(const quota_trace *trace, tc3_phase phase, const tc3_details *details)
{
    return trace->kept && (details->attempts < trace->attempts || phase == TC3_PHASE_RESOLVE ||
                           phase == TC3_PHASE_CONNECT || phase == TC3_PHASE_HANDSHAKE);
}

/** Tell what led from the phase so far to `phase`, if that is worth a line. */
static void write_turn(quota_trace *trace, tc3_phase phase, const tc3_details *details)
{
    if (is_stale(trace, phase, details)) {
        fputs("tc3-quota:   the open connection gave no answer; a new one is made\n", stderr);
        trace->kept = false;
    } else if (phase == TC3_PHASE_PAUSE && trace->phase != TC3_PHASE_IDLE &&
               trace->phase != TC3_PHASE_SIGN) {
        fputs("tc3-quota:   no success", stderr);
        write_details(details);
        fputs("\n", stderr);
    }
}

void quota_trace_update(quota_trace *trace, tc3_phase phase, const tc3_details *details,
                        uint32_t now_ms)
{
    /* A stale connection takes its attempt back; the next one repeats it, and is no other. */
    bool is_next_attempt = details->attempts > trace->attempts;

    if (!trace->enabled || (trace->phase == phase && !is_next_attempt)) {
        return;
    }
    if (is_put_off((tc3_phase)trace->phase, phase)) {
        write_turn(trace, phase, details);
        trace->phase = (uint8_t)phase;
        return;
    }
    end_phase(trace, details, now_ms);
    write_turn(trace, phase, details);
    if (is_next_attempt) {
        trace->kept = phase == TC3_PHASE_SIGN;
        trace->attempts = details->attempts;
        fprintf(stderr, "tc3-quota: attempt %u%s\n", (unsigned)trace->attempts,
                trace->kept ? ", over the open connection" : "");
    }
    trace->phase = (uint8_t)phase;
    trace->phase_start_ms = now_ms;
}

void quota_trace_tell(const quota_trace *trace, const char *sentence)
{
    if (trace->enabled && sentence[0] != '\0') {
        fprintf(stderr, "tc3-quota:   %s\n", sentence);
    }
}

void quota_trace_end(quota_trace *trace, tc3_status status, const tc3_details *details,
                     uint32_t now_ms)
{
    if (!trace->enabled) {
        return;
    }
    end_phase(trace, details, now_ms);
    fprintf(stderr, "tc3-quota: %s after %" PRIu32 " ms, %u attempt%s", tc3_status_name(status),
            now_ms - trace->start_ms, (unsigned)details->attempts,
            details->attempts == 1 ? "" : "s");
    write_details(details);
    if (details->clock_offset != 0) {
        fprintf(stderr, ", clock corrected by %" PRId32 " s", details->clock_offset);
    }
    fputs("\n", stderr);
}
