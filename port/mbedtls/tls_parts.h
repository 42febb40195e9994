/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the TLS layer call in each other. */
#ifndef TC3_TLS_PARTS_H
#define TC3_TLS_PARTS_H

#include "tc3/tls.h"

/* Faults: tls.c */

/* True if mbedTLS's error `result` comes from a lack of memory. */
bool tc3_tls_is_memory_fault(int result);

/* Tell config.observe, if there is one: see tc3_tls_finding. */
void tc3_tls_tell(const tc3_tls *tls, const mbedtls_x509_crt *certificate, int depth,
                  uint32_t flags);

/* Certificates of bundles: tls_certificate.c and tls_bundle.c */

typedef enum tc3_tls_verdict {
    TC3_TLS_GOOD,
    TC3_TLS_UNUSABLE, /* whole, but it needs what mbedTLS lacks or does not know */
    TC3_TLS_DAMAGED,
    TC3_TLS_NO_MEMORY
} tc3_tls_verdict;

/*
 * Parse the one certificate that the `length` bytes at `der` must be, and append it to `list` if it
 * is good; without a copy if it `stays` where it is. `*result` is mbedTLS's.
 */
tc3_tls_verdict tc3_tls_parse(mbedtls_x509_crt *list, const uint8_t *der, size_t length, bool stays,
                              int *result);

/*
 * tc3_tls_check_bundle(), and append the good ones to `list`; NULL: forget them. DER is not copied.
 */
tc3_status tc3_tls_read_bundle(const void *bytes, size_t size, mbedtls_x509_crt *list,
                               tc3_tls_bundle *bundle);

/* Trust anchors: tls_trust.c */

/* Check the trust anchors of `tls` and make its settings use them. */
tc3_status tc3_tls_trust(tc3_tls *tls);

/* An empty list of certificates, or NULL; and its end, which may be that of NULL. */
mbedtls_x509_crt *tc3_tls_new_list(void);
void tc3_tls_delete_list(mbedtls_x509_crt *list);

/* Give back the parsed trust anchors. */
void tc3_tls_distrust(tc3_tls *tls);

/* Judgement of certificates: tls_verify.c */

#define TC3_TLS_VALIDITY_FAULTS \
    ((uint32_t)(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE))

/* mbedTLS's verification callback, whose word is the last one. `context` is the tc3_tls. */
int tc3_tls_verify(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags);

/* The faults of a certificate by the connection's time: some of TC3_TLS_VALIDITY_FAULTS. */
uint32_t tc3_tls_judge_validity(const tc3_tls *tls, const mbedtls_x509_crt *certificate);

int64_t tc3_tls_unix_time(const mbedtls_x509_time *time);

/* The status for a chain with these MBEDTLS_X509_BADCERT_* bits, at least one. */
tc3_status tc3_tls_status_of_flags(uint32_t flags);

/* Paths: tls_path.c */

/*
 * mbedTLS's callback for anchors that are parsed on demand: list those that may have issued
 * `child`, out-of-date ones last. It compares name and signature itself. `context` is the tc3_tls.
 */
int tc3_tls_list_issuers(void *context, const mbedtls_x509_crt *child, mbedtls_x509_crt **list);

/* Whether subject and issuer are the same. */
bool tc3_tls_is_self_issued(const mbedtls_x509_crt *certificate);

/*
 * Judge the CAs on the path that mbedTLS found; `flags` are the faults found so far. If there are
 * none at all, sets the time at which the path expires.
 */
uint32_t tc3_tls_judge_path(tc3_tls *tls, uint32_t flags);

/*
 * Whether some other path leads from the server's certificate to an anchor, without a fault; sets
 * the time at which it expires. The certificates sent are listed behind the server's.
 */
bool tc3_tls_has_other_path(tc3_tls *tls, mbedtls_x509_crt *certificate);

/* What is read from certificates: tls_names.c */

/* Read an IPv4 or IPv6 address: its length, 4 or 16; 0: `text` is none. */
size_t tc3_tls_read_address(const char *text, uint8_t address[16]);

/*
 * Whether a certificate is for `host`, by its subject alternative names alone: dNSName for a name,
 * iPAddress for an address.
 */
bool tc3_tls_host_matches(const mbedtls_x509_crt *certificate, const char *host);

/* The subject alternative names of a certificate, and the next of those that are left. */
mbedtls_x509_buf tc3_tls_names_of(const mbedtls_x509_crt *certificate);
bool tc3_tls_take_name(mbedtls_x509_buf *names, mbedtls_x509_buf *name);

/*
 * Whether a certificate may sign others, and how many intermediates, those that it has issued to
 * itself not counted, may stand below it: UINT32_MAX if it sets no limit.
 */
bool tc3_tls_is_ca(const mbedtls_x509_crt *certificate, uint32_t *length);

/*
 * Whether signatures are verified with a certificate's key in the usual time: an RSA exponent of
 * the modulus's length takes hundreds of times as long. OpenSSL's limit is 64 bits as well.
 */
bool tc3_tls_is_quick(const mbedtls_x509_crt *certificate);

/* Whether the name constraints of `authority` permit all names of `certificate`. */
bool tc3_tls_permits(const mbedtls_x509_crt *authority, const mbedtls_x509_crt *certificate);

/* Whether names of equal length are the same, upper case being lower, whatever their encoding. */
bool tc3_tls_alike(const uint8_t *one, const uint8_t *other, size_t length);

/* Sessions: tls_session.c */

/* Note by which trust anchors this struct's sessions are verified; false if it cannot hash. */
bool tc3_tls_bind_sessions(tc3_tls *tls);

/* Make the handshake that is about to begin resume the kept session, if there is a fit one. */
void tc3_tls_offer_session(tc3_tls *tls);

/* Keep the session of the handshake that just succeeded. */
void tc3_tls_keep_session(tc3_tls *tls);

/* Wipe the kept session. */
void tc3_tls_drop_session(tc3_tls *tls);

#endif
