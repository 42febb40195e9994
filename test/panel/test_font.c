/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/font.h"
#include "panel/pen.h"
#include "support/picture.h"
#include "support/test.h"

#include <string.h>

static int width_of(const char *text)
{
    panel_pen pen = {NULL, 0, 0, 0, 0, PANEL_FACE_TEXT, false};
    panel_pen_text(&pen, text);
    return pen.x;
}

static void text_takes_the_columns_of_its_glyphs_and_a_blank_between_two(void **state)
{
    (void)state;
    assert_int_equal(width_of(""), 0);
    assert_int_equal(width_of("1"), 3);
    assert_int_equal(width_of("1234"), 21);
    assert_int_equal(width_of("12.5k"), 22);
    assert_int_equal(width_of("1234/5000"), 49);
}

static void check_specimen(const char *name, panel_face face, unsigned first, unsigned last)
{
    uint8_t pixels[PANEL_PIXELS_SIZE(128)];
    panel_canvas canvas;
    panel_frame frame;
    assert_true(panel_canvas_init(&canvas, 128, pixels, sizeof pixels));
    panel_pen pen = {&canvas, 0, 0, 128, 0, face, false};
    for (unsigned code = first; code <= last; code++) {
        panel_pen_glyph(&pen, (uint8_t)code);
    }
    assert_in_range(pen.x, 1, 128);
    panel_frame_copy(&frame, &canvas, 0);
    picture_check(name, &frame);
}

static void letters_look_as_designed(void **state)
{
    (void)state;
    check_specimen("font_text_20", PANEL_FACE_TEXT, 0x20, 0x2f);
    check_specimen("font_text_30", PANEL_FACE_TEXT, 0x30, 0x3f);
    check_specimen("font_text_40", PANEL_FACE_TEXT, 0x40, 0x4f);
    check_specimen("font_text_50", PANEL_FACE_TEXT, 0x50, 0x5f);
    check_specimen("font_text_60", PANEL_FACE_TEXT, 0x60, 0x6f);
    check_specimen("font_text_70", PANEL_FACE_TEXT, 0x70, 0x7e);
}

static void icons_look_as_designed(void **state)
{
    (void)state;
    check_specimen("font_icons", PANEL_FACE_TEXT, PANEL_ICON_UNKNOWN, PANEL_ICON_END - 1);
}

static void check_text_specimen(const char *name, panel_face face, const char *text)
{
    uint8_t pixels[PANEL_PIXELS_SIZE(128)];
    panel_canvas canvas;
    panel_frame frame;
    assert_true(panel_canvas_init(&canvas, 128, pixels, sizeof pixels));
    panel_pen pen = {&canvas, 0, 0, 128, 0, face, false};
    panel_pen_text(&pen, text);
    assert_in_range(pen.x, 1, 128);
    panel_frame_copy(&frame, &canvas, 0);
    picture_check(name, &frame);
}

static void numerals_look_as_designed(void **state)
{
    (void)state;
    check_text_specimen("font_numerals", PANEL_FACE_NUMERAL, "0123456789.-<>kMBT");
    check_text_specimen("font_small", PANEL_FACE_SMALL, "0123456789smhdy");
}

static bool is_same_shape(panel_face face, unsigned left, unsigned right)
{
    const panel_glyph one = panel_font_glyph(face, (uint8_t)left);
    const panel_glyph other = panel_font_glyph(face, (uint8_t)right);
    return one.width == other.width && memcmp(one.columns, other.columns, one.width) == 0;
}

static void no_two_characters_look_alike(void **state)
{
    (void)state;
    for (unsigned left = ' '; left < PANEL_ICON_END; left++) {
        for (unsigned right = left + 1; right < PANEL_ICON_END; right++) {
            const bool printable = left <= '~' && (right <= '~' || right >= PANEL_ICON_UNKNOWN);
            if (printable) {
                assert_false(is_same_shape(PANEL_FACE_TEXT, left, right));
            }
        }
    }
}

static void no_two_small_characters_look_alike(void **state)
{
    static const char set[] = "0123456789smhdy";
    (void)state;
    for (size_t i = 0; i < sizeof set - 1; i++) {
        for (size_t j = i + 1; j < sizeof set - 1; j++) {
            assert_false(is_same_shape(PANEL_FACE_SMALL, (uint8_t)set[i], (uint8_t)set[j]));
        }
    }
}

static void a_code_without_glyph_gives_the_hollow_box(void **state)
{
    static const unsigned codes[] = {0, 1, 31, 127, PANEL_ICON_END, 0xff};
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        assert_true(is_same_shape(PANEL_FACE_TEXT, codes[i], PANEL_ICON_UNKNOWN));
    }
}

static void a_face_borrows_what_it_lacks_from_the_text_face(void **state)
{
    (void)state;
    const panel_glyph borrowed = panel_font_glyph(PANEL_FACE_NUMERAL, 'q');
    assert_ptr_equal(borrowed.columns, panel_font_glyph(PANEL_FACE_TEXT, 'q').columns);
    assert_ptr_not_equal(panel_font_glyph(PANEL_FACE_NUMERAL, '8').columns,
                         panel_font_glyph(PANEL_FACE_TEXT, '8').columns);
}

/** Check that `text` is read as `codes`, in which '*' stands for the hollow box. */
static void check_codes(const char *text, const char *codes)
{
    const char *at = text;
    for (size_t i = 0; codes[i] != '\0'; i++) {
        const uint8_t code = codes[i] == '*' ? (uint8_t)PANEL_ICON_UNKNOWN : (uint8_t)codes[i];
        assert_int_equal(panel_font_next(&at), code);
    }
    assert_int_equal(panel_font_next(&at), 0);
    assert_ptr_equal(at, text + strlen(text));
    assert_int_equal(panel_font_next(&at), 0);
}

static void characters_beyond_ascii_become_one_hollow_box_each(void **state)
{
    (void)state;
    check_codes("plain ~", "plain ~");
    check_codes("Z\xc3\xbcrich", "Z*rich");
    check_codes("\xe8\x85\xbe\xe8\xae\xaf", "**");
    check_codes("\xf0\x9f\x98\x80!", "*!");
}

static void control_characters_and_broken_utf8_become_hollow_boxes(void **state)
{
    (void)state;
    check_codes("a\x01\x1f\x7f", "a***");
    check_codes("\x80\x81", "*");
    check_codes("\xc3", "*");
    check_codes("\xc3"
                "A",
                "*A");
    check_codes("\xff\xfe", "**");
    check_codes("\xe8\x85", "*");
}

static void nothing_is_drawn_outside_the_window(void **state)
{
    uint8_t pixels[PANEL_PIXELS_SIZE(32)];
    panel_canvas canvas;
    (void)state;
    assert_true(panel_canvas_init(&canvas, 32, pixels, sizeof pixels));
    panel_pen pen = {&canvas, -7, 5, 11, 0, PANEL_FACE_TEXT, false};
    panel_pen_text(&pen, "######");
    for (int x = 0; x < 32; x++) {
        assert_int_equal(panel_canvas_is_lit(&canvas, x, 2), x >= 5 && x < 11 && (x + 7) % 6 != 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_takes_the_columns_of_its_glyphs_and_a_blank_between_two),
        cmocka_unit_test(letters_look_as_designed),
        cmocka_unit_test(icons_look_as_designed),
        cmocka_unit_test(numerals_look_as_designed),
        cmocka_unit_test(no_two_characters_look_alike),
        cmocka_unit_test(no_two_small_characters_look_alike),
        cmocka_unit_test(a_code_without_glyph_gives_the_hollow_box),
        cmocka_unit_test(a_face_borrows_what_it_lacks_from_the_text_face),
        cmocka_unit_test(characters_beyond_ascii_become_one_hollow_box_each),
        cmocka_unit_test(control_characters_and_broken_utf8_become_hollow_boxes),
        cmocka_unit_test(nothing_is_drawn_outside_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
