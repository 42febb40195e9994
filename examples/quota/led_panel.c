/* SPDX-License-Identifier: Apache-2.0 */
#include "led_panel.h"

#include "panel/schedule.h"

#include <string.h>

/** Columns of a chip's matrix. */
#define MODULE_COLUMNS 8

static bool transfer(void *context, const uint8_t *bytes, size_t length)
{
    chain_transfer(context, bytes, length);
    return true;
}

/** Bring the chips up to date and look at them. True if the LEDs changed. */
static bool light(quota_led_panel *wall, uint8_t intensity, bool changed, uint32_t now_ms)
{
    static const chain_mounting mounting = {false, false, 0};
    const panel_canvas *picture = panel_picture(&wall->display);
    const panel_frame before = wall->seen;

    (void)max7219_show(&wall->driver, picture, intensity, changed, now_ms);
    chain_look(&wall->chips, &mounting, &wall->seen);
    return before.columns != wall->seen.columns || before.intensity != wall->seen.intensity ||
           memcmp(before.pixels, wall->seen.pixels, sizeof before.pixels) != 0;
}

void quota_led_panel_init(quota_led_panel *wall, const panel_config *config, uint32_t now_ms)
{
    memset(wall, 0, sizeof *wall);
    wall->config = *config;
    wall->wiring.transfer = transfer;
    wall->wiring.context = &wall->chips;
    wall->wiring.modules = (uint8_t)(config->columns / MODULE_COLUMNS);
    chain_power_up(&wall->chips, wall->wiring.modules);
    (void)max7219_init(&wall->driver, &wall->wiring);
    (void)panel_init(&wall->display, &wall->config, wall->pixels, sizeof wall->pixels, now_ms);
    panel_set_level(&wall->display, PANEL_LEVEL_MAX);
}

void quota_led_panel_take(quota_led_panel *wall, const quota_outcome *outcome, uint32_t now_ms)
{
    panel_result(&wall->display, outcome->status, outcome->pool, outcome->details, now_ms);
}

bool quota_led_panel_tick(quota_led_panel *wall, uint32_t now_ms)
{
    bool changed = panel_tick(&wall->display, now_ms);

    return light(wall, panel_intensity(&wall->display), changed, now_ms);
}

bool quota_led_panel_pose(quota_led_panel *wall, uint32_t now_ms)
{
    panel_rewind(&wall->display);
    (void)panel_tick(&wall->display, now_ms);
    return light(wall, PANEL_LEVEL_MAX, true, now_ms);
}
