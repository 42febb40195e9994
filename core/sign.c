/* SPDX-License-Identifier: Apache-2.0 */
#include "tc3/sign.h"

#include "number_text.h"

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

static void start(hasher *hash, tc3_sha256_context *context)
{
    hash->status |= hash->sha256->start(context);
}

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

static void start_padded(hasher *hash, tc3_sha256_context *context, const uint8_t key[BLOCK_SIZE],
                         unsigned pad)
{
    uint8_t block[BLOCK_SIZE];
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
        block[i] = (uint8_t)(key[i] ^ pad);
    }
    start(hash, context);
    add_bytes(hash, context, block, sizeof block);
    tc3_wipe(block, sizeof block);
}

/** Set up the mid-states of the key that is `prefix` followed by `secret`. */
static void start_hmac(hasher *hash, tc3_signing_key *key, tc3_text prefix, tc3_text secret)
{
    uint8_t block[BLOCK_SIZE] = {0};
    if (prefix.length + secret.length <= BLOCK_SIZE) {
        memcpy(block, prefix.bytes, prefix.length);
        memcpy(block + prefix.length, secret.bytes, secret.length);
    } else {
        start(hash, &key->inner);
        add(hash, &key->inner, prefix);
        add(hash, &key->inner, secret);
        finish(hash, &key->inner, block);
    }
    start_padded(hash, &key->inner, block, INNER_PAD);
    start_padded(hash, &key->outer, block, OUTER_PAD);
    tc3_wipe(block, sizeof block);
}

/** One step of the derivation: `digest` becomes HMAC(prefix + secret, message). Uses up `key`. */
static void derive(hasher *hash, tc3_signing_key *key, tc3_text prefix, tc3_text secret,
                   tc3_text message, uint8_t digest[TC3_SHA256_SIZE])
{
    start_hmac(hash, key, prefix, secret);
    add(hash, &key->inner, message);
    finish(hash, &key->inner, digest);
    add_bytes(hash, &key->outer, digest, TC3_SHA256_SIZE);
    finish(hash, &key->outer, digest);
}

tc3_status tc3_signing_key_derive(tc3_signing_key *key, const tc3_sha256 *sha256,
                                  tc3_text secret_key, tc3_text service, uint32_t timestamp)
{
    static const tc3_text none = TC3_TEXT_LITERAL("");
    static const tc3_text prefix = TC3_TEXT_LITERAL("TC3");
    static const tc3_text terminator = TC3_TEXT_LITERAL("tc3_request");
    hasher hash = {sha256, TC3_OK};
    char date_text[TC3_DATE_LENGTH];
    uint8_t digest[TC3_SHA256_SIZE];
    const tc3_text date = {date_text, sizeof date_text};
    const tc3_text derived = {(const char *)digest, sizeof digest};

    tc3_date_text(timestamp, date_text);
    derive(&hash, key, prefix, secret_key, date, digest);
    derive(&hash, key, none, derived, service, digest);
    derive(&hash, key, none, derived, terminator, digest);
    start_hmac(&hash, key, none, derived);
    tc3_wipe(digest, sizeof digest);
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

static void add_hex(hasher *hash, tc3_sha256_context *context,
                    const uint8_t digest[TC3_SHA256_SIZE])
{
    char text[TC3_HEX_LENGTH];
    tc3_hex_text(digest, text);
    add_bytes(hash, context, text, sizeof text);
}

#define ADD_LITERAL(hash, context, literal) \
    add_bytes(hash, context, "" literal, sizeof(literal) - 1)

/** The action is signed in lower case. */
static void add_lower(hasher *hash, tc3_sha256_context *context, tc3_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.bytes[i];
        const char lower = byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
        add_bytes(hash, context, &lower, 1);
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
    start(hash, context);
    add(hash, context, body);
    finish(hash, context, digest);
}

/** The canonical request, streamed into the hash. */
static void hash_request(hasher *hash, tc3_sha256_context *context,
                         const tc3_signed_request *request, uint8_t digest[TC3_SHA256_SIZE])
{
    const bool with_action = request->action.length > 0;

    hash_body(hash, context, request->body, digest);
    start(hash, context);
    add(hash, context, request->method);
    ADD_LITERAL(hash, context, "\n/\n");
    add(hash, context, request->query);
    ADD_LITERAL(hash, context, "\ncontent-type:");
    add(hash, context, request->content_type);
    ADD_LITERAL(hash, context, "\nhost:");
    add(hash, context, request->host);
    if (with_action) {
        ADD_LITERAL(hash, context, "\nx-tc-action:");
        add_lower(hash, context, request->action);
    }
    ADD_LITERAL(hash, context, "\n\ncontent-type;host");
    if (with_action) {
        ADD_LITERAL(hash, context, ";x-tc-action");
    }
    ADD_LITERAL(hash, context, "\n");
    add_hex(hash, context, digest);
    finish(hash, context, digest);
}

/** The string to sign, streamed into the HMAC. */
static void add_string_to_sign(hasher *hash, tc3_sha256_context *context,
                               const tc3_signed_request *request,
                               const uint8_t request_digest[TC3_SHA256_SIZE])
{
    char text[TC3_DECIMAL_LENGTH];

    ADD_LITERAL(hash, context, "TC3-HMAC-SHA256\n");
    add_bytes(hash, context, text, tc3_decimal_text(request->timestamp, text));
    ADD_LITERAL(hash, context, "\n");
    tc3_date_text(request->timestamp, text);
    add_bytes(hash, context, text, TC3_DATE_LENGTH);
    ADD_LITERAL(hash, context, "/");
    add(hash, context, request->service);
    ADD_LITERAL(hash, context, "/tc3_request\n");
    add_hex(hash, context, request_digest);
}

tc3_status tc3_sign(const tc3_signing_key *key, const tc3_sha256 *sha256,
                    const tc3_signed_request *request, tc3_sha256_context *scratch,
                    uint8_t signature[TC3_SHA256_SIZE])
{
    hasher hash = {sha256, TC3_OK};

    hash_request(&hash, scratch, request, signature);
    hash.status |= sha256->clone(scratch, &key->inner);
    add_string_to_sign(&hash, scratch, request, signature);
    finish(&hash, scratch, signature);
    hash.status |= sha256->clone(scratch, &key->outer);
    add_bytes(&hash, scratch, signature, TC3_SHA256_SIZE);
    finish(&hash, scratch, signature);
    return hash.status == TC3_OK ? TC3_OK : TC3_ERROR_CONFIG_HASH;
}
