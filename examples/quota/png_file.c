/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "png_file.h"

#include "panel/model/png.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** Longest path with its NUL. */
#define PATH_SIZE  4096
/** Access rights before the user's mask. */
#define ACCESS     0666
/** Bytes written at a time. */
#define CHUNK_SIZE 65536

/** The name beside `path` that no other process uses; false if it is too long. */
static bool make_name(char name[PATH_SIZE], const char *path)
{
    int length = snprintf(name, PATH_SIZE, "%s.%ld.new", path, (long)getpid());

    return length > 0 && length < PATH_SIZE;
}

/** Make the new file `name`; one of that name is a process's that was killed. */
static FILE *create(const char *name)
{
    int descriptor;

    (void)unlink(name);
    descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, ACCESS);
    return descriptor < 0 ? NULL : fdopen(descriptor, "wb");
}

/** Write the image into `out` and close it; false, with errno, if any of it failed. */
static bool fill(FILE *out, const panel_frame *frame)
{
    static const panel_png_options usual;
    static char buffer[CHUNK_SIZE];
    bool written;
    int fault;

    (void)setvbuf(out, buffer, _IOFBF, sizeof buffer);
    written = panel_png_write(out, frame, &usual) && fflush(out) == 0;
    fault = errno;
    if (fclose(out) != 0) {
        return false;
    }
    errno = fault;
    return written;
}

const char *quota_png_file_write(const char *path, const panel_frame *frame)
{
    char name[PATH_SIZE];
    struct stat found;
    FILE *out;
    int fault;

    if (lstat(path, &found) == 0 && !S_ISREG(found.st_mode)) {
        return "there is something that is no regular file";
    }
    if (!make_name(name, path)) {
        return strerror(ENAMETOOLONG);
    }
    out = create(name);
    if (out == NULL) {
        return strerror(errno);
    }
    if (fill(out, frame) && rename(name, path) == 0) {
        return NULL;
    }
    fault = errno;
    (void)unlink(name);
    return strerror(fault);
}
