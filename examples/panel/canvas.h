/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file canvas.h
 * A monochrome picture as wide as the panel and PANEL_ROWS high.
 */
#ifndef PANEL_CANVAS_H
#define PANEL_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Height of a panel: one row of 8x8 modules. */
#define PANEL_ROWS                 8
/** Widest panel in columns: 32 modules. */
#define PANEL_COLUMNS_MAX          256
/** Bytes of pixels that a panel of `columns` needs: a bit each. */
#define PANEL_PIXELS_SIZE(columns) ((columns) / 8 * PANEL_ROWS)

/**
 * A picture. Row by row from the top, `columns` / 8 bytes a row, the leftmost column in the most
 * significant bit of the first; a set bit is a lit LED.
 */
typedef struct panel_canvas {
    uint8_t *pixels;  /**< owned by the caller, PANEL_PIXELS_SIZE(columns) bytes */
    uint16_t columns; /**< a multiple of 8, at most PANEL_COLUMNS_MAX */
} panel_canvas;

/**
 * Make `canvas` an empty picture over the `size` bytes at `pixels`, which stay the caller's and
 * must outlive it. False, with `canvas` untouched, if the width is not allowed or the bytes are too
 * few.
 */
bool panel_canvas_init(panel_canvas *canvas, uint16_t columns, uint8_t *pixels, size_t size);

/** Turn all pixels off. */
void panel_canvas_clear(panel_canvas *canvas);

/** Light the pixel in column `x`, row `y`; ignored outside the picture. */
void panel_canvas_light(panel_canvas *canvas, int x, int y);

/** Whether the pixel is lit; false outside the picture. */
bool panel_canvas_is_lit(const panel_canvas *canvas, int x, int y);

#endif
