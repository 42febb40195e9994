/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file option_values.h
 * The values of the options that take one.
 */
#ifndef QUOTA_OPTION_VALUES_H
#define QUOTA_OPTION_VALUES_H

#include "options.h"

/** The options that take a value: a letter, or a number above all letters if it has none. */
typedef enum quota_option {
    QUOTA_OPTION_OUTPUT = 'o',
    QUOTA_OPTION_ENDPOINT = 256,
    QUOTA_OPTION_CONNECT_TO,
    QUOTA_OPTION_CA_FILE,
    QUOTA_OPTION_TIMEOUT,
    QUOTA_OPTION_RETRIES,
    QUOTA_OPTION_WATCH,
    QUOTA_OPTION_COUNT,
    QUOTA_OPTION_PROFILE,
    QUOTA_OPTION_LANGUAGE,
    QUOTA_OPTION_PANEL_PNG,
    QUOTA_OPTION_PANEL_COLUMNS,
    QUOTA_OPTION_LOW
} quota_option;

/**
 * Read `text`, the value of `option`, into `options`, which may keep a view of it. NULL, or what is
 * wrong with it: a constant sentence without its end, after which `options` is not to be used.
 */
const char *quota_option_read(quota_option option, const char *text, quota_options *options);

#endif
