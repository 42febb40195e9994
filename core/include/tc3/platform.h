/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file platform.h
 * What the core needs from a platform besides a byte stream: SHA-256, the time of day, random bytes
 * and credentials. Each is a table of functions with a context, filled in by a port or by you.
 */
#ifndef TC3_PLATFORM_H
#define TC3_PLATFORM_H

#include "tc3/config.h"
#include "tc3/status.h"
#include "tc3/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of a SHA-256 digest (FIPS 180-4). */
#define TC3_SHA256_SIZE 32

/** Room for the hash's own context; its content belongs to the functions of tc3_sha256. */
typedef union tc3_sha256_context {
    uint64_t align;
    uint8_t bytes[TC3_SHA256_CONTEXT_SIZE];
} tc3_sha256_context;

/**
 * A streaming SHA-256. Every function returns TC3_OK or TC3_ERROR_CONFIG_HASH. A context goes
 * through start or clone, any number of update, at most one finish, and always release. After a
 * failure the core may go on with the context before it reports it: that must be harmless. All are
 * bounded and none blocks.
 */
typedef struct tc3_sha256 {
    size_t context_size; /**< bytes it needs in a tc3_sha256_context */
    tc3_status (*start)(tc3_sha256_context *context);
    tc3_status (*update)(tc3_sha256_context *context, const void *bytes, size_t length);
    tc3_status (*finish)(tc3_sha256_context *context, uint8_t digest[TC3_SHA256_SIZE]);
    /** Make `copy`, which holds nothing, continue independently from where `original` is. */
    tc3_status (*clone)(tc3_sha256_context *copy, const tc3_sha256_context *original);
    /** Wipe the context and give back what it holds. */
    void (*release)(tc3_sha256_context *context);
} tc3_sha256;

/** The wall clock. */
typedef struct tc3_clock {
    void *context;
    /**
     * Store the Unix time (UTC seconds since 1970-01-01) in `*seconds`; false while it is not
     * known.
     */
    bool (*unix_time)(void *context, uint32_t *seconds);
} tc3_clock;

/** A source of random bytes; must differ between devices. Used by the core for back-off only. */
typedef struct tc3_random {
    void *context;
    /** Fill `length` bytes; TC3_OK or TC3_ERROR_CONFIG_RANDOM. */
    tc3_status (*fill)(void *context, uint8_t *bytes, size_t length);
} tc3_random;

/** Longest SecretId and SecretKey in bytes (temporary ones; permanent ones have 36 and 32). */
#define TC3_SECRET_MAX 1024
/** Longest session token in bytes. */
#define TC3_TOKEN_MAX  4096

/** A key pair, as views into memory of the credential source. */
typedef struct tc3_credentials {
    tc3_text secret_id;  /**< visible ASCII without '/' and ','; not secret by itself */
    tc3_text secret_key; /**< visible ASCII */
    tc3_text token;      /**< of temporary credentials (STS), else empty */
    /** Any number that changes when the pair does: the cached signing key is derived anew then. */
    uint32_t generation;
} tc3_credentials;

/** Where the client gets credentials from. */
typedef struct tc3_credential_source {
    void *context;
    /**
     * Lend the credentials. The views stay valid until give_back(). That follows at once before a
     * connection is made, where they are only looked at, and as soon as the request is written
     * where it is signed with them; they may be others by then. Returns TC3_OK or
     * TC3_ERROR_CONFIG_CREDENTIALS; must not block.
     */
    tc3_status (*borrow)(void *context, tc3_credentials *credentials);
    /** The views are no longer used: wipe them if they were made for this. May be NULL. */
    void (*give_back)(void *context);
} tc3_credential_source;

#ifdef __cplusplus
}
#endif

#endif
