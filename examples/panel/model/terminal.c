/* SPDX-License-Identifier: Apache-2.0 */
#include "panel/model/terminal.h"

/** The board behind the LEDs, whatever the terminal's background, and an LED on it that is off. */
#define BOARD_COLOUR "\033[48;2;11;11;13m"
#define UNLIT_COLOUR "\033[38;2;58;31;32m"
#define PLAIN        "\033[0m"

/** What is being drawn where. */
typedef struct drawing {
    FILE *out;
    const panel_frame *frame;
    const panel_terminal_options *options;
    int colour; /* in effect: -1 none, 0 unlit, 1 lit */
} drawing;

static void set_colour(drawing *to, bool lit)
{
    const unsigned intensity = to->frame->intensity;
    if (!to->options->colour || to->colour == (lit ? 1 : 0)) {
        return;
    }
    to->colour = lit ? 1 : 0;
    if (lit) {
        fprintf(to->out, "\033[38;2;%u;%u;%um", 165 + 6 * intensity, 20 + 3 * intensity,
                16 + 2 * intensity);
    } else {
        fputs(UNLIT_COLOUR, to->out);
    }
}

static void put(drawing *to, bool lit, const char *text)
{
    set_colour(to, lit);
    fputs(text, to->out);
}

static void begin_line(drawing *to)
{
    if (to->options->colour) {
        fputs(BOARD_COLOUR, to->out);
    }
}

static void end_line(drawing *to)
{
    if (to->options->colour) {
        fputs(PLAIN, to->out);
        to->colour = -1;
    }
    fputc('\n', to->out);
}

/** The dots with a blank between; where the board can be seen, it has a margin. */
static void write_dots(drawing *to, int y)
{
    const bool has_board = to->options->colour;
    for (int x = 0; x < to->frame->columns; x++) {
        const bool lit = panel_frame_is_lit(to->frame, x, y);
        if (x > 0 || has_board) {
            fputc(' ', to->out);
        }
        put(to, lit, lit || has_board ? "\u25cf" : "\u00b7");
    }
    if (has_board) {
        fputc(' ', to->out);
    }
}

static void write_ascii(drawing *to, int y)
{
    for (int x = 0; x < to->frame->columns; x++) {
        const bool lit = panel_frame_is_lit(to->frame, x, y);
        put(to, lit, lit ? "#" : ".");
    }
}

static void write_half_blocks(drawing *to, int y)
{
    static const char *const blocks[] = {" ", "\u2580", "\u2584", "\u2588"};
    for (int x = 0; x < to->frame->columns; x++) {
        const int upper = panel_frame_is_lit(to->frame, x, y) ? 1 : 0;
        const int lower = panel_frame_is_lit(to->frame, x, y + 1) ? 2 : 0;
        put(to, true, blocks[upper | lower]);
    }
}

/** The braille pattern for two columns and four rows: Unicode numbers its dots in this order. */
static unsigned braille_dots(const panel_frame *frame, int x, int y)
{
    static const struct {
        uint8_t x;
        uint8_t y;
    } dots[] = {{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}};
    unsigned pattern = 0;
    for (unsigned i = 0; i < 8; i++) {
        if (panel_frame_is_lit(frame, x + dots[i].x, y + dots[i].y)) {
            pattern |= 1u << i;
        }
    }
    return pattern;
}

static void write_braille(drawing *to, int y)
{
    for (int x = 0; x < to->frame->columns; x += 2) {
        const unsigned pattern = braille_dots(to->frame, x, y);
        /* U+2800 plus the pattern, in UTF-8. */
        const char text[] = {(char)0xe2, (char)(0xa0u | pattern >> 6),
                             (char)(0x80u | (pattern & 63u)), '\0'};
        put(to, true, text);
    }
}

int panel_terminal_lines(panel_terminal_style style)
{
    switch (style) {
    case PANEL_TERMINAL_HALF:
        return PANEL_ROWS / 2;
    case PANEL_TERMINAL_BRAILLE:
        return PANEL_ROWS / 4;
    default:
        return PANEL_ROWS;
    }
}

int panel_terminal_width(const panel_terminal_options *options, int columns)
{
    switch (options->style) {
    case PANEL_TERMINAL_DOTS:
        return options->colour ? 2 * columns + 1 : 2 * columns - 1;
    case PANEL_TERMINAL_BRAILLE:
        return columns / 2;
    default:
        return columns;
    }
}

static void write_line(drawing *to, int y)
{
    begin_line(to);
    switch (to->options->style) {
    case PANEL_TERMINAL_DOTS:
        write_dots(to, y);
        break;
    case PANEL_TERMINAL_HALF:
        write_half_blocks(to, y);
        break;
    case PANEL_TERMINAL_BRAILLE:
        write_braille(to, y);
        break;
    case PANEL_TERMINAL_ASCII:
        write_ascii(to, y);
        break;
    }
    end_line(to);
}

bool panel_terminal_write(FILE *out, const panel_frame *frame,
                          const panel_terminal_options *options)
{
    drawing to = {out, frame, options, -1};
    const int step = PANEL_ROWS / panel_terminal_lines(options->style);
    for (int y = 0; y < PANEL_ROWS; y += step) {
        write_line(&to, y);
    }
    return ferror(out) == 0;
}
