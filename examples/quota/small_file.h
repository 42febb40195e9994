/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file small_file.h
 * Reads a small file that holds secrets, without a copy in a buffer of the C library.
 */
#ifndef QUOTA_SMALL_FILE_H
#define QUOTA_SMALL_FILE_H

#include <stdbool.h>
#include <stddef.h>

/** What became of reading a file. */
typedef enum quota_file_result {
    QUOTA_FILE_READ,        /**< it is in the buffer */
    QUOTA_FILE_MISSING,     /**< there is no such file */
    QUOTA_FILE_TOO_LARGE,   /**< it does not fit the buffer */
    QUOTA_FILE_NOT_REGULAR, /**< it is a device, a pipe or a socket, and was not read */
    QUOTA_FILE_FAILED       /**< it is there but cannot be read; errno says why */
} quota_file_result;

/**
 * Read the regular file `path` into `buffer`, with a NUL, and its length into `*length`. `*exposed`
 * tells if users other than its owner may read or write it. Unless all went well the buffer is
 * wiped.
 */
quota_file_result quota_small_file_read(const char *path, char *buffer, size_t capacity,
                                        size_t *length, bool *exposed);

#endif
