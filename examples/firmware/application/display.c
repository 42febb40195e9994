/* SPDX-License-Identifier: Apache-2.0 */
#include "display.h"

#include "boards/board.h"
#include "settings.h"

#include "panel/line.h"
#include "panel/panel.h"

/** The widest panel that there is memory for. */
#define COLUMNS_MAX 64
/** The quota is shown as low below this percentage of the total. */
#define LOW_PERCENT 10

static uint8_t pixels[PANEL_PIXELS_SIZE(COLUMNS_MAX)];
static panel_config config;
static panel display;
static bool is_there;

void display_start(uint32_t now_ms)
{
    config.columns = (uint16_t)settings_number(SETTING_PANEL_COLUMNS, 0);
    config.low_percent = LOW_PERCENT;
    is_there = config.columns != 0 && panel_init(&display, &config, pixels, sizeof pixels, now_ms);
}

void display_outcome(tc3_status status, const tc3_voucher_pool *pool, const tc3_details *details,
                     uint32_t now_ms)
{
    if (is_there) {
        panel_result(&display, status, pool, details, now_ms);
    }
}

static void put(void *context, char character)
{
    (void)context;
    board_console_put(character);
}

void display_tick(uint32_t now_ms)
{
    if (is_there && panel_tick(&display, now_ms)) {
        panel_line_write(panel_picture(&display), panel_intensity(&display), put, NULL);
    }
}
