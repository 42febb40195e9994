/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file key_set.h
 * What a source of credentials holds, and its check.
 */
#ifndef QUOTA_KEY_SET_H
#define QUOTA_KEY_SET_H

#include "credentials.h"

/** What looking into a source gives, beside errors: there is nothing, go on. */
#define QUOTA_NOTHING_THERE TC3_PENDING

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

/** How the parts of a key set are named in a source, for messages. */
typedef const char *const quota_part_names[QUOTA_KEY_PART_COUNT];

/**
 * Check `keys`, found in `credentials->source`, and copy them. TC3_OK; QUOTA_NOTHING_THERE if all
 * are empty or NULL; or an error, with `problem` filled in.
 */
tc3_status quota_key_set_take(quota_credentials *credentials, const quota_key_set *keys,
                              quota_part_names names);

#endif
