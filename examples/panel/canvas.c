/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/canvas.h"

#include <string.h>

static bool is_inside(const panel_canvas *canvas, int x, int y)
{
    return x >= 0 && x < canvas->columns && y >= 0 && y < PANEL_ROWS;
}

static size_t byte_of(const panel_canvas *canvas, int x, int y)
{
    return (size_t)y * (canvas->columns / 8u) + (size_t)x / 8u;
}

static uint8_t bit_of(int x)
{
    return (uint8_t)(0x80u >> ((unsigned)x % 8u));
}

bool panel_canvas_init(panel_canvas *canvas, uint16_t columns, uint8_t *pixels, size_t size)
{
    if (columns == 0 || columns % 8 != 0 || columns > PANEL_COLUMNS_MAX || pixels == NULL ||
        size < PANEL_PIXELS_SIZE((size_t)columns)) {
        return false;
    }
    canvas->pixels = pixels;
    canvas->columns = columns;
    panel_canvas_clear(canvas);
    return true;
}

void panel_canvas_clear(panel_canvas *canvas)
{
    memset(canvas->pixels, 0, PANEL_PIXELS_SIZE((size_t)canvas->columns));
}

void panel_canvas_light(panel_canvas *canvas, int x, int y)
{
    if (is_inside(canvas, x, y)) {
        canvas->pixels[byte_of(canvas, x, y)] |= bit_of(x);
    }
}

bool panel_canvas_is_lit(const panel_canvas *canvas, int x, int y)
{
    return is_inside(canvas, x, y) && (canvas->pixels[byte_of(canvas, x, y)] & bit_of(x)) != 0;
}
