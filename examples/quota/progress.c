/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>

/** Shorter calls show nothing. */
#define PATIENCE_MS 500u

static const char *describe(tc3_phase phase)
{
    switch (phase) {
    case TC3_PHASE_PAUSE:
        return "waiting before the next attempt";
    case TC3_PHASE_RESOLVE:
        return "looking up the host";
    case TC3_PHASE_CONNECT:
        return "connecting";
    case TC3_PHASE_HANDSHAKE:
        return "setting up TLS";
    case TC3_PHASE_RECEIVE:
        return "waiting for the answer";
    default:
        return "sending the request";
    }
}

void quota_progress_begin(quota_progress *progress, bool enabled, uint32_t now_ms)
{
    progress->enabled = enabled;
    progress->start_ms = now_ms;
    progress->seconds = 0;
    progress->phase = TC3_PHASE_IDLE;
    progress->width = 0;
}

void quota_progress_update(quota_progress *progress, tc3_phase phase, uint32_t now_ms)
{
    uint32_t elapsed_ms = now_ms - progress->start_ms;
    int width;

    if (!progress->enabled || elapsed_ms < PATIENCE_MS ||
        (progress->width > 0 && progress->phase == phase &&
         progress->seconds == elapsed_ms / 1000)) {
        return;
    }
    quota_progress_end(progress);
    progress->phase = (uint8_t)phase;
    progress->seconds = elapsed_ms / 1000;
    width = fprintf(stderr, "%s, %" PRIu32 " s", describe(phase), progress->seconds);
    progress->width = width > 0 ? (unsigned)width : 0;
    fflush(stderr);
}

void quota_progress_end(quota_progress *progress)
{
    if (progress->width > 0) {
        fprintf(stderr, "\r%*s\r", (int)progress->width, "");
        fflush(stderr);
        progress->width = 0;
    }
}
