/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judging certificates: mbedTLS's callback, which is called for each one of the path that mbedTLS
 * found, the anchor first; validity by the application's clock; the names of faults.
 */
#include "tls_parts.h"

/* Faults of the server's own certificate: they stay, whoever issued it. */
#define OWN_FAULTS                                                                              \
    (TC3_TLS_VALIDITY_FAULTS | MBEDTLS_X509_BADCERT_CN_MISMATCH | MBEDTLS_X509_BADCERT_BAD_MD | \
     MBEDTLS_X509_BADCERT_BAD_PK | MBEDTLS_X509_BADCERT_OTHER)

/* Days from 1970-01-01 to a date of the Gregorian calendar, by its 400-year cycle. */
static int64_t days_since_1970(int year, int month, int day)
{
    int years = month <= 2 ? year - 1 : year; /* years that begin in March end with the leap day */
    int months = month <= 2 ? month + 9 : month - 3;

    return (int64_t)years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 +
           day - 1 - 719468;
}

int64_t tc3_tls_unix_time(const mbedtls_x509_time *time)
{
    int64_t days = days_since_1970(time->year, time->mon, time->day);

    return ((days * 24 + time->hour) * 60 + time->min) * 60 + time->sec;
}

/*
 * A CA's certificate above which there is another. One that signed itself is not meant: many a
 * server has such a one, since that is what openssl makes if it is not told otherwise.
 */
static bool is_intermediate(const mbedtls_x509_crt *certificate)
{
    uint32_t length;

    return tc3_tls_is_ca(certificate, &length) && !tc3_tls_is_self_issued(certificate);
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

uint32_t tc3_tls_judge_validity(const tc3_tls *tls, const mbedtls_x509_crt *certificate)
{
    uint32_t flags = 0;

    if (tc3_tls_unix_time(&certificate->valid_to) < (int64_t)tls->now) {
        flags |= MBEDTLS_X509_BADCERT_EXPIRED;
    }
    if (tc3_tls_unix_time(&certificate->valid_from) > (int64_t)tls->now) {
        flags |= MBEDTLS_X509_BADCERT_FUTURE;
    }
    return flags;
}

/*
 * Judge the server's certificate, against which `flags` speak, and the path above it. If only the
 * path is at fault, another one will do.
 */
static uint32_t judge(tc3_tls *tls, mbedtls_x509_crt *certificate, uint32_t flags)
{
    uint32_t all;

    flags |= tc3_tls_judge_validity(tls, certificate);
    if (!tc3_tls_host_matches(certificate, tls->endpoint.host)) {
        flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
    }
    judge_place(certificate, &flags);
    all = tc3_tls_judge_path(tls, flags | tls->path_faults);
    if (all != 0 && (flags & OWN_FAULTS) == 0 && tc3_tls_has_other_path(tls, certificate)) {
        all = 0;
    }
    return all;
}

int tc3_tls_verify(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    tc3_tls *tls = (tc3_tls *)context;
    const uint32_t faults = *flags & ~(TC3_TLS_VALIDITY_FAULTS | MBEDTLS_X509_BADCERT_CN_MISMATCH);

    if (depth >= TC3_TLS_PATH_SIZE) {
        return MBEDTLS_ERR_X509_FATAL_ERROR;
    }
    if (tls->path_length == 0) {
        tls->path_length = (uint8_t)(depth + 1);
        tls->path_faults = 0;
    }
    tls->path[depth] = certificate;
    tls->path_good[depth] = faults == 0;
    *flags = 0;
    if (depth > 0) {
        tls->path_faults |= faults;
    } else {
        *flags = judge(tls, certificate, faults);
        tls->verified = *flags == 0;
        tls->path_length = 0;
    }
    tc3_tls_tell(tls, certificate, depth, *flags);
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
