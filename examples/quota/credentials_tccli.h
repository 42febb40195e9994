/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file credentials_tccli.h
 * The credential file of tccli, which is JSON.
 */
#ifndef QUOTA_CREDENTIALS_TCCLI_H
#define QUOTA_CREDENTIALS_TCCLI_H

#include "key_set.h"
#include "line_fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
