/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file character.h
 * Kinds of characters. Internal to the core.
 */
#ifndef TC3_CHARACTER_H
#define TC3_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

/** True if `character`, not NUL, stands in the NUL-terminated `set`. */
bool tc3_is_one_of(const char *set, char character);

/** The value of a hexadecimal digit; 16 or more for any other character. */
unsigned tc3_hex_digit(uint8_t character);

#endif
