/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file png.h
 * Draws a frame as a PNG image that looks like the panel: round red LEDs that glow by their
 * intensity, unlit ones faintly visible, on black modules with their seams.
 */
#ifndef PANEL_MODEL_PNG_H
#define PANEL_MODEL_PNG_H

#include "panel/model/frame.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** Least, usual and most pixels from one LED to the next. */
#define PANEL_PNG_PITCH_MIN     6
#define PANEL_PNG_PITCH_DEFAULT 16
#define PANEL_PNG_PITCH_MAX     32

/** How to draw. */
typedef struct panel_png_options {
    uint8_t pitch; /**< pixels from one LED to the next; 0: PANEL_PNG_PITCH_DEFAULT */
} panel_png_options;

/** The size of the image in pixels; frame and margin are one pitch wide on each side. */
uint32_t panel_png_width(const panel_frame *frame, const panel_png_options *options);
uint32_t panel_png_height(const panel_png_options *options);

/**
 * Write `frame` to `out` as an 8-bit RGB image, about 300 KB for 32 columns at the usual pitch: the
 * pixels are not compressed, so that no library is needed. Options outside their range are brought
 * into it. False if writing failed. `out` stays open.
 */
bool panel_png_write(FILE *out, const panel_frame *frame, const panel_png_options *options);

#endif
