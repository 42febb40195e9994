/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file credentials_file.h
 * Credentials from a file.
 */
#ifndef QUOTA_CREDENTIALS_FILE_H
#define QUOTA_CREDENTIALS_FILE_H

#include "credentials.h"

/**
 * Fill `credentials` from the file that its `origin`, `path` and `profile` say. TC3_OK;
 * QUOTA_NOTHING_THERE (key_set.h), with `problem` saying what is missing if there is a file; or an
 * error, with `problem` filled in.
 */
tc3_status quota_credentials_read_file(quota_credentials *credentials);

#endif
