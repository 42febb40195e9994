/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file mbedtls_version.h
 * Everything in which mbedTLS 2.28, 3.x and 4.x differ, and nothing else. Not for applications: it
 * is installed because the size of tc3_tls depends on it. Every other file of this port is written
 * for all versions; it uses no private member of mbedTLS.
 */
#ifndef TC3_MBEDTLS_VERSION_H
#define TC3_MBEDTLS_VERSION_H

#include <mbedtls/version.h>

#include <mbedtls/asn1.h>
#include <mbedtls/platform.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if MBEDTLS_VERSION_NUMBER < 0x021C0000
#error "mbedTLS 2.28 or later is needed"
#endif

#if !defined(MBEDTLS_SSL_CLI_C) || !defined(MBEDTLS_SSL_PROTO_TLS1_2) || \
    !defined(MBEDTLS_X509_CRT_PARSE_C) || !defined(MBEDTLS_SSL_SERVER_NAME_INDICATION)
#error "mbedTLS lacks SSL_CLI_C, SSL_PROTO_TLS1_2, X509_CRT_PARSE_C or SSL_SERVER_NAME_INDICATION"
#endif

#if MBEDTLS_VERSION_NUMBER < 0x03000000 && \
    (!defined(MBEDTLS_X509_CHECK_KEY_USAGE) || !defined(MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE))
#error "mbedTLS 2.28 needs MBEDTLS_X509_CHECK_KEY_USAGE and MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE"
#endif

#if MBEDTLS_VERSION_NUMBER >= 0x04000000
#include <psa/crypto.h>
#else
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/pem.h>
#include <mbedtls/sha256.h>
#if defined(MBEDTLS_USE_PSA_CRYPTO) || defined(MBEDTLS_SSL_PROTO_TLS1_3)
#include <psa/crypto.h>
#endif
#endif

/* What has to be started before TLS and hashing work; may be called any number of times. */

static inline int tc3_mbedtls_start(void)
{
#if MBEDTLS_VERSION_NUMBER >= 0x04000000 || defined(MBEDTLS_USE_PSA_CRYPTO) || \
    defined(MBEDTLS_SSL_PROTO_TLS1_3)
    return (int)psa_crypto_init();
#else
    return 0;
#endif
}

/* SHA-256: each returns true on success. */

#if MBEDTLS_VERSION_NUMBER >= 0x04000000

typedef psa_hash_operation_t tc3_mbedtls_hash;

static inline bool tc3_mbedtls_hash_start(tc3_mbedtls_hash *hash)
{
    *hash = psa_hash_operation_init();
    return psa_crypto_init() == PSA_SUCCESS && psa_hash_setup(hash, PSA_ALG_SHA_256) == PSA_SUCCESS;
}

/*
 * In portions, because PSA copies its input to the heap first, unless mbedTLS was built with
 * MBEDTLS_PSA_ASSUME_EXCLUSIVE_BUFFERS.
 */
static inline bool tc3_mbedtls_hash_update(tc3_mbedtls_hash *hash, const void *bytes, size_t length)
{
    const uint8_t *next = (const uint8_t *)bytes;
    psa_status_t status = PSA_SUCCESS;

    while (length > 0 && status == PSA_SUCCESS) {
        size_t portion = length < 64 ? length : 64;

        status = psa_hash_update(hash, next, portion);
        next += portion;
        length -= portion;
    }
    return status == PSA_SUCCESS;
}

static inline bool tc3_mbedtls_hash_finish(tc3_mbedtls_hash *hash, uint8_t digest[32])
{
    size_t length = 0;

    return psa_hash_finish(hash, digest, 32, &length) == PSA_SUCCESS && length == 32;
}

static inline bool tc3_mbedtls_hash_clone(tc3_mbedtls_hash *copy, const tc3_mbedtls_hash *original)
{
    *copy = psa_hash_operation_init();
    return psa_hash_clone(original, copy) == PSA_SUCCESS;
}

static inline void tc3_mbedtls_hash_release(tc3_mbedtls_hash *hash)
{
    (void)psa_hash_abort(hash);
}

#else

typedef mbedtls_sha256_context tc3_mbedtls_hash;

#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define TC3_MBEDTLS_SHA256(function) mbedtls_sha256_##function##_ret
#else
#define TC3_MBEDTLS_SHA256(function) mbedtls_sha256_##function
#endif

static inline bool tc3_mbedtls_hash_start(tc3_mbedtls_hash *hash)
{
    mbedtls_sha256_init(hash);
    return TC3_MBEDTLS_SHA256(starts)(hash, 0) == 0;
}

static inline bool tc3_mbedtls_hash_update(tc3_mbedtls_hash *hash, const void *bytes, size_t length)
{
    return TC3_MBEDTLS_SHA256(update)(hash, (const unsigned char *)bytes, length) == 0;
}

static inline bool tc3_mbedtls_hash_finish(tc3_mbedtls_hash *hash, uint8_t digest[32])
{
    return TC3_MBEDTLS_SHA256(finish)(hash, digest) == 0;
}

static inline bool tc3_mbedtls_hash_clone(tc3_mbedtls_hash *copy, const tc3_mbedtls_hash *original)
{
    mbedtls_sha256_init(copy);
    mbedtls_sha256_clone(copy, original);
    return true;
}

static inline void tc3_mbedtls_hash_release(tc3_mbedtls_hash *hash)
{
    mbedtls_sha256_free(hash);
}

#undef TC3_MBEDTLS_SHA256

#endif

/* Random numbers for TLS: a CTR_DRBG seeded from the application, or PSA's own from 4.0 on. */

#if MBEDTLS_VERSION_NUMBER >= 0x04000000

typedef struct tc3_mbedtls_random {
    uint8_t unused;
} tc3_mbedtls_random;

static inline int tc3_mbedtls_random_start(tc3_mbedtls_random *random, mbedtls_ssl_config *ssl,
                                           int (*entropy)(void *, unsigned char *, size_t),
                                           void *context)
{
    (void)ssl;
    (void)entropy;
    (void)context;
    random->unused = 0;
    return 0;
}

static inline void tc3_mbedtls_random_release(tc3_mbedtls_random *random)
{
    (void)random;
}

#else

typedef struct tc3_mbedtls_random {
    mbedtls_ctr_drbg_context generator;
} tc3_mbedtls_random;

static inline int tc3_mbedtls_random_start(tc3_mbedtls_random *random, mbedtls_ssl_config *ssl,
                                           int (*entropy)(void *, unsigned char *, size_t),
                                           void *context)
{
    mbedtls_ctr_drbg_init(&random->generator);
    mbedtls_ssl_conf_rng(ssl, mbedtls_ctr_drbg_random, &random->generator);
    return mbedtls_ctr_drbg_seed(&random->generator, entropy, context, NULL, 0);
}

static inline void tc3_mbedtls_random_release(tc3_mbedtls_random *random)
{
    mbedtls_ctr_drbg_free(&random->generator);
}

#endif

/* The protocol's version and the state of the handshake. */

static inline void tc3_mbedtls_set_versions(mbedtls_ssl_config *ssl, bool tls13)
{
#if MBEDTLS_VERSION_NUMBER < 0x03000000
    (void)tls13;
    mbedtls_ssl_conf_min_version(ssl, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
    mbedtls_ssl_conf_max_version(ssl, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
#else
    mbedtls_ssl_protocol_version highest = MBEDTLS_SSL_VERSION_TLS1_2;

#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
    if (tls13) {
        highest = MBEDTLS_SSL_VERSION_TLS1_3;
    }
#if defined(MBEDTLS_SSL_SESSION_TICKETS) && \
    defined(MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED)
    mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(
        ssl, MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
#endif
#else
    (void)tls13;
#endif
    mbedtls_ssl_conf_min_tls_version(ssl, MBEDTLS_SSL_VERSION_TLS1_2);
    mbedtls_ssl_conf_max_tls_version(ssl, highest);
#endif
}

static inline bool tc3_mbedtls_handshake_over(mbedtls_ssl_context *ssl)
{
#if MBEDTLS_VERSION_NUMBER < 0x03000000
    return ssl->state == MBEDTLS_SSL_HANDSHAKE_OVER;
#else
    return mbedtls_ssl_is_handshake_over(ssl) != 0;
#endif
}

#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define TC3_MBEDTLS_BAD_CERTIFICATE MBEDTLS_ERR_SSL_BAD_HS_CERTIFICATE
#define TC3_MBEDTLS_BAD_VERSION     MBEDTLS_ERR_SSL_BAD_HS_PROTOCOL_VERSION
#else
#define TC3_MBEDTLS_BAD_CERTIFICATE MBEDTLS_ERR_SSL_BAD_CERTIFICATE
#define TC3_MBEDTLS_BAD_VERSION     MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION
#endif

/* TLS 1.3 sends tickets after the handshake; mbedtls_ssl_read() reports one and wants to go on. */

static inline bool tc3_mbedtls_is_ticket(int result)
{
#if defined(MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
    return result == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET;
#else
    (void)result;
    return false;
#endif
}

/*
 * With TLS 1.3 offered, 3.6 gives this error, of its own, to a server that chose TLS 1.2 and signs
 * with RSA-PSS (Mbed-TLS/mbedtls#10668).
 */

static inline bool tc3_mbedtls_is_version_clash(const mbedtls_ssl_context *ssl, int result)
{
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
    return result == MBEDTLS_ERR_SSL_ILLEGAL_PARAMETER &&
           mbedtls_ssl_get_version_number(ssl) == MBEDTLS_SSL_VERSION_TLS1_2;
#else
    (void)ssl;
    (void)result;
    return false;
#endif
}

/*
 * Whether a handshake ended at a message of the server that is longer than mbedTLS takes: until
 * 3.6.2 each had to be in one record.
 */

static inline bool tc3_mbedtls_is_too_long(int result)
{
#if MBEDTLS_VERSION_NUMBER < 0x03060300
    return result == MBEDTLS_ERR_SSL_FEATURE_UNAVAILABLE;
#else
    return result == MBEDTLS_ERR_SSL_BAD_INPUT_DATA;
#endif
}

/*
 * Set `*lowered` in the handshake that follows if the server's random number, which a TLS 1.2
 * handshake signs, says that it has TLS 1.3 (RFC 8446 section 4.1.3). mbedTLS itself looks for that
 * only if it has offered 1.3.
 */

#if defined(MBEDTLS_SSL_PROTO_TLS1_3)

static inline void tc3_mbedtls_look_at_random(void *lowered, mbedtls_ssl_key_export_type type,
                                              const unsigned char *secret, size_t length,
                                              const unsigned char client_random[32],
                                              const unsigned char server_random[32],
                                              mbedtls_tls_prf_types function)
{
    static const unsigned char mark[8] = {0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01};

    (void)type;
    (void)secret;
    (void)length;
    (void)client_random;
    (void)function;
    *(bool *)lowered = memcmp(server_random + 32 - sizeof(mark), mark, sizeof(mark)) == 0;
}

#endif

static inline void tc3_mbedtls_watch_version(mbedtls_ssl_context *ssl, bool *lowered)
{
    *lowered = false;
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
    mbedtls_ssl_set_export_keys_cb(ssl, tc3_mbedtls_look_at_random, lowered);
#else
    (void)ssl;
#endif
}

/* Whether a certificate is well formed, but needs what mbedTLS was built without. */

static inline bool tc3_mbedtls_is_unsupported(int result)
{
    switch (-(-result & 0xff80)) { /* without the low-level code */
    case MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE:
    case MBEDTLS_ERR_X509_UNKNOWN_SIG_ALG:
#if defined(MBEDTLS_ERR_PK_FEATURE_UNAVAILABLE)
    case MBEDTLS_ERR_PK_FEATURE_UNAVAILABLE:
#endif
#if defined(MBEDTLS_ERR_PK_UNKNOWN_PK_ALG)
    case MBEDTLS_ERR_PK_UNKNOWN_PK_ALG:
#endif
#if defined(MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE)
    case MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE:
#endif
#if defined(MBEDTLS_ERR_ECP_FEATURE_UNAVAILABLE)
    case MBEDTLS_ERR_ECP_FEATURE_UNAVAILABLE:
#endif
        return true;
    default:
        return false;
    }
}

/*
 * The extensions that mbedTLS reads, each by what follows 2.5.29 in its identifier: a critical one
 * beside them makes it refuse the certificate. Those that identify keys are read from 3.5 on.
 */

#if MBEDTLS_VERSION_NUMBER < 0x03050000
#define TC3_MBEDTLS_EXTENSIONS "\x0f\x11\x13\x20\x25"
#else
#define TC3_MBEDTLS_EXTENSIONS "\x0e\x0f\x11\x13\x20\x23\x25"
#endif

/* Whether it is the extensions of a certificate that mbedTLS refuses. */

static inline bool tc3_mbedtls_is_extension_error(int result)
{
    return -(-result & 0xff80) == MBEDTLS_ERR_X509_INVALID_EXTENSIONS;
}

/* Whether it is the key: the codes of the modules PK, RSA and ECP. */

static inline bool tc3_mbedtls_is_key_error(int result)
{
    return (-result & 0xff80) >= 0x3880;
}

/*
 * Whether mbedTLS lacked memory. Its codes are multiples of 0x80 from 0x1000 on; many a one has the
 * cause, a low-level code, added: below 0x80, or from 4.0 on PSA's. PSA's alone lie in between.
 */

#if MBEDTLS_VERSION_NUMBER >= 0x04000000

static inline bool tc3_mbedtls_is_memory_error(int result)
{
    const int cause = -(int)PSA_ERROR_INSUFFICIENT_MEMORY;

    return result == -cause || (result <= -0x1000 && ((-result - cause) & 0x7f) == 0);
}

#else

static inline bool tc3_mbedtls_is_low_level_memory_error(int result)
{
    switch (-(-result & 0x7f)) {
    case MBEDTLS_ERR_ASN1_ALLOC_FAILED:
#if defined(MBEDTLS_ERR_MPI_ALLOC_FAILED)
    case MBEDTLS_ERR_MPI_ALLOC_FAILED:
#endif
        return true;
    default:
        return false;
    }
}

static inline bool tc3_mbedtls_is_memory_error(int result)
{
#if defined(PSA_ERROR_INSUFFICIENT_MEMORY)
    if (result == (int)PSA_ERROR_INSUFFICIENT_MEMORY) {
        return true;
    }
#endif
    switch (-(-result & 0xff80)) {
    case MBEDTLS_ERR_SSL_ALLOC_FAILED:
    case MBEDTLS_ERR_X509_ALLOC_FAILED:
    case MBEDTLS_ERR_PEM_ALLOC_FAILED:
#if defined(MBEDTLS_ERR_PK_ALLOC_FAILED)
    case MBEDTLS_ERR_PK_ALLOC_FAILED:
#endif
#if defined(MBEDTLS_ERR_ECP_ALLOC_FAILED)
    case MBEDTLS_ERR_ECP_ALLOC_FAILED:
#endif
#if defined(MBEDTLS_ERR_MD_ALLOC_FAILED)
    case MBEDTLS_ERR_MD_ALLOC_FAILED:
#endif
#if defined(MBEDTLS_ERR_CIPHER_ALLOC_FAILED)
    case MBEDTLS_ERR_CIPHER_ALLOC_FAILED:
#endif
        return true;
    default:
        break;
    }
    return (result <= -0x1000 || result > -0x80) && tc3_mbedtls_is_low_level_memory_error(result);
}

#endif

#endif
