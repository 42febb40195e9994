/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file transfer_line.h
 * What the MAX7219 driver sends to the chips, as lines of text for a serial port: for a board
 * without the chips. `panel-view` hands the bytes to its model of them and draws what is lit.
 *
 *     max7219 4 0f000f000f000f00 0900090009000900 ...
 *
 * The word "max7219", the modules of the chain in decimal, and the transfers of one max7219_show()
 * with two lower-case hexadecimal digits a byte; one space between the parts, a newline (or
 * carriage return and newline) at the end.
 *
 *     static panel_transfer_line line = {put, NULL, 4, false};
 *     static const max7219_config wiring = {
 *         .transfer = panel_transfer_line_add, .context = &line, .modules = 4};
 *
 *     max7219_show(&driver, canvas, intensity, changed, now_ms);
 *     panel_transfer_line_end(&line);
 */
#ifndef PANEL_TRANSFER_LINE_H
#define PANEL_TRANSFER_LINE_H

#include "panel/max7219.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Characters of the line for a chain of `modules` at most, with its newline, without NUL. */
#define PANEL_TRANSFER_LINE_SIZE(modules) (11 + MAX7219_TRANSFERS_MAX * (1 + 4 * (modules)))

/** A line that is being written. Placed by the caller. */
typedef struct panel_transfer_line {
    void (*put)(void *context, char character);
    void *context;   /**< handed to `put` */
    uint8_t modules; /**< chips in the chain */
    bool begun;      /**< private; false at first */
} panel_transfer_line;

/** Write a transfer; `line` is a panel_transfer_line. This is max7219_config's `transfer`. */
bool panel_transfer_line_add(void *line, const uint8_t *bytes, size_t length);

/** End the line; nothing if there was no transfer. */
void panel_transfer_line_end(panel_transfer_line *line);

#endif
