/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file age.h
 * How old something is, in as few characters as possible.
 */
#ifndef PANEL_AGE_H
#define PANEL_AGE_H

#include <stdint.h>

/** Bytes for the longest age with its NUL: "730d" or "136y". */
#define PANEL_AGE_SIZE 6

/** An age as a whole number of units, rounded down. */
typedef struct panel_age {
    uint16_t count;
    char unit; /**< 's'econds to 59, 'm'inutes to 59, 'h'ours to 47, 'd'ays to 729, 'y'ears */
} panel_age;

/** The age of `seconds`. */
panel_age panel_age_of(uint32_t seconds);

/** Write `age` as "3h", with a NUL, into `text`. */
void panel_age_write(panel_age age, char text[PANEL_AGE_SIZE]);

#endif
