/* SPDX-License-Identifier: Apache-2.0 */
#include "screen.h"

#include "panel/model/terminal.h"

#include <limits.h>
#include <stdio.h>

#define HIDE_CURSOR "\033[?25l"
#define SHOW_CURSOR "\033[?25h"
/** Lines that are too long for the terminal are cut, or wrapped as usual. */
#define CUT_LINES   "\033[?7l"
#define WRAP_LINES  "\033[?7h"
#define UP          "\r\033[%dA"
#define ERASE_REST  "\033[J"

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

/** The terminal's size, as far as it matters: a frame that stays may be as high as it likes. */
static quota_terminal_size size_for(const quota_screen *screen)
{
    quota_terminal_size size = quota_terminal_size_of(stdout);

    if (!screen->live) {
        size.lines = INT_MAX;
    }
    return size;
}

static bool is_resized(const quota_screen *screen, quota_terminal_size size)
{
    return size.columns != screen->size.columns || size.lines != screen->size.lines;
}

/** Rows that what was drawn takes now: the terminal breaks a line that is too wide in pieces. */
static int rows_now(const quota_screen *screen, quota_terminal_size size)
{
    return screen->lines * ((screen->width - 1) / size.columns + 1);
}

static void set_cutting(quota_screen *screen, bool cuts)
{
    if (screen->cuts != cuts) {
        fputs(cuts ? CUT_LINES : WRAP_LINES, stdout);
        screen->cuts = cuts;
    }
}

/** A frame's lines are cut, not wrapped, until a terminal that shrank gets another frame. */
static void begin_live(quota_screen *screen, quota_terminal_size size, bool is_frame)
{
    if (!screen->entered) {
        fputs(HIDE_CURSOR, stdout);
        screen->entered = true;
    }
    set_cutting(screen, is_frame);
    if (screen->lines > 0) {
        fprintf(stdout, UP, rows_now(screen, size));
        fputs(is_resized(screen, size) ? ERASE_REST : "", stdout);
    }
}

/** Say in one line, whose width is returned, why a frame of `columns` is not drawn. */
static int write_refusal(const panel_terminal_options *drawing, int columns,
                         quota_terminal_size size)
{
    int needed = panel_terminal_width(drawing, columns);
    int written;

    if (needed > size.columns) {
        written = fprintf(stdout,
                          "tc3-quota: the terminal has %d columns, this panel needs %d: "
                          "widen it or give --panel-columns N\n",
                          size.columns, needed);
    } else {
        written = fprintf(stdout,
                          "tc3-quota: the terminal has %d lines, this panel needs %d: "
                          "make it higher\n",
                          size.lines, panel_terminal_lines(drawing->style) + 1);
    }
    return written > 1 ? written - 1 : 1;
}

/** Write the frame, or else why it is not drawn, and note what the next frame replaces. */
static void write_what_fits(quota_screen *screen, const panel_frame *frame,
                            const panel_terminal_options *drawing, quota_terminal_size size)
{
    screen->refused = !fits(drawing, frame->columns, size);
    screen->size = size;
    if (screen->refused) {
        screen->lines = 1;
        screen->width = write_refusal(drawing, frame->columns, size);
    } else {
        screen->lines = panel_terminal_lines(drawing->style);
        screen->width = panel_terminal_width(drawing, frame->columns);
        (void)panel_terminal_write(stdout, frame, drawing);
    }
}

void quota_screen_draw(quota_screen *screen, const panel_frame *frame)
{
    quota_terminal_size size = size_for(screen);
    panel_terminal_options drawing = choose_drawing(frame->columns, size);
    bool is_frame = fits(&drawing, frame->columns, size);

    if (!is_frame && screen->refused && screen->lines > 0 && !is_resized(screen, size)) {
        return;
    }
    if (screen->live) {
        begin_live(screen, size, is_frame);
    } else if (screen->has_drawn) {
        putc('\n', stdout);
    }
    write_what_fits(screen, frame, &drawing, size);
    if (screen->live) {
        (void)fflush(stdout);
    }
    screen->has_drawn = true;
}

bool quota_screen_is_outdated(const quota_screen *screen)
{
    return !screen->entered || is_resized(screen, size_for(screen));
}

void quota_screen_erase(quota_screen *screen)
{
    if (!screen->live) {
        return;
    }
    set_cutting(screen, false);
    if (screen->lines > 0) {
        fprintf(stdout, UP ERASE_REST, rows_now(screen, size_for(screen)));
        screen->lines = 0;
    }
    (void)fflush(stdout);
}

void quota_screen_leave(quota_screen *screen)
{
    if (screen->entered) {
        fputs(WRAP_LINES SHOW_CURSOR, stdout);
        (void)fflush(stdout);
        screen->entered = false;
        screen->cuts = false;
    }
    screen->lines = 0;
}
