/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Somebody looks at the panel while its picture rests and reads the number: what it says is true.
 */
#include "panel/number.h"
#include "support/claim.h"
#include "support/test.h"
#include "support/wall.h"

#include <stdbool.h>
#include <string.h>

#define STALE_MS PANEL_DEFAULT_STALE_MS
#define ROWS     7 /* above the bar */
#define GAP      3 /* columns between a number and its age, at least */
#define BOTTOM   (PANEL_ROWS - 1)

/** Part of a picture: columns `first` to `end` - 1. */
typedef struct part {
    const panel_frame *of;
    int first;
    int end;
} part;

static unsigned column_at(const part *seen, int x)
{
    unsigned column = 0;
    for (int y = 0; y < ROWS && x < seen->end; y++) {
        column |= panel_frame_is_lit(seen->of, x, y) ? 1u << y : 0u;
    }
    return column;
}

static bool is_blank(const part *seen)
{
    for (int x = seen->first; x < seen->end; x++) {
        if (column_at(seen, x) != 0) {
            return false;
        }
    }
    return true;
}

static bool is_torn_at(const part *seen, int x)
{
    return column_at(seen, x) == 0x15 && column_at(seen, x + 1) == 0x2a;
}

/** Whether `code` stands at the first column with a blank one behind it. */
static bool stands(const part *seen, panel_face face, char code)
{
    const panel_glyph glyph = panel_font_glyph(face, (uint8_t)code);
    for (int i = 0; i < glyph.width; i++) {
        if (column_at(seen, seen->first + i) != (glyph.columns[i] & 0x7fu)) {
            return false;
        }
    }
    return column_at(seen, seen->first + glyph.width) == 0;
}

/** Read the number; the test fails at anything that is none. */
static void read_number(part seen, panel_face face, char text[PANEL_NUMBER_SIZE])
{
    static const char codes[] = "0123456789.-<>kMBTe";
    size_t length = 0;
    while (column_at(&seen, seen.first) == 0) {
        seen.first++;
    }
    while (!is_blank(&seen)) {
        const char *code = codes;
        while (*code != '\0' && !stands(&seen, face, *code)) {
            code++;
        }
        assert_int_not_equal(*code, '\0');
        assert_in_range(length, 0, PANEL_NUMBER_SIZE - 2);
        text[length++] = *code;
        seen.first += panel_font_glyph(face, (uint8_t)*code).width + 1;
    }
    text[length] = '\0';
}

/** Take the age, `seconds`, and the gap off the part's right end, if it is there. */
static bool take_age(part *seen, uint32_t seconds)
{
    char text[PANEL_AGE_SIZE];
    int width = -1;
    panel_age_write(panel_age_of(seconds), text);
    for (size_t i = 0; text[i] != '\0'; i++) {
        width += panel_font_glyph(PANEL_FACE_SMALL, (uint8_t)text[i]).width + 1;
    }
    int x = seen->end - width;
    if (x - GAP < seen->first) {
        return false;
    }
    const part gap = {seen->of, x - GAP, x};
    for (size_t i = 0; text[i] != '\0'; i++) {
        const panel_glyph glyph = panel_font_glyph(PANEL_FACE_SMALL, (uint8_t)text[i]);
        for (int column = 0; column < glyph.width; column++, x++) {
            if (column_at(seen, x) != (unsigned)glyph.columns[column] << 1) {
                return false;
            }
        }
        x++;
    }
    assert_true(is_blank(&gap));
    seen->end = gap.first;
    return true;
}

/** The arrow of a low number stands before it. */
static void take_arrow(part *seen)
{
    static const unsigned arrow[] = {0x08, 0x10, 0x3f, 0x10, 0x08};
    int x = seen->first;
    while (x < seen->end && column_at(seen, x) == 0) {
        x++;
    }
    for (int i = 0; i < 5; i++) {
        if (column_at(seen, x + i) != arrow[i]) {
            return;
        }
    }
    seen->first = x + 5;
}

/** Check what rests: cut and torn off, or a true number. */
static bool check_resting(const wall *on, tc3_decimal value, bool stale, panel_face face)
{
    char text[PANEL_NUMBER_SIZE];
    part seen = {&on->seen, 0, on->seen.columns};
    if (is_torn_at(&seen, 0) || is_torn_at(&seen, seen.end - 2)) {
        return false;
    }
    if (stale) {
        (void)take_age(&seen, STALE_MS / 1000);
    } else {
        take_arrow(&seen);
    }
    read_number(seen, face, text);
    const claim made = claim_read(text);
    claim_check(value, &made);
    return true;
}

/** A stale number has dots all along the bottom row, a fresh one only a bar from the left. */
static void check_looks_stale(const wall *on)
{
    assert_true(panel_frame_is_lit(&on->seen, 4, BOTTOM));
    assert_false(panel_frame_is_lit(&on->seen, 1, BOTTOM));
}

/** How a number is shown. */
typedef struct manner {
    bool has_total;
    bool is_low;
    bool is_stale;
} manner;

/** Look at the number while its picture rests, at the beginning and, if it is cut, at the end. */
static void check_number(uint16_t columns, tc3_decimal value, manner as)
{
    wall on;
    tc3_voucher_pool pool = wall_pool("1", as.has_total ? "2e30" : NULL);
    const bool with_bar = as.has_total || as.is_stale;
    const panel_face face = with_bar || columns < 32 ? PANEL_FACE_NUMERAL : PANEL_FACE_TEXT;
    pool.remaining_quota = value;
    memset(&on.config, 0, sizeof on.config);
    on.config.columns = columns;
    on.config.low_amount = wall_decimal(as.is_low ? "1e500" : "0");
    wall_hang_configured(&on, 0);
    wall_tell(&on, &pool);
    wall_wait(&on, as.is_stale ? STALE_MS : 0);
    if (as.is_stale) {
        check_looks_stale(&on);
    }
    if (check_resting(&on, value, as.is_stale, face)) {
        return;
    }
    wall_wait(&on, PANEL_DEFAULT_PAUSE_MS);
    panel_frame before;
    do {
        before = on.seen;
        wall_wait(&on, PANEL_DEFAULT_COLUMN_MS);
        const part seen = {&on.seen, 0, columns};
        if (is_torn_at(&seen, 0)) {
            return;
        }
    } while (memcmp(&before, &on.seen, sizeof before) != 0);
    fail_msg("a cut number rests with a whole edge on %u columns", columns);
}

static void check_all_widths(int64_t coefficient, int16_t exponent)
{
    static const uint16_t widths[] = {8, 16, 24, 32, 40, 64};
    const tc3_decimal value = {coefficient, exponent};
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        for (unsigned bits = 0; bits < 8; bits++) {
            const manner as = {(bits & 1u) != 0, (bits & 2u) != 0, (bits & 4u) != 0};
            check_number(widths[i], value, as);
        }
    }
}

static void a_number_at_rest_is_true_or_torn_off(void **state)
{
    static const struct {
        int64_t coefficient;
        int16_t exponent;
    } samples[] = {
        {1990042, -1}, {123, 0},    {12345, 0},      {101, -2},       {1, -6},   {425, -1},
        {999999, 0},   {123456, 0}, {123456789, -2}, {2994, 0},       {8888, 0}, {5, 0},
        {12, 0},       {1234, 0},   {12345, -1},     {34, 8},         {1, 400},  {1, -400},
        {9999, -1},    {905, -3},   {INT64_MAX, 0},  {INT64_MAX, -9}, {1, 15},   {99, -2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        check_all_widths(samples[i].coefficient, samples[i].exponent);
        check_all_widths(-samples[i].coefficient, samples[i].exponent);
    }
}

static void any_number_at_rest_is_true_or_torn_off(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (int i = 0; i < 100; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const int64_t coefficient = (int64_t)(seed >> (30 + (seed >> 3) % 33)) + 1;
        check_all_widths((seed >> 40 & 1u) != 0 ? coefficient : -coefficient,
                         (int16_t)(-(int)(seed >> 50 & 3u)));
    }
}

/** Run until the number's page is left; returns whether the age was seen, beside it or after it. */
static bool sees_age(uint16_t columns, const char *remaining)
{
    wall on;
    const tc3_voucher_pool pool = wall_pool(remaining, "2000000");
    wall_hang(&on, columns, 0);
    wall_tell(&on, &pool);
    wall_wait(&on, STALE_MS);
    part seen = {&on.seen, 0, columns};
    if (take_age(&seen, STALE_MS / 1000)) {
        return true;
    }
    for (int tick = 0; tick < 100; tick++) {
        wall_wait(&on, 100);
        check_looks_stale(&on);
    }
    return take_age(&seen, STALE_MS / 1000);
}

static void a_number_and_an_age_that_do_not_fit_together_take_turns(void **state)
{
    static const char *const remaining[] = {"5", "750", "2994", "123456", "999999", "1234567"};
    (void)state;
    for (size_t i = 0; i < sizeof remaining / sizeof remaining[0]; i++) {
        assert_true(sees_age(32, remaining[i]));
        assert_true(sees_age(64, remaining[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_at_rest_is_true_or_torn_off),
        cmocka_unit_test(any_number_at_rest_is_true_or_torn_off),
        cmocka_unit_test(a_number_and_an_age_that_do_not_fit_together_take_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
