/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file terminal.h
 * Draws a frame in a terminal.
 */
#ifndef PANEL_MODEL_TERMINAL_H
#define PANEL_MODEL_TERMINAL_H

#include "panel/model/frame.h"

#include <stdbool.h>
#include <stdio.h>

/** How pixels become characters. */
typedef enum panel_terminal_style {
    PANEL_TERMINAL_DOTS, /**< round dots, two characters a pixel: 8 lines, looks like the panel */
    PANEL_TERMINAL_HALF, /**< Unicode half blocks: 4 lines, one character a column */
    PANEL_TERMINAL_BRAILLE, /**< Unicode braille: 2 lines, one character for two columns */
    PANEL_TERMINAL_ASCII    /**< '#' and '.': 8 lines, for terminals without Unicode */
} panel_terminal_style;

/** How to draw. */
typedef struct panel_terminal_options {
    panel_terminal_style style;
    bool
        colour; /**< 24-bit escape sequences: red by intensity, unlit LEDs faint, on a dark board */
} panel_terminal_options;

/** Lines that a frame takes in `style`. */
int panel_terminal_lines(panel_terminal_style style);

/** Characters of a line for a frame of `columns`. */
int panel_terminal_width(const panel_terminal_options *options, int columns);

/** Write `frame` to `out`, each line with a newline. False if that failed. */
bool panel_terminal_write(FILE *out, const panel_frame *frame,
                          const panel_terminal_options *options);

#endif
