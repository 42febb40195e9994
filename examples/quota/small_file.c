/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "small_file.h"

#include "tc3/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static quota_file_result read_all(int descriptor, char *buffer, size_t capacity, size_t *length)
{
    size_t used = 0;

    while (used < capacity) {
        ssize_t got = read(descriptor, buffer + used, capacity - used);

        if (got == 0) {
            buffer[used] = '\0';
            *length = used;
            return QUOTA_FILE_READ;
        }
        if (got < 0 && errno != EINTR) {
            return QUOTA_FILE_FAILED;
        }
        used += got > 0 ? (size_t)got : 0;
    }
    return QUOTA_FILE_TOO_LARGE;
}

static quota_file_result read_regular(int descriptor, char *buffer, size_t capacity, size_t *length,
                                      bool *exposed)
{
    struct stat properties;

    if (fstat(descriptor, &properties) != 0) {
        return QUOTA_FILE_FAILED;
    }
    if (S_ISDIR(properties.st_mode)) {
        errno = EISDIR;
        return QUOTA_FILE_FAILED;
    }
    if (!S_ISREG(properties.st_mode)) {
        return QUOTA_FILE_NOT_REGULAR;
    }
    *exposed = (properties.st_mode & (S_IRWXG | S_IRWXO)) != 0;
    return read_all(descriptor, buffer, capacity, length);
}

quota_file_result quota_small_file_read(const char *path, char *buffer, size_t capacity,
                                        size_t *length, bool *exposed)
{
    /* O_NONBLOCK: opening a FIFO must not wait for its writer. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    quota_file_result result;
    int reason;

    if (descriptor < 0) {
        return errno == ENOENT || errno == ENOTDIR ? QUOTA_FILE_MISSING : QUOTA_FILE_FAILED;
    }
    result = read_regular(descriptor, buffer, capacity, length, exposed);
    reason = errno;
    close(descriptor);
    if (result != QUOTA_FILE_READ) {
        tc3_wipe(buffer, capacity);
    }
    errno = reason;
    return result;
}
