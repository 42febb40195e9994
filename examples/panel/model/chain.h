/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file chain.h
 * A model of MAX7219 chips in a chain with an 8x8 LED matrix each, by Maxim's datasheet 19-4452. It
 * takes the bytes on the wire and tells which LEDs are lit and how brightly. It knows nothing of
 * the driver.
 */
#ifndef PANEL_MODEL_CHAIN_H
#define PANEL_MODEL_CHAIN_H

#include "panel/model/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most chips in a chain. */
#define CHAIN_LENGTH_MAX (PANEL_COLUMNS_MAX / 8)

/** One chip. */
typedef struct chain_chip {
    uint16_t shift;      /**< the last 16 bits that came in; the first of them goes out next */
    uint8_t digits[8];   /**< registers 0x01 to 0x08 */
    uint8_t decode_mode; /**< 0x09: a bit for each digit that is shown by Code B */
    uint8_t intensity;   /**< 0x0a, four bits */
    uint8_t scan_limit;  /**< 0x0b, three bits: the last digit that is lit */
    bool is_on;          /**< 0x0c, bit 0 */
    bool is_testing;     /**< 0x0f, bit 0 */
} chain_chip;

/** A chain; chip 0 is the one at DIN. */
typedef struct chain {
    chain_chip chips[CHAIN_LENGTH_MAX];
    uint8_t length;
} chain;

/** How the modules stand, as one looks at them. */
typedef struct chain_mounting {
    bool din_at_left; /**< chip 0 is the leftmost; else the rightmost */
    bool mirrored; /**< before turning, segment DP is at the right of a module; else at the left */
    uint8_t turns; /**< quarter turns clockwise of each module, 0 to 3 */
} chain_mounting;

/** Power up a chain of `length` chips: shut down, blank, one digit scanned, least intensity. */
void chain_power_up(chain *wired, uint8_t length);

/** CS falls, `length` bytes are clocked in, most significant bit first, CS rises. */
void chain_transfer(chain *wired, const uint8_t *bytes, size_t length);

/** Whether the LED at `digit` (0 to 7) and `segment` (0 DP, 1 to 7 A to G) of a chip is lit. */
bool chain_is_lit(const chain *wired, int chip, int digit, int segment);

/**
 * What is seen of the chain when it is mounted so. The intensity is that of chip 0; display test is
 * full intensity.
 */
void chain_look(const chain *wired, const chain_mounting *mounting, panel_frame *frame);

#endif
