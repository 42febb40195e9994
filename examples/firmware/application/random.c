/* SPDX-License-Identifier: Apache-2.0 */
#include "random.h"

#include "boards/board.h"
#include "settings.h"

/** Marsaglia's xorshift32, from a constant: every measuring run draws the same numbers. */
static void fill_repeatably(uint8_t *bytes, size_t length)
{
    static uint32_t state = 0x7c3u;
    size_t i;

    for (i = 0; i < length; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        bytes[i] = (uint8_t)(state >> 24);
    }
}

static tc3_status fill(void *context, uint8_t *bytes, size_t length)
{
    (void)context;
    if (settings_number(SETTING_MEASURE, 0) != 0) {
        fill_repeatably(bytes, length);
        return TC3_OK;
    }
    return board_entropy(bytes, length) ? TC3_OK : TC3_ERROR_CONFIG_RANDOM;
}

const tc3_random firmware_entropy = {NULL, fill};

/** For lwIP, which takes no excuse: mixed with the clock in case the board has no entropy. */
uint32_t firmware_random(void)
{
    uint32_t number = 0;

    if (fill(NULL, (uint8_t *)&number, sizeof number) != TC3_OK) {
        number = (uint32_t)board_ticks() * 2654435761u;
    }
    return number;
}
