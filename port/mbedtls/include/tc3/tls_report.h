/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tls_report.h
 * Why a server's certificates were refused, in words: which name was wanted and which there are,
 * which certificate is out of date and since when, whose certificate is missing. For whoever prints
 * such a thing; a program that does not use it pays nothing.
 *
 *     static tc3_tls_report report;
 *     config.observe = tc3_tls_report_observe;
 *     config.observer = &report;
 *     ...
 *     puts(report.text);
 *
 * Nothing is allocated. What certificates hold is the server's word, an attacker's perhaps: it
 * appears in quotation marks, cut to TC3_TLS_REPORT_NAME_MAX characters, and only as printable
 * ASCII; of other bytes, of quotation marks and of backslashes the text has the value, as in \x0A.
 */
#ifndef TC3_TLS_REPORT_H
#define TC3_TLS_REPORT_H

#include "tc3/tls.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of a report's text with its NUL; what is longer is cut, and ends in "...". */
#ifndef TC3_TLS_REPORT_SIZE
#define TC3_TLS_REPORT_SIZE 512
#endif

/** Most characters of a name from a certificate, before they are escaped. */
#define TC3_TLS_REPORT_NAME_MAX 64

/** Most names of a certificate that are told; of more the number is. */
#define TC3_TLS_REPORT_NAMES_MAX 4

/** A chain's server, intermediates and anchor. */
#define TC3_TLS_REPORT_CHAIN_MAX (MBEDTLS_X509_MAX_INTERMEDIATE_CA + 2)

/** Placed by the caller, zeroed at first. It must outlive the tc3_tls that it is observer of. */
typedef struct tc3_tls_report {
    char text[TC3_TLS_REPORT_SIZE]; /**< sentences about the latest connection; empty: no fault */
    size_t length;                  /* of the text */
    const mbedtls_x509_crt *chain[TC3_TLS_REPORT_CHAIN_MAX]; /* while it is being judged */
    unsigned chain_length;
    uint32_t flags; /* found in it so far */
} tc3_tls_report;

/** For tc3_tls_config.observe, with a tc3_tls_report as `observer`. */
void tc3_tls_report_observe(void *observer, const tc3_tls_finding *finding);

#ifdef __cplusplus
}
#endif

#endif
