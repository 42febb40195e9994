/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The session that is kept for resumption, in the application's memory: a header, and what
 * mbedtls_ssl_session_save() wrote. It is kept serialised because mbedTLS's own form would stay
 * allocated in the middle of the arena.
 */
#include "tls_parts.h"

#include "tc3/text.h"

#include <string.h>

typedef struct session_header {
    uint8_t check[TC3_SHA256_SIZE]; /* SHA-256 of the endpoint, the trust anchors' digest, the
                                       members below, and the session */
    uint32_t verified_at;           /* Unix time when the chain was verified */
    uint32_t valid_until;           /* Unix time when the first certificate of the chain expires */
    uint32_t length;                /* bytes of session that follow */
} session_header;

static uint8_t *session_bytes(const tc3_tls *tls)
{
    return (uint8_t *)tls->config.session + sizeof(session_header);
}

/* The hash is mbedTLS's own type, for a tc3_sha256_context may be too small for it. */
bool tc3_tls_bind_sessions(tc3_tls *tls)
{
    tc3_mbedtls_hash hash;
    bool good;

    if (tls->config.session_size == 0) {
        return true;
    }
    good =
        tc3_mbedtls_hash_start(&hash) &&
        tc3_mbedtls_hash_update(&hash, tls->config.trust_anchors, tls->config.trust_anchors_size) &&
        tc3_mbedtls_hash_finish(&hash, tls->anchors_digest);
    tc3_mbedtls_hash_release(&hash);
    return good;
}

/*
 * Hash everything that has to match: where the session is from, under which anchors it was
 * verified, the header's numbers and the session itself.
 */
static bool compute_check(const tc3_tls *tls, const session_header *header,
                          uint8_t check[TC3_SHA256_SIZE])
{
    const uint32_t numbers[4] = {tls->endpoint.port, header->verified_at, header->valid_until,
                                 header->length};
    const char *host = tls->endpoint.host;
    tc3_mbedtls_hash hash;
    bool good;

    good = tc3_mbedtls_hash_start(&hash) && tc3_mbedtls_hash_update(&hash, host, strlen(host)) &&
           tc3_mbedtls_hash_update(&hash, tls->anchors_digest, sizeof(tls->anchors_digest)) &&
           tc3_mbedtls_hash_update(&hash, numbers, sizeof(numbers)) &&
           tc3_mbedtls_hash_update(&hash, session_bytes(tls), header->length) &&
           tc3_mbedtls_hash_finish(&hash, check);
    tc3_mbedtls_hash_release(&hash);
    return good;
}

/* Read the header; false unless the kept bytes are whole and of this endpoint. */
static bool read_header(const tc3_tls *tls, session_header *header)
{
    uint8_t check[TC3_SHA256_SIZE];

    if (tls->session_length <= sizeof(*header)) {
        return false;
    }
    memcpy(header, tls->config.session, sizeof(*header));
    return header->length == tls->session_length - sizeof(*header) &&
           compute_check(tls, header, check) && memcmp(check, header->check, sizeof(check)) == 0;
}

/*
 * Neither the certificates nor the bound on sessions have run out. If the clock was set back, the
 * difference wraps and is too large as well.
 */
static bool is_fresh(const tc3_tls *tls, const session_header *header)
{
    return tls->now <= header->valid_until &&
           tls->now - header->verified_at < TC3_TLS_SESSION_LIFETIME;
}

static bool offer(tc3_tls *tls, const session_header *header)
{
    mbedtls_ssl_session session;
    bool good;

    mbedtls_ssl_session_init(&session);
    good = mbedtls_ssl_session_load(&session, session_bytes(tls), header->length) == 0 &&
           mbedtls_ssl_set_session(&tls->ssl, &session) == 0;
    mbedtls_ssl_session_free(&session);
    return good;
}

void tc3_tls_offer_session(tc3_tls *tls)
{
    session_header header;

    tls->offered = read_header(tls, &header) && is_fresh(tls, &header) && offer(tls, &header);
    if (tls->offered) {
        tls->offered_at = header.verified_at;
        tls->offered_until = header.valid_until;
    }
    tc3_tls_drop_session(tls);
}

/* Serialise the connection's session behind the header; 0 if it does not fit. */
static size_t store(tc3_tls *tls, size_t capacity)
{
    mbedtls_ssl_session session;
    size_t length = 0;

    mbedtls_ssl_session_init(&session);
    if (mbedtls_ssl_get_session(&tls->ssl, &session) != 0 ||
        mbedtls_ssl_session_save(&session, session_bytes(tls), capacity, &length) != 0) {
        length = 0;
    }
    mbedtls_ssl_session_free(&session);
    return length;
}

void tc3_tls_keep_session(tc3_tls *tls)
{
    session_header header;

    tc3_tls_drop_session(tls);
    if (tls->config.session_size <= sizeof(header)) {
        return;
    }
    header.verified_at = tls->verified_at;
    header.valid_until = tls->valid_until;
    header.length = (uint32_t)store(tls, tls->config.session_size - sizeof(header));
    if (header.length != 0 && compute_check(tls, &header, header.check)) {
        memcpy(tls->config.session, &header, sizeof(header));
        tls->session_length = sizeof(header) + header.length;
    } else {
        tc3_tls_drop_session(tls);
    }
}

void tc3_tls_drop_session(tc3_tls *tls)
{
    if (tls->config.session_size > 0) {
        tc3_wipe(tls->config.session, tls->config.session_size);
    }
    tls->session_length = 0;
}

tc3_status tc3_tls_session_save(const tc3_tls *tls, void *memory, size_t capacity, size_t *length)
{
    *length = 0;
    if (tls->session_length > capacity) {
        return TC3_ERROR_CONFIG_MEMORY;
    }
    if (tls->session_length > 0) {
        memcpy(memory, tls->config.session, tls->session_length);
    }
    *length = tls->session_length;
    return TC3_OK;
}

tc3_status tc3_tls_session_load(tc3_tls *tls, const void *memory, size_t length)
{
    if (length > tls->config.session_size) {
        return TC3_ERROR_CONFIG_MEMORY;
    }
    tc3_tls_drop_session(tls);
    if (length > 0) {
        memcpy(tls->config.session, memory, length);
    }
    tls->session_length = length;
    return TC3_OK;
}
