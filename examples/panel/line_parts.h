/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file line_parts.h
 * What the lines of line.h and transfer_line.h are made of: texts, decimal numbers without leading
 * zeros, and bytes as two lower-case hexadecimal digits.
 */
#ifndef PANEL_LINE_PARTS_H
#define PANEL_LINE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Where the characters go. */
typedef struct panel_sink {
    void (*put)(void *context, char character);
    void *context; /**< handed to `put` */
} panel_sink;

/** What is left of a line. */
typedef struct panel_source {
    const char *at;
    const char *end;
} panel_source;

/** Write the `length` characters at `text`. */
void panel_put_text(const panel_sink *to, const char *text, size_t length);

/** Write a number. */
void panel_put_number(const panel_sink *to, uint16_t number);

/** Write a byte. */
void panel_put_byte(const panel_sink *to, uint8_t byte);

/** Take `text`; false, with nothing taken, if something else comes next. */
bool panel_take_text(panel_source *from, const char *text);

/** Take a number of at most `limit`; false if there is none. */
bool panel_take_number(panel_source *from, uint16_t limit, uint16_t *number);

/** Take a byte; false if there is none. */
bool panel_take_byte(panel_source *from, uint8_t *byte);

/** Take an end of line of any kind, or none; false if something is left then. */
bool panel_take_end(panel_source *from);

#endif
