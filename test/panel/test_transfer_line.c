/* SPDX-License-Identifier: Apache-2.0 */
/* What the driver sends, as a line of text and from there into the model of the chips. */
#include "panel/model/chain_line.h"
#include "panel/transfer_line.h"
#include "support/test.h"

#include <stdbool.h>
#include <string.h>

/** Characters of several lines. */
#define TEXT_SIZE (3 * PANEL_TRANSFER_LINE_SIZE(MAX7219_MODULES_MAX))

static const chain_mounting upright = {false, false, 0};

/** A driver whose transfers become text. */
typedef struct bench {
    char text[TEXT_SIZE];
    size_t length;
    panel_transfer_line line;
    max7219_config config;
    max7219 driver;
    panel_canvas canvas;
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
} bench;

static void put(void *context, char character)
{
    bench *on = context;
    assert_in_range(on->length, 0, sizeof on->text - 2);
    on->text[on->length++] = character;
    on->text[on->length] = '\0';
}

static void set_up(bench *on, uint8_t modules)
{
    memset(on, 0, sizeof *on);
    on->line.put = put;
    on->line.context = on;
    on->line.modules = modules;
    on->config.transfer = panel_transfer_line_add;
    on->config.context = &on->line;
    on->config.modules = modules;
    assert_true(
        panel_canvas_init(&on->canvas, (uint16_t)(8 * modules), on->pixels, sizeof on->pixels));
    assert_true(max7219_init(&on->driver, &on->config));
    for (size_t i = 0; i < sizeof on->pixels; i++) {
        on->pixels[i] = (uint8_t)(37 * i + modules);
    }
}

/** The line of one refresh, empty if nothing was sent. */
static const char *show(bench *on, uint8_t intensity, bool changed, uint32_t now_ms)
{
    on->length = 0;
    on->text[0] = '\0';
    assert_true(max7219_show(&on->driver, &on->canvas, intensity, changed, now_ms));
    panel_transfer_line_end(&on->line);
    return on->text;
}

static void a_refresh_is_a_line_in_the_documented_form(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 2);
    memset(on.pixels, 0, sizeof on.pixels);
    on.pixels[1] = 0xa5;
    assert_string_equal(show(&on, 12, true, 0),
                        "max7219 2 0f000f00 09000900 0b070b07 0a0c0a0c 01000100 02000200 03000300"
                        " 04000400 05000500 06000600 07000700 08000800 0c010c01 010001a5 02000200"
                        " 03000300 04000400 05000500 06000600 07000700 08000800\n");
    assert_string_equal(show(&on, 3, false, 10), "max7219 2 0a030a03\n");
}

static void without_transfers_there_is_no_line(void **state)
{
    bench on;
    (void)state;
    set_up(&on, 4);
    (void)show(&on, 3, true, 0);
    assert_string_equal(show(&on, 3, false, 10), "");
}

static void the_longest_line_takes_the_documented_size(void **state)
{
    bench on;
    (void)state;
    set_up(&on, MAX7219_MODULES_MAX);
    assert_int_equal(strlen(show(&on, 15, true, 0)), PANEL_TRANSFER_LINE_SIZE(MAX7219_MODULES_MAX));
}

static void the_chips_show_the_picture_that_was_sent(void **state)
{
    (void)state;
    for (uint8_t modules = 1; modules <= MAX7219_MODULES_MAX; modules++) {
        bench on;
        chain wired;
        panel_frame seen;
        const char *text;
        memset(&wired, 0, sizeof wired);
        set_up(&on, modules);
        text = show(&on, modules % 16, true, 0);
        assert_int_equal(chain_line_read(&wired, text, strlen(text)), PANEL_LINE_FRAME);
        chain_look(&wired, &upright, &seen);
        assert_int_equal(seen.columns, 8 * modules);
        assert_int_equal(seen.intensity, modules % 16);
        assert_memory_equal(seen.pixels, on.pixels, 8u * modules);
    }
}

static void rows_without_the_start_sequence_leave_the_chips_dark(void **state)
{
    static const char rows[] = "max7219 1 01ff";
    static const char start[] = "max7219 1 0b07 0c01";
    chain wired;
    (void)state;
    memset(&wired, 0, sizeof wired);
    assert_int_equal(chain_line_read(&wired, rows, strlen(rows)), PANEL_LINE_FRAME);
    assert_false(chain_is_lit(&wired, 0, 0, 0));
    assert_int_equal(chain_line_read(&wired, start, strlen(start)), PANEL_LINE_FRAME);
    assert_true(chain_is_lit(&wired, 0, 0, 0));
}

static void a_chain_of_another_length_is_powered_up(void **state)
{
    static const char one[] = "max7219 1 0c01 01ff";
    static const char two[] = "max7219 2 0c010c01";
    chain wired;
    (void)state;
    memset(&wired, 0, sizeof wired);
    assert_int_equal(chain_line_read(&wired, one, strlen(one)), PANEL_LINE_FRAME);
    assert_true(chain_is_lit(&wired, 0, 0, 0));
    assert_int_equal(chain_line_read(&wired, two, strlen(two)), PANEL_LINE_FRAME);
    assert_int_equal(wired.length, 2);
    assert_false(chain_is_lit(&wired, 0, 0, 0));
}

static void the_end_of_the_line_may_be_of_any_kind(void **state)
{
    static const char *const lines[] = {"max7219 1 0c01", "max7219 1 0c01\n", "max7219 1 0c01\r\n",
                                        "max7219 1 0c01\r"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        chain wired;
        memset(&wired, 0, sizeof wired);
        assert_int_equal(chain_line_read(&wired, lines[i], strlen(lines[i])), PANEL_LINE_FRAME);
        assert_true(wired.chips[0].is_on);
    }
}

static void other_lines_are_told_apart(void **state)
{
    static const char *const lines[] = {"", "\n", "max7219", "panel 8x8 4 0123456789abcdef",
                                        " max7219 1 0c01"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        chain wired;
        memset(&wired, 0, sizeof wired);
        assert_int_equal(chain_line_read(&wired, lines[i], strlen(lines[i])), PANEL_LINE_OTHER);
        assert_int_equal(wired.length, 0);
    }
}

static void garbled_lines_transfer_nothing(void **state)
{
    static const char *const lines[] = {
        "max7219 ",
        "max7219 1",
        "max7219 1 ",
        "max7219 1  0c01",
        "max7219 1 0c01 ",
        "max7219 1 0c01  01ff",
        "max7219 1 0c01 0",
        "max7219 1 0c01 01f",
        "max7219 1 0c01 01fg",
        "max7219 1 0c01 01FF",
        "max7219 1 0c01x",
        "max7219 1 0c01\n\n",
        "max7219 0 0c01",
        "max7219 01 0c01",
        "max7219 33 0c01",
        "max7219 -1 0c01",
        "max7219 4294967297 0c01",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        chain wired;
        chain_power_up(&wired, 1);
        assert_int_equal(chain_line_read(&wired, lines[i], strlen(lines[i])), PANEL_LINE_MALFORMED);
        assert_false(wired.chips[0].is_on);
        assert_int_equal(wired.length, 1);
    }
}

static void a_transfer_longer_than_the_longest_chain_is_refused(void **state)
{
    static const char head[] = "max7219 1 ";
    char text[sizeof head + 4 * CHAIN_LENGTH_MAX + 2];
    chain wired;
    (void)state;
    memset(text, '0', sizeof text);
    memcpy(text, head, sizeof head - 1);
    memset(&wired, 0, sizeof wired);
    assert_int_equal(chain_line_read(&wired, text, sizeof head - 1 + 4 * CHAIN_LENGTH_MAX),
                     PANEL_LINE_FRAME);
    assert_int_equal(chain_line_read(&wired, text, sizeof head - 1 + 4 * CHAIN_LENGTH_MAX + 2),
                     PANEL_LINE_MALFORMED);
}

static void only_the_given_characters_are_read(void **state)
{
    static const char text[] = "max7219 1 0c01 01ff";
    (void)state;
    for (size_t length = 0; length < strlen(text); length++) {
        chain wired;
        panel_line_form wanted = length < 8 ? PANEL_LINE_OTHER : PANEL_LINE_MALFORMED;
        memset(&wired, 0, sizeof wired);
        if (length == 12 || length == 14 || length == 17) {
            wanted = PANEL_LINE_FRAME;
        }
        assert_int_equal(chain_line_read(&wired, text, length), wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refresh_is_a_line_in_the_documented_form),
        cmocka_unit_test(without_transfers_there_is_no_line),
        cmocka_unit_test(the_longest_line_takes_the_documented_size),
        cmocka_unit_test(the_chips_show_the_picture_that_was_sent),
        cmocka_unit_test(rows_without_the_start_sequence_leave_the_chips_dark),
        cmocka_unit_test(a_chain_of_another_length_is_powered_up),
        cmocka_unit_test(the_end_of_the_line_may_be_of_any_kind),
        cmocka_unit_test(other_lines_are_told_apart),
        cmocka_unit_test(garbled_lines_transfer_nothing),
        cmocka_unit_test(a_transfer_longer_than_the_longest_chain_is_refused),
        cmocka_unit_test(only_the_given_characters_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
