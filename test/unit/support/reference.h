/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file reference.h
 * TC3-HMAC-SHA256 computed the plain way, with every string built: the signer under test must
 * agree.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "tc3/sign.h"

/** Bytes for each string that is built. */
#define REFERENCE_TEXT_SIZE 4096

/** What comes out on the way. */
typedef struct reference_signature {
    char date[11];
    char canonical_request[REFERENCE_TEXT_SIZE];
    char canonical_request_hash[65];
    char string_to_sign[REFERENCE_TEXT_SIZE];
    uint8_t k_date[TC3_SHA256_SIZE];
    uint8_t k_service[TC3_SHA256_SIZE];
    uint8_t k_signing[TC3_SHA256_SIZE];
    char signature[65]; /**< lower-case hexadecimal, NUL-terminated */
} reference_signature;

/** Sign `request` with `secret_key`. */
void reference_sign(const tc3_signed_request *request, tc3_text secret_key,
                    reference_signature *out);

#endif
