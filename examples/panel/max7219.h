/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file max7219.h
 * Shows a canvas on a chain of MAX7219 chips with an 8x8 LED matrix each, through one function that
 * sends bytes over SPI. Facts are those of Maxim's datasheet 19-4452: words of 16 bits, most
 * significant bit first, SPI mode 0, at most 10 MHz (1 MHz on long wires), latched when CS rises.
 */
#ifndef MAX7219_H
#define MAX7219_H

#include "panel/canvas.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most chips in a chain. */
#define MAX7219_MODULES_MAX        (PANEL_COLUMNS_MAX / 8)
/** Milliseconds after which all registers are written again where the configuration gives none. */
#define MAX7219_DEFAULT_REWRITE_MS 2000u

/** Most transfers of a max7219_show(): start sequence and rows. */
#define MAX7219_TRANSFERS_MAX 21

/** Register addresses: the high byte of a word; 0x01 to 0x08 are the digits, here rows. */
enum {
    MAX7219_NO_OPERATION = 0x00,
    MAX7219_DIGIT_0 = 0x01,
    MAX7219_DECODE_MODE = 0x09,
    MAX7219_INTENSITY = 0x0a,
    MAX7219_SCAN_LIMIT = 0x0b,
    MAX7219_SHUTDOWN = 0x0c,
    MAX7219_DISPLAY_TEST = 0x0f
};

/** How each module is mounted: the turn, clockwise as seen, from upright to its place. */
typedef enum max7219_rotation {
    MAX7219_ROTATE_0 = 0,
    MAX7219_ROTATE_90,
    MAX7219_ROTATE_180,
    MAX7219_ROTATE_270
} max7219_rotation;

/**
 * A chain and how its modules are put together. Zeros describe the common FC-16 board of four, its
 * input DIN at the right: digit 0 is the top row and segment DP the left column of a module. A
 * panel hung upside down has `rotate` MAX7219_ROTATE_180 and `reverse`.
 */
typedef struct max7219_config {
    /**
     * Send `length` bytes, CS low before the first and high after the last. Returns when they are
     * sent or no longer needed at `bytes`; false if they could not be sent.
     */
    bool (*transfer)(void *context, const uint8_t *bytes, size_t length);
    void *context;       /**< handed to `transfer` */
    uint8_t modules;     /**< chips in the chain, 1 to MAX7219_MODULES_MAX */
    uint8_t rotate;      /**< a max7219_rotation */
    bool reverse;        /**< DIN is at the left: the first chip of the chain is the leftmost */
    bool flip;           /**< the columns of each module are wired in mirror order */
    uint32_t rewrite_ms; /**< optional: milliseconds between two rewritings of all registers */
} max7219_config;

/** A driver. Private; placed by the caller, nothing to release. */
typedef struct max7219 {
    const max7219_config *config;
    uint32_t written_ms; /* when all registers were written last */
    uint8_t intensity;   /* as the chips have it */
    bool started;
} max7219;

/**
 * Prepare `driver`; sends nothing yet. `config` stays the caller's and must stay unchanged. False
 * if the number of modules or the rotation is not allowed or there is no `transfer`.
 */
bool max7219_init(max7219 *driver, const max7219_config *config);

/**
 * Bring the chips up to date at the monotonic time `now_ms`: `canvas`, of 8 columns a module, if
 * `changed` is set, and `intensity` (0 to 15) if it is another than before. The first call, and
 * each call after a failure, sends the start sequence. Every `rewrite_ms` all registers are written
 * again, since a disturbance on the wires can change any: display test, which lights all LEDs, even
 * overrides shutdown. Call it at least that often. Sends at most MAX7219_TRANSFERS_MAX transfers of
 * 2 bytes a module, one for each row of the whole chain. False if a transfer failed or the canvas
 * has another width; try again later.
 */
bool max7219_show(max7219 *driver, const panel_canvas *canvas, uint8_t intensity, bool changed,
                  uint32_t now_ms);

/** Turn the panel dark for saving power; the next max7219_show() starts it. False if not sent. */
bool max7219_stop(max7219 *driver);

#endif
