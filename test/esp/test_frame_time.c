/* SPDX-License-Identifier: Apache-2.0 */
/* Frames and columns: whatever FreeRTOS's tick is, scrolling text moves one column each frame. */
#include "frame_time.h"
#include "test.h"

#include "panel/panel.h"

#include <string.h>

#define COLUMNS     32
#define FRAMES      200
/** Microseconds by which a frame comes late at most, for other tasks go before it. */
#define LATE_MAX_US 7000u

static uint8_t pixels[PANEL_PIXELS_SIZE(COLUMNS)];

/** A panel whose details, which do not fit, begin to move with the next tick after `*now_ms`. */
static void start_scrolling(panel *display, const panel_config *config, uint32_t *now_ms)
{
    static tc3_voucher_pool pool;

    memset(pool.state, TC3_FIELD_PRESENT, sizeof pool.state);
    memset(pool.agent_name, 'M', sizeof pool.agent_name - 1);
    pool.total_quota.coefficient = 5000;
    pool.remaining_quota.coefficient = 1234;
    assert_true(panel_init(display, config, pixels, sizeof pixels, *now_ms));
    panel_result(display, TC3_OK, &pool, NULL, *now_ms);
    (void)panel_tick(display, *now_ms);
    *now_ms += PANEL_DEFAULT_NUMBER_MS;
    (void)panel_tick(display, *now_ms);
    *now_ms += PANEL_DEFAULT_PAUSE_MS;
    (void)panel_tick(display, *now_ms);
}

/** Ticks at `rate` a second, by a task that comes up to LATE_MAX_US late. */
static void expect_a_column_each_frame(uint32_t rate)
{
    const uint64_t frame_us = FRAME_TIME_TICKS((uint64_t)rate) * 1000000u / rate;
    panel_config config = {.columns = COLUMNS};
    panel display;
    uint32_t start_ms = 0;
    uint32_t late_us = LATE_MAX_US;

    config.column_ms = (uint16_t)FRAME_TIME_COLUMN_MS(rate);
    start_scrolling(&display, &config, &start_ms);
    for (uint32_t frame = 1; frame <= FRAMES; frame++) {
        late_us = (late_us * 5u + 1234u) % LATE_MAX_US;
        assert_true(
            panel_tick(&display, start_ms + (uint32_t)((frame * frame_us + late_us) / 1000)));
    }
}

static void text_moves_one_column_each_frame(void **state)
{
    (void)state;
    for (uint32_t rate = 50; rate <= 1000; rate++) {
        expect_a_column_each_frame(rate);
    }
}

static void a_frame_lasts_about_a_column(void **state)
{
    (void)state;
    assert_int_equal(FRAME_TIME_TICKS(1000u), PANEL_DEFAULT_COLUMN_MS);
    assert_int_equal(FRAME_TIME_TICKS(100u), 3);
    assert_int_equal(FRAME_TIME_TICKS(1u), 1);
    for (uint32_t rate = 100; rate <= 1000; rate++) {
        assert_in_range(FRAME_TIME_TICKS(rate) * 1000u / rate, 25, 35);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_moves_one_column_each_frame),
        cmocka_unit_test(a_frame_lasts_about_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
