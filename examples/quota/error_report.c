/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "output.h"

#include "values.h"
#include "visible_text.h"

#include <inttypes.h>
#include <netdb.h>
#include <string.h>

static void write_text(FILE *out, const char *label, const char *text)
{
    if (text[0] != '\0') {
        fprintf(out, "  %-12s ", label);
        quota_visible_write(out, text);
        putc('\n', out);
    }
}

/** A text of the API, with a mark if it was cut. */
static void write_api_text(FILE *out, const char *label, const tc3_envelope *api,
                           tc3_envelope_field field, const char *text)
{
    char marked[TC3_API_CODE_SIZE + TC3_REQUEST_ID_SIZE + sizeof QUOTA_CUT_MARK];

    snprintf(marked, sizeof marked, "%s%s", text,
             api->state[field] == TC3_FIELD_TRUNCATED ? QUOTA_CUT_MARK : "");
    write_text(out, label, marked);
}

/** The port's error number in words. Those of mbedTLS are negative; DNS's are on some systems. */
static void write_port_error(FILE *out, tc3_status status, int32_t number)
{
    if (number == 0) {
        return;
    }
    fprintf(out, "  %-12s ", "Cause");
    if (status == TC3_ERROR_DNS) {
        fprintf(out, "%s (%" PRId32 ")\n", gai_strerror(number), number);
    } else if (number < 0) {
        fprintf(out, "mbedTLS error -0x%04" PRIx32 "\n", 0u - (uint32_t)number);
    } else {
        fprintf(out, "%s (%" PRId32 ")\n", strerror(number), number);
    }
}

static void write_phase(FILE *out, const quota_outcome *outcome)
{
    const tc3_details *details = outcome->details;

    if (details->attempts > 0) {
        fprintf(out, "  %-12s %s, attempt %u of %u\n", "Phase",
                tc3_phase_name((tc3_phase)details->phase), (unsigned)details->attempts,
                outcome->attempts);
    }
}

void quota_error_report(const quota_outcome *outcome, FILE *out)
{
    const tc3_details *details = outcome->details;
    const char *message = quota_outcome_message(outcome);
    const char *advice = tc3_status_text(outcome->status);

    fputs("tc3-quota: ", out);
    quota_visible_write(out, message);
    if (message == details->api.message &&
        details->api.state[TC3_ENVELOPE_MESSAGE] == TC3_FIELD_TRUNCATED) {
        fputs(QUOTA_CUT_MARK, out);
    }
    putc('\n', out);
    if (outcome->problem == NULL && message != advice) {
        write_text(out, "Advice", advice);
    }
    write_api_text(out, "Code", &details->api, TC3_ENVELOPE_CODE, details->api.code);
    write_api_text(out, "RequestId", &details->api, TC3_ENVELOPE_REQUEST_ID,
                   details->api.request_id);
    if (details->http_status != 0) {
        fprintf(out, "  %-12s %u\n", "HTTP status", (unsigned)details->http_status);
    }
    write_phase(out, outcome);
    write_port_error(out, outcome->status, details->io.port_error);
    if (details->io.tls_verify_flags != 0) {
        fprintf(out, "  %-12s 0x%" PRIx32 "\n", "TLS flags", details->io.tls_verify_flags);
    }
    if (outcome->certificates != NULL) {
        write_text(out, "Certificates", outcome->certificates);
    }
    if (details->needed_bytes != 0) {
        fprintf(out, "  %-12s %u\n", "Bytes needed", (unsigned)details->needed_bytes);
    }
    write_text(out, "Status", tc3_status_name(outcome->status));
}
