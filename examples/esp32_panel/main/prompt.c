/* SPDX-License-Identifier: Apache-2.0 */
#include "prompt.h"

#include "tc3/text.h"

#include <string.h>

enum {
    KEY_CANCEL = 0x03,
    KEY_END = 0x04,
    KEY_BACKSPACE = 0x08,
    KEY_LINE_FEED = 0x0a,
    KEY_RETURN = 0x0d,
    KEY_ERASE_LINE = 0x15,
    KEY_ESCAPE = 0x1b,
    KEY_DELETE = 0x7f
};

/** A line as it is being typed. */
typedef struct line {
    terminal *on;
    char *text;
    size_t size;
    size_t length;
    bool is_secret;
    bool too_long;
    bool cancelled;
} line;

static void echo(const line *typed, const char *text)
{
    if (!typed->is_secret) {
        typed->on->write(typed->on->context, text);
    }
}

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xc0u) == 0x80u;
}

static void erase_character(line *typed)
{
    if (typed->length == 0) {
        return;
    }
    do {
        typed->length--;
    } while (typed->length > 0 && continues_character(typed->text[typed->length]));
    typed->text[typed->length] = '\0';
    echo(typed, "\b \b");
}

static void add(line *typed, int byte)
{
    const char text[2] = {(char)byte, '\0'};

    if (typed->length + 1 >= typed->size) {
        typed->too_long = true;
        return;
    }
    typed->text[typed->length++] = text[0];
    typed->text[typed->length] = '\0';
    echo(typed, text);
}

/** Read the rest of what a key such as an arrow sends: ESC [ parameters letter, or ESC letter. */
static void skip_escape_sequence(const line *typed)
{
    int byte = typed->on->read(typed->on->context);

    if (byte != '[' && byte != 'O') {
        return;
    }
    do {
        byte = typed->on->read(typed->on->context);
    } while (byte >= 0x20 && byte < 0x40);
}

/** Take one byte; false at the end of the line. */
static bool take(line *typed, int byte)
{
    switch (byte) {
    case KEY_LINE_FEED:
    case KEY_RETURN:
        return false;
    case KEY_CANCEL:
    case KEY_END:
        typed->cancelled = true;
        return false;
    case KEY_BACKSPACE:
    case KEY_DELETE:
        erase_character(typed);
        return true;
    case KEY_ERASE_LINE:
        while (typed->length > 0) {
            erase_character(typed);
        }
        typed->too_long = false;
        return true;
    case KEY_ESCAPE:
        skip_escape_sequence(typed);
        return true;
    default:
        if (byte >= 0x20) {
            add(typed, byte);
        } else if (byte < 0) {
            typed->cancelled = true;
            return false;
        }
        return true;
    }
}

void prompt_line_was_read(terminal *on)
{
    on->after_line_end = true;
    on->line_end_ms = on->now_ms(on->context);
}

/** Whether a line feed that comes now is the second byte of the line end before it. */
static bool is_in_line_end(const terminal *on)
{
    return on->after_line_end && on->now_ms(on->context) - on->line_end_ms < PROMPT_LINE_END_MS;
}

/** The next byte; the second byte of a line end is passed over. */
static int next_byte(terminal *on)
{
    int byte = on->read(on->context);

    if (byte == KEY_LINE_FEED && is_in_line_end(on)) {
        byte = on->read(on->context);
    }
    on->after_line_end = false;
    if (byte == KEY_LINE_FEED || byte == KEY_RETURN) {
        prompt_line_was_read(on);
    }
    return byte;
}

prompt_result prompt_read(terminal *on, const char *question, bool is_secret, char *answer,
                          size_t size)
{
    line typed = {.on = on, .text = answer, .size = size, .is_secret = is_secret};

    answer[0] = '\0';
    on->write(on->context, question);
    while (take(&typed, next_byte(on))) {
    }
    on->write(on->context, "\n");
    if (!typed.cancelled && !typed.too_long) {
        return PROMPT_ANSWERED;
    }
    tc3_wipe(answer, size);
    return typed.cancelled ? PROMPT_CANCELLED : PROMPT_TOO_LONG;
}
