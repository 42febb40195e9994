/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file progress.h
 * A line on the terminal that tells what a slow call waits for, gone once it is over.
 */
#ifndef QUOTA_PROGRESS_H
#define QUOTA_PROGRESS_H

#include "tc3/io.h"

#include <stdbool.h>
#include <stdint.h>

/** The line. */
typedef struct quota_progress {
    bool enabled;
    uint32_t start_ms;
    uint32_t seconds; /* shown */
    uint8_t phase;    /* shown */
    unsigned width;   /* columns in use, 0 if nothing is shown */
} quota_progress;

/** A call begins at `now_ms`; nothing is ever shown if `enabled` is false. */
void quota_progress_begin(quota_progress *progress, bool enabled, uint32_t now_ms);

/** The call waits for `phase`: show it if it takes long. */
void quota_progress_update(quota_progress *progress, tc3_phase phase, uint32_t now_ms);

/** Erase the line. */
void quota_progress_end(quota_progress *progress);

#endif
