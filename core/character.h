/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file character.h
 * Kinds of characters, and text made of them. Internal to the core.
 *
 * A kind is written as ranges: a NUL-terminated string of pairs, the first and the last character
 * of each range. "09AFaf" are the hexadecimal digits, "--09" is a minus or a digit.
 */
#ifndef TC3_CHARACTER_H
#define TC3_CHARACTER_H

#include "tc3/text.h"

#include <stdbool.h>
#include <stdint.h>

/** True if `character` lies in one of `ranges`. */
bool tc3_is_in(const char *ranges, uint8_t character);

/** True if `text` has 1 to `limit` bytes, all of which lie in `ranges`. */
bool tc3_consists_of(tc3_text text, size_t limit, const char *ranges);

/** The value of a hexadecimal digit; 16 or more for any other character. */
unsigned tc3_hex_digit(uint8_t character);

/**
 * The index of `text`, `length` bytes, in `words`: each ends with a NUL, and the last is empty. For
 * a text that is not among them the number of words.
 */
unsigned tc3_word_index(const char *words, const char *text, size_t length);

#endif
