/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file frame_time.h
 * How long a frame of the panel lasts: one column of scrolling text, in whole ticks of FreeRTOS, so
 * that all columns last equally long whatever the tick is. Knows no platform.
 */
#ifndef ESP32_PANEL_FRAME_TIME_H
#define ESP32_PANEL_FRAME_TIME_H

#include "panel/panel.h"

/** Ticks of a frame at `rate` ticks a second: nearest to the panel's usual column, at least one. */
#define FRAME_TIME_TICKS(rate)                     \
    (PANEL_DEFAULT_COLUMN_MS * (rate) < 1000u ? 1u \
                                              : (PANEL_DEFAULT_COLUMN_MS * (rate) + 500u) / 1000u)

/**
 * The panel_config.column_ms to go with it. The panel moves text by at most a column a frame; with
 * half a frame's time it moves in each, even if the frame before came late.
 */
#define FRAME_TIME_COLUMN_MS(rate) (FRAME_TIME_TICKS(rate) * 500u / (rate))

#endif
