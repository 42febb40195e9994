/* SPDX-License-Identifier: Apache-2.0 */
#include "screen.h"

#include "panel/model/terminal.h"

#include <stdio.h>

/** The cursor is hidden, and lines that are too long are cut instead of wrapped. */
#define ENTER      "\033[?25l\033[?7l"
#define LEAVE      "\033[?7h\033[?25h"
#define UP         "\r\033[%dA"
#define ERASE_REST "\033[J"

/** Whether a frame of `columns` fits a terminal of `size`; the cursor takes a line, too. */
static bool fits(const panel_terminal_options *drawing, int columns, quota_terminal_size size)
{
    return panel_terminal_width(drawing, columns) <= size.columns &&
           panel_terminal_lines(drawing->style) < size.lines;
}

/** The largest form that fits, else the smallest. */
static panel_terminal_options choose_drawing(int columns, quota_terminal_size size)
{
    panel_terminal_options drawing = {PANEL_TERMINAL_DOTS, quota_terminal_has_colour(stdout)};

    if (!quota_terminal_is_utf8()) {
        drawing.style = PANEL_TERMINAL_ASCII;
        return drawing;
    }
    if (!fits(&drawing, columns, size)) {
        drawing.style = PANEL_TERMINAL_HALF;
    }
    if (!fits(&drawing, columns, size)) {
        drawing.style = PANEL_TERMINAL_BRAILLE;
    }
    return drawing;
}

static bool is_resized(const quota_screen *screen, quota_terminal_size size)
{
    return size.columns != screen->size.columns || size.lines != screen->size.lines;
}

/** Lines that the frame takes now: a terminal that became narrower has broken each in pieces. */
static int lines_now(const quota_screen *screen, quota_terminal_size size)
{
    int shown = screen->width < screen->size.columns ? screen->width : screen->size.columns;

    return screen->lines * ((shown - 1) / size.columns + 1);
}

static void begin_live(quota_screen *screen, quota_terminal_size size)
{
    if (!screen->entered) {
        fputs(ENTER, stdout);
        screen->entered = true;
    }
    if (screen->lines > 0) {
        fprintf(stdout, UP, lines_now(screen, size));
        fputs(is_resized(screen, size) ? ERASE_REST : "", stdout);
    }
}

void quota_screen_draw(quota_screen *screen, const panel_frame *frame)
{
    quota_terminal_size size = quota_terminal_size_of(stdout);
    panel_terminal_options drawing = choose_drawing(frame->columns, size);

    if (screen->live) {
        begin_live(screen, size);
    } else if (screen->has_drawn) {
        putc('\n', stdout);
    }
    (void)panel_terminal_write(stdout, frame, &drawing);
    if (screen->live) {
        (void)fflush(stdout);
    }
    screen->lines = panel_terminal_lines(drawing.style);
    screen->width = panel_terminal_width(&drawing, frame->columns);
    screen->size = size;
    screen->has_drawn = true;
}

bool quota_screen_is_outdated(const quota_screen *screen)
{
    return !screen->entered || is_resized(screen, quota_terminal_size_of(stdout));
}

void quota_screen_erase(quota_screen *screen)
{
    if (screen->live && screen->lines > 0) {
        fprintf(stdout, UP ERASE_REST, lines_now(screen, quota_terminal_size_of(stdout)));
        (void)fflush(stdout);
        screen->lines = 0;
    }
}

void quota_screen_leave(quota_screen *screen)
{
    if (screen->entered) {
        fputs(LEAVE, stdout);
        (void)fflush(stdout);
        screen->entered = false;
    }
    screen->lines = 0;
}
