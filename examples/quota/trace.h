/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file trace.h
 * What --verbose tells on stderr: the phases of a call with their times. It never sees a secret.
 */
#ifndef QUOTA_TRACE_H
#define QUOTA_TRACE_H

#include "tc3/client.h"

#include <stdbool.h>
#include <stdint.h>

/** The course of a call. */
typedef struct quota_trace {
    bool enabled;
    uint8_t attempts; /* that were announced */
    uint8_t phase;    /* under way */
    bool kept;        /* the attempt is over a connection of an earlier one, as far as is known */
    uint32_t phase_start_ms;
    uint32_t start_ms;
} quota_trace;

/** A call begins at `now_ms`; nothing is ever told if `enabled` is false. */
void quota_trace_begin(quota_trace *trace, bool enabled, uint32_t now_ms);

/** The call is in `phase` at `now_ms`. */
void quota_trace_update(quota_trace *trace, tc3_phase phase, const tc3_details *details,
                        uint32_t now_ms);

/** Tell `sentence`, which has only characters that a terminal may be shown; none if it is empty. */
void quota_trace_tell(const quota_trace *trace, const char *sentence);

/** The call has ended with `status`. */
void quota_trace_end(quota_trace *trace, tc3_status status, const tc3_details *details,
                     uint32_t now_ms);

#endif
