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

/**
 * Find the section `[section]` in `text`, the NUL-terminated content of an INI file with '#' and
 * ';' comments, and point `keys` to its secret_id, secret_key and token, all NULL if there is no
 * such section. Changes `text`, of which the values stay views.
 */
void quota_ini_read(char *text, const char *section, quota_key_set *keys);

/** Results of reading tccli's JSON; they also own the values' memory. Holds secrets. */
typedef struct quota_tccli_keys {
    uint8_t state[QUOTA_KEY_PART_COUNT]; /**< a tc3_field_state each */
    char secret_id[TC3_SECRET_MAX + 1];
    char secret_key[TC3_SECRET_MAX + 1];
    char token[TC3_TOKEN_MAX + 1];
} quota_tccli_keys;

/**
 * Read the `length` bytes of JSON at `text`, the content of a credential file of tccli, into
 * `keys`. False if it is not one JSON object.
 */
bool quota_tccli_read(const char *text, size_t length, quota_tccli_keys *keys);

#endif
