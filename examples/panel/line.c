/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/line.h"

#include "panel/digits.h"

#include <string.h>

/** How a line with a frame begins. */
static const char mark[] = "panel ";
#define MARK_LENGTH (sizeof mark - 1)

/** Highest value of the intensity. */
#define INTENSITY_MAX 15

/** Where the characters go. */
typedef struct sink {
    void (*put)(void *context, char character);
    void *context;
} sink;

/** What is left of a line. */
typedef struct source {
    const char *at;
    const char *end;
} source;

static void put_text(const sink *to, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        to->put(to->context, text[i]);
    }
}

static void put_number(const sink *to, uint16_t number)
{
    char digits[PANEL_DIGITS_MAX];
    put_text(to, digits, panel_digits_write(number, digits));
}

static char hexadecimal(unsigned nibble)
{
    return "0123456789abcdef"[nibble & 15u];
}

static void put_byte(const sink *to, uint8_t byte)
{
    to->put(to->context, hexadecimal(byte >> 4u));
    to->put(to->context, hexadecimal(byte));
}

void panel_line_write(const panel_canvas *canvas, uint8_t intensity,
                      void (*put)(void *context, char character), void *context)
{
    const sink to = {put, context};
    put_text(&to, mark, MARK_LENGTH);
    put_number(&to, canvas->columns);
    put_text(&to, "x8 ", 3);
    put_number(&to, intensity);
    put_text(&to, " ", 1);
    for (size_t i = 0; i < PANEL_PIXELS_SIZE((size_t)canvas->columns); i++) {
        put_byte(&to, canvas->pixels[i]);
    }
    put_text(&to, "\n", 1);
}

static bool take_text(source *from, const char *text)
{
    const size_t length = strlen(text);
    if ((size_t)(from->end - from->at) < length || memcmp(from->at, text, length) != 0) {
        return false;
    }
    from->at += length;
    return true;
}

static bool take_number(source *from, uint16_t limit, uint16_t *number)
{
    const char *start = from->at;
    uint32_t value = 0;
    while (from->at < from->end && *from->at >= '0' && *from->at <= '9' && value <= limit) {
        value = value * 10 + (uint32_t)(*from->at - '0');
        from->at++;
    }
    *number = (uint16_t)value;
    return from->at > start && (*start != '0' || from->at == start + 1) && value <= limit;
}

static int nibble_of(char character)
{
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

static bool take_byte(source *from, uint8_t *byte)
{
    if (from->end - from->at < 2) {
        return false;
    }
    const int high = nibble_of(from->at[0]);
    const int low = nibble_of(from->at[1]);
    from->at += 2;
    *byte = (uint8_t)(high * 16 + low);
    return high >= 0 && low >= 0;
}

static bool take_pixels(source *from, const panel_canvas *canvas)
{
    for (size_t i = 0; i < PANEL_PIXELS_SIZE((size_t)canvas->columns); i++) {
        if (!take_byte(from, &canvas->pixels[i])) {
            return false;
        }
    }
    return true;
}

static bool take_end(source *from)
{
    (void)take_text(from, "\r");
    (void)take_text(from, "\n");
    return from->at == from->end;
}

panel_line_form panel_line_read(const char *line, size_t length, panel_canvas *canvas,
                                uint8_t *pixels, size_t size, uint8_t *intensity)
{
    source from = {line, line + length};
    panel_canvas frame;
    uint16_t columns;
    uint16_t level;
    if (!take_text(&from, mark)) {
        return PANEL_LINE_OTHER;
    }
    if (!take_number(&from, PANEL_COLUMNS_MAX, &columns) || !take_text(&from, "x8 ") ||
        !take_number(&from, INTENSITY_MAX, &level) || !take_text(&from, " ") ||
        !panel_canvas_init(&frame, columns, pixels, size) || !take_pixels(&from, &frame) ||
        !take_end(&from)) {
        return PANEL_LINE_MALFORMED;
    }
    *canvas = frame;
    *intensity = (uint8_t)level;
    return PANEL_LINE_FRAME;
}
