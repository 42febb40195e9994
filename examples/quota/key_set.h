/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file key_set.h
 * What a source of credentials holds, before it is checked.
 */
#ifndef QUOTA_KEY_SET_H
#define QUOTA_KEY_SET_H

#include "tc3/platform.h"

#include <stdbool.h>
#include <stddef.h>

/** The parts of a key set. */
typedef enum quota_key_part {
    QUOTA_SECRET_ID,
    QUOTA_SECRET_KEY,
    QUOTA_TOKEN,
    QUOTA_KEY_PART_COUNT
} quota_key_part;

/** Values as they stand in a source, views into the source's memory; NULL where there is none. */
typedef struct quota_key_set {
    const char *value[QUOTA_KEY_PART_COUNT];
} quota_key_set;

/** A line of a file that cannot be understood. */
typedef struct quota_line_fault {
    unsigned line;      /**< counted from 1 */
    const char *reason; /**< what is wrong with it and what to do, after "line N"; NULL: nothing */
} quota_line_fault;

/** Longest line of an INI file in bytes: a token, its name, and a comment. */
#define QUOTA_INI_LINE_MAX 8192u

/**
 * Find the section `[section]` in `text`, the NUL-terminated content of an INI file with '#' and
 * ';' comments, and point `keys` to its secret_id, secret_key and token, NULL where there is none.
 * Changes `text`, of which the values stay views. Returns the number of the line where the section
 * begins, counted from 1, or 0 if there is no such section. `*fault` tells of the first malformed
 * line, in any section.
 */
unsigned quota_ini_read(char *text, const char *section, quota_key_set *keys,
                        quota_line_fault *fault);

/** Results of reading tccli's JSON; they also own the values' memory. Holds secrets. */
typedef struct quota_tccli_keys {
    uint8_t state[QUOTA_KEY_PART_COUNT]; /**< a tc3_field_state each */
    char secret_id[TC3_SECRET_MAX + 1];
    char secret_key[TC3_SECRET_MAX + 1];
    char token[TC3_TOKEN_MAX + 1];
} quota_tccli_keys;

/**
 * Read the `length` bytes of JSON at `text`, the content of a credential file of tccli, into
 * `keys`. False, with `*fault` filled in, if it is not one JSON object.
 */
bool quota_tccli_read(const char *text, size_t length, quota_tccli_keys *keys,
                      quota_line_fault *fault);

#endif
