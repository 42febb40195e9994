/* SPDX-License-Identifier: Apache-2.0 */
#include "picture.h"

#include "panel/model/terminal.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SIZE 1024
#define TEXT_SIZE 4096

static FILE *open_picture(const char *name, const char *mode)
{
    char path[PATH_SIZE];
    const int length = snprintf(path, sizeof path, "%s/%s.txt", TEST_PANEL_PICTURES, name);
    assert_in_range(length, 1, sizeof path - 1);
    return fopen(path, mode);
}

static void print(FILE *out, const panel_frame *frame)
{
    static const panel_terminal_options plain = {PANEL_TERMINAL_ASCII, false};
    assert_true(panel_terminal_write(out, frame, &plain));
    fprintf(out, "intensity %u\n", frame->intensity);
}

static void rewrite(const char *name, const panel_frame *frame)
{
    FILE *out = open_picture(name, "w");
    assert_non_null(out);
    print(out, frame);
    assert_int_equal(fclose(out), 0);
}

static void read_all(FILE *from, char text[TEXT_SIZE])
{
    const size_t length = fread(text, 1, TEXT_SIZE - 1, from);
    text[length] = '\0';
    assert_int_equal(fclose(from), 0);
}

void picture_check(const char *name, const panel_frame *frame)
{
    static char wanted[TEXT_SIZE];
    static char shown[TEXT_SIZE];
    if (getenv("PANEL_PICTURES_REWRITE") != NULL) {
        rewrite(name, frame);
    }
    FILE *file = open_picture(name, "r");
    FILE *copy = tmpfile();
    if (file == NULL) {
        fail_msg("there is no picture %s.txt", name);
    }
    assert_non_null(copy);
    print(copy, frame);
    rewind(copy);
    read_all(file, wanted);
    read_all(copy, shown);
    if (strcmp(wanted, shown) != 0) {
        fail_msg("%s.txt is\n%s\nbut the panel shows\n%s", name, wanted, shown);
    }
}
