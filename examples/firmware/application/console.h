/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file console.h
 * Writes text, numbers and JSON strings to the board's console, without printf and without buffers.
 */
#ifndef FIRMWARE_CONSOLE_H
#define FIRMWARE_CONSOLE_H

#include <stddef.h>
#include <stdint.h>

/** Write a NUL-terminated text as it is. */
void console_text(const char *text);

/** Write a decimal number. */
void console_number(uint32_t number);

/** The same for any 64-bit number, with its sign. */
void console_integer(int64_t number);

/** Write " name=number". */
void console_pair(const char *name, uint32_t number);

/** Write `text`, which is UTF-8, as a JSON string; NULL as null. */
void console_json_text(const char *text);

/** Write an end of line. */
void console_end_line(void);

#endif
