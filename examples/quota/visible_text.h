/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file visible_text.h
 * Text from elsewhere on its way to a terminal. What a terminal would act on instead of showing it
 * (control characters, line ends, changes of writing direction, invisible characters) and what is
 * no UTF-8 appears as an escape, as in \u001B and \xFF.
 */
#ifndef QUOTA_VISIBLE_TEXT_H
#define QUOTA_VISIBLE_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** Bytes of one character as it is shown, with the NUL: an escape as in \U000E0041. */
#define QUOTA_VISIBLE_SIZE 12

/** True for a character (a Unicode code point) that must not reach a terminal as it is. */
bool quota_is_hostile(uint32_t character);

/**
 * Read the UTF-8 character at `text` into `*character`. Returns its length in bytes, or 0 if the
 * bytes there are not UTF-8. `text` must not be at its NUL.
 */
unsigned quota_utf8_read(const char *text, uint32_t *character);

/** Write the NUL-terminated `text` to `out`, made visible. */
void quota_visible_write(FILE *out, const char *text);

/** How many columns of a terminal quota_visible_write() fills with `text`. */
unsigned quota_visible_width(const char *text);

#endif
