/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file line.h
 * A frame as a line of text, for a serial port: the firmware writes it, `panel-view` draws it.
 *
 *     panel 32x8 4 0000...00
 *
 * The word "panel", columns x rows, the intensity (0 to 15), all in decimal without leading zeros,
 * and the pixels as two lower-case hexadecimal digits a byte in the order of panel_canvas; one
 * space between the parts, a newline (or carriage return and newline) at the end.
 */
#ifndef PANEL_LINE_H
#define PANEL_LINE_H

#include "panel/canvas.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Characters of the line for a panel of `columns` at most, with its newline, without NUL. */
#define PANEL_LINE_SIZE(columns) (16 + 2 * PANEL_PIXELS_SIZE(columns))

/** What a line turned out to be. */
typedef enum panel_line_form {
    PANEL_LINE_FRAME,    /**< a frame */
    PANEL_LINE_OTHER,    /**< something else, as a line of a log: does not begin with "panel " */
    PANEL_LINE_MALFORMED /**< begins like a frame and is none: cut, too long, or garbled */
} panel_line_form;

/**
 * Write `canvas` and `intensity` as a line, character by character, by calling `put` with
 * `context`. Needs no buffer.
 */
void panel_line_write(const panel_canvas *canvas, uint8_t intensity,
                      void (*put)(void *context, char character), void *context);

/**
 * Read `length` characters at `line`, with or without the end of line. On PANEL_LINE_FRAME
 * `*canvas` is over the `size` bytes at `pixels`, which stay the caller's
 * (PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX) takes any frame), and `*intensity` is set; else `*canvas`
 * and `*intensity` are untouched.
 */
panel_line_form panel_line_read(const char *line, size_t length, panel_canvas *canvas,
                                uint8_t *pixels, size_t size, uint8_t *intensity);

#endif
