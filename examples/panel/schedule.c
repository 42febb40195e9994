/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/schedule.h"

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
