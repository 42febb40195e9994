/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file number_text.h
 * Small numbers and digests as text. Internal to the core.
 */
#ifndef TC3_NUMBER_TEXT_H
#define TC3_NUMBER_TEXT_H

#include "tc3/platform.h"

/** Digits of the largest 32-bit number; also the length of a date. */
#define TC3_NUMBER_TEXT_LENGTH 10

/** Characters of a digest in hexadecimal. */
#define TC3_HEX_LENGTH (2 * TC3_SHA256_SIZE)

/** Write `value` in decimal without a NUL; returns the number of digits. */
size_t tc3_number_text(uint32_t value, char text[TC3_NUMBER_TEXT_LENGTH]);

/** Write `digest` in lower-case hexadecimal without a NUL. */
void tc3_hex_text(const uint8_t digest[TC3_SHA256_SIZE], char text[TC3_HEX_LENGTH]);

#endif
