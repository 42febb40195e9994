/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sign_values.h
 * Signing what is at hand as the values of templates: sign.c's function for the request. Internal
 * to the core.
 */
#ifndef TC3_SIGN_VALUES_H
#define TC3_SIGN_VALUES_H

#include "tc3/sign.h"
#include "template.h"

/** As tc3_sign(), where `values` say what is signed, and have their text at `text`. */
tc3_status tc3_sign_values(const tc3_signing_key *key, const tc3_sha256 *sha256,
                           const tc3_text values[TC3_VALUE_COUNT], char *text,
                           tc3_sha256_context *scratch, uint8_t signature[TC3_SHA256_SIZE]);

#endif
