/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file png_file.h
 * An image of the LED panel in a file that others read while it changes.
 */
#ifndef QUOTA_PNG_FILE_H
#define QUOTA_PNG_FILE_H

#include "panel/model/frame.h"

/**
 * Write `frame` to the file `path`, which holds either the old image or the new one at any time:
 * the image is written beside it and takes its name. Returns NULL, or why that failed; then the
 * file is as it was. Whatever is no regular file, a symbolic link among them, is not replaced.
 */
const char *quota_png_file_write(const char *path, const panel_frame *frame);

#endif
