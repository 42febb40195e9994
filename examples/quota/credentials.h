/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file credentials.h
 * Finds the key pair where Tencent Cloud's tools keep it: the environment, then the credentials
 * file of the SDKs, then the file of tccli. Never the command line, which every user of a machine
 * can see.
 */
#ifndef QUOTA_CREDENTIALS_H
#define QUOTA_CREDENTIALS_H

#include "sentence.h"

#include "tc3/platform.h"

#include <stdbool.h>
#include <stdint.h>

/** Longest profile name. */
#define QUOTA_PROFILE_MAX 64
/** Longest path of a credentials file with its NUL. */
#define QUOTA_PATH_SIZE   512

/** Where credentials are from. */
typedef enum quota_origin {
    QUOTA_FROM_ENVIRONMENT,
    QUOTA_FROM_INI,  /**< the credentials file of the SDKs */
    QUOTA_FROM_TCCLI /**< tccli's file of a profile */
} quota_origin;

/** A key pair and where it is from. Holds secrets: wipe it by quota_credentials_wipe(). */
typedef struct quota_credentials {
    char secret_id[TC3_SECRET_MAX + 1];
    char secret_key[TC3_SECRET_MAX + 1];
    char token[TC3_TOKEN_MAX + 1];
    uint32_t generation; /**< changes with the key pair */
    quota_origin origin;
    char path[QUOTA_PATH_SIZE];          /**< of the file, if they are from one */
    char profile[QUOTA_PROFILE_MAX + 1]; /**< in that file */
    char source[QUOTA_SENTENCE_SIZE];    /**< where they were found, as in "the environment" */
    char warning[QUOTA_SENTENCE_SIZE];   /**< what to tell the user in any case, or empty */
    char notice[QUOTA_SENTENCE_SIZE];    /**< and what else */
    char problem[QUOTA_SENTENCE_SIZE];   /**< why there are none, and what to do */
} quota_credentials;

/**
 * Find the credentials. `profile` is what the user asked for, or NULL: then it is "default", and
 * for tccli what TCCLI_PROFILE says. The variables of the environment that hold them are wiped.
 * Where a source asks for a role, which would sign with other keys than those in it, there are
 * none: neither those nor any of the sources behind it are meant.
 * Returns TC3_OK, or with `problem` filled in TC3_ERROR_CONFIG_CREDENTIALS or _CREDENTIALS_FORMAT.
 */
tc3_status quota_credentials_load(quota_credentials *credentials, const char *profile);

/**
 * Read credentials that are from a file anew, for temporary ones are replaced before they expire.
 * No other file is looked into than the one they were found in: it may be of another account. What
 * was there before is overwritten, whatever the outcome, which is as that of
 * quota_credentials_load(). Those of the environment stay.
 */
tc3_status quota_credentials_reload(quota_credentials *credentials);

/**
 * A source that lends `credentials`, which must stay where they are while the source is in use, and
 * unchanged during a call.
 */
tc3_credential_source quota_credentials_source(quota_credentials *credentials);

/** Wipe all of `credentials`. */
void quota_credentials_wipe(quota_credentials *credentials);

/** True if `name` may be a profile: 1 to QUOTA_PROFILE_MAX letters, digits, '.', '_', '-', '@'. */
bool quota_profile_is_valid(const char *name);

#endif
