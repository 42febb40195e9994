/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/model/chain.h"

#include <string.h>

/** Full intensity, as in display test. */
#define INTENSITY_MAX 15

/** Code B: what a decoded digit shows for the low four bits, segment A in bit 6 to G in bit 0. */
static const uint8_t code_b[16] = {0x7e, 0x30, 0x6d, 0x79, 0x33, 0x5b, 0x5f, 0x70,
                                   0x7f, 0x7b, 0x01, 0x4f, 0x37, 0x0e, 0x67, 0x00};

/** A place in a module as one looks at it. */
typedef struct place {
    int x;
    int y;
} place;

void chain_power_up(chain *wired, uint8_t length)
{
    memset(wired, 0, sizeof *wired);
    wired->length = length;
}

/** One clock: each chip's oldest bit goes on to the next chip. */
static void clock_in(chain *wired, unsigned bit)
{
    for (int i = 0; i < wired->length; i++) {
        chain_chip *chip = &wired->chips[i];
        const unsigned out = chip->shift >> 15;
        chip->shift = (uint16_t)((unsigned)chip->shift << 1 | bit);
        bit = out;
    }
}

/** CS rises: the word in the shift register goes into the addressed register. */
static void latch(chain_chip *chip)
{
    const unsigned address = chip->shift >> 8 & 0x0fu;
    const uint8_t data = (uint8_t)chip->shift;
    if (address >= 1 && address <= 8) {
        chip->digits[address - 1] = data;
    } else if (address == 0x09) {
        chip->decode_mode = data;
    } else if (address == 0x0a) {
        chip->intensity = data & 0x0fu;
    } else if (address == 0x0b) {
        chip->scan_limit = data & 0x07u;
    } else if (address == 0x0c) {
        chip->is_on = (data & 1u) != 0;
    } else if (address == 0x0f) {
        chip->is_testing = (data & 1u) != 0;
    }
}

void chain_transfer(chain *wired, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < 8 * length; i++) {
        clock_in(wired, (unsigned)bytes[i / 8] >> (7 - i % 8) & 1u);
    }
    for (int i = 0; i < wired->length; i++) {
        latch(&wired->chips[i]);
    }
}

/** The segments that a digit drives, DP in bit 7. */
static uint8_t segments_of(const chain_chip *chip, int digit)
{
    const uint8_t data = chip->digits[digit];
    if ((chip->decode_mode >> digit & 1) == 0) {
        return data;
    }
    return (uint8_t)((data & 0x80u) | code_b[data & 0x0fu]);
}

bool chain_is_lit(const chain *wired, int chip, int digit, int segment)
{
    const chain_chip *at = &wired->chips[chip];
    if (at->is_testing) {
        return true;
    }
    return at->is_on && digit <= at->scan_limit &&
           (segments_of(at, digit) >> (7 - segment) & 1) != 0;
}

static place turned_clockwise(place at)
{
    const place turned = {7 - at.y, at.x};
    return turned;
}

/** Where in its module the LED of a digit and a segment is seen. */
static place place_of(const chain_mounting *mounting, int digit, int segment)
{
    place at = {mounting->mirrored ? 7 - segment : segment, digit};
    for (int i = 0; i < mounting->turns; i++) {
        at = turned_clockwise(at);
    }
    return at;
}

static void look_at_chip(const chain *wired, const chain_mounting *mounting, int chip, int left,
                         panel_canvas *seen)
{
    for (int digit = 0; digit < 8; digit++) {
        for (int segment = 0; segment < 8; segment++) {
            const place at = place_of(mounting, digit, segment);
            if (chain_is_lit(wired, chip, digit, segment)) {
                panel_canvas_light(seen, left + at.x, at.y);
            }
        }
    }
}

void chain_look(const chain *wired, const chain_mounting *mounting, panel_frame *frame)
{
    panel_canvas seen;
    const chain_chip *first = &wired->chips[0];
    frame->columns = (uint16_t)(8 * wired->length);
    frame->intensity = first->is_testing ? INTENSITY_MAX : first->intensity;
    (void)panel_canvas_init(&seen, frame->columns, frame->pixels, sizeof frame->pixels);
    for (int i = 0; i < wired->length; i++) {
        const int module = mounting->din_at_left ? i : wired->length - 1 - i;
        look_at_chip(wired, mounting, i, 8 * module, &seen);
    }
}
