/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/model/terminal.h"
#include "support/test.h"

#include <string.h>

#define TEXT_SIZE 8192

static const char *drawn(panel_terminal_style style, bool colour, const panel_frame *frame)
{
    static char text[TEXT_SIZE];
    const panel_terminal_options options = {style, colour};
    FILE *out = tmpfile();
    assert_non_null(out);
    assert_true(panel_terminal_write(out, frame, &options));
    rewind(out);
    text[fread(text, 1, sizeof text - 1, out)] = '\0';
    fclose(out);
    return text;
}

/** A frame of eight columns with a diagonal, and the top row of the left half. */
static panel_frame diagonal(void)
{
    panel_frame frame;
    memset(&frame, 0, sizeof frame);
    frame.columns = 8;
    frame.intensity = 5;
    for (unsigned i = 0; i < 8; i++) {
        frame.pixels[i] = (uint8_t)(0x80u >> i);
    }
    frame.pixels[0] = 0xf0;
    return frame;
}

static void ascii_is_a_character_a_pixel(void **state)
{
    const panel_frame frame = diagonal();
    (void)state;
    assert_string_equal(drawn(PANEL_TERMINAL_ASCII, false, &frame),
                        "####....\n.#......\n..#.....\n...#....\n"
                        "....#...\n.....#..\n......#.\n.......#\n");
}

static void dots_are_spaced(void **state)
{
    const panel_frame frame = diagonal();
    (void)state;
    const char *text = drawn(PANEL_TERMINAL_DOTS, false, &frame);
    const char first[] = "\u25cf \u25cf \u25cf \u25cf \u00b7 \u00b7 \u00b7 \u00b7\n";
    assert_memory_equal(text, first, sizeof first - 1);
}

static void coloured_dots_lie_on_a_dark_board_with_a_margin(void **state)
{
    const panel_frame frame = diagonal();
    (void)state;
    const char *text = drawn(PANEL_TERMINAL_DOTS, true, &frame);
    const char first[] = "\033[48;2;11;11;13m \033[38;2;195;35;26m\u25cf \u25cf \u25cf \u25cf "
                         "\033[38;2;58;31;32m\u25cf \u25cf \u25cf \u25cf \033[0m\n";
    assert_memory_equal(text, first, sizeof first - 1);
}

static void half_blocks_take_two_rows_a_line(void **state)
{
    const panel_frame frame = diagonal();
    (void)state;
    assert_string_equal(drawn(PANEL_TERMINAL_HALF, false, &frame), "\u2580\u2588\u2580\u2580    \n"
                                                                   "  \u2580\u2584    \n"
                                                                   "    \u2580\u2584  \n"
                                                                   "      \u2580\u2584\n");
}

static void braille_takes_four_rows_and_two_columns_a_character(void **state)
{
    const panel_frame frame = diagonal();
    (void)state;
    assert_string_equal(drawn(PANEL_TERMINAL_BRAILLE, false, &frame),
                        "\u2819\u288d\u2800\u2800\n\u2800\u2800\u2811\u2884\n");
}

static void colour_is_brighter_for_a_higher_intensity_and_reset_at_the_end(void **state)
{
    panel_frame frame = diagonal();
    (void)state;
    const char *text = drawn(PANEL_TERMINAL_HALF, true, &frame);
    assert_non_null(strstr(text, "\033[38;2;195;"));
    assert_string_equal(text + strlen(text) - 5, "\033[0m\n");
    frame.intensity = 15;
    assert_non_null(strstr(drawn(PANEL_TERMINAL_HALF, true, &frame), "\033[38;2;255;"));
}

static void the_lines_and_the_width_of_a_style_are_told(void **state)
{
    const panel_frame frame = diagonal();
    (void)state;
    for (int style = PANEL_TERMINAL_DOTS; style <= PANEL_TERMINAL_ASCII; style++) {
        const panel_terminal_options options = {(panel_terminal_style)style, true};
        int lines = 0;
        int width = 0;
        for (const char *at = drawn((panel_terminal_style)style, true, &frame); *at != '\0'; at++) {
            lines += *at == '\n' ? 1 : 0;
            if (*at == '\033') {
                at += strcspn(at, "m");
            } else if (*at != '\n' && ((unsigned)*at & 0xc0u) != 0x80u) {
                width++;
            }
        }
        assert_int_equal(panel_terminal_width(&options, frame.columns) * lines, width);
        assert_int_equal(panel_terminal_lines((panel_terminal_style)style), lines);
    }
}

static void a_failed_write_is_reported(void **state)
{
    const panel_frame frame = diagonal();
    const panel_terminal_options options = {PANEL_TERMINAL_ASCII, false};
    FILE *out = fopen("/dev/full", "w");
    (void)state;
    if (out == NULL) {
        skip();
    }
    setbuf(out, NULL);
    assert_false(panel_terminal_write(out, &frame, &options));
    fclose(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_is_a_character_a_pixel),
        cmocka_unit_test(dots_are_spaced),
        cmocka_unit_test(coloured_dots_lie_on_a_dark_board_with_a_margin),
        cmocka_unit_test(half_blocks_take_two_rows_a_line),
        cmocka_unit_test(braille_takes_four_rows_and_two_columns_a_character),
        cmocka_unit_test(colour_is_brighter_for_a_higher_intensity_and_reset_at_the_end),
        cmocka_unit_test(the_lines_and_the_width_of_a_style_are_told),
        cmocka_unit_test(a_failed_write_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
