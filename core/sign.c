/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/sign.h"

#include "sign_values.h"

#include <string.h>

/** Bytes that SHA-256 works on at a time, and the longest HMAC key used as it is (RFC 2104). */
#define BLOCK_SIZE 64u
#define INNER_PAD  0x36u
#define OUTER_PAD  0x5cu

/** A hash and whether one of its functions has failed. */
typedef struct hasher {
    const tc3_sha256 *sha256;
    tc3_status status;
} hasher;

static void add_bytes(hasher *hash, tc3_sha256_context *context, const void *bytes, size_t length)
{
    hash->status |= hash->sha256->update(context, bytes, length);
}

static void add(hasher *hash, tc3_sha256_context *context, tc3_text text)
{
    add_bytes(hash, context, text.bytes, text.length);
}

static void finish(hasher *hash, tc3_sha256_context *context, uint8_t digest[TC3_SHA256_SIZE])
{
    hash->status |= hash->sha256->finish(context, digest);
    hash->sha256->release(context);
}

/* ---- HMAC, RFC 2104 ---- */

static void start_masked(hasher *hash, tc3_sha256_context *context, uint8_t block[BLOCK_SIZE],
                         unsigned mask)
{
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
        block[i] = (uint8_t)(block[i] ^ mask);
    }
    hash->status |= hash->sha256->start(context);
    add_bytes(hash, context, block, BLOCK_SIZE);
}

/** Set up the mid-states of the HMAC key that `block` holds, which is used up. */
static void start_hmac(hasher *hash, tc3_signing_key *key, uint8_t block[BLOCK_SIZE])
{
    start_masked(hash, &key->inner, block, INNER_PAD);
    start_masked(hash, &key->outer, block, INNER_PAD ^ OUTER_PAD);
    tc3_wipe(block, BLOCK_SIZE);
}

/** The HMAC key that is "TC3" and the secret, or their digest if they exceed a block. */
static void load_secret(hasher *hash, tc3_sha256_context *context, tc3_text secret,
                        uint8_t block[BLOCK_SIZE])
{
    memset(block, 0, BLOCK_SIZE);
    memcpy(block, "TC3", 3);
    if (secret.length <= BLOCK_SIZE - 3) {
        memcpy(block + 3, secret.bytes, secret.length);
        return;
    }
    hash->status |= hash->sha256->start(context);
    add_bytes(hash, context, block, 3);
    add(hash, context, secret);
    finish(hash, context, block);
}

tc3_status tc3_signing_key_derive(tc3_signing_key *key, const tc3_sha256 *sha256,
                                  tc3_text secret_key, tc3_text service, uint32_t timestamp)
{
    hasher hash = {sha256, TC3_OK};
    char date[TC3_DATE_LENGTH];
    uint8_t block[BLOCK_SIZE];
    const tc3_text messages[] = {{date, sizeof date}, service, TC3_TEXT_LITERAL("tc3_request")};

    tc3_date_text(timestamp, date);
    load_secret(&hash, &key->inner, secret_key, block);
    for (unsigned i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        start_hmac(&hash, key, block);
        add(&hash, &key->inner, messages[i]);
        finish(&hash, &key->inner, block);
        add_bytes(&hash, &key->outer, block, TC3_SHA256_SIZE);
        finish(&hash, &key->outer, block);
    }
    start_hmac(&hash, key, block);
    if (hash.status != TC3_OK) {
        tc3_signing_key_release(key, sha256);
        return TC3_ERROR_CONFIG_HASH;
    }
    return TC3_OK;
}

void tc3_signing_key_release(tc3_signing_key *key, const tc3_sha256 *sha256)
{
    sha256->release(&key->inner);
    sha256->release(&key->outer);
    tc3_wipe(key, sizeof *key);
}

/* ---- TC3 ---- */

static const char canonical_request[] = TC3_PUT_METHOD
    "\n/\n" TC3_PUT_QUERY "\ncontent-type:" TC3_PUT_CONTENT_TYPE "\nhost:" TC3_PUT_HOST
    "\nx-tc-action:" TC3_PUT_ACTION "\n\n" TC3_PUT_SIGNED_HEADERS "\n" TC3_PUT_DIGEST;

static const char string_to_sign[] = "TC3-HMAC-SHA256\n" TC3_PUT_TIMESTAMP "\n" TC3_PUT_DATE
                                     "/" TC3_PUT_SERVICE "/tc3_request\n" TC3_PUT_DIGEST;

/** The action is signed in lower case. */
static void add_lower(hasher *hash, tc3_sha256_context *context, tc3_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.bytes[i];
        const char lower = byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
        add_bytes(hash, context, &lower, 1);
    }
}

static void add_template(hasher *hash, tc3_sha256_context *context, const char *rest,
                         const tc3_text *values)
{
    tc3_text piece;
    while (tc3_template_next(&rest, values, &piece)) {
        if (rest[-1] == TC3_PUT_ACTION[0]) {
            add_lower(hash, context, piece);
        } else {
            add(hash, context, piece);
        }
    }
}

static void hash_body(hasher *hash, tc3_sha256_context *context, tc3_text body,
                      uint8_t digest[TC3_SHA256_SIZE])
{
    /* SHA-256 of "{}", the body of every action without parameters. */
    static const uint8_t empty_object[TC3_SHA256_SIZE] = {
        0x44, 0x13, 0x6f, 0xa3, 0x55, 0xb3, 0x67, 0x8a, 0x11, 0x46, 0xad,
        0x16, 0xf7, 0xe8, 0x64, 0x9e, 0x94, 0xfb, 0x4f, 0xc2, 0x1f, 0xe7,
        0x7e, 0x83, 0x10, 0xc0, 0x60, 0xf6, 0x1c, 0xaa, 0xff, 0x8a};

    if (body.length == 2 && memcmp(body.bytes, "{}", 2) == 0) {
        memcpy(digest, empty_object, sizeof empty_object);
        return;
    }
    hash->status |= hash->sha256->start(context);
    add(hash, context, body);
    finish(hash, context, digest);
}

tc3_status tc3_sign_values(const tc3_signing_key *key, const tc3_sha256 *sha256,
                           const tc3_text values[TC3_VALUE_COUNT], char *text,
                           tc3_sha256_context *scratch, uint8_t signature[TC3_SHA256_SIZE])
{
    hasher hash = {sha256, TC3_OK};

    hash_body(&hash, scratch, values[TC3_VALUE_BODY], signature);
    tc3_hex_text(signature, text + TC3_VALUES_DIGEST_AT);
    hash.status |= sha256->start(scratch);
    add_template(&hash, scratch, canonical_request, values);
    finish(&hash, scratch, signature);
    tc3_hex_text(signature, text + TC3_VALUES_DIGEST_AT);
    hash.status |= sha256->clone(scratch, &key->inner);
    add_template(&hash, scratch, string_to_sign, values);
    finish(&hash, scratch, signature);
    hash.status |= sha256->clone(scratch, &key->outer);
    add_bytes(&hash, scratch, signature, TC3_SHA256_SIZE);
    finish(&hash, scratch, signature);
    return hash.status == TC3_OK ? TC3_OK : TC3_ERROR_CONFIG_HASH;
}

tc3_status tc3_sign(const tc3_signing_key *key, const tc3_sha256 *sha256,
                    const tc3_signed_request *request, tc3_sha256_context *scratch,
                    uint8_t signature[TC3_SHA256_SIZE])
{
    tc3_text values[TC3_VALUE_COUNT];
    char text[TC3_VALUES_TEXT_SIZE];

    tc3_values_init(values, text, request->timestamp);
    values[TC3_VALUE_METHOD] = request->method;
    values[TC3_VALUE_QUERY] = request->query;
    values[TC3_VALUE_CONTENT_TYPE] = request->content_type;
    values[TC3_VALUE_HOST] = request->host;
    values[TC3_VALUE_ACTION] = request->action;
    values[TC3_VALUE_SERVICE] = request->service;
    values[TC3_VALUE_BODY] = request->body;
    if (request->action.length == 0) {
        values[TC3_VALUE_SIGNED_HEADERS].length = sizeof "content-type;host" - 1;
    }
    return tc3_sign_values(key, sha256, values, text, scratch, signature);
}
