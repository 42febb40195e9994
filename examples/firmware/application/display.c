/* SPDX-License-Identifier: Apache-2.0 */
#include "display.h"

#include "boards/board.h"
#include "settings.h"

#include "panel/max7219.h"
#include "panel/panel.h"
#include "panel/schedule.h"
#include "panel/transfer_line.h"

/** The widest panel that there is memory for. */
#define COLUMNS_MAX 64

static uint8_t pixels[PANEL_PIXELS_SIZE(COLUMNS_MAX)];
static panel_config config;
static panel display;
static panel_transfer_line line;
static max7219_config wiring;
static max7219 driver;
static bool is_there;

static void put(void *context, char character)
{
    (void)context;
    board_console_put(character);
}

/** Where a board has the chips, `transfer` sends the bytes over SPI. */
static bool start_driver(void)
{
    line.put = put;
    line.modules = (uint8_t)(config.columns / 8);
    wiring.transfer = panel_transfer_line_add;
    wiring.context = &line;
    wiring.modules = line.modules;
    return max7219_init(&driver, &wiring);
}

void display_start(uint32_t now_ms)
{
    config.columns = (uint16_t)settings_number(SETTING_PANEL_COLUMNS, 0);
    config.low_percent = PANEL_DEFAULT_LOW_PERCENT;
    config.stale_ms =
        panel_stale_after(settings_number(SETTING_INTERVAL_MS, SETTINGS_DEFAULT_INTERVAL_MS));
    is_there = config.columns != 0 &&
               panel_init(&display, &config, pixels, sizeof pixels, now_ms) && start_driver();
}

void display_outcome(tc3_status status, const tc3_voucher_pool *pool, const tc3_details *details,
                     uint32_t now_ms)
{
    if (is_there) {
        panel_result(&display, status, pool, details, now_ms);
        display_tick(now_ms);
    }
}

void display_tick(uint32_t now_ms)
{
    if (is_there) {
        const bool changed = panel_tick(&display, now_ms);

        (void)max7219_show(&driver, panel_picture(&display), panel_intensity(&display), changed,
                           now_ms);
        panel_transfer_line_end(&line);
    }
}
