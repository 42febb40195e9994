/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file frame.h
 * What is seen on a panel at one moment, for the programs on a computer that draw it.
 */
#ifndef PANEL_MODEL_FRAME_H
#define PANEL_MODEL_FRAME_H

#include "panel/canvas.h"

#include <stdint.h>

/** A picture with its own pixels. */
typedef struct panel_frame {
    uint16_t columns;                                     /**< as in panel_canvas; 0: no frame */
    uint8_t intensity;                                    /**< 0 to 15 */
    uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)]; /**< laid out as in panel_canvas */
} panel_frame;

/** Copy `canvas` and `intensity` into `frame`. */
void panel_frame_copy(panel_frame *frame, const panel_canvas *canvas, uint8_t intensity);

/** Whether the pixel in column `x`, row `y` is lit; false outside the picture. */
bool panel_frame_is_lit(const panel_frame *frame, int x, int y);

#endif
