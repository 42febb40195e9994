/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file led_panel.h
 * An LED panel without its hardware: the panel's logic, the driver of its chips, and a model of the
 * chips that tells which LEDs are lit. What is drawn is what a panel on a wall would show.
 */
#ifndef QUOTA_LED_PANEL_H
#define QUOTA_LED_PANEL_H

#include "outcome.h"

#include "panel/max7219.h"
#include "panel/model/chain.h"
#include "panel/panel.h"

#include <stdbool.h>
#include <stdint.h>

/** A panel. Do not move it once it is set up. */
typedef struct quota_led_panel {
    panel_config config;
    panel display;
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
    max7219_config wiring;
    max7219 driver;
    chain chips;
    panel_frame seen; /**< the LEDs as they are */
} quota_led_panel;

/** Set up a panel by `config`, which is copied, at the monotonic time `now_ms`. */
void quota_led_panel_init(quota_led_panel *wall, const panel_config *config, uint32_t now_ms);

/** Tell the panel what came of a refresh. */
void quota_led_panel_take(quota_led_panel *wall, const quota_outcome *outcome, uint32_t now_ms);

/** Let time pass until `now_ms`. True if the LEDs changed. */
bool quota_led_panel_tick(quota_led_panel *wall, uint32_t now_ms);

/**
 * Have it show at `now_ms` what matters most about its state, unscrolled and as bright as it gets.
 * True if the LEDs changed.
 */
bool quota_led_panel_pose(quota_led_panel *wall, uint32_t now_ms);

#endif
