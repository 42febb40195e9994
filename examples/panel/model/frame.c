/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/model/frame.h"

#include <string.h>

void panel_frame_copy(panel_frame *frame, const panel_canvas *canvas, uint8_t intensity)
{
    frame->columns = canvas->columns;
    frame->intensity = intensity;
    memcpy(frame->pixels, canvas->pixels, PANEL_PIXELS_SIZE((size_t)canvas->columns));
}

bool panel_frame_is_lit(const panel_frame *frame, int x, int y)
{
    if (x < 0 || x >= frame->columns || y < 0 || y >= PANEL_ROWS) {
        return false;
    }
    const uint8_t byte = frame->pixels[y * (frame->columns / 8) + x / 8];
    return (byte & 0x80u >> (unsigned)(x % 8)) != 0;
}
