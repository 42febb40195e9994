/* SPDX-License-Identifier: Apache-2.0 */
#include "debounce.h"

bool debounce_sample(debounce *button, bool is_down)
{
    if (is_down == button->is_pressed) {
        button->count = 0;
        return false;
    }
    button->count++;
    if (button->count < DEBOUNCE_SAMPLES) {
        return false;
    }
    button->count = 0;
    button->is_pressed = is_down;
    return is_down;
}
