/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/line.h"
#include "support/test.h"

#include <stdbool.h>
#include <string.h>

/** A line as it comes out of a serial port. */
typedef struct line {
    char text[PANEL_LINE_SIZE(PANEL_COLUMNS_MAX) + 1];
    size_t length;
} line;

static void put(void *context, char character)
{
    line *to = context;
    assert_in_range(to->length, 0, sizeof to->text - 2);
    to->text[to->length++] = character;
    to->text[to->length] = '\0';
}

/** What reading a line gave. */
typedef struct reading {
    panel_line_form form;
    panel_canvas canvas;
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
    uint8_t intensity;
} reading;

static reading read_text(const char *text)
{
    static reading result;
    memset(&result, 0, sizeof result);
    result.form = panel_line_read(text, strlen(text), &result.canvas, result.pixels,
                                  sizeof result.pixels, &result.intensity);
    return result;
}

static void a_frame_is_written_in_the_documented_form(void **state)
{
    uint8_t pixels[PANEL_PIXELS_SIZE(16)];
    panel_canvas canvas;
    line to = {"", 0};
    (void)state;
    assert_true(panel_canvas_init(&canvas, 16, pixels, sizeof pixels));
    panel_canvas_light(&canvas, 0, 0);
    panel_canvas_light(&canvas, 15, 7);
    panel_line_write(&canvas, 12, put, &to);
    assert_string_equal(to.text, "panel 16x8 12 80000000000000000000000000000001\n");
    assert_int_equal(to.length, PANEL_LINE_SIZE(16) - 1);
}

static void the_widest_frame_takes_the_documented_size(void **state)
{
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
    panel_canvas canvas;
    line to = {"", 0};
    (void)state;
    assert_true(panel_canvas_init(&canvas, PANEL_COLUMNS_MAX, pixels, sizeof pixels));
    panel_line_write(&canvas, 15, put, &to);
    assert_int_equal(to.length, PANEL_LINE_SIZE(PANEL_COLUMNS_MAX));
}

static void what_was_written_is_read_back(void **state)
{
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
    panel_canvas canvas;
    (void)state;
    for (uint16_t columns = 8; columns <= PANEL_COLUMNS_MAX; columns = (uint16_t)(columns + 8)) {
        line to = {"", 0};
        assert_true(panel_canvas_init(&canvas, columns, pixels, sizeof pixels));
        for (size_t i = 0; i < columns; i++) {
            pixels[i] = (uint8_t)(37 * i + columns);
        }
        panel_line_write(&canvas, (uint8_t)(columns % 16), put, &to);
        const reading result = read_text(to.text);
        assert_int_equal(result.form, PANEL_LINE_FRAME);
        assert_int_equal(result.canvas.columns, columns);
        assert_int_equal(result.intensity, columns % 16);
        assert_memory_equal(result.pixels, pixels, columns);
    }
}

static void the_end_of_the_line_may_be_of_any_kind(void **state)
{
    static const char *const lines[] = {
        "panel 8x8 4 0123456789abcdef",
        "panel 8x8 4 0123456789abcdef\n",
        "panel 8x8 4 0123456789abcdef\r\n",
        "panel 8x8 4 0123456789abcdef\r",
    };
    static const uint8_t wanted[] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const reading result = read_text(lines[i]);
        assert_int_equal(result.form, PANEL_LINE_FRAME);
        assert_memory_equal(result.pixels, wanted, sizeof wanted);
    }
}

static void other_lines_are_told_apart(void **state)
{
    static const char *const lines[] = {
        "", "\n", "panel", "Panel 8x8 4 00", "I (42) wifi: ready", " panel 8x8 4 0123456789abcdef"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_int_equal(read_text(lines[i]).form, PANEL_LINE_OTHER);
    }
}

static void garbled_frames_are_refused(void **state)
{
    static const char *const lines[] = {
        "panel ",
        "panel 8x8",
        "panel 8x8 4 ",
        "panel 8x8 4 0123456789abcde",
        "panel 8x8 4 0123456789abcd",
        "panel 8x8 4 0123456789abcdef0",
        "panel 8x8 4 0123456789abcdef ",
        "panel 8x8 4 0123456789abcdeg",
        "panel 8x8 4 0123456789ABCDEF",
        "panel 8x8 4  0123456789abcdef",
        "panel 8x8 16 0123456789abcdef",
        "panel 8x8 04 0123456789abcdef",
        "panel 8x8 -4 0123456789abcdef",
        "panel 8x8  0123456789abcdef",
        "panel 08x8 4 0123456789abcdef",
        "panel 0x8 4 ",
        "panel 9x8 4 0123456789abcdef01",
        "panel 8x16 4 0123456789abcdef",
        "panel 264x8 4 00",
        "panel 4294967304x8 4 0123456789abcdef",
        "panel 8x8 4 0123456789abcdef\n\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const reading result = read_text(lines[i]);
        assert_int_equal(result.form, PANEL_LINE_MALFORMED);
        assert_null(result.canvas.pixels);
    }
}

static void a_frame_that_does_not_fit_the_buffer_is_refused(void **state)
{
    static const char text[] = "panel 8x8 4 0123456789abcdef";
    uint8_t pixels[7];
    panel_canvas canvas;
    uint8_t intensity;
    (void)state;
    assert_int_equal(
        panel_line_read(text, strlen(text), &canvas, pixels, sizeof pixels, &intensity),
        PANEL_LINE_MALFORMED);
}

static void only_the_given_characters_are_read(void **state)
{
    static const char text[] = "panel 8x8 4 0123456789abcdef";
    uint8_t pixels[8];
    panel_canvas canvas;
    uint8_t intensity;
    (void)state;
    for (size_t length = 0; length < strlen(text); length++) {
        const panel_line_form wanted = length < 6 ? PANEL_LINE_OTHER : PANEL_LINE_MALFORMED;
        assert_int_equal(panel_line_read(text, length, &canvas, pixels, sizeof pixels, &intensity),
                         wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_written_in_the_documented_form),
        cmocka_unit_test(the_widest_frame_takes_the_documented_size),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(the_end_of_the_line_may_be_of_any_kind),
        cmocka_unit_test(other_lines_are_told_apart),
        cmocka_unit_test(garbled_frames_are_refused),
        cmocka_unit_test(a_frame_that_does_not_fit_the_buffer_is_refused),
        cmocka_unit_test(only_the_given_characters_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
