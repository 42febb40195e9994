/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file debounce.h
 * A push button without its chatter. Knows no platform.
 */
#ifndef ESP32_PANEL_DEBOUNCE_H
#define ESP32_PANEL_DEBOUNCE_H

#include <stdbool.h>
#include <stdint.h>

/** Samples in a row that must agree before they count. */
#define DEBOUNCE_SAMPLES 3

/** A button. Private; zeros are one that is not pressed. */
typedef struct debounce {
    uint8_t count;
    bool is_pressed;
} debounce;

/** Take a sample, one every 10 to 50 ms; true once for each press. */
bool debounce_sample(debounce *button, bool is_down);

#endif
