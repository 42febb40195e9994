/* SPDX-License-Identifier: Apache-2.0 */
/* The TLS layer as a tc3_io: handshake in steps, sending, receiving, closing, and naming faults. */
#include "tls_parts.h"

#include "arena.h"
#include "tc3/text.h"

#include <mbedtls/ssl_ciphersuites.h>

#include <string.h>

enum stage {
    STAGE_IDLE,
    STAGE_TRANSPORT,
    STAGE_HANDSHAKE,
    STAGE_OPEN,
    STAGE_FAILED
};

/* Forward-secret and authenticated ones only; SHA-256 first, which is in the code anyhow. */
static const int cipher_suites[] = {
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
    MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
    MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
#endif
    0,
};

/* mbedTLS's callbacks. A transport that has failed is not called again. */

static int draw_entropy(void *context, unsigned char *bytes, size_t length)
{
    tc3_tls *tls = (tc3_tls *)context;
    const tc3_random *random = tls->config.random;

    if (random->fill(random->context, bytes, length) == TC3_OK) {
        return 0;
    }
    tls->fault = TC3_ERROR_CONFIG_RANDOM;
    return -1;
}

/* Turn the transport's outcome into mbedTLS's; `want` is what it calls "not now". */
static int result_of(tc3_tls *tls, tc3_status status, size_t moved, int want)
{
    if (status == TC3_OK) {
        return (int)moved;
    }
    if (status == TC3_PENDING) {
        tls->is_blocked = true;
        return want;
    }
    tls->transport_fault = status;
    return MBEDTLS_ERR_SSL_CONN_EOF;
}

static int send_below(void *context, const unsigned char *bytes, size_t length)
{
    tc3_tls *tls = (tc3_tls *)context;
    const tc3_io *transport = tls->config.transport;
    size_t sent = 0;
    tc3_status status;

    if (tls->transport_fault != TC3_OK) {
        return MBEDTLS_ERR_SSL_CONN_EOF;
    }
    status = transport->send(transport->context, bytes, length, &sent, &tls->blocked);
    return result_of(tls, status, sent, MBEDTLS_ERR_SSL_WANT_WRITE);
}

static int receive_below(void *context, unsigned char *bytes, size_t capacity)
{
    tc3_tls *tls = (tc3_tls *)context;
    const tc3_io *transport = tls->config.transport;
    size_t received = 0;
    tc3_status status;

    if (tls->transport_fault != TC3_OK) {
        return MBEDTLS_ERR_SSL_CONN_EOF;
    }
    status = transport->receive(transport->context, bytes, capacity, &received, &tls->blocked);
    return result_of(tls, status, received, MBEDTLS_ERR_SSL_WANT_READ);
}

/* Faults */

bool tc3_tls_is_memory_fault(int result)
{
    return tc3_arena_take_exhausted() || tc3_mbedtls_is_memory_error(result);
}

void tc3_tls_tell(const tc3_tls *tls, const mbedtls_x509_crt *certificate, int depth,
                  uint32_t flags)
{
    tc3_tls_finding finding;

    if (tls->config.observe == NULL) {
        return;
    }
    finding.certificate = certificate;
    finding.depth = (unsigned)depth;
    finding.flags = flags;
    finding.host = tls->endpoint.host;
    finding.now = tls->now;
    tls->config.observe(tls->config.observer, &finding);
}

/*
 * mbedTLS's codes carry the module in bits 7 to 14; X.509's are -0x2080 to -0x2980 and -0x3000.
 * What it cannot read in a certificate has other codes as well: those of public keys, RSA and
 * curves, -0x3900 to -0x4f80, and of ASN.1 alone. Before the chain is judged they have no other
 * cause.
 */
static bool is_certificate_fault(const tc3_tls *tls, int result)
{
    int module = -result & 0x7f80;

    if ((module >= 0x2080 && module <= 0x2980) || module == 0x3000) {
        return true;
    }
    return !tls->verified &&
           ((module >= 0x3900 && module <= 0x4f80) ||
            (result >= MBEDTLS_ERR_ASN1_BUF_TOO_SMALL && result <= MBEDTLS_ERR_ASN1_OUT_OF_DATA));
}

static tc3_status status_of_result(tc3_tls *tls, int result)
{
    if (tc3_tls_is_memory_fault(result)) {
        return TC3_ERROR_TLS_MEMORY;
    }
    if (tls->fault != TC3_OK) {
        return tls->fault;
    }
    if (result == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED || result == TC3_MBEDTLS_BAD_CERTIFICATE) {
        tls->details.tls_verify_flags = mbedtls_ssl_get_verify_result(&tls->ssl);
        tc3_tls_tell(tls, NULL, 0, tls->details.tls_verify_flags);
        return tc3_tls_status_of_flags(tls->details.tls_verify_flags);
    }
    if (result == 0 || result == MBEDTLS_ERR_SSL_CONN_EOF ||
        result == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
        return TC3_ERROR_CLOSED;
    }
    if (tls->stage == STAGE_OPEN) {
        return TC3_ERROR_TLS_RECORD;
    }
    return is_certificate_fault(tls, result) ? TC3_ERROR_TLS_CERTIFICATE : TC3_ERROR_TLS_HANDSHAKE;
}

static void explain_transport(tc3_tls *tls)
{
    const tc3_io *transport = tls->config.transport;
    bool resumed = tls->details.tls_resumed;

    transport->explain(transport->context, &tls->details);
    tls->details.tls_resumed = resumed;
}

/* The error came from below, rather than that an alert about another one could not be sent. */
static bool is_transport_fault(const tc3_tls *tls, int result)
{
    return tls->transport_fault != TC3_OK && (result == 0 || result == MBEDTLS_ERR_SSL_CONN_EOF);
}

/* Decide what `result`, which is no success, means; errors end the connection. */
static tc3_status fail(tc3_tls *tls, int result)
{
    tc3_status status;

    if (is_transport_fault(tls, result)) {
        status = tls->transport_fault;
        explain_transport(tls);
    } else {
        status = status_of_result(tls, result);
        tls->details.port_error = result;
    }
    if (result != MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
        tls->stage = STAGE_FAILED;
    }
    return status;
}

static bool goes_on(int result)
{
    return result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE ||
           result == MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS || tc3_mbedtls_is_ticket(result);
}

/* Say what to wait for: what the transport waits for, or nothing if it was not asked. */
static void fill_wait(const tc3_tls *tls, tc3_phase phase, tc3_wait *wait)
{
    wait->events = 0;
    wait->timeout_ms = 0;
    if (tls->is_blocked) {
        *wait = tls->blocked;
    }
    wait->phase = (uint8_t)phase;
}

static void begin_call(tc3_tls *tls)
{
    tls->is_blocked = false;
    tls->fault = TC3_OK;
}

/* Connecting */

static bool is_address(const char *host)
{
    uint8_t address[16];

    return tc3_tls_read_address(host, address) != 0;
}

/*
 * Whether the host may be a name in DNS. What ends in a number is none: resolvers take many a form
 * of it for an address, as 127.1 and 0x7f.1, which no certificate can hold. A dot at the end is
 * not part of a name in TLS (RFC 6066 section 3).
 */
static bool is_name(const char *host)
{
    const char *last = strrchr(host, '.');

    last = last == NULL ? host : last + 1;
    if (last[0] == '\0' || strchr(host, ':') != NULL) {
        return false;
    }
    if (last[0] == '0' && (last[1] == 'x' || last[1] == 'X')) {
        return last[2 + strspn(last + 2, "0123456789abcdefABCDEF")] != '\0';
    }
    return last[strspn(last, "0123456789")] != '\0';
}

static tc3_status begin(tc3_tls *tls, const tc3_endpoint *endpoint)
{
    const tc3_clock *clock = tls->config.clock;

    memset(&tls->details, 0, sizeof(tls->details));
    tls->endpoint = *endpoint;
    tls->transport_fault = TC3_OK;
    tls->capped = false;
    tls->again = false;
    tc3_tls_tell(tls, NULL, 0, 0);
    if (!is_address(endpoint->host) && !is_name(endpoint->host)) {
        tls->stage = STAGE_FAILED;
        return TC3_ERROR_CONFIG_HOST;
    }
    if (!clock->unix_time(clock->context, &tls->now)) {
        tls->stage = STAGE_FAILED;
        return TC3_ERROR_CLOCK_NOT_SET;
    }
    tls->stage = STAGE_TRANSPORT;
    return TC3_OK;
}

/* The transport is open: make a fresh TLS connection on it. */
static tc3_status begin_handshake(tc3_tls *tls)
{
    int result;

    (void)tc3_arena_take_exhausted();
    tls->stage = STAGE_HANDSHAKE;
    tls->verified = false;
    tls->valid_until = UINT32_MAX;
    tls->verified_at = tls->now;
    tc3_mbedtls_set_versions(&tls->settings, tls->config.tls13 && !tls->capped);
    result = mbedtls_ssl_setup(&tls->ssl, &tls->settings);
    if (result == 0) {
        /* An address is not sent (RFC 6066 section 3); tc3_tls_host_matches() compares both. */
        result = mbedtls_ssl_set_hostname(
            &tls->ssl, is_address(tls->endpoint.host) ? NULL : tls->endpoint.host);
    }
    if (result == MBEDTLS_ERR_SSL_BAD_INPUT_DATA) {
        tls->fault = TC3_ERROR_CONFIG_HOST;
    }
    if (result != 0) {
        return fail(tls, result);
    }
    mbedtls_ssl_set_bio(&tls->ssl, tls, send_below, receive_below, NULL);
    tc3_mbedtls_watch_version(&tls->ssl, &tls->lowered);
    tc3_tls_offer_session(tls);
    return TC3_OK;
}

static tc3_status connect_transport(tc3_tls *tls, tc3_time_budget time, tc3_wait *wait)
{
    const tc3_io *transport = tls->config.transport;
    tc3_status status;

    if (tls->again) {
        time.address = TC3_ADDRESS_AGAIN;
    }
    status = transport->connect(transport->context, &tls->endpoint, time, wait);
    if (status == TC3_PENDING) {
        return TC3_PENDING;
    }
    if (status != TC3_OK) {
        tls->transport_fault = status;
        return fail(tls, 0);
    }
    fill_wait(tls, TC3_PHASE_HANDSHAKE, wait);
    status = begin_handshake(tls);
    return status == TC3_OK ? TC3_PENDING : status;
}

/* Give up this connection for another one to the same address. */
static void reconnect(tc3_tls *tls)
{
    const tc3_io *transport = tls->config.transport;

    transport->close(transport->context);
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_init(&tls->ssl);
    tls->transport_fault = TC3_OK;
    tls->again = true;
    tls->stage = STAGE_TRANSPORT;
}

/* What is wrong lies in the certificates that the server sent: asking again changes nothing. */
static bool is_about_certificates(const tc3_tls *tls, int result)
{
    return is_certificate_fault(tls, result) || result == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED ||
           result == TC3_MBEDTLS_BAD_CERTIFICATE;
}

/*
 * The handshake failed in which a session was offered: by an alert, since not every server declines
 * politely, by an end, or by nonsense. A session is dropped once it is offered, so that this comes
 * once in a connect(). A lack of memory is kept for fail(), as it is told only once.
 */
static bool is_session_to_blame(tc3_tls *tls, int result)
{
    if (!tls->offered || tls->verified || tls->fault != TC3_OK ||
        is_about_certificates(tls, result)) {
        return false;
    }
    if (tc3_tls_is_memory_fault(result)) {
        tls->fault = TC3_ERROR_TLS_MEMORY;
    }
    return tls->fault == TC3_OK;
}

/*
 * mbedTLS failed for having offered TLS 1.3. The server has proved who it is, so far as a chain
 * does; if somebody else made it look as if it had no TLS 1.3, finish_handshake() finds out.
 */
static bool is_version_to_blame(const tc3_tls *tls, int result)
{
    return tls->config.tls13 && !tls->capped && tls->verified &&
           tc3_mbedtls_is_version_clash(&tls->ssl, result);
}

/* Go on with another connection where what was offered is to blame for the error `result`. */
static bool offers_less(tc3_tls *tls, int result)
{
    if (is_version_to_blame(tls, result)) {
        tls->capped = true;
    } else if (!is_session_to_blame(tls, result)) {
        return false;
    }
    reconnect(tls);
    return true;
}

/*
 * The handshake is complete. mbedTLS does not say whether it was resumed, but only a resumed one
 * goes without verifying a chain, and that needs a session that was offered.
 */
static tc3_status finish_handshake(tc3_tls *tls)
{
    if (!tls->verified && !tls->offered) {
        return fail(tls, MBEDTLS_ERR_X509_FATAL_ERROR);
    }
    if (tls->capped && tls->lowered) {
        return fail(tls, TC3_MBEDTLS_BAD_VERSION);
    }
    tls->details.tls_resumed = !tls->verified;
    if (!tls->verified) {
        tls->verified_at = tls->offered_at;
        tls->valid_until = tls->offered_until;
    }
    tls->stage = STAGE_OPEN;
    tc3_tls_keep_session(tls);
    return TC3_OK;
}

/* Tell if the server's chain is too long: in certificates, or in bytes. */
static void tell_of_length(const tc3_tls *tls, int result)
{
    const bool bytes = tc3_mbedtls_is_too_long(result);

    if ((bytes || result == MBEDTLS_ERR_X509_FATAL_ERROR) && tls->fault == TC3_OK) {
        tc3_tls_tell(tls, NULL, bytes, UINT32_MAX);
    }
}

static tc3_status step_handshake(tc3_tls *tls)
{
    int result = mbedtls_ssl_handshake_step(&tls->ssl);

    if (goes_on(result)) {
        return TC3_PENDING;
    }
    if (result != 0) {
        tell_of_length(tls, result);
        return offers_less(tls, result) ? TC3_PENDING : fail(tls, result);
    }
    return tc3_mbedtls_handshake_over(&tls->ssl) ? finish_handshake(tls) : TC3_PENDING;
}

static tc3_status tls_connect(void *context, const tc3_endpoint *endpoint, tc3_time_budget time,
                              tc3_wait *wait)
{
    tc3_tls *tls = (tc3_tls *)context;
    tc3_status status = TC3_OK;

    begin_call(tls);
    if (tls->stage == STAGE_IDLE) {
        status = begin(tls, endpoint);
    }
    if (status == TC3_OK && tls->stage == STAGE_TRANSPORT) {
        return connect_transport(tls, time, wait);
    }
    if (status == TC3_OK) {
        status = step_handshake(tls);
    }
    fill_wait(tls, TC3_PHASE_HANDSHAKE, wait);
    return status;
}

/* Sending, receiving, closing */

/* The outcome of mbedtls_ssl_write() or _read() that moved nothing. */
static tc3_status outcome(tc3_tls *tls, int result, tc3_phase phase, tc3_wait *wait)
{
    fill_wait(tls, phase, wait);
    return goes_on(result) ? TC3_PENDING : fail(tls, result);
}

static tc3_status tls_send(void *context, const uint8_t *bytes, size_t length, size_t *sent,
                           tc3_wait *wait)
{
    tc3_tls *tls = (tc3_tls *)context;
    int result;

    begin_call(tls);
    result = mbedtls_ssl_write(&tls->ssl, bytes, length);
    if (result > 0) {
        *sent = (size_t)result;
        return TC3_OK;
    }
    return outcome(tls, result, TC3_PHASE_SEND, wait);
}

static tc3_status tls_receive(void *context, uint8_t *bytes, size_t capacity, size_t *received,
                              tc3_wait *wait)
{
    tc3_tls *tls = (tc3_tls *)context;
    int result;

    begin_call(tls);
    result = mbedtls_ssl_read(&tls->ssl, bytes, capacity);
    if (result > 0) {
        *received = (size_t)result;
        return TC3_OK;
    }
    if (tc3_mbedtls_is_ticket(result)) {
        tc3_tls_keep_session(tls);
    }
    return outcome(tls, result, TC3_PHASE_RECEIVE, wait);
}

static void tls_close(void *context)
{
    tc3_tls *tls = (tc3_tls *)context;
    const tc3_io *transport = tls->config.transport;

    if (tls->stage == STAGE_OPEN) {
        (void)mbedtls_ssl_close_notify(&tls->ssl);
    }
    transport->close(transport->context);
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_init(&tls->ssl);
    tls->stage = STAGE_IDLE;
}

static void tls_explain(void *context, tc3_io_details *details)
{
    const tc3_tls *tls = (const tc3_tls *)context;
    const tc3_io *transport = tls->config.transport;
    tc3_io_details below;

    transport->explain(transport->context, &below);
    *details = tls->details;
    /* One that is silent may only dislike the session: without that, any address is a new one. */
    details->more_addresses =
        below.more_addresses || (tls->stage == STAGE_HANDSHAKE && tls->offered && !tls->verified);
    if (tls->stage == STAGE_TRANSPORT) { /* it has not failed, but may know why it takes so long */
        details->port_error = below.port_error;
    }
}

/* Life */

static tc3_status prepare_settings(tc3_tls *tls)
{
    int result;

    (void)tc3_arena_take_exhausted();
    result = tc3_mbedtls_start();
    if (result == 0) {
        result =
            mbedtls_ssl_config_defaults(&tls->settings, MBEDTLS_SSL_IS_CLIENT,
                                        MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
    }
    if (result != 0) {
        return tc3_tls_is_memory_fault(result) ? TC3_ERROR_TLS_MEMORY : TC3_ERROR_CONFIG_RANDOM;
    }
    mbedtls_ssl_conf_authmode(&tls->settings, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_cert_profile(&tls->settings, &mbedtls_x509_crt_profile_next);
    mbedtls_ssl_conf_verify(&tls->settings, tc3_tls_verify, tls);
    mbedtls_ssl_conf_ciphersuites(&tls->settings, cipher_suites);
    result = tc3_mbedtls_random_start(&tls->generator, &tls->settings, draw_entropy, tls);
    return result == 0 ? tc3_tls_trust(tls) : TC3_ERROR_CONFIG_RANDOM;
}

static bool is_complete(const tc3_tls_config *config)
{
    return config->transport != NULL && config->clock != NULL && config->random != NULL &&
           (config->session != NULL || config->session_size == 0);
}

static void fill_io(tc3_tls *tls)
{
    tls->io.context = tls;
    tls->io.verified = true;
    tls->io.connect = tls_connect;
    tls->io.send = tls_send;
    tls->io.receive = tls_receive;
    tls->io.close = tls_close;
    tls->io.explain = tls_explain;
}

static void release_memory(tc3_tls *tls)
{
    tc3_tls_drop_session(tls);
    tc3_tls_distrust(tls);
    tc3_mbedtls_random_release(&tls->generator);
    mbedtls_ssl_config_free(&tls->settings);
    tc3_wipe(tls, sizeof(*tls));
}

tc3_status tc3_tls_init(tc3_tls *tls, const tc3_tls_config *config)
{
    tc3_status status;

    if (!is_complete(config)) {
        return TC3_ERROR_CONFIG_MISSING;
    }
    memset(tls, 0, sizeof(*tls));
    tls->config = *config;
    fill_io(tls);
    mbedtls_ssl_init(&tls->ssl);
    mbedtls_ssl_config_init(&tls->settings);
    status = prepare_settings(tls);
    if (status != TC3_OK) {
        release_memory(tls);
    }
    return status;
}

const tc3_io *tc3_tls_io(tc3_tls *tls)
{
    return &tls->io;
}

void tc3_tls_release(tc3_tls *tls)
{
    tls_close(tls);
    release_memory(tls);
}
