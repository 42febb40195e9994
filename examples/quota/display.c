/* SPDX-License-Identifier: Apache-2.0 */
#include "display.h"

#include "png_file.h"
#include "process.h"
#include "terminal.h"
#include "visible_text.h"

#include "panel/schedule.h"
#include "tc3/posix.h"

#include <stdio.h>
#include <string.h>

/** Milliseconds between two frames: text moves a column in this time. */
#define FRAME_MS      PANEL_DEFAULT_COLUMN_MS
/**
 * Milliseconds between two poses, the period of the panel's blinking: they differ only if the panel
 * has something else to say, such as that the number has become stale.
 */
#define POSE_MS       2000u
/** Milliseconds from the start of the posing panel to a pose: a dot that blinks is dark then. */
#define POSE_DELAY_MS 500u
/** Bytes for a frame of the widest panel, every dot in another colour than the one before. */
#define BUFFER_SIZE   (PANEL_COLUMNS_MAX * PANEL_ROWS * 32)

static char frame_buffer[BUFFER_SIZE];

/** Text on stderr between two frames would spoil a panel that moves on the same terminal. */
static bool can_move(const quota_options *options)
{
    return options->output->moves && quota_terminal_is_interactive(stdout) &&
           !(options->verbose && quota_terminal_is_interactive(stderr));
}

void quota_display_open(quota_display *display, const quota_options *options, uint32_t now_ms)
{
    const panel_config config = {
        .columns = options->panel_columns,
        .low_percent = options->low_percent,
        .stale_ms = panel_stale_after(options->watch_ms),
    };

    memset(display, 0, sizeof *display);
    display->png_path = options->panel_png;
    display->posed_ms = now_ms;
    display->screen.live = can_move(options);
    if (display->screen.live) {
        (void)setvbuf(stdout, frame_buffer, _IOFBF, sizeof frame_buffer);
        quota_process_catch_stop();
    }
    quota_led_panel_init(&display->moving, &config, now_ms);
    quota_led_panel_init(&display->still, &config, now_ms - POSE_DELAY_MS);
}

bool quota_display_is_live(const quota_display *display)
{
    return display->screen.live;
}

uint32_t quota_display_slice_ms(const quota_display *display, uint32_t limit_ms)
{
    uint32_t slice_ms = limit_ms;

    if (display->screen.live) {
        slice_ms = FRAME_MS;
    } else if (display->png_path != NULL) {
        slice_ms = POSE_MS;
    }
    return slice_ms < limit_ms ? slice_ms : limit_ms;
}

/** Let the shell have the terminal, as the user asked for by its suspend character. */
static void let_stop(quota_display *display)
{
    quota_screen_leave(&display->screen);
    quota_process_stop();
}

/** Let time pass for the panel that moves. */
static void move(quota_display *display, uint32_t now_ms)
{
    if (quota_process_stop_wanted()) {
        let_stop(display);
        now_ms = tc3_posix_now_ms();
    }
    if (quota_led_panel_tick(&display->moving, now_ms) ||
        quota_screen_is_outdated(&display->screen)) {
        quota_screen_draw(&display->screen, &display->moving.seen);
    }
}

/** Let time pass for the panel that poses. True if it is time, and the LEDs changed. */
static bool pose(quota_display *display, uint32_t now_ms)
{
    uint32_t poses = (now_ms - display->posed_ms) / POSE_MS;

    display->posed_ms += poses * POSE_MS;
    return poses > 0 && quota_led_panel_pose(&display->still, display->posed_ms);
}

void quota_display_tick(quota_display *display, uint32_t now_ms)
{
    if (display->screen.live) {
        move(display, now_ms);
    }
    if (display->has_image && pose(display, now_ms)) {
        (void)quota_display_write_image(display);
    }
}

void quota_display_take(quota_display *display, const quota_outcome *outcome, uint32_t now_ms)
{
    quota_led_panel_take(&display->moving, outcome, now_ms);
    (void)quota_led_panel_tick(&display->moving, now_ms);
    (void)pose(display, now_ms);
    quota_led_panel_take(&display->still, outcome, display->posed_ms);
    (void)quota_led_panel_pose(&display->still, display->posed_ms);
    if (outcome->status == TC3_OK) {
        display->reported = TC3_OK;
    }
}

void quota_display_draw(quota_display *display)
{
    const quota_led_panel *wall = display->screen.live ? &display->moving : &display->still;

    quota_screen_draw(&display->screen, &wall->seen);
}

/** Whether the error is the one that was reported last. */
static bool persists(const quota_display *display, const quota_outcome *outcome)
{
    return display->reported == outcome->status &&
           strcmp(display->reported_code, outcome->details->api.code) == 0;
}

void quota_display_report(quota_display *display, const quota_outcome *outcome)
{
    if (display->screen.live && quota_terminal_is_interactive(stderr)) {
        if (persists(display, outcome)) {
            return;
        }
        quota_screen_erase(&display->screen);
        display->reported = outcome->status;
        strcpy(display->reported_code, outcome->details->api.code);
    }
    quota_error_report(outcome, stderr);
}

bool quota_display_write_image(quota_display *display)
{
    const char *fault;

    if (display->png_path == NULL) {
        return true;
    }
    fault = quota_png_file_write(display->png_path, &display->still.seen);
    display->has_image = fault == NULL;
    if (fault == NULL) {
        return true;
    }
    display->has_failed = true;
    quota_screen_erase(&display->screen);
    fputs("tc3-quota: the image ", stderr);
    quota_visible_write(stderr, display->png_path);
    fprintf(stderr, " could not be written: %s\n", fault);
    return false;
}

void quota_display_close(quota_display *display, uint32_t now_ms)
{
    if (display->screen.entered) {
        (void)quota_led_panel_pose(&display->moving, now_ms);
        quota_screen_draw(&display->screen, &display->moving.seen);
        quota_screen_leave(&display->screen);
    }
}
