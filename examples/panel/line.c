/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/line.h"

#include "line_parts.h"

/** How a line with a frame begins. */
static const char mark[] = "panel ";

/** Highest value of the intensity. */
#define INTENSITY_MAX 15

void panel_line_write(const panel_canvas *canvas, uint8_t intensity,
                      void (*put)(void *context, char character), void *context)
{
    const panel_sink to = {put, context};
    panel_put_text(&to, mark, sizeof mark - 1);
    panel_put_number(&to, canvas->columns);
    panel_put_text(&to, "x8 ", 3);
    panel_put_number(&to, intensity);
    panel_put_text(&to, " ", 1);
    for (size_t i = 0; i < PANEL_PIXELS_SIZE((size_t)canvas->columns); i++) {
        panel_put_byte(&to, canvas->pixels[i]);
    }
    panel_put_text(&to, "\n", 1);
}

static bool take_pixels(panel_source *from, const panel_canvas *canvas)
{
    for (size_t i = 0; i < PANEL_PIXELS_SIZE((size_t)canvas->columns); i++) {
        if (!panel_take_byte(from, &canvas->pixels[i])) {
            return false;
        }
    }
    return true;
}

panel_line_form panel_line_read(const char *line, size_t length, panel_canvas *canvas,
                                uint8_t *pixels, size_t size, uint8_t *intensity)
{
    panel_source from = {line, line + length};
    panel_canvas frame;
    uint16_t columns;
    uint16_t level;
    if (!panel_take_text(&from, mark)) {
        return PANEL_LINE_OTHER;
    }
    if (!panel_take_number(&from, PANEL_COLUMNS_MAX, &columns) || !panel_take_text(&from, "x8 ") ||
        !panel_take_number(&from, INTENSITY_MAX, &level) || !panel_take_text(&from, " ") ||
        !panel_canvas_init(&frame, columns, pixels, size) || !take_pixels(&from, &frame) ||
        !panel_take_end(&from)) {
        return PANEL_LINE_MALFORMED;
    }
    *canvas = frame;
    *intensity = (uint8_t)level;
    return PANEL_LINE_FRAME;
}
