/* SPDX-License-Identifier: Apache-2.0 */
/* panel-view: draws the frames that a firmware prints as lines on its serial port. */
#define _POSIX_C_SOURCE 200809L

#include "panel/line.h"
#include "panel/model/chain_line.h"
#include "panel/model/frame.h"
#include "panel/model/png.h"
#include "panel/model/terminal.h"
#include "panel/transfer_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/**
 * Longest line that is kept: more than the widest panel takes. The rest of a longer line is lost.
 */
#define LINE_SIZE (PANEL_TRANSFER_LINE_SIZE(CHAIN_LENGTH_MAX) + 8)
/** Longest name of a file that is written. */
#define PATH_SIZE 4096

/** Exit statuses. */
enum {
    EXIT_MALFORMED = 1,
    EXIT_USAGE = 2,
    EXIT_OUTPUT = 3
};

/** What the user asked for. */
typedef struct request {
    panel_terminal_options terminal;
    panel_png_options png;
    const char *png_file;
    const char *png_directory;
    bool live;
    bool quiet;
    bool intensity;
} request;

/** How far the work is. */
typedef struct progress {
    chain wired;       /**< what the lines with transfers are sent to */
    panel_frame shown; /**< the last frame; without columns at first */
    unsigned long line;
    unsigned long frame;
    bool scrolled; /**< the last frame is no longer right above the cursor */
    bool malformed;
} progress;

static const char usage[] =
    "Usage: panel-view [OPTION]... < LINES\n"
    "Draw the frames in LINES, as a firmware prints them on its serial port:\n"
    "\n"
    "    panel 32x8 4 <pixels in hexadecimal>\n"
    "    max7219 4 <transfers to the chips in hexadecimal>\n"
    "\n"
    "The bytes of the second kind go to a model of the chips, their input at the right; what they\n"
    "light is drawn. A frame like the one before is not drawn again. Other lines go to standard\n"
    "error.\n"
    "\n"
    "  --style STYLE         dots (default), half, braille or ascii\n"
    "  --colour WHEN         auto (default: on a terminal), always or never\n"
    "  --live                draw each frame over the one before\n"
    "  --intensity           print each frame's intensity, 0 to 15, below it\n"
    "  --png FILE            write each frame to FILE as a PNG image; the last one stays\n"
    "  --png-directory DIR   write the frames to DIR/frame-00001.png and so on\n"
    "  --pitch PIXELS        from one LED to the next in images, 6 to 32 (default 16)\n"
    "  --quiet               draw nothing on standard output\n"
    "  --help                print this text\n"
    "\n"
    "Exit status: 0, 1 if a frame was garbled, 2 for a wrong option, 3 if writing failed.\n";

static void refuse(const char *option, const char *advice)
{
    fprintf(stderr, "panel-view: %s: %s (see --help)\n", option, advice);
    exit(EXIT_USAGE);
}

static panel_terminal_style style_of(const char *name)
{
    static const char *const names[] = {"dots", "half", "braille", "ascii"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            return (panel_terminal_style)i;
        }
    }
    refuse("--style", "give dots, half, braille or ascii");
    return PANEL_TERMINAL_DOTS;
}

static bool colour_of(const char *when)
{
    if (strcmp(when, "auto") == 0) {
        return isatty(STDOUT_FILENO) != 0;
    }
    if (strcmp(when, "always") != 0 && strcmp(when, "never") != 0) {
        refuse("--colour", "give auto, always or never");
    }
    return strcmp(when, "always") == 0;
}

static uint8_t pitch_of(const char *text)
{
    char *end;
    const long pitch = strtol(text, &end, 10);
    if (end == text || *end != '\0' || pitch < PANEL_PNG_PITCH_MIN || pitch > PANEL_PNG_PITCH_MAX) {
        refuse("--pitch", "give a number from 6 to 32");
    }
    return (uint8_t)pitch;
}

/** Take an option without a value; false if `name` is none. */
static bool take_flag(request *wanted, const char *name)
{
    if (strcmp(name, "--help") == 0) {
        fputs(usage, stdout);
        exit(EXIT_SUCCESS);
    }
    if (strcmp(name, "--live") == 0) {
        wanted->live = true;
    } else if (strcmp(name, "--intensity") == 0) {
        wanted->intensity = true;
    } else if (strcmp(name, "--quiet") == 0) {
        wanted->quiet = true;
    } else {
        return false;
    }
    return true;
}

/** Take an option with a value, which is NULL if it is missing. */
static void take_option(request *wanted, const char *name, const char *value)
{
    static const char *const names[] = {"--style", "--colour", "--png", "--png-directory",
                                        "--pitch"};
    size_t which = 0;
    while (which < sizeof names / sizeof names[0] && strcmp(name, names[which]) != 0) {
        which++;
    }
    if (which == sizeof names / sizeof names[0]) {
        refuse(name, "no such option");
    }
    if (value == NULL) {
        refuse(name, "its value is missing");
    }
    switch (which) {
    case 0:
        wanted->terminal.style = style_of(value);
        break;
    case 1:
        wanted->terminal.colour = colour_of(value);
        break;
    case 2:
        wanted->png_file = value;
        break;
    case 3:
        wanted->png_directory = value;
        break;
    default:
        wanted->png.pitch = pitch_of(value);
        break;
    }
}

static request request_of(int count, char **arguments)
{
    request wanted = {{PANEL_TERMINAL_DOTS, false}, {0}, NULL, NULL, false, false, false};
    wanted.terminal.colour = colour_of("auto");
    for (int i = 1; i < count; i++) {
        if (!take_flag(&wanted, arguments[i])) {
            take_option(&wanted, arguments[i], i + 1 < count ? arguments[i + 1] : NULL);
            i++;
        }
    }
    return wanted;
}

static void fail(const char *path)
{
    fprintf(stderr, "panel-view: ");
    perror(path);
    exit(EXIT_OUTPUT);
}

static void write_png(const request *wanted, const panel_frame *frame, const char *path)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL) {
        fail(path);
    }
    const bool written = panel_png_write(out, frame, &wanted->png);
    if (fclose(out) != 0 || !written) {
        fail(path);
    }
}

static void write_numbered_png(const request *wanted, const panel_frame *frame,
                               unsigned long number)
{
    char path[PATH_SIZE];
    const int length =
        snprintf(path, sizeof path, "%s/frame-%05lu.png", wanted->png_directory, number);
    if (length < 0 || (size_t)length >= sizeof path) {
        refuse("--png-directory", "the name is too long");
    }
    write_png(wanted, frame, path);
}

static int lines_of(const request *wanted)
{
    return panel_terminal_lines(wanted->terminal.style) + (wanted->intensity ? 1 : 0);
}

static void draw(const request *wanted, const progress *done)
{
    if (wanted->live && done->frame > 1 && !done->scrolled) {
        printf("\033[%dA\r", lines_of(wanted));
    } else if (done->frame > 1) {
        fputc('\n', stdout);
    }
    if (!panel_terminal_write(stdout, &done->shown, &wanted->terminal)) {
        fail("standard output");
    }
    if (wanted->intensity) {
        printf("intensity %u%s\n", done->shown.intensity, wanted->live ? "\033[K" : "");
    }
    if (fflush(stdout) != 0) {
        fail("standard output");
    }
}

static bool is_shown(const progress *done, const panel_frame *frame)
{
    return frame->columns == done->shown.columns && frame->intensity == done->shown.intensity &&
           memcmp(frame->pixels, done->shown.pixels, PANEL_PIXELS_SIZE((size_t)frame->columns)) ==
               0;
}

/** Firmware and driver repeat a picture now and then: that is not drawn again. */
static void show(const request *wanted, progress *done, const panel_frame *frame)
{
    if (is_shown(done, frame)) {
        return;
    }
    done->shown = *frame;
    done->frame++;
    if (!wanted->quiet) {
        draw(wanted, done);
    }
    done->scrolled = false;
    if (wanted->png_file != NULL) {
        write_png(wanted, frame, wanted->png_file);
    }
    if (wanted->png_directory != NULL) {
        write_numbered_png(wanted, frame, done->frame);
    }
}

/** Read a line without its end into `line`; returns its length, or -1 at the end of the input. */
static long read_line(char *line)
{
    long length = 0;
    int character = getchar();
    if (character == EOF) {
        return -1;
    }
    for (; character != EOF && character != '\n'; character = getchar()) {
        if (length < LINE_SIZE) {
            line[length++] = (char)character;
        }
    }
    return length;
}

static panel_line_form take_frame(const request *wanted, progress *done, const char *line,
                                  size_t length)
{
    static uint8_t pixels[PANEL_PIXELS_SIZE(PANEL_COLUMNS_MAX)];
    static panel_frame frame;
    panel_canvas canvas;
    uint8_t intensity;
    const panel_line_form form =
        panel_line_read(line, length, &canvas, pixels, sizeof pixels, &intensity);
    if (form == PANEL_LINE_FRAME) {
        panel_frame_copy(&frame, &canvas, intensity);
        show(wanted, done, &frame);
    }
    return form;
}

static panel_line_form take_transfers(const request *wanted, progress *done, const char *line,
                                      size_t length)
{
    static const chain_mounting upright = {false, false, 0};
    static panel_frame frame;
    const panel_line_form form = chain_line_read(&done->wired, line, length);
    if (form == PANEL_LINE_FRAME) {
        chain_look(&done->wired, &upright, &frame);
        show(wanted, done, &frame);
    }
    return form;
}

static void take_line(const request *wanted, progress *done, const char *line, size_t length)
{
    panel_line_form form = take_frame(wanted, done, line, length);
    done->line++;
    if (form == PANEL_LINE_OTHER) {
        form = take_transfers(wanted, done, line, length);
    }
    if (form == PANEL_LINE_OTHER) {
        fprintf(stderr, "%.*s\n", (int)length, line);
    } else if (form == PANEL_LINE_MALFORMED) {
        fprintf(stderr, "panel-view: line %lu: a frame that is cut or garbled, not drawn\n",
                done->line);
        done->malformed = true;
    }
    if (form != PANEL_LINE_FRAME && isatty(STDERR_FILENO) != 0) {
        done->scrolled = true;
    }
}

int main(int argc, char **argv)
{
    static char line[LINE_SIZE];
    static progress done;
    const request wanted = request_of(argc, argv);
    for (long length = read_line(line); length >= 0; length = read_line(line)) {
        take_line(&wanted, &done, line, (size_t)length);
    }
    return done.malformed ? EXIT_MALFORMED : EXIT_SUCCESS;
}
