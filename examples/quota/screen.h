/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file screen.h
 * Draws frames of an LED panel on stdout: one below the other, or on a terminal in one place.
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
    bool has_drawn;
    int lines;                /* of the frame that the next one replaces */
    int width;                /* of that frame */
    quota_terminal_size size; /* of the terminal when it was drawn */
} quota_screen;

/** Draw `frame` in a form that fits the terminal, if stdout is one. The cursor is left below it. */
void quota_screen_draw(quota_screen *screen, const panel_frame *frame);

/** Whether the frame has to be drawn again though its LEDs did not change. */
bool quota_screen_is_outdated(const quota_screen *screen);

/** Erase the frame that the next one would replace, so that text can be written in its place. */
void quota_screen_erase(quota_screen *screen);

/** Give the terminal back: the cursor is seen again, and the next frame is drawn below. */
void quota_screen_leave(quota_screen *screen);

#endif
