/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/schedule.h"

#include "panel/panel.h"

#include <stdbool.h>

static bool is_day(const panel_schedule *schedule, int16_t minute)
{
    const bool started = minute >= schedule->day_start;
    const bool ended = minute >= schedule->night_start;
    if (minute < 0 || schedule->day_start == schedule->night_start) {
        return true;
    }
    return schedule->day_start < schedule->night_start ? started && !ended : started || !ended;
}

uint8_t panel_schedule_level(const panel_schedule *schedule, int16_t minute)
{
    const uint8_t level = is_day(schedule, minute) ? schedule->day_level : schedule->night_level;
    return level < PANEL_LEVEL_MAX ? level : PANEL_LEVEL_MAX;
}

uint32_t panel_stale_after(uint32_t interval_ms)
{
    const uint32_t late_ms = interval_ms / 4;
    const uint32_t age_ms =
        interval_ms <= UINT32_MAX - late_ms ? interval_ms + late_ms : UINT32_MAX;
    return age_ms > PANEL_DEFAULT_STALE_MS ? age_ms : PANEL_DEFAULT_STALE_MS;
}
