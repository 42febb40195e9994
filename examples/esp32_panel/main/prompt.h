/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file prompt.h
 * Asks a question on a serial terminal and reads the line that is typed, without echo if it is a
 * secret. Knows no platform.
 */
#ifndef ESP32_PANEL_PROMPT_H
#define ESP32_PANEL_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * A line feed less than this many milliseconds after a line end belongs to it. Long for a terminal,
 * short for a person.
 */
#define PROMPT_LINE_END_MS 200u

/** A terminal. */
typedef struct terminal {
    void *context;
    int (*read)(void *context); /**< wait for a byte; negative: none will come */
    void (*write)(void *context, const char *text); /**< NUL-terminated UTF-8; "\n" ends a line */
    uint32_t (*now_ms)(void *context);              /**< monotonic milliseconds; may wrap */
    bool after_line_end;                            /**< private: the last byte ended a line, */
    uint32_t line_end_ms;                           /**< private: at this time */
} terminal;

/** How a question ended. */
typedef enum prompt_result {
    PROMPT_ANSWERED,
    PROMPT_CANCELLED, /**< by Ctrl-C or Ctrl-D, or the terminal is gone; `answer` is empty */
    PROMPT_TOO_LONG   /**< the line does not fit; `answer` is empty */
} prompt_result;

/**
 * Say that something else has just read a line from `on`, such as the command that asks: the rest
 * of its line end is not taken for an answer.
 */
void prompt_line_was_read(terminal *on);

/**
 * Write `question`, then read a line into `answer`, `size` bytes with its NUL. Carriage return,
 * line feed or both end it, also if a driver on the way turned the carriage return into a second
 * line feed (PROMPT_LINE_END_MS). Backspace erases a character (a whole one of UTF-8), Ctrl-U the
 * line; escape sequences of the terminal, as of arrow keys, are ignored, other control characters
 * too. With `is_secret` nothing that is typed appears.
 */
prompt_result prompt_read(terminal *on, const char *question, bool is_secret, char *answer,
                          size_t size);

#endif
