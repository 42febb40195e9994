/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/age.h"

#include "panel/digits.h"

#include <string.h>

#define MINUTE 60u
#define HOUR   (60u * MINUTE)
#define DAY    (24u * HOUR)
#define YEAR   (365u * DAY)

static panel_age age_in(uint32_t seconds, uint32_t unit_seconds, char unit)
{
    const panel_age age = {(uint16_t)(seconds / unit_seconds), unit};
    return age;
}

panel_age panel_age_of(uint32_t seconds)
{
    if (seconds < MINUTE) {
        return age_in(seconds, 1, 's');
    }
    if (seconds < HOUR) {
        return age_in(seconds, MINUTE, 'm');
    }
    if (seconds < 2 * DAY) {
        return age_in(seconds, HOUR, 'h');
    }
    return seconds < 2 * YEAR ? age_in(seconds, DAY, 'd') : age_in(seconds, YEAR, 'y');
}

void panel_age_write(panel_age age, char text[PANEL_AGE_SIZE])
{
    char digits[PANEL_DIGITS_MAX];
    const size_t length = panel_digits_write(age.count, digits);
    memcpy(text, digits, length);
    text[length] = age.unit;
    text[length + 1] = '\0';
}
