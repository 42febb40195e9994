/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths of certificates. mbedTLS finds one and checks its signatures; what it does not look at is
 * looked at here: validity, what the CAs on the path may do, and the names that they may certify.
 * If that path is of no use, any other counts (RFC 5280 6.1), and mbedTLS never tries a second one.
 */
#include "tls_parts.h"

#include "tc3/trust_anchors.h"

#include <string.h>

/* id-kp-serverAuth, RFC 5280 4.2.1.12 */
static const char server_auth[] = "\x2b\x06\x01\x05\x05\x07\x03\x01";

/* A path that is looked for. */
typedef struct path_search {
    tc3_tls *tls;
    mbedtls_x509_crt *path[TC3_TLS_PATH_SIZE]; /* from the server's certificate on */
    unsigned length;
    unsigned checks; /* signatures that may still be verified */
} path_search;

/* Note the earliest end of validity on the path: no session may outlive it. */
static void note_end(tc3_tls *tls, const mbedtls_x509_crt *certificate)
{
    const int64_t end = tc3_tls_unix_time(&certificate->valid_to);

    if (end < (int64_t)tls->valid_until) {
        tls->valid_until = end < 0 ? 0 : (uint32_t)end;
    }
}

/* Rules for a CA on the path */

bool tc3_tls_is_self_issued(const mbedtls_x509_crt *certificate)
{
    const mbedtls_x509_buf *subject = &certificate->subject_raw;
    const mbedtls_x509_buf *issuer = &certificate->issuer_raw;

    return subject->len == issuer->len && tc3_tls_alike(subject->p, issuer->p, subject->len);
}

/*
 * What speaks against `authority` above the `length` certificates of `path`, names aside: 0 if
 * nothing does. An anchor that limits itself means it: anchors and intermediates are treated alike.
 */
static uint32_t judge_authority(const tc3_tls *tls, mbedtls_x509_crt *const *path, unsigned length,
                                const mbedtls_x509_crt *authority)
{
    uint32_t flags = tc3_tls_judge_validity(tls, authority);
    uint32_t intermediates = 0;
    uint32_t limit;
    unsigned i;

    for (i = 1; i < length; i++) {
        intermediates += !tc3_tls_is_self_issued(path[i]);
    }
    (void)tc3_tls_is_ca(authority, &limit);
    if (intermediates > limit) {
        flags |= MBEDTLS_X509_BADCERT_NOT_TRUSTED;
    }
    if (!tc3_tls_is_quick(authority)) {
        flags |= MBEDTLS_X509_BADCERT_BAD_KEY;
    }
    if (mbedtls_x509_crt_check_extended_key_usage(authority, server_auth,
                                                  sizeof(server_auth) - 1) != 0) {
        flags |= MBEDTLS_X509_BADCERT_EXT_KEY_USAGE;
    }
    return flags;
}

/*
 * Whether each CA of a whole path permits the names below it. What a CA has issued to itself is
 * exempt. Not to be asked before the path is known to end at an anchor: anybody could keep a device
 * busy with long lists.
 */
static bool is_permitted(mbedtls_x509_crt *const *path, unsigned length)
{
    unsigned authority;
    unsigned below;

    for (authority = 1; authority < length; authority++) {
        for (below = 0; below < authority; below++) {
            if ((below == 0 || !tc3_tls_is_self_issued(path[below])) &&
                !tc3_tls_permits(path[authority], path[below])) {
                return false;
            }
        }
    }
    return true;
}

/* Anchors that are parsed on demand */

#if defined(MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK)

/* Whether `name` may occur in DER: mbedTLS's comparison of names finds no more than this one. */
static bool contains(const uint8_t *bytes, size_t size, const mbedtls_x509_buf *name)
{
    for (; name->len > 0 && name->len <= size; bytes++, size--) {
        if (tc3_tls_alike(bytes, name->p, name->len)) {
            return true;
        }
    }
    return false;
}

/*
 * Put a certificate first in `*list`, or behind the first one if it is out of date; leave it out if
 * mbedTLS cannot use it. False: there is no memory.
 */
static bool insert(const tc3_tls *tls, mbedtls_x509_crt **list, const uint8_t *der, size_t length)
{
    mbedtls_x509_crt *one = tc3_tls_new_list();
    tc3_tls_verdict verdict = TC3_TLS_NO_MEMORY;
    int result;

    if (one != NULL) {
        verdict = tc3_tls_parse(one, der, length, true, &result);
    }
    if (verdict != TC3_TLS_GOOD) {
        tc3_tls_delete_list(one);
        return verdict != TC3_TLS_NO_MEMORY;
    }
    if (*list != NULL && tc3_tls_judge_validity(tls, one) != 0) {
        list = &(*list)->next;
    }
    one->next = *list;
    *list = one;
    return true;
}

/* mbedTLS is about to try the keys of all that was sent with `child`, before anything is known. */
static bool are_quick(const mbedtls_x509_crt *child)
{
    do {
        child = child->next;
    } while (child != NULL && tc3_tls_is_quick(child));
    return child == NULL;
}

int tc3_tls_list_issuers(void *context, const mbedtls_x509_crt *child, mbedtls_x509_crt **list)
{
    tc3_tls *tls = (tc3_tls *)context;
    const uint8_t *der = (const uint8_t *)tls->config.trust_anchors;
    size_t left = tls->config.trust_anchors_size;
    size_t length;

    *list = NULL;
    if (!are_quick(child)) {
        tls->fault = TC3_ERROR_TLS_CERTIFICATE;
        return MBEDTLS_ERR_X509_FATAL_ERROR;
    }
    for (; (length = tc3_der_length(der, left)) != 0; der += length, left -= length) {
        if (contains(der, length, &child->issuer_raw) && !insert(tls, list, der, length)) {
            tc3_tls_delete_list(*list);
            *list = NULL;
            tls->fault = TC3_ERROR_TLS_MEMORY;
            return MBEDTLS_ERR_X509_ALLOC_FAILED;
        }
    }
    return 0;
}

#endif

/* Another path */

/* mbedTLS has verified this signature on the first path. */
static bool is_known(const tc3_tls *tls, const mbedtls_x509_crt *child,
                     const mbedtls_x509_crt *parent)
{
    unsigned i;

    for (i = 0; i + 1 < tls->path_length; i++) {
        if (tls->path[i] == child && tls->path[i + 1] == parent) {
            return tls->path_good[i];
        }
    }
    return false;
}

/* Let mbedTLS verify these two alone: names, key usage, algorithms, sizes and the signature. */
static bool is_signed(path_search *search, mbedtls_x509_crt *child, mbedtls_x509_crt *parent)
{
    mbedtls_x509_crt *const behind_child = child->next;
    mbedtls_x509_crt *const behind_parent = parent->next;
    uint32_t flags = 0;

    if (is_known(search->tls, child, parent)) {
        return true;
    }
    if (search->checks == 0) {
        return false;
    }
    search->checks--;
    child->next = NULL;
    parent->next = NULL;
    (void)mbedtls_x509_crt_verify_with_profile(child, parent, NULL, &mbedtls_x509_crt_profile_next,
                                               NULL, &flags, NULL, NULL);
    child->next = behind_child;
    parent->next = behind_parent;
    return (flags & ~TC3_TLS_VALIDITY_FAULTS) == 0;
}

/* Whether `candidate` goes above the path so far. */
static bool is_next(path_search *search, mbedtls_x509_crt *candidate)
{
    mbedtls_x509_crt *child = search->path[search->length - 1];
    const mbedtls_x509_buf *name = &candidate->subject_raw;

    return child->issuer_raw.len == name->len &&
           tc3_tls_alike(child->issuer_raw.p, name->p, name->len) &&
           judge_authority(search->tls, search->path, search->length, candidate) == 0 &&
           is_signed(search, child, candidate);
}

static bool is_on_path(const path_search *search, const mbedtls_x509_crt *certificate)
{
    unsigned i = 0;

    while (i < search->length && search->path[i] != certificate) {
        i++;
    }
    return i < search->length;
}

/* Whether `anchor`, NULL is none, goes above the path so far and makes it a good one. */
static bool is_end(path_search *search, mbedtls_x509_crt *anchor)
{
    if (anchor == NULL || !is_next(search, anchor)) {
        return false;
    }
    search->path[search->length] = anchor;
    if (!is_permitted(search->path, search->length + 1)) {
        return false;
    }
    note_end(search->tls, anchor);
    return true;
}

/* The anchor at which mbedTLS's path ended, if it came to one: another path often does as well. */
static mbedtls_x509_crt *known_anchor(const tc3_tls *tls)
{
    return tls->path_good[tls->path_length - 1] ? tls->path[tls->path_length - 1] : NULL;
}

static bool is_anchored(path_search *search)
{
    tc3_tls *tls = search->tls;
    mbedtls_x509_crt *list = tls->anchors;
    mbedtls_x509_crt *anchor;

    if (is_end(search, known_anchor(tls))) {
        return true; /* without memory for a second copy */
    }
#if defined(MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK)
    if (tls->anchors == NULL) {
        (void)tc3_tls_list_issuers(tls, search->path[search->length - 1], &list);
    }
#endif
    anchor = list;
    while (anchor != NULL && !is_end(search, anchor)) {
        anchor = anchor->next;
    }
    if (list != tls->anchors) {
        tc3_tls_delete_list(list);
    }
    return anchor != NULL;
}

/* An intermediate that goes above the path, among `candidate` and those sent behind it. */
static mbedtls_x509_crt *find_intermediate(path_search *search, mbedtls_x509_crt *candidate)
{
    uint32_t limit;

    if (search->length == TC3_TLS_PATH_SIZE - 1) {
        return NULL;
    }
    while (candidate != NULL &&
           (is_on_path(search, candidate) || !tc3_tls_is_ca(candidate, &limit) ||
            !is_next(search, candidate))) {
        candidate = candidate->next;
    }
    return candidate;
}

/* Depth first: from each certificate to an anchor, if that is possible, or to the next one sent. */
static bool find_path(path_search *search)
{
    mbedtls_x509_crt *const sent = search->path[0]->next;
    mbedtls_x509_crt *candidate = sent;
    bool found = is_anchored(search);

    while (!found) {
        candidate = find_intermediate(search, candidate);
        if (candidate != NULL) {
            search->path[search->length++] = candidate;
            candidate = sent;
            found = is_anchored(search);
        } else if (search->length > 1) {
            candidate = search->path[--search->length]->next;
        } else {
            break;
        }
    }
    return found;
}

bool tc3_tls_has_other_path(tc3_tls *tls, mbedtls_x509_crt *certificate)
{
    path_search search;
    unsigned i;

    search.tls = tls;
    search.path[0] = certificate;
    search.length = 1;
    search.checks = TC3_TLS_PATH_CHECKS;
    if (!find_path(&search)) {
        return false;
    }
    for (i = 0; i < search.length; i++) {
        note_end(tls, search.path[i]);
    }
    return true;
}

/* The path that mbedTLS found */

uint32_t tc3_tls_judge_path(tc3_tls *tls, uint32_t flags)
{
    unsigned i;

    for (i = 1; i < tls->path_length; i++) {
        flags |= judge_authority(tls, tls->path, i, tls->path[i]);
    }
    if ((flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) == 0 &&
        !is_permitted(tls->path, tls->path_length)) {
        flags |= MBEDTLS_X509_BADCERT_OTHER;
    }
    for (i = 0; flags == 0 && i < tls->path_length; i++) {
        note_end(tls, tls->path[i]);
    }
    return flags;
}
