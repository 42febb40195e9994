/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sign.h
 * The signature method TC3-HMAC-SHA256 ("Signature v3" in Tencent Cloud's documentation). The
 * canonical request streams through the hash: no string of it is ever built. Nothing here blocks.
 */
#ifndef TC3_SIGN_H
#define TC3_SIGN_H

#include "tc3/platform.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Seconds of a UTC day. */
#define TC3_SECONDS_PER_DAY 86400u

/** Characters of a date as in "2026-11-23". */
#define TC3_DATE_LENGTH 10

/** The signing key of one UTC day, as HMAC mid-states. Holds a secret: wipe it with
 * tc3_signing_key_release(). */
typedef struct tc3_signing_key {
    tc3_sha256_context inner; /**< after the block key XOR 0x36 (RFC 2104) */
    tc3_sha256_context outer; /**< after the block key XOR 0x5c */
} tc3_signing_key;

/** What a signature covers. All views are the caller's and only read during the call. */
typedef struct tc3_signed_request {
    tc3_text method;       /**< "POST" or "GET" */
    tc3_text query;        /**< the text after "?" exactly as sent; empty for POST */
    tc3_text content_type; /**< exactly as sent, lower-case */
    tc3_text host;         /**< exactly as sent, lower-case, with the port if one is sent */
    tc3_text action;       /**< X-TC-Action as sent; empty: the action is not signed */
    tc3_text service;      /**< "intlpartnersmgt" */
    tc3_text body;         /**< the payload; the hash of "{}" is known and not computed */
    uint32_t timestamp;    /**< X-TC-Timestamp: Unix seconds; the date is taken from it */
} tc3_signed_request;

/** Write the UTC date of the Unix time `timestamp` as "YYYY-MM-DD", without a NUL. */
void tc3_date_text(uint32_t timestamp, char text[TC3_DATE_LENGTH]);

/**
 * Derive the key that signs requests to `service` on the UTC day of `timestamp` into `*key`:
 * HMAC(HMAC(HMAC("TC3" + secret_key, date), service), "tc3_request"). 14 SHA-256 compressions.
 * `key` must hold nothing (zeroed, or released). TC3_OK, or TC3_ERROR_CONFIG_HASH with the key
 * released.
 */
tc3_status tc3_signing_key_derive(tc3_signing_key *key, const tc3_sha256 *sha256,
                                  tc3_text secret_key, tc3_text service, uint32_t timestamp);

/** Wipe `key`; it holds nothing afterwards. */
void tc3_signing_key_release(tc3_signing_key *key, const tc3_sha256 *sha256);

/**
 * Sign `request` with `key`, which stays as it is; the key's day must be that of the timestamp. The
 * signature in hexadecimal lower case belongs into the Authorization header. `scratch` is working
 * memory that holds nothing before and after. TC3_OK or TC3_ERROR_CONFIG_HASH.
 */
tc3_status tc3_sign(const tc3_signing_key *key, const tc3_sha256 *sha256,
                    const tc3_signed_request *request, tc3_sha256_context *scratch,
                    uint8_t signature[TC3_SHA256_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
