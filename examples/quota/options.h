/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file options.h
 * The command line.
 */
#ifndef QUOTA_OPTIONS_H
#define QUOTA_OPTIONS_H

#include "output.h"

#include "tc3/client.h"

#include <stdbool.h>
#include <stdint.h>

/** Most retries of one refresh. */
#define QUOTA_RETRIES_MAX   20u
/** Width of the LED panel if none is given. */
#define QUOTA_PANEL_COLUMNS 32u
/** Most refreshes that --count takes. */
#define QUOTA_COUNT_MAX     1000000000u

/** What the user wants. Strings are views into argv or constants, or lie in the struct. */
typedef struct quota_options {
    char host[TC3_HOST_MAX + 1];
    char connect_address[TC3_HOST_MAX + 1]; /**< empty: the host */
    uint16_t connect_port;                  /**< 0: the usual one */
    const char *ca_file;                    /**< NULL: the built-in trust anchors */
    const char *profile;                    /**< NULL: the default */
    const char *language;                   /**< NULL: the account's */
    const quota_output *output;
    const char *panel_png;  /**< where to write an image of the LED panel; NULL: nowhere */
    uint16_t panel_columns; /**< a multiple of 8 */
    uint8_t low_percent;    /**< of the total; a quota below is low on the panel */
    uint32_t timeout_ms;
    uint32_t watch_ms; /**< between refreshes */
    uint32_t count;    /**< refreshes; 0: without end */
    uint8_t attempts;
    bool verbose;
} quota_options;

/** What is to be done. */
typedef enum quota_request {
    QUOTA_REQUEST_RUN,
    QUOTA_REQUEST_HELP,
    QUOTA_REQUEST_VERSION,
    QUOTA_REQUEST_NONE /**< the command line is wrong, and the user was told so */
} quota_request;

/** Read the command line into `options`. */
quota_request quota_options_parse(quota_options *options, int argc, char **argv);

/** Write what --help shows. */
void quota_help_write(FILE *out);

#endif
