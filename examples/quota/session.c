/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"

#include "process.h"
#include "small_file.h"
#include "terminal.h"

#include "tc3/mbedtls.h"
#include "tc3/posix.h"
#include "tc3/version.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/** Memory of mbedTLS: a handshake takes 40 KiB or so, the CA bundle of a system ten times that. */
#define ARENA_SIZE       (1024u * 1024u)
/** Largest file of CA certificates in bytes. */
#define CA_FILE_SIZE_MAX (512u * 1024u)
/** Longest wait at a time: a signal that comes just before it is noticed this late at most. */
#define SLICE_MS         100u
/** Bytes for what describe_left_out() writes. */
#define LEFT_OUT_SIZE    256

static uint8_t arena[ARENA_SIZE];
static char ca_text[CA_FILE_SIZE_MAX + 1];

static tc3_status refuse_ca_file(quota_session *session, const char *path, const char *fault)
{
    snprintf(session->problem, sizeof session->problem, "the CA file %s %s", path, fault);
    return TC3_ERROR_CONFIG_TRUST_ANCHORS;
}

/** Name the certificate in the CA file at `path` that cannot be read. */
static tc3_status refuse_certificate(quota_session *session, const char *path,
                                     const tc3_tls_bundle *bundle)
{
    char reason[64];

    if (bundle->port_error == 0) {
        snprintf(reason, sizeof reason, "lacks its BEGIN or END line");
    } else {
        snprintf(reason, sizeof reason, "cannot be read (mbedTLS error -0x%04" PRIx32 ")",
                 0u - (uint32_t)bundle->port_error);
    }
    snprintf(session->problem, sizeof session->problem,
             "certificate %" PRIu32 " in the CA file %s %s: replace or remove it", bundle->broken,
             path, reason);
    return TC3_ERROR_CONFIG_TRUST_ANCHORS;
}

/** Say what of the CA file is not trusted, although it is whole; nothing if there is no such. */
static void describe_left_out(char text[LEFT_OUT_SIZE], const tc3_tls_bundle *bundle)
{
    int length = 0;

    text[0] = '\0';
    if (bundle->unsupported == 1) {
        length = snprintf(text, LEFT_OUT_SIZE, ": certificate %" PRIu32 " of %" PRIu32,
                          bundle->first_unsupported, bundle->certificates);
    } else if (bundle->unsupported > 1) {
        length =
            snprintf(text, LEFT_OUT_SIZE,
                     ": %" PRIu32 " of the %" PRIu32 " certificates, the first one number %" PRIu32,
                     bundle->unsupported, bundle->certificates, bundle->first_unsupported);
    }
    if (bundle->unsupported != 0) {
        length += snprintf(text + length, LEFT_OUT_SIZE - (size_t)length,
                           ", which this build of mbedTLS cannot use (error -0x%04" PRIx32 ")",
                           0u - (uint32_t)bundle->port_error);
    }
    if (bundle->others != 0) {
        snprintf(text + length, LEFT_OUT_SIZE - (size_t)length,
                 ": blocks that are not \"CERTIFICATE\", %" PRIu32 " in all", bundle->others);
    }
}

/** Refuse the CA file at `path`, of which `left_out` is all that it has. */
static tc3_status refuse_all(quota_session *session, const char *path, const char *left_out)
{
    if (left_out[0] == '\0') {
        return refuse_ca_file(session, path,
                              "holds no certificate: give a file with some in PEM or DER");
    }
    snprintf(session->problem, sizeof session->problem,
             "the CA file %s holds no usable certificate: give a file with one. Not trusted%s",
             path, left_out);
    return TC3_ERROR_CONFIG_TRUST_ANCHORS;
}

/** Refuse the `size` bytes in ca_text, from the file at `path`, if a certificate is damaged. */
static tc3_status check_ca_text(quota_session *session, const char *path, size_t size)
{
    tc3_tls_bundle bundle;
    char left_out[LEFT_OUT_SIZE];
    tc3_status status = tc3_tls_check_bundle(ca_text, size, &bundle);

    if (bundle.broken != 0) {
        return refuse_certificate(session, path, &bundle);
    }
    describe_left_out(left_out, &bundle);
    if (status == TC3_OK && bundle.certificates == bundle.unsupported) {
        return refuse_all(session, path, left_out);
    }
    if (left_out[0] != '\0') {
        snprintf(session->warning, sizeof session->warning,
                 "some of the CA file %s is not trusted%s", path, left_out);
    }
    return status;
}

/** Have the certificates in the file at `path` trusted instead of the built-in ones. */
static tc3_status read_ca_file(quota_session *session, const char *path, tc3_tls_config *config)
{
    size_t length = 0;
    bool exposed;

    switch (quota_small_file_read(path, ca_text, sizeof ca_text, &length, &exposed)) {
    case QUOTA_FILE_READ:
        break;
    case QUOTA_FILE_MISSING:
        return refuse_ca_file(session, path, "does not exist");
    case QUOTA_FILE_NOT_REGULAR:
        return refuse_ca_file(session, path, "is not a regular file: give the path of one");
    case QUOTA_FILE_TOO_LARGE:
        return refuse_ca_file(session, path, "is larger than 512 KiB");
    default:
        snprintf(session->problem, sizeof session->problem, "the CA file %s cannot be read: %s",
                 path, strerror(errno));
        return TC3_ERROR_CONFIG_TRUST_ANCHORS;
    }
    if (!tc3_tls_is_der(ca_text, length)) {
        if (strlen(ca_text) != length) {
            return refuse_ca_file(session, path, "has a NUL byte, so it is no PEM text");
        }
        length++; /* the NUL counts */
    }
    config->trust_anchors = ca_text;
    config->trust_anchors_size = length;
    return check_ca_text(session, path, length);
}

static tc3_status open_tls(quota_session *session, const quota_options *options)
{
    tc3_tls_config config;
    tc3_status status;

    memset(&config, 0, sizeof config);
    config.transport = tc3_socket_io(&session->socket);
    config.clock = tc3_posix_clock();
    config.random = tc3_posix_random();
    config.session = session->tls_session;
    config.session_size = sizeof session->tls_session;
    config.observe = tc3_tls_report_observe;
    config.observer = &session->tls_report;
    /* The system's mbedTLS may take no arena; then it uses the heap it was built for. */
    (void)tc3_mbedtls_set_arena(arena, sizeof arena);
    if (options->ca_file != NULL) {
        status = read_ca_file(session, options->ca_file, &config);
        if (status != TC3_OK) {
            return status;
        }
    }
    return tc3_tls_init(&session->tls, &config);
}

static void open_socket(quota_session *session, const quota_options *options)
{
    if (options->connect_port != 0) {
        session->socket_config.connect_address = options->connect_address;
        session->socket_config.connect_port = options->connect_port;
    }
    tc3_socket_init(&session->socket, &session->socket_config);
}

tc3_status quota_session_open(quota_session *session, const quota_options *options,
                              quota_credentials *credentials)
{
    tc3_config *config = &session->config;
    tc3_status status;

    memset(session, 0, sizeof *session);
    open_socket(session, options);
    status = open_tls(session, options);
    if (status != TC3_OK) {
        return status;
    }
    session->open = true;
    session->credentials = quota_credentials_source(credentials);
    config->host = options->host;
    config->io = tc3_tls_io(&session->tls);
    config->sha256 = tc3_mbedtls_sha256();
    config->clock = tc3_posix_clock();
    config->random = tc3_posix_random();
    config->credentials = &session->credentials;
    config->language = options->language;
    config->request_client = "tc3-quota_" TC3_VERSION;
    config->deadline_ms = options->timeout_ms;
    config->attempts = options->attempts;
    return tc3_client_init(&session->client, config);
}

/** Where a call is that has just been stepped: what it waits for, if it waits. */
static tc3_phase current_phase(const tc3_client *client, const tc3_wait *wait)
{
    bool waits = wait->events != 0 || wait->timeout_ms > 0;

    return (tc3_phase)(waits ? wait->phase : tc3_client_details(client)->phase);
}

/** Step the call to its end. */
static tc3_status finish_call(quota_session *session, quota_display *display)
{
    const tc3_details *details = tc3_client_details(&session->client);
    uint32_t slice_ms = quota_display_slice_ms(display, SLICE_MS);
    tc3_wait wait;
    tc3_status status;

    while ((status = tc3_client_step(&session->client, tc3_posix_now_ms(), &wait)) == TC3_PENDING) {
        tc3_phase phase = current_phase(&session->client, &wait);
        uint32_t now_ms = tc3_posix_now_ms();

        quota_trace_update(&session->trace, phase, details, now_ms);
        quota_progress_update(&session->progress, phase, now_ms);
        quota_display_tick(display, now_ms);
        if (quota_process_signal() != 0 || display->has_failed) {
            return TC3_PENDING;
        }
        tc3_posix_wait(&session->socket, &wait, slice_ms);
    }
    return status;
}

tc3_status quota_session_refresh(quota_session *session, const quota_options *options,
                                 quota_display *display, tc3_voucher_pool *pool)
{
    /* The line needs no more than a carriage return, which any terminal has. */
    bool has_room = quota_terminal_is_attached(stderr) && !quota_display_is_live(display);
    uint32_t now_ms = tc3_posix_now_ms();
    tc3_status status;

    status = tc3_client_start(&session->client, &tc3_query_voucher_pool, pool, now_ms);
    if (status != TC3_PENDING) {
        return status;
    }
    quota_trace_begin(&session->trace, options->verbose, now_ms);
    quota_progress_begin(&session->progress, has_room && !options->verbose, now_ms);
    status = finish_call(session, display);
    quota_progress_end(&session->progress);
    if (status != TC3_PENDING) {
        quota_trace_end(&session->trace, status, tc3_client_details(&session->client),
                        tc3_posix_now_ms());
        if (tc3_status_class(status) == TC3_CLASS_TLS) {
            quota_trace_tell(&session->trace, session->tls_report.text);
        }
    }
    return status;
}

void quota_session_idle(quota_session *session)
{
    (void)tc3_client_idle(&session->client, tc3_posix_now_ms());
}

void quota_session_close(quota_session *session)
{
    if (session->open) {
        tc3_client_close(&session->client);
        tc3_tls_release(&session->tls);
    }
    tc3_wipe(session, sizeof *session);
    tc3_wipe(arena, sizeof arena);
}
