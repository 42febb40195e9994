/* SPDX-License-Identifier: Apache-2.0 */
/* Judging certificates: their validity by the application's clock, and the names of faults. */
#include "tls_parts.h"

#include <string.h>

/* Days from 1970-01-01 to a date of the Gregorian calendar, by its 400-year cycle. */
static int64_t days_since_1970(int year, int month, int day)
{
    int years = month <= 2 ? year - 1 : year; /* years that begin in March end with the leap day */
    int months = month <= 2 ? month + 9 : month - 3;

    return (int64_t)years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 +
           day - 1 - 719468;
}

static int64_t unix_time_of(const mbedtls_x509_time *time)
{
    int64_t days = days_since_1970(time->year, time->mon, time->day);

    return ((days * 24 + time->hour) * 60 + time->min) * 60 + time->sec;
}

/* Note the earliest end of validity in the chain: no session may outlive it. */
static void note_end(tc3_tls *tls, int64_t end)
{
    if (end < (int64_t)tls->valid_until) {
        tls->valid_until = end < 0 ? 0 : (uint32_t)end;
    }
}

/*
 * A CA's certificate above which there is another. One that signed itself is not meant: many a
 * server has such a one, since that is what openssl makes if it is not told otherwise.
 */
static bool is_intermediate(const mbedtls_x509_crt *certificate)
{
    const mbedtls_x509_buf *subject = &certificate->subject_raw;
    const mbedtls_x509_buf *issuer = &certificate->issuer_raw;
    uint32_t length;

    return tc3_tls_is_ca(certificate, &length) &&
           (subject->len != issuer->len || memcmp(subject->p, issuer->p, subject->len) != 0);
}

/*
 * mbedTLS drops a certificate signed with a hash that it lacks, as SHA-1, and takes the next one of
 * the chain, or an empty one, for the server's. That this bears another name, or is of the year 0,
 * says nothing about the server.
 */
static void judge_place(const mbedtls_x509_crt *certificate, uint32_t *flags)
{
    if (certificate->raw.len == 0) {
        *flags = MBEDTLS_X509_BADCERT_OTHER;
    } else if ((*flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) != 0 && is_intermediate(certificate)) {
        *flags &= ~(uint32_t)MBEDTLS_X509_BADCERT_CN_MISMATCH;
        *flags |= MBEDTLS_X509_BADCERT_OTHER;
    }
}

int tc3_tls_check_validity(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    tc3_tls *tls = (tc3_tls *)context;
    int64_t from = unix_time_of(&certificate->valid_from);
    int64_t to = unix_time_of(&certificate->valid_to);

    *flags &= ~(uint32_t)(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE |
                          MBEDTLS_X509_BADCERT_CN_MISMATCH);
    if (to < (int64_t)tls->now) {
        *flags |= MBEDTLS_X509_BADCERT_EXPIRED;
    }
    if (from > (int64_t)tls->now) {
        *flags |= MBEDTLS_X509_BADCERT_FUTURE;
    }
    note_end(tls, to);
    if (depth == 0) {
        tls->verified = true;
        if (!tc3_tls_host_matches(certificate, tls->endpoint.host)) {
            *flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
        }
        judge_place(certificate, flags);
    }
    return 0;
}

tc3_status tc3_tls_status_of_flags(uint32_t flags)
{
    if ((flags & MBEDTLS_X509_BADCERT_EXPIRED) != 0) {
        return TC3_ERROR_TLS_EXPIRED;
    }
    if ((flags & MBEDTLS_X509_BADCERT_FUTURE) != 0) {
        return TC3_ERROR_TLS_NOT_YET_VALID;
    }
    if ((flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) != 0) {
        return TC3_ERROR_TLS_WRONG_HOST;
    }
    if ((flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0) {
        return TC3_ERROR_TLS_UNKNOWN_ISSUER;
    }
    return TC3_ERROR_TLS_CERTIFICATE;
}
