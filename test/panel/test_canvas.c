/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/canvas.h"
#include "support/test.h"

#include <string.h>

static void widths_that_are_no_multiple_of_a_module_are_refused(void **state)
{
    static const uint16_t refused[] = {0, 1, 7, 9, 31, 33, PANEL_COLUMNS_MAX + 8, 65528};
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
    panel_canvas canvas = {NULL, 5};
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_false(panel_canvas_init(&canvas, refused[i], pixels, SIZE_MAX));
    }
    assert_int_equal(canvas.columns, 5);
    for (uint16_t columns = 8; columns <= PANEL_COLUMNS_MAX; columns = (uint16_t)(columns + 8)) {
        assert_true(panel_canvas_init(&canvas, columns, pixels, sizeof pixels));
    }
}

static void too_few_bytes_are_refused(void **state)
{
    uint8_t pixels[PANEL_PIXELS_SIZE(32)];
    panel_canvas canvas;
    (void)state;
    assert_int_equal(sizeof pixels, 32);
    assert_false(panel_canvas_init(&canvas, 32, pixels, 31));
    assert_false(panel_canvas_init(&canvas, 32, NULL, 32));
    assert_true(panel_canvas_init(&canvas, 32, pixels, 32));
}

static void a_pixel_is_a_bit_with_the_leftmost_column_first(void **state)
{
    uint8_t pixels[PANEL_PIXELS_SIZE(16)];
    panel_canvas canvas;
    (void)state;
    memset(pixels, 0xff, sizeof pixels);
    assert_true(panel_canvas_init(&canvas, 16, pixels, sizeof pixels));
    panel_canvas_light(&canvas, 0, 0);
    panel_canvas_light(&canvas, 15, 0);
    panel_canvas_light(&canvas, 9, 7);
    for (size_t i = 0; i < sizeof pixels; i++) {
        const uint8_t wanted = i == 0 ? 0x80 : i == 1 ? 0x01 : i == 15 ? 0x40 : 0x00;
        assert_int_equal(pixels[i], wanted);
    }
    assert_true(panel_canvas_is_lit(&canvas, 9, 7));
    assert_false(panel_canvas_is_lit(&canvas, 8, 7));
}

static void pixels_outside_are_ignored_and_dark(void **state)
{
    static const int outside[][2] = {{-1, 0}, {16, 0}, {0, -1}, {0, 8}, {-9, 3}, {1000, 1000}};
    uint8_t pixels[PANEL_PIXELS_SIZE(16) + 1] = {0};
    panel_canvas canvas;
    (void)state;
    assert_true(panel_canvas_init(&canvas, 16, pixels, sizeof pixels));
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        panel_canvas_light(&canvas, outside[i][0], outside[i][1]);
        assert_false(panel_canvas_is_lit(&canvas, outside[i][0], outside[i][1]));
    }
    for (size_t i = 0; i < sizeof pixels; i++) {
        assert_int_equal(pixels[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_that_are_no_multiple_of_a_module_are_refused),
        cmocka_unit_test(too_few_bytes_are_refused),
        cmocka_unit_test(a_pixel_is_a_bit_with_the_leftmost_column_first),
        cmocka_unit_test(pixels_outside_are_ignored_and_dark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
