/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file screen.h
 * Draws frames of an LED panel on stdout: one below the other, or on a terminal in one place. A
 * frame is never cut, for a number that lacks a digit is a wrong one: what does not fit is not
 * drawn.
 */
#ifndef QUOTA_SCREEN_H
#define QUOTA_SCREEN_H

#include "terminal.h"

#include "panel/model/frame.h"

#include <stdbool.h>

/** Where and how to draw. Zeros but for `live`: nothing drawn yet. */
typedef struct quota_screen {
    bool live;    /**< each frame takes the place of the one before */
    bool entered; /* the cursor is hidden */
    bool cuts;    /* lines that are too long are not wrapped */
    bool refused; /* the terminal is too small, and shows that instead of a frame */
    bool has_drawn;
    int lines;                /* of what the next frame replaces */
    int width;                /* of the widest of these */
    quota_terminal_size size; /* of the terminal when it was drawn */
} quota_screen;

/**
 * Draw `frame` in a form that fits the terminal, if stdout is one; if none does, a line that says
 * how large the terminal has to be. The cursor is left below.
 */
void quota_screen_draw(quota_screen *screen, const panel_frame *frame);

/** Whether the frame has to be drawn again though its LEDs did not change. */
bool quota_screen_is_outdated(const quota_screen *screen);

/**
 * Erase the frame that the next one would replace, so that text can be written in its place; the
 * terminal wraps its lines.
 */
void quota_screen_erase(quota_screen *screen);

/**
 * Give the terminal back: the cursor is seen again, lines are wrapped, and the next frame is drawn
 * below.
 */
void quota_screen_leave(quota_screen *screen);

#endif
