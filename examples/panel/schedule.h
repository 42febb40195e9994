/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file schedule.h
 * When: brightness by the time of day, and staleness by the interval of the calls.
 */
#ifndef PANEL_SCHEDULE_H
#define PANEL_SCHEDULE_H

#include <stdint.h>

/** Highest level of brightness, the MAX7219's intensity register; 2 to 4 suit a USB supply. */
#define PANEL_LEVEL_MAX      15
/** A minute of the day that is not known. */
#define PANEL_MINUTE_UNKNOWN (-1)

/** When it is day, in minutes of the local day (0 to 1439), and how bright the panel is then. */
typedef struct panel_schedule {
    uint16_t day_start;   /**< first minute of the day, as 7 * 60 */
    uint16_t night_start; /**< first minute of the night; the same as `day_start`: always day */
    uint8_t day_level;    /**< 0 to PANEL_LEVEL_MAX */
    uint8_t night_level;  /**< 0 to PANEL_LEVEL_MAX; 0 is dim, not dark */
} panel_schedule;

/**
 * The level at `minute` of the local day; by day if it is PANEL_MINUTE_UNKNOWN. The night may go
 * past midnight.
 */
uint8_t panel_schedule_level(const panel_schedule *schedule, int16_t minute);

/**
 * The age in milliseconds from which a number is stale that is asked for every `interval_ms`
 * milliseconds: an interval and a quarter, so that an answer that comes late is not called stale,
 * and PANEL_DEFAULT_STALE_MS at least. UINT32_MAX where that would be more. For
 * panel_config.stale_ms.
 */
uint32_t panel_stale_after(uint32_t interval_ms);

#endif
