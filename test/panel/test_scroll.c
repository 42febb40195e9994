/* SPDX-License-Identifier: Apache-2.0 */
/* Text that does not fit moves column by column, rests at both ends, and nothing is left out. */
#include "support/test.h"
#include "support/wall.h"

#include <stdbool.h>
#include <string.h>

enum {
    COLUMNS = 32,
    TORN = 3,  /* columns that a torn edge takes from the text where it rests */
    BLANK = 2, /* columns behind the text, so that it ends before the freshness mark */
    COLUMN_MS = 30,
    PAUSE_MS = 1200,
    NUMBER_MS = 10000
};

static void hang(wall *on, uint32_t now_ms)
{
    memset(&on->config, 0, sizeof on->config);
    on->config.columns = COLUMNS;
    wall_hang_configured(on, now_ms);
}

/** The first `PANEL_ROWS - 1` rows of a column, a bit each; the bottom row does not scroll. */
static unsigned column_of(const panel_frame *frame, int x)
{
    unsigned column = 0;
    for (int y = 0; y < PANEL_ROWS - 1; y++) {
        column |= panel_frame_is_lit(frame, x, y) ? 1u << y : 0u;
    }
    return column;
}

/** A panel whose details have just come and rest at their beginning. */
static void show_details(wall *on, uint32_t now_ms)
{
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    hang(on, now_ms);
    wall_tell(on, &pool);
    wall_wait(on, NUMBER_MS);
}

/**
 * Columns of the whole text of the details, as a panel without bounds would show it, and the blank
 * ones behind it.
 */
static int strip_of(unsigned *strip)
{
    wall wide;
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    int first = 0;
    int last = PANEL_COLUMNS_MAX - 1;
    wall_hang(&wide, PANEL_COLUMNS_MAX, 0);
    wall_tell(&wide, &pool);
    wall_wait(&wide, NUMBER_MS);
    while (column_of(&wide.seen, first) == 0) {
        first++;
    }
    while (column_of(&wide.seen, last) == 0) {
        last--;
    }
    for (int x = first; x <= last; x++) {
        strip[x - first] = column_of(&wide.seen, x);
    }
    for (int i = 0; i < BLANK; i++) {
        strip[last + 1 - first + i] = 0;
    }
    return last - first + 1 + BLANK;
}

static void check_columns(const wall *on, const unsigned *strip, int offset, int first, int end)
{
    for (int x = first; x < end; x++) {
        assert_int_equal(column_of(&on->seen, x), strip[offset + x]);
    }
}

static void check_shows(const wall *on, const unsigned *strip, int offset)
{
    check_columns(on, strip, offset, 0, COLUMNS);
}

/** Whether the two columns of a torn edge begin at `x`. */
static bool is_torn(const wall *on, int x)
{
    return column_of(&on->seen, x) == 0x15 && column_of(&on->seen, x + 1) == 0x2a;
}

static void check_rests_at_beginning(const wall *on, const unsigned *strip)
{
    check_columns(on, strip, 0, 0, COLUMNS - TORN);
    assert_int_equal(column_of(&on->seen, COLUMNS - TORN), 0);
    assert_true(is_torn(on, COLUMNS - TORN + 1));
}

static void check_rests_at_end(const wall *on, const unsigned *strip, int length)
{
    assert_true(is_torn(on, 0));
    assert_int_equal(column_of(&on->seen, TORN - 1), 0);
    check_columns(on, strip, length - COLUMNS, TORN, COLUMNS);
}

static void the_text_passes_whole_and_column_by_column(void **state)
{
    unsigned strip[PANEL_COLUMNS_MAX];
    wall on;
    (void)state;
    const int length = strip_of(strip);
    show_details(&on, 0);
    wall_wait(&on, PAUSE_MS);
    check_rests_at_beginning(&on, strip);
    for (int offset = 1; offset < length - COLUMNS; offset++) {
        wall_wait(&on, COLUMN_MS);
        check_shows(&on, strip, offset);
    }
    wall_wait(&on, COLUMN_MS);
    check_rests_at_end(&on, strip, length);
}

static void the_text_rests_at_both_ends(void **state)
{
    unsigned strip[PANEL_COLUMNS_MAX];
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    (void)state;
    const int length = strip_of(strip);
    hang(&on, 0);
    wall_tell(&on, &pool);
    const panel_frame number = on.seen;
    wall_wait(&on, NUMBER_MS);
    wall_run(&on, PAUSE_MS + COLUMN_MS - 1, 1);
    check_rests_at_beginning(&on, strip);
    wall_wait(&on, 1);
    check_shows(&on, strip, 1);
    wall_run(&on, (uint32_t)(length - COLUMNS - 1) * COLUMN_MS, 1);
    check_rests_at_end(&on, strip, length);
    wall_run(&on, PAUSE_MS - 1, 1);
    check_rests_at_end(&on, strip, length);
    wall_wait(&on, 1);
    assert_memory_equal(number.pixels, on.seen.pixels, COLUMNS);
}

/** Whether the text between two torn edges is that of the strip from `offset` on. */
static bool is_at(const wall *on, const unsigned *strip, int offset)
{
    for (int x = TORN; x < COLUMNS - TORN; x++) {
        if (column_of(&on->seen, x) != strip[offset + x]) {
            return false;
        }
    }
    return true;
}

/**
 * Tick with gaps by `gap_of` until the text is at its end; no frame moves by more than a column.
 */
static void check_smooth(uint32_t start_ms, uint32_t (*gap_of)(uint32_t number))
{
    wall on;
    int offset = 0;
    unsigned strip[PANEL_COLUMNS_MAX];
    const int length = strip_of(strip);
    show_details(&on, start_ms);
    for (uint32_t number = 0; offset < length - COLUMNS; number++) {
        assert_in_range(number, 0, 20000);
        wall_wait(&on, gap_of(number));
        if (!is_at(&on, strip, offset)) {
            offset++;
            assert_true(is_at(&on, strip, offset));
        }
    }
    check_rests_at_end(&on, strip, length);
}

static uint32_t gap_even(uint32_t number)
{
    (void)number;
    return 10;
}

static uint32_t gap_uneven(uint32_t number)
{
    static const uint32_t gaps[] = {1, 0, 7, 33, 2, 29, 61, 5};
    return gaps[number % 8];
}

/** Now and then the rest of the program takes its time, as a handshake does. */
static uint32_t gap_with_stalls(uint32_t number)
{
    return number % 7 == 6 ? 700 : 11;
}

static void irregular_ticks_cause_no_jump(void **state)
{
    (void)state;
    check_smooth(0, gap_even);
    check_smooth(0, gap_uneven);
    check_smooth(0, gap_with_stalls);
}

static void the_clock_may_wrap_while_text_moves(void **state)
{
    (void)state;
    for (uint32_t before_wrap = NUMBER_MS; before_wrap < NUMBER_MS + 6000; before_wrap += 1234) {
        check_smooth(0u - before_wrap, gap_even);
        check_smooth(0u - before_wrap, gap_uneven);
    }
}

static void even_ticks_move_the_text_at_its_speed(void **state)
{
    static const uint32_t ticks[] = {1, 2, 3, 5, 6, 10, 15, 30};
    unsigned strip[PANEL_COLUMNS_MAX];
    (void)state;
    (void)strip_of(strip);
    for (size_t i = 0; i < sizeof ticks / sizeof ticks[0]; i++) {
        wall on;
        show_details(&on, 0);
        wall_run(&on, PAUSE_MS, ticks[i]);
        for (int offset = 1; offset < 40; offset++) {
            wall_run(&on, COLUMN_MS, ticks[i]);
            check_shows(&on, strip, offset);
        }
    }
}

static void uneven_ticks_keep_the_speed_on_average(void **state)
{
    unsigned strip[PANEL_COLUMNS_MAX];
    wall on;
    (void)state;
    (void)strip_of(strip);
    show_details(&on, 0);
    wall_wait(&on, PAUSE_MS);
    for (int i = 0; i < 100; i++) {
        wall_wait(&on, 7);
        wall_wait(&on, 16);
        wall_wait(&on, 7);
    }
    check_shows(&on, strip, 100);
}

static void the_speed_and_the_pauses_are_the_callers(void **state)
{
    unsigned strip[PANEL_COLUMNS_MAX];
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    (void)state;
    (void)strip_of(strip);
    memset(&on.config, 0, sizeof on.config);
    on.config.columns = COLUMNS;
    on.config.column_ms = 40;
    on.config.pause_ms = 500;
    on.config.number_ms = 2000;
    wall_hang_configured(&on, 0);
    wall_tell(&on, &pool);
    wall_run(&on, 2000 + 500, 10);
    check_rests_at_beginning(&on, strip);
    wall_run(&on, 10 * 40, 10);
    check_shows(&on, strip, 10);
}

static void a_rewound_panel_shows_the_number_again_then_goes_on(void **state)
{
    wall on;
    (void)state;
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    hang(&on, 0);
    wall_tell(&on, &pool);
    const panel_frame number = on.seen;
    wall_wait(&on, NUMBER_MS);
    wall_run(&on, 2 * PAUSE_MS, COLUMN_MS);
    assert_memory_not_equal(&on.seen, &number, sizeof number);
    panel_rewind(&on.display);
    wall_wait(&on, COLUMN_MS);
    assert_memory_equal(&on.seen, &number, sizeof number);
    wall_run(&on, NUMBER_MS - 2 * COLUMN_MS, COLUMN_MS);
    assert_memory_equal(&on.seen, &number, sizeof number);
    wall_wait(&on, 2 * COLUMN_MS);
    assert_memory_not_equal(&on.seen, &number, sizeof number);
}

/** Tick for a minute; check that on a narrow panel whatever rests longer than a number is torn. */
static void check_rests_torn(uint16_t column_ms)
{
    enum {
        NARROW = 16,
        TICK_MS = 20
    };
    wall on;
    const tc3_voucher_pool pool = wall_pool("1234.5", "5000");
    uint32_t rest_ms = 0;
    memset(&on.config, 0, sizeof on.config);
    on.config.columns = NARROW;
    on.config.stale_ms = 1;
    on.config.column_ms = column_ms;
    on.config.number_ms = 100;
    on.config.alternate_ms = 100;
    wall_hang_configured(&on, 0);
    wall_tell(&on, &pool);
    for (uint32_t passed = 0; passed < 60000; passed += TICK_MS) {
        unsigned before[NARROW];
        for (int x = 0; x < NARROW; x++) {
            before[x] = column_of(&on.seen, x);
        }
        wall_wait(&on, TICK_MS);
        rest_ms += TICK_MS;
        for (int x = 0; x < NARROW; x++) {
            rest_ms = before[x] == column_of(&on.seen, x) ? rest_ms : 0;
        }
        assert_true(rest_ms < 300 || is_torn(&on, 0) || is_torn(&on, NARROW - 2));
    }
}

/** The age before the details of a narrow panel may grow while they rest at their end. */
static void text_that_grows_while_it_rests_stays_torn(void **state)
{
    (void)state;
    for (uint16_t column_ms = 20; column_ms <= 40; column_ms++) {
        check_rests_torn(column_ms);
    }
}

static void the_light_of_the_starting_page_runs_to_and_fro(void **state)
{
    wall on;
    (void)state;
    hang(&on, 0);
    for (int step = 0; step < 120; step++) {
        const int cycle = 2 * (COLUMNS - 3);
        const int position = step % cycle <= COLUMNS - 3 ? step % cycle : cycle - step % cycle;
        for (int x = 0; x < COLUMNS; x++) {
            assert_int_equal(panel_frame_is_lit(&on.seen, x, PANEL_ROWS - 1),
                             x >= position && x < position + 3);
        }
        wall_wait(&on, COLUMN_MS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_passes_whole_and_column_by_column),
        cmocka_unit_test(the_text_rests_at_both_ends),
        cmocka_unit_test(irregular_ticks_cause_no_jump),
        cmocka_unit_test(the_clock_may_wrap_while_text_moves),
        cmocka_unit_test(even_ticks_move_the_text_at_its_speed),
        cmocka_unit_test(uneven_ticks_keep_the_speed_on_average),
        cmocka_unit_test(the_speed_and_the_pauses_are_the_callers),
        cmocka_unit_test(a_rewound_panel_shows_the_number_again_then_goes_on),
        cmocka_unit_test(text_that_grows_while_it_rests_stays_torn),
        cmocka_unit_test(the_light_of_the_starting_page_runs_to_and_fro),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
