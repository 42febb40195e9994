/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/pen.h"

static void draw_column(const panel_pen *pen, int x, uint8_t column)
{
    if (x < pen->left || x >= pen->right) {
        return;
    }
    for (int row = 0; row < PANEL_ROWS; row++) {
        if ((column >> row & 1) != 0) {
            panel_canvas_light(pen->canvas, x, pen->top + row);
        }
    }
}

void panel_pen_glyph(panel_pen *pen, uint8_t code)
{
    const panel_glyph glyph = panel_font_glyph(pen->face, code);
    if (pen->started) {
        pen->x++;
    }
    for (int i = 0; pen->canvas != NULL && i < glyph.width; i++) {
        draw_column(pen, pen->x + i, glyph.columns[i]);
    }
    pen->x += glyph.width;
    pen->started = true;
}

void panel_pen_text(panel_pen *pen, const char *text)
{
    for (uint8_t code = panel_font_next(&text); code != 0; code = panel_font_next(&text)) {
        panel_pen_glyph(pen, code);
    }
}
