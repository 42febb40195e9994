/* SPDX-License-Identifier: Apache-2.0 */
/* The streaming SHA-256 that the core asks for, by mbedTLS. */
#include "tc3/mbedtls.h"

#include "tc3/mbedtls_version.h"

static tc3_status status_of(bool success)
{
    return success ? TC3_OK : TC3_ERROR_CONFIG_HASH;
}

static tc3_mbedtls_hash *hash_in(tc3_sha256_context *context)
{
    return (tc3_mbedtls_hash *)(void *)context;
}

static tc3_status start(tc3_sha256_context *context)
{
    return status_of(tc3_mbedtls_hash_start(hash_in(context)));
}

static tc3_status update(tc3_sha256_context *context, const void *bytes, size_t length)
{
    return status_of(tc3_mbedtls_hash_update(hash_in(context), bytes, length));
}

static tc3_status finish(tc3_sha256_context *context, uint8_t digest[TC3_SHA256_SIZE])
{
    return status_of(tc3_mbedtls_hash_finish(hash_in(context), digest));
}

static tc3_status copy_state(tc3_sha256_context *target, const tc3_sha256_context *original)
{
    const tc3_mbedtls_hash *from = (const tc3_mbedtls_hash *)(const void *)original;

    return status_of(tc3_mbedtls_hash_clone(hash_in(target), from));
}

static void release(tc3_sha256_context *context)
{
    tc3_mbedtls_hash_release(hash_in(context));
}

const tc3_sha256 *tc3_mbedtls_sha256(void)
{
    static const tc3_sha256 table = {
        sizeof(tc3_mbedtls_hash), start, update, finish, copy_state, release,
    };

    return &table;
}
