/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file terminal.h
 * What the terminal can show.
 */
#ifndef QUOTA_TERMINAL_H
#define QUOTA_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

/** True if `stream` is a terminal, of whatever kind. */
bool quota_terminal_is_attached(FILE *stream);

/** True if `stream` is a terminal that moves its cursor (TERM is set and not "dumb"). */
bool quota_terminal_is_interactive(FILE *stream);

/** True if `stream` is such a terminal and NO_COLOR is not set: see https://no-color.org. */
bool quota_terminal_has_colour(FILE *stream);

/** How much a terminal shows. */
typedef struct quota_terminal_size {
    int columns;
    int lines;
} quota_terminal_size;

/**
 * The size of the terminal that `stream` is, taken as 80 columns and 24 lines if it does not tell;
 * INT_MAX if it is none.
 */
quota_terminal_size quota_terminal_size_of(FILE *stream);

/** True if the user's locale writes UTF-8. */
bool quota_terminal_is_utf8(void);

#endif
