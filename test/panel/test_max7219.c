/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/max7219.h"
#include "panel/model/chain.h"
#include "support/test.h"

#include <string.h>

#define TRANSFERS_MAX 64
#define BYTES_MAX     (2 * MAX7219_MODULES_MAX)
/** Transfers of the start sequence, of the control registers alone, and of a picture. */
enum {
    START = 13,
    CONTROLS = 5,
    ROWS = 8
};

/** A recorder of what went over the wire, into a model of the chips. */
typedef struct wire {
    uint8_t bytes[TRANSFERS_MAX][BYTES_MAX];
    size_t lengths[TRANSFERS_MAX];
    size_t count;
    size_t failing; /* number of the transfer that fails, from 1; 0: none */
    chain chips;
} wire;

/** A driver on a wire. */
typedef struct bench {
    wire line;
    max7219_config config;
    max7219 driver;
    panel_canvas canvas;
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
} bench;

static bool transfer(void *context, const uint8_t *bytes, size_t length)
{
    wire *line = context;
    assert_in_range(length, 2, BYTES_MAX);
    assert_in_range(line->count, 0, TRANSFERS_MAX - 1);
    memcpy(line->bytes[line->count], bytes, length);
    line->lengths[line->count] = length;
    line->count++;
    if (line->count == line->failing) {
        return false;
    }
    chain_transfer(&line->chips, bytes, length);
    return true;
}

static void set_up(bench *on, uint8_t modules)
{
    memset(on, 0, sizeof *on);
    on->config.transfer = transfer;
    on->config.context = &on->line;
    on->config.modules = modules;
    chain_power_up(&on->line.chips, modules);
    assert_true(
        panel_canvas_init(&on->canvas, (uint16_t)(8 * modules), on->pixels, sizeof on->pixels));
    assert_true(max7219_init(&on->driver, &on->config));
}

static bool show(bench *on, uint8_t intensity, bool changed, uint32_t now_ms)
{
    on->line.count = 0;
    return max7219_show(&on->driver, &on->canvas, intensity, changed, now_ms);
}

/** Check that a transfer carries the same word for all of `modules` chips. */
static void check_word(const bench *on, size_t number, uint8_t address, uint8_t data)
{
    assert_in_range(number, 0, on->line.count - 1);
    assert_int_equal(on->line.lengths[number], 2u * on->config.modules);
    for (size_t i = 0; i < on->config.modules; i++) {
        assert_int_equal(on->line.bytes[number][2 * i], address);
        assert_int_equal(on->line.bytes[number][2 * i + 1], data);
    }
}

static void check_controls(const bench *on, uint8_t intensity)
{
    check_word(on, 0, 0x0f, 0);
    check_word(on, 1, 0x09, 0);
    check_word(on, 2, 0x0b, 7);
    check_word(on, 3, 0x0a, intensity);
}

static void nothing_is_sent_before_the_first_picture(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    assert_int_equal(on.line.count, 0);
}

static void the_start_sequence_ends_with_the_switch_on_blank_rows(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    assert_true(show(&on, 5, false, 0));
    assert_int_equal(on.line.count, START + ROWS);
    check_controls(&on, 5);
    for (uint8_t row = 0; row < 8; row++) {
        check_word(&on, 4u + row, (uint8_t)(1 + row), 0);
    }
    check_word(&on, 12, 0x0c, 1);
}

static void a_row_is_one_transfer_with_the_leftmost_module_first(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    memcpy(on.pixels, "\x80\x01\x02\x03", 4);
    memcpy(on.pixels + 28, "\x11\x22\x33\x44", 4);
    assert_true(show(&on, 5, false, 0));
    static const uint8_t top[] = {1, 0x80, 1, 0x01, 1, 0x02, 1, 0x03};
    static const uint8_t bottom[] = {8, 0x11, 8, 0x22, 8, 0x33, 8, 0x44};
    assert_int_equal(on.line.lengths[START], sizeof top);
    assert_memory_equal(on.line.bytes[START], top, sizeof top);
    assert_memory_equal(on.line.bytes[START + 7], bottom, sizeof bottom);
}

static void a_changed_picture_takes_eight_transfers(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    assert_true(show(&on, 5, true, 0));
    assert_true(show(&on, 5, true, 30));
    assert_int_equal(on.line.count, ROWS);
    assert_int_equal(on.line.bytes[0][0], 1);
    assert_int_equal(on.line.bytes[7][0], 8);
}

static void an_unchanged_picture_takes_none(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    assert_true(show(&on, 5, true, 0));
    assert_true(show(&on, 5, false, 1999));
    assert_int_equal(on.line.count, 0);
}

static void a_new_intensity_takes_one_transfer(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    assert_true(show(&on, 5, true, 0));
    assert_true(show(&on, 6, false, 30));
    assert_int_equal(on.line.count, 1);
    check_word(&on, 0, 0x0a, 6);
    assert_true(show(&on, 6, false, 60));
    assert_int_equal(on.line.count, 0);
}

static void an_intensity_beyond_the_register_is_the_highest(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 1);
    assert_true(show(&on, 200, false, 0));
    check_word(&on, 3, 0x0a, 15);
}

static void all_registers_are_written_again_in_time(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    assert_true(show(&on, 5, true, 0));
    assert_true(show(&on, 5, false, 2000));
    assert_int_equal(on.line.count, CONTROLS + ROWS);
    check_controls(&on, 5);
    check_word(&on, 4, 0x0c, 1);
    assert_true(show(&on, 5, false, 3999));
    assert_int_equal(on.line.count, 0);
    assert_true(show(&on, 5, false, 4000));
    assert_int_equal(on.line.count, CONTROLS + ROWS);
}

static void the_time_between_two_rewritings_is_the_callers(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    on.config.rewrite_ms = 500;
    assert_true(show(&on, 5, true, UINT32_MAX - 99));
    assert_true(show(&on, 5, false, UINT32_MAX));
    assert_int_equal(on.line.count, 0);
    assert_true(show(&on, 5, false, 399));
    assert_int_equal(on.line.count, 0);
    assert_true(show(&on, 5, false, 400));
    assert_int_equal(on.line.count, CONTROLS + ROWS);
}

static void any_disturbed_register_is_mended(void **state)
{
    static const uint8_t disturbances[][2] = {
        {0x0f, 1}, {0x0c, 0}, {0x0b, 2}, {0x09, 0xff}, {0x0a, 0}, {0x03, 0x5a},
    };
    static const chain_mounting upright = {false, false, 0};
    (void)state;
    for (size_t i = 0; i < sizeof disturbances / sizeof disturbances[0]; i++) {
        bench on;
        panel_frame before;
        panel_frame after;
        set_up(&on, 1);
        memcpy(on.pixels, "\x12\x34\x56\x78\x9a\xbc\xde\xf0", 8);
        assert_true(show(&on, 5, true, 0));
        chain_look(&on.line.chips, &upright, &before);
        chain_transfer(&on.line.chips, disturbances[i], 2);
        assert_true(show(&on, 5, false, 2000));
        chain_look(&on.line.chips, &upright, &after);
        assert_int_equal(after.intensity, 5);
        assert_memory_equal(before.pixels, after.pixels, 8);
        assert_memory_equal(on.pixels, after.pixels, 8);
    }
}

static void after_a_failed_transfer_the_start_sequence_comes_again(void **state)
{
    (void)state;
    for (size_t failing = 1; failing <= START + ROWS; failing++) {
        bench on;
        set_up(&on, 2);
        on.line.failing = failing;
        assert_false(show(&on, 5, true, 0));
        assert_int_equal(on.line.count, failing);
        on.line.failing = 0;
        assert_true(show(&on, 5, false, 10));
        assert_int_equal(on.line.count, START + ROWS);
        check_controls(&on, 5);
    }
}

static void a_failure_while_running_starts_again_too(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 2);
    assert_true(show(&on, 5, true, 0));
    on.line.failing = 3;
    assert_false(show(&on, 5, true, 30));
    on.line.failing = 0;
    assert_true(show(&on, 5, false, 60));
    assert_int_equal(on.line.count, START + ROWS);
    on.line.failing = 1;
    assert_false(show(&on, 6, true, 90));
    assert_int_equal(on.line.count, 1);
    on.line.failing = 0;
    assert_true(show(&on, 6, false, 120));
    assert_int_equal(on.line.count, START + ROWS);
}

static void a_stopped_panel_is_dark_and_starts_again(void **state)
{
    static const chain_mounting upright = {false, false, 0};
    bench on;
    panel_frame seen;
    (void)state;
    set_up(&on, 1);
    on.pixels[0] = 0xff;
    assert_true(show(&on, 5, true, 0));
    on.line.count = 0;
    assert_true(max7219_stop(&on.driver));
    assert_int_equal(on.line.count, 1);
    check_word(&on, 0, 0x0c, 0);
    chain_look(&on.line.chips, &upright, &seen);
    assert_false(panel_frame_is_lit(&seen, 0, 0));
    assert_true(show(&on, 5, false, 10));
    chain_look(&on.line.chips, &upright, &seen);
    assert_true(panel_frame_is_lit(&seen, 0, 0));
}

static void a_canvas_of_another_width_is_refused(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    assert_true(panel_canvas_init(&on.canvas, 24, on.pixels, sizeof on.pixels));
    assert_false(show(&on, 5, true, 0));
    assert_int_equal(on.line.count, 0);
}

static void wrong_configurations_are_refused(void **state)
{
    max7219 driver;
    max7219_config config;
    (void)state;
    memset(&config, 0, sizeof config);
    config.transfer = transfer;
    assert_false(max7219_init(&driver, &config));
    config.modules = MAX7219_MODULES_MAX + 1;
    assert_false(max7219_init(&driver, &config));
    config.modules = MAX7219_MODULES_MAX;
    assert_true(max7219_init(&driver, &config));
    config.rotate = 4;
    assert_false(max7219_init(&driver, &config));
    config.rotate = MAX7219_ROTATE_270;
    assert_true(max7219_init(&driver, &config));
    config.transfer = NULL;
    assert_false(max7219_init(&driver, &config));
}

/** A picture without any symmetry, so that each wrong turn shows. */
static void draw_letters(bench *on)
{
    static const uint8_t letters[] = {0xf0, 0xf8, 0x3c, 0x80, 0x84, 0x42, 0xe0, 0xf9,
                                      0x40, 0x80, 0x82, 0x47, 0x81, 0x84, 0x3d};
    memcpy(on->pixels, letters, sizeof letters);
}

static void check_mounting(bool reverse, bool flip, uint8_t rotate)
{
    const chain_mounting mounting = {reverse, flip, rotate};
    bench on;
    panel_frame seen;
    set_up(&on, 3);
    on.config.reverse = reverse;
    on.config.flip = flip;
    on.config.rotate = rotate;
    draw_letters(&on);
    assert_true(show(&on, 5, true, 0));
    chain_look(&on.line.chips, &mounting, &seen);
    assert_int_equal(seen.columns, 24);
    assert_memory_equal(seen.pixels, on.pixels, 24);
}

static void the_picture_is_upright_however_the_modules_are_mounted(void **state)
{
    (void)state;
    for (uint8_t rotate = MAX7219_ROTATE_0; rotate <= MAX7219_ROTATE_270; rotate++) {
        for (int combination = 0; combination < 4; combination++) {
            check_mounting((combination & 1) != 0, (combination & 2) != 0, rotate);
        }
    }
}

static void the_longest_chain_is_served(void **state)
{
    static const chain_mounting upright = {false, false, 0};
    bench on;
    panel_frame seen;
    (void)state;
    set_up(&on, MAX7219_MODULES_MAX);
    for (size_t i = 0; i < sizeof on.pixels; i++) {
        on.pixels[i] = (uint8_t)(31 * i + 7);
    }
    assert_true(show(&on, 5, true, 0));
    chain_look(&on.line.chips, &upright, &seen);
    assert_memory_equal(seen.pixels, on.pixels, sizeof on.pixels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_sent_before_the_first_picture),
        cmocka_unit_test(the_start_sequence_ends_with_the_switch_on_blank_rows),
        cmocka_unit_test(a_row_is_one_transfer_with_the_leftmost_module_first),
        cmocka_unit_test(a_changed_picture_takes_eight_transfers),
        cmocka_unit_test(an_unchanged_picture_takes_none),
        cmocka_unit_test(a_new_intensity_takes_one_transfer),
        cmocka_unit_test(an_intensity_beyond_the_register_is_the_highest),
        cmocka_unit_test(all_registers_are_written_again_in_time),
        cmocka_unit_test(the_time_between_two_rewritings_is_the_callers),
        cmocka_unit_test(any_disturbed_register_is_mended),
        cmocka_unit_test(after_a_failed_transfer_the_start_sequence_comes_again),
        cmocka_unit_test(a_failure_while_running_starts_again_too),
        cmocka_unit_test(a_stopped_panel_is_dark_and_starts_again),
        cmocka_unit_test(a_canvas_of_another_width_is_refused),
        cmocka_unit_test(wrong_configurations_are_refused),
        cmocka_unit_test(the_picture_is_upright_however_the_modules_are_mounted),
        cmocka_unit_test(the_longest_chain_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
