/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tc3-quota: shows the voucher quota pool of a Tencent Cloud reseller on a terminal.
 */
#include "credentials.h"
#include "display.h"
#include "options.h"
#include "output.h"
#include "pause.h"
#include "process.h"
#include "session.h"
#include "visible_text.h"

#include "tc3/posix.h"
#include "tc3/version.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/** Exit status if the output could not be written; the others are classes of tc3_status. */
#define EXIT_NOT_WRITTEN 1

static quota_options options;
static quota_credentials credentials;
static quota_session session;
static quota_display display;

/** Of a refresh that made no call. */
static const tc3_details no_details;

/** The end of all output: `exit_status`, unless stdout failed. */
static int finish_output(int exit_status)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) {
        return exit_status;
    }
    /* A write that the signal itself interrupted is the user's wish, not a fault. */
    if (errno == EINTR && quota_process_signal() != 0) {
        return exit_status;
    }
    fprintf(stderr, "tc3-quota: the output could not be written: %s\n", strerror(errno));
    return EXIT_NOT_WRITTEN;
}

static void warn(const char *sentence)
{
    if (sentence[0] != '\0') {
        fputs("tc3-quota: warning: ", stderr);
        quota_visible_write(stderr, sentence);
        putc('\n', stderr);
    }
}

/** Tell the user what came of a refresh, in every form that is wanted. False if one failed. */
static bool show(const quota_outcome *outcome)
{
    quota_display_take(&display, outcome, tc3_posix_now_ms());
    return quota_output_write(options.output, outcome) && quota_display_write_image(&display);
}

/** Report an error that prevents all refreshes. */
static int report_problem(tc3_status status, const char *problem)
{
    const quota_outcome outcome = {
        status,
        problem[0] == '\0' ? NULL : problem,
        NULL,
        &no_details,
        options.attempts,
        false,
        &display,
        NULL,
    };

    if (!show(&outcome)) {
        return EXIT_NOT_WRITTEN;
    }
    return (int)tc3_status_class(status);
}

/** Pause after the refresh that began at `start_ms`; false as quota_pause(). */
static bool pause_after(uint32_t start_ms)
{
    uint32_t elapsed_ms = tc3_posix_now_ms() - start_ms;
    uint32_t pause_ms = options.watch_ms;

    /* The client keeps this distance between requests, but not between failed connections. */
    if (elapsed_ms < TC3_REQUEST_INTERVAL_MS && pause_ms < TC3_REQUEST_INTERVAL_MS - elapsed_ms) {
        pause_ms = TC3_REQUEST_INTERVAL_MS - elapsed_ms;
    }
    return quota_pause(pause_ms, &session, &display);
}

static void tell_source(const char *introduction)
{
    if (options.verbose) {
        fprintf(stderr, "tc3-quota: %s ", introduction);
        quota_visible_write(stderr, credentials.source);
        putc('\n', stderr);
    }
}

/** Use the credentials as they are now in the file that they are from, if they are from one. */
static tc3_status renew_credentials(void)
{
    uint32_t generation = credentials.generation;
    tc3_status status = quota_credentials_reload(&credentials);

    if (status == TC3_OK && credentials.generation != generation) {
        tell_source("other credentials from");
    }
    return status;
}

/** Refresh, and fill in what came of it. */
static void refresh(quota_outcome *outcome, tc3_voucher_pool *pool, bool is_first)
{
    outcome->certificates = NULL;
    outcome->status = is_first ? TC3_OK : renew_credentials();
    if (outcome->status != TC3_OK) {
        outcome->problem = credentials.problem;
        outcome->details = &no_details;
        return;
    }
    outcome->problem = NULL;
    outcome->details = tc3_client_details(&session.client);
    outcome->status = quota_session_refresh(&session, &options, &display, pool);
    if (tc3_status_class(outcome->status) == TC3_CLASS_TLS) {
        outcome->certificates = session.tls_report.text;
    }
}

/** Refresh as often as wanted. */
static int refresh_repeatedly(void)
{
    static tc3_voucher_pool pool;
    quota_outcome outcome = {
        TC3_OK, NULL, &pool, &no_details, options.attempts, options.count != 1, &display, NULL,
    };
    uint32_t refreshed = 0;
    uint32_t start_ms;

    do {
        start_ms = tc3_posix_now_ms();
        refresh(&outcome, &pool, refreshed == 0);
        if (outcome.status == TC3_PENDING) {
            break;
        }
        if (!show(&outcome)) {
            return EXIT_NOT_WRITTEN;
        }
        refreshed++;
    } while (refreshed != options.count && pause_after(start_ms));
    return display.has_failed ? EXIT_NOT_WRITTEN : (int)tc3_status_class(outcome.status);
}

static int run(void)
{
    tc3_status status = quota_credentials_load(&credentials, options.profile);

    warn(credentials.warning);
    warn(credentials.notice);
    if (status != TC3_OK) {
        return report_problem(status, credentials.problem);
    }
    tell_source("credentials from");
    status = quota_session_open(&session, &options, &credentials);
    warn(session.warning);
    if (status != TC3_OK) {
        return report_problem(status, session.problem);
    }
    return refresh_repeatedly();
}

/** Run with care for the secrets in memory. */
static int run_protected(void)
{
    int exit_status;

    quota_process_protect();
    quota_process_catch_signals();
    quota_display_open(&display, &options, tc3_posix_now_ms());
    exit_status = run();
    quota_display_close(&display, tc3_posix_now_ms());
    exit_status = finish_output(exit_status);
    quota_session_close(&session);
    quota_credentials_wipe(&credentials);
    quota_process_unprotect();
    if (quota_process_signal() != 0) {
        return quota_process_end_by_signal(quota_process_signal());
    }
    return exit_status;
}

int main(int argc, char **argv)
{
    quota_process_fill_standard_descriptors();
    setlocale(LC_CTYPE, "");
    switch (quota_options_parse(&options, argc, argv)) {
    case QUOTA_REQUEST_RUN:
        return run_protected();
    case QUOTA_REQUEST_HELP:
        quota_help_write(stdout);
        return finish_output(0);
    case QUOTA_REQUEST_VERSION:
        puts("tc3-quota " TC3_VERSION);
        return finish_output(0);
    default:
        return (int)TC3_CLASS_CONFIG;
    }
}
