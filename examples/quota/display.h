/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file display.h
 * The LED panel as the user asked for it: on the terminal, as an image, or not at all.
 */
#ifndef QUOTA_DISPLAY_H
#define QUOTA_DISPLAY_H

#include "led_panel.h"
#include "options.h"
#include "outcome.h"
#include "screen.h"

#include <stdbool.h>
#include <stdint.h>

/** The panel. Do not move it while it is open. */
typedef struct quota_display {
    const char *png_path; /* NULL: no image */
    quota_led_panel moving;
    quota_led_panel still; /* poses: for images and for single frames */
    uint32_t posed_ms;     /* when it posed last, in whole periods of its blinking */
    bool has_image;        /* the image shows its latest pose */
    bool has_failed;       /**< an image could not be written, and the user was told */
    quota_screen screen;
    tc3_status reported; /* by the report above the panel; TC3_OK: none since the last answer */
    char reported_code[TC3_API_CODE_SIZE];
} quota_display;

/**
 * Set up the panel at the monotonic time `now_ms`; nothing is drawn. With the output format for it,
 * and if stdout is a terminal, it moves: then stdout gets a buffer for a whole frame, so this must
 * come before any output.
 */
void quota_display_open(quota_display *display, const quota_options *options, uint32_t now_ms);

/** Whether the panel moves, so that quota_display_tick() should be called often. */
bool quota_display_is_live(const quota_display *display);

/** How long to sleep at most between two ticks; `limit_ms` or less. */
uint32_t quota_display_slice_ms(const quota_display *display, uint32_t limit_ms);

/**
 * Let time pass until `now_ms`: if the panel moves, draw what has changed; if there is an image and
 * it has become wrong, as when the number in it becomes stale, write it again.
 */
void quota_display_tick(quota_display *display, uint32_t now_ms);

/** Take what came of a refresh; nothing is drawn yet. */
void quota_display_take(quota_display *display, const quota_outcome *outcome, uint32_t now_ms);

/** Draw the panel on stdout. */
void quota_display_draw(quota_display *display);

/**
 * Report the error `outcome` on stderr, clear of the panel. On the terminal where the panel moves
 * an error is not reported again while it persists: the panel goes on showing it.
 */
void quota_display_report(quota_display *display, const quota_outcome *outcome);

/** Write the image, if one is wanted. False if that failed, as `has_failed` says from then on. */
bool quota_display_write_image(quota_display *display);

/** Leave the terminal in order, with the panel's most telling picture on it. */
void quota_display_close(quota_display *display, uint32_t now_ms);

#endif
