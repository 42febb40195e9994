/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file pen.h
 * Writes a line of glyphs onto a canvas within a window of columns, or only measures it.
 */
#ifndef PANEL_PEN_H
#define PANEL_PEN_H

#include "panel/canvas.h"
#include "panel/font.h"

/** Where and how the next glyph goes. */
typedef struct panel_pen {
    panel_canvas *canvas; /**< NULL: only measure */
    int x;                /**< column where the line goes on; may lie outside the window */
    int left;             /**< first column that may be drawn on */
    int right;            /**< one past the last */
    int top;              /**< row of the glyphs' top row */
    panel_face face;
    bool started; /**< a glyph was written: a blank column goes before the next */
} panel_pen;

/** Write the glyph of `code`, an ASCII code or a panel_icon. */
void panel_pen_glyph(panel_pen *pen, uint8_t code);

/** Write the NUL-terminated UTF-8 `text`; a hollow box stands for each character beyond ASCII. */
void panel_pen_text(panel_pen *pen, const char *text);

#endif
