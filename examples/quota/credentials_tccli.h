/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file credentials_tccli.h
 * The credential file of tccli, which is JSON.
 *
 * The members that tccli 3.1 reads, and what they mean to it: `secretId`, `secretKey` and `token`;
 * `role-arn` with `role-session-name`, the role to assume with that pair; `type`, which is
 * "default", "oauth" or "sso" where the pair is used as it is, and "cvm-role" where it is not; and,
 * of a pair that a login gave, `expiresAt`, `oauth` and `sso`, by which tccli renews it. What
 * NAME.configure says besides has nothing to do with whose key signs, so it is not read.
 */
#ifndef QUOTA_CREDENTIALS_TCCLI_H
#define QUOTA_CREDENTIALS_TCCLI_H

#include "key_set.h"
#include "line_fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The members that are read: first those of the key set, as quota_key_part has them. */
typedef enum quota_tccli_member {
    QUOTA_TCCLI_TYPE = QUOTA_KEY_PART_COUNT,
    QUOTA_TCCLI_ROLE,
    QUOTA_TCCLI_EXPIRY,
    QUOTA_TCCLI_MEMBER_COUNT
} quota_tccli_member;

/** Results of reading tccli's JSON; they also own the values' memory. Holds secrets. */
typedef struct quota_tccli_keys {
    uint8_t state[QUOTA_TCCLI_MEMBER_COUNT]; /**< a tc3_field_state each */
    char secret_id[TC3_SECRET_MAX + 1];
    char secret_key[TC3_SECRET_MAX + 1];
    char token[TC3_TOKEN_MAX + 1];
    char type[16];
    char role[8];       /**< the beginning of it: what matters is that there is one */
    int64_t expires_at; /**< in seconds since 1970 */
} quota_tccli_keys;

/**
 * Read the `length` bytes of JSON at `text`, the content of a credential file of tccli, into
 * `keys`. False, with `*fault` filled in, if it is not one JSON object, or if the pair in it is not
 * what tccli signs with, or may not be.
 */
bool quota_tccli_read(const char *text, size_t length, quota_tccli_keys *keys,
                      quota_line_fault *fault);

/** Whether `keys` are temporary ones from a login that expired before `now`, seconds since 1970. */
bool quota_tccli_is_expired(const quota_tccli_keys *keys, uint32_t now);

#endif
