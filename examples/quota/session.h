/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file session.h
 * The client on its stack of layers (TLS by mbedTLS, POSIX sockets), and a refresh by it that
 * blocks.
 */
#ifndef QUOTA_SESSION_H
#define QUOTA_SESSION_H

#include "credentials.h"
#include "display.h"
#include "options.h"
#include "progress.h"
#include "sentence.h"
#include "trace.h"

#include "tc3/client.h"
#include "tc3/socket.h"
#include "tc3/tls.h"
#include "tc3/tls_report.h"
#include "tc3/voucher_pool.h"

/**
 * Bytes for a TLS session to resume. With the server's certificate, which Debian's mbedTLS keeps in
 * it, a session takes up to 4096 (tc3/tls.h).
 */
#define QUOTA_TLS_SESSION_SIZE 4096

/** The layers. Do not move it while it is open. */
typedef struct quota_session {
    tc3_socket_config socket_config;
    tc3_socket socket;
    uint8_t tls_session[QUOTA_TLS_SESSION_SIZE];
    tc3_tls tls;
    tc3_tls_report tls_report;
    tc3_credential_source credentials;
    tc3_config config;
    tc3_client client;
    quota_progress progress;
    quota_trace trace;
    bool open;
    char warning[QUOTA_SENTENCE_SIZE]; /**< what to tell the user in any case, or empty */
    char problem[QUOTA_SENTENCE_SIZE]; /**< why it could not be opened, or empty */
} quota_session;

/**
 * Set up all layers; nothing is sent. `options` and `credentials` must stay until the end. TC3_OK,
 * or an error of the class config, with `problem` filled in if there is more to say than its text
 * does.
 */
tc3_status quota_session_open(quota_session *session, const quota_options *options,
                              quota_credentials *credentials);

/**
 * Ask for the quota and block until the outcome, which is returned; `display` goes on moving.
 * TC3_PENDING: a signal asked the process to end, or the image of `display` could not be written.
 */
tc3_status quota_session_refresh(quota_session *session, const quota_options *options,
                                 quota_display *display, tc3_voucher_pool *pool);

/** Between refreshes, now and then: let go of a connection that is of no use any more. */
void quota_session_idle(quota_session *session);

/** Close the connection and wipe every key. */
void quota_session_close(quota_session *session);

#endif
