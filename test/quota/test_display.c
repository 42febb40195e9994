/* SPDX-License-Identifier: Apache-2.0 */
/* The image of the LED panel between two refreshes: it is written again when it has become wrong,
 * and only then. */
#define _POSIX_C_SOURCE 200809L

#include "display.h"

#include "panel/model/png.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define SECOND      1000u
#define MINUTE      (60u * SECOND)
#define HOUR        (60u * MINUTE)
#define COLUMNS     32
#define BOTTOM      (PANEL_ROWS - 1)
/** What was noticed this late is noticed: the blinking's period. */
#define DELAY       (2u * SECOND)
#define FOLDER_SIZE 64
#define IMAGE_SIZE  400000

/** A display with its image in a folder of its own, from shortly before its clock wraps. */
typedef struct world {
    char folder[FOLDER_SIZE];
    char path[FOLDER_SIZE + 16];
    quota_output output;
    quota_options options;
    quota_display display;
    tc3_voucher_pool pool;
    tc3_details details;
    uint32_t now_ms;
} world;

static world *begin(void **state, uint32_t watch_ms)
{
    world *w = *state;

    w->options.output = &w->output;
    w->options.panel_png = w->path;
    w->options.panel_columns = COLUMNS;
    w->options.low_percent = 10;
    w->options.watch_ms = watch_ms;
    w->now_ms = UINT32_MAX - 7 * SECOND;
    quota_display_open(&w->display, &w->options, w->now_ms);
    return w;
}

static void take(world *w, tc3_status status)
{
    const quota_outcome outcome = {status, NULL, &w->pool, &w->details, 1, true, &w->display, NULL};

    quota_display_take(&w->display, &outcome, w->now_ms);
    assert_true(quota_display_write_image(&w->display));
}

static bool has_image(const world *w)
{
    return access(w->path, F_OK) == 0;
}

static size_t read_image(FILE *file, uint8_t *bytes)
{
    size_t length;

    assert_non_null(file);
    length = fread(bytes, 1, IMAGE_SIZE, file);
    assert_true(length < IMAGE_SIZE);
    fclose(file);
    return length;
}

/** The image is that of the panel's LEDs, whole. */
static void expect_image(const world *w)
{
    static const panel_png_options usual;
    static uint8_t found[IMAGE_SIZE];
    static uint8_t wanted[IMAGE_SIZE];
    FILE *file = tmpfile();
    size_t length;

    assert_non_null(file);
    assert_true(panel_png_write(file, &w->display.still.seen, &usual));
    rewind(file);
    length = read_image(file, wanted);
    assert_int_equal(read_image(fopen(w->path, "rb"), found), length);
    assert_memory_equal(found, wanted, length);
}

static void take_away_image(const world *w)
{
    assert_int_equal(unlink(w->path), 0);
}

/** Sleep for `ms` as the command does. True if an image was written meanwhile. */
static bool writes_within(world *w, uint32_t ms)
{
    const uint32_t end_ms = w->now_ms + ms;

    while (w->now_ms != end_ms) {
        w->now_ms += quota_display_slice_ms(&w->display, end_ms - w->now_ms);
        quota_display_tick(&w->display, w->now_ms);
    }
    return has_image(w);
}

static bool is_lit(const world *w, int x)
{
    return panel_frame_is_lit(&w->display.still.seen, x, BOTTOM);
}

static void an_image_becomes_stale_while_nothing_is_asked(void **state)
{
    world *w = begin(state, 12 * MINUTE);

    take(w, TC3_OK);
    assert_true(is_lit(w, COLUMNS - 1));
    assert_true(is_lit(w, 1));
    take_away_image(w);
    assert_false(writes_within(w, 15 * MINUTE - DELAY));
    assert_true(writes_within(w, 2 * DELAY));
    assert_int_equal(panel_state_of(&w->display.still.display), PANEL_STALE);
    assert_false(is_lit(w, COLUMNS - 1));
    assert_false(is_lit(w, 1));
    expect_image(w);
}

static void an_image_is_not_stale_before_the_next_refresh_is_due(void **state)
{
    world *w = begin(state, 20 * MINUTE);

    take(w, TC3_OK);
    take_away_image(w);
    assert_false(writes_within(w, 25 * MINUTE - DELAY));
    assert_true(writes_within(w, 2 * DELAY));
    take_away_image(w);
}

static void a_stale_image_goes_on_telling_its_age(void **state)
{
    world *w = begin(state, 0);
    int minute;

    take(w, TC3_OK);
    assert_true(writes_within(w, 15 * MINUTE + DELAY));
    take_away_image(w);
    for (minute = 16; minute < 18; minute++) {
        assert_false(writes_within(w, MINUTE - 2 * DELAY));
        assert_true(writes_within(w, 2 * DELAY));
        take_away_image(w);
    }
}

static void an_answer_makes_it_fresh_again(void **state)
{
    world *w = begin(state, 0);

    take(w, TC3_OK);
    assert_true(writes_within(w, 20 * MINUTE));
    take(w, TC3_OK);
    assert_true(is_lit(w, COLUMNS - 1));
    take_away_image(w);
    assert_false(writes_within(w, 15 * MINUTE - DELAY));
}

static void an_error_and_a_low_quota_are_not_written_again(void **state)
{
    world *w = begin(state, 24 * HOUR);

    w->pool.remaining_quota.coefficient = 1;
    take(w, TC3_OK);
    assert_int_equal(panel_state_of(&w->display.still.display), PANEL_LOW);
    take_away_image(w);
    assert_false(writes_within(w, 5 * MINUTE));
    take(w, TC3_ERROR_TIMEOUT);
    take_away_image(w);
    assert_false(writes_within(w, 5 * MINUTE));
}

static void nothing_is_written_before_there_is_an_outcome(void **state)
{
    world *w = begin(state, 0);

    assert_false(writes_within(w, HOUR));
}

static void nothing_is_written_unless_wanted(void **state)
{
    world *w = *state;

    begin(state, 0);
    w->options.panel_png = NULL;
    quota_display_open(&w->display, &w->options, w->now_ms);
    take(w, TC3_OK);
    assert_int_equal(quota_display_slice_ms(&w->display, HOUR), HOUR);
    assert_false(writes_within(w, HOUR));
}

static void an_image_that_cannot_be_written_any_more_is_a_failure(void **state)
{
    world *w = begin(state, 0);

    take(w, TC3_OK);
    assert_int_equal(unlink(w->path), 0);
    assert_int_equal(mkdir(w->path, 0700), 0);
    assert_false(w->display.has_failed);
    (void)writes_within(w, 16 * MINUTE);
    assert_true(w->display.has_failed);
    assert_int_equal(rmdir(w->path), 0);
    assert_false(writes_within(w, HOUR));
}

static int set_up(void **state)
{
    static world w;

    memset(&w, 0, sizeof w);
    strcpy(w.folder, "/tmp/tc3-quota-display-XXXXXX");
    if (mkdtemp(w.folder) == NULL) {
        return -1;
    }
    snprintf(w.path, sizeof w.path, "%s/panel.png", w.folder);
    memset(w.pool.state, TC3_FIELD_PRESENT, sizeof w.pool.state);
    w.pool.total_quota.coefficient = 5000;
    w.pool.remaining_quota.coefficient = 2345;
    *state = &w;
    return 0;
}

static int tear_down(void **state)
{
    const world *w = *state;

    (void)unlink(w->path);
    return rmdir(w->folder);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_image_becomes_stale_while_nothing_is_asked),
        WORLD_TEST(an_image_is_not_stale_before_the_next_refresh_is_due),
        WORLD_TEST(a_stale_image_goes_on_telling_its_age),
        WORLD_TEST(an_answer_makes_it_fresh_again),
        WORLD_TEST(an_error_and_a_low_quota_are_not_written_again),
        WORLD_TEST(nothing_is_written_before_there_is_an_outcome),
        WORLD_TEST(nothing_is_written_unless_wanted),
        WORLD_TEST(an_image_that_cannot_be_written_any_more_is_a_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
