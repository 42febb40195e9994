/* SPDX-License-Identifier: Apache-2.0 */
#include "pause.h"

#include "process.h"

#include "tc3/posix.h"

bool quota_pause(uint32_t pause_ms, quota_session *session, quota_display *display)
{
    uint32_t now_ms = tc3_posix_now_ms();
    bool is_awaited = true;

    while (is_awaited && pause_ms > 0) {
        uint32_t before_ms = now_ms;
        uint32_t passed_ms;

        is_awaited = quota_process_sleep(quota_display_slice_ms(display, pause_ms));
        now_ms = tc3_posix_now_ms();
        passed_ms = now_ms - before_ms;
        pause_ms -= passed_ms < pause_ms ? passed_ms : pause_ms;
        quota_session_idle(session);
        quota_display_tick(display, now_ms);
        is_awaited = is_awaited && !display->has_failed;
    }
    return is_awaited;
}
