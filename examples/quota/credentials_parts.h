/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file credentials_parts.h
 * What the parts of credentials.h call in each other.
 */
#ifndef QUOTA_CREDENTIALS_PARTS_H
#define QUOTA_CREDENTIALS_PARTS_H

#include "credentials.h"
#include "key_set.h"

/** What looking into a source gives, beside errors: there is nothing, go on. */
#define QUOTA_NOTHING_THERE TC3_PENDING

/** How the parts of a key set are named in a source, for messages. */
typedef const char *const quota_part_names[QUOTA_KEY_PART_COUNT];

/** Write a sentence of `credentials`, as printf() does; what is too long is cut. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void quota_sentence_write(char sentence[QUOTA_SENTENCE_SIZE], const char *format, ...);

/**
 * Check `keys`, found in `credentials->source`, and copy them. TC3_OK; QUOTA_NOTHING_THERE if all
 * are empty or NULL; or an error, with `problem` filled in.
 */
tc3_status quota_key_set_take(quota_credentials *credentials, const quota_key_set *keys,
                              quota_part_names names);

/**
 * Fill `credentials` from the file that its `origin`, `path` and `profile` say. TC3_OK;
 * QUOTA_NOTHING_THERE, with `problem` saying what is missing if there is a file; or an error, with
 * `problem` filled in.
 */
tc3_status quota_credentials_read_file(quota_credentials *credentials);

#endif
