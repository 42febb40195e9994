/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file wall.h
 * A panel on the wall: the panel, its driver and the model of its chips, so that a test sees what
 * somebody in front of it sees.
 */
#ifndef TEST_PANEL_WALL_H
#define TEST_PANEL_WALL_H

#include "panel/max7219.h"
#include "panel/model/chain.h"
#include "panel/panel.h"

/** All parts, and the time. */
typedef struct wall {
    panel display;
    panel_config config;
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
    max7219 driver;
    max7219_config wiring;
    chain chips;
    panel_frame seen;
    uint32_t now_ms;
} wall;

/** Hang up a panel of `columns` that has just been switched on at the time `now_ms`. */
void wall_hang(wall *on, uint16_t columns, uint32_t now_ms);

/** The same, with the options that the caller has set in `on->config`. */
void wall_hang_configured(wall *on, uint32_t now_ms);

/** Let `ms` pass in one piece, tick once, and look. */
void wall_wait(wall *on, uint32_t ms);

/** Let `ms` pass in ticks of `tick_ms`. */
void wall_run(wall *on, uint32_t ms, uint32_t tick_ms);

/** Tell an error of which nothing more is known, and look. */
void wall_tell_error(wall *on, tc3_status status);

/** Tell an answer, and look. */
void wall_tell(wall *on, const tc3_voucher_pool *pool);

/**
 * An answer by "Example Reseller" with 42 vouchers issued. A number is given as the server writes
 * it; NULL for an absent one.
 */
tc3_voucher_pool wall_pool(const char *remaining, const char *total);

/** The number that `text` denotes. */
tc3_decimal wall_decimal(const char *text);

#endif
