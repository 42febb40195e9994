/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file glow.h
 * The colours of a panel as a camera would see it. Integer arithmetic throughout, so that an image
 * is the same on every computer.
 */
#ifndef PANEL_MODEL_GLOW_H
#define PANEL_MODEL_GLOW_H

#include "panel/model/frame.h"

#include <stdint.h>

/** Bytes of a pixel: red, green, blue. */
#define PANEL_GLOW_BYTES 3

/**
 * Write pixel row `y` of the image of `frame`, with `pitch` pixels from one LED to the next and a
 * margin of one pitch on each side, into `row`: (columns + 2) * pitch * PANEL_GLOW_BYTES bytes.
 */
void panel_glow_row(const panel_frame *frame, int pitch, int y, uint8_t *row);

#endif
