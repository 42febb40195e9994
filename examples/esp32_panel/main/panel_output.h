/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file panel_output.h
 * Where the pictures go: to the MAX7219 chain over SPI, or as lines of text to the console, where
 * `panel-view` of examples/panel draws them.
 */
#ifndef ESP32_PANEL_PANEL_OUTPUT_H
#define ESP32_PANEL_PANEL_OUTPUT_H

#include "panel/canvas.h"

#include <stdbool.h>
#include <stdint.h>

/** Set up the output; false if the configuration cannot work. */
bool panel_output_start(void);

/** Show `canvas`; as max7219_show(). What fails is tried again at the next call. */
void panel_output_show(const panel_canvas *canvas, uint8_t intensity, bool changed,
                       uint32_t now_ms);

/** Turn the panel dark. */
void panel_output_stop(void);

#endif
