/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file duration.h
 * Seconds as people write them, into milliseconds.
 */
#ifndef QUOTA_DURATION_H
#define QUOTA_DURATION_H

#include <stdbool.h>
#include <stdint.h>

/**
 * Read `text`, digits with an optional fraction as in "30", "0.5" or ".25", into `*milliseconds`;
 * digits after the third of the fraction are dropped. False, and `*milliseconds` untouched, if it
 * is anything else or more than `maximum` milliseconds.
 */
bool quota_duration_parse(const char *text, uint32_t maximum, uint32_t *milliseconds);

#endif
