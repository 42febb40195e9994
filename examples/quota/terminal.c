/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "terminal.h"

#include <langinfo.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/** The size of a terminal that does not tell it, such as one on a serial line. */
#define USUAL_COLUMNS 80
#define USUAL_LINES   24

bool quota_terminal_is_attached(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

bool quota_terminal_is_interactive(FILE *stream)
{
    const char *kind = getenv("TERM");

    return quota_terminal_is_attached(stream) && kind != NULL && kind[0] != '\0' &&
           strcmp(kind, "dumb") != 0;
}

bool quota_terminal_has_colour(FILE *stream)
{
    const char *no_colour = getenv("NO_COLOR");

    return (no_colour == NULL || no_colour[0] == '\0') && quota_terminal_is_interactive(stream);
}

quota_terminal_size quota_terminal_size_of(FILE *stream)
{
    quota_terminal_size size = {INT_MAX, INT_MAX};
    struct winsize known;

    if (ioctl(fileno(stream), TIOCGWINSZ, &known) != 0) {
        return size;
    }
    size.columns = known.ws_col > 0 ? known.ws_col : USUAL_COLUMNS;
    size.lines = known.ws_row > 0 ? known.ws_row : USUAL_LINES;
    return size;
}

bool quota_terminal_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
