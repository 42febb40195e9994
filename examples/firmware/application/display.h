/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file display.h
 * The LED panel of examples/panel. These boards have no MAX7219 chips: what the driver sends to
 * them goes to the console, as lines that `panel-view` draws, if SETTING_PANEL_COLUMNS asks for it.
 */
#ifndef FIRMWARE_DISPLAY_H
#define FIRMWARE_DISPLAY_H

#include "tc3/client.h"
#include "tc3/voucher_pool.h"

#include <stdint.h>

/** Start the panel if the settings ask for it; else the other functions do nothing. */
void display_start(uint32_t now_ms);

/** Show the outcome of a call. */
void display_outcome(tc3_status status, const tc3_voucher_pool *pool, const tc3_details *details,
                     uint32_t now_ms);

/** Let time pass; refreshes the chips if there is something to send. */
void display_tick(uint32_t now_ms);

#endif
