/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One certificate of a bundle: good, whole but of no use to mbedTLS, or damaged. mbedTLS's errors
 * do not tell the last two apart (a critical extension that it does not know is to it what a
 * flipped tag is), so what it refuses is walked through here, by the structure that RFC 5280
 * section 4.1 gives to a certificate of any algorithm.
 */
#include "tls_parts.h"

#include "tc3/trust_anchors.h"

#include <string.h>

#if defined(MBEDTLS_PEM_PARSE_C)

#define SEQUENCE    (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)
#define SET         (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SET)
#define TAGGED(tag) (MBEDTLS_ASN1_CONTEXT_SPECIFIC | (tag))

/*
 * Elements inside each other: explicit curve parameters and directory names in extensions need 9.
 */
#define DEPTH_MAX 16

/* Object identifiers without their header. */
static const uint8_t id_ce[] = {0x55, 0x1d}; /* 2.5.29: RFC 5280's extensions */
static const uint8_t id_ec[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01}; /* id-ecPublicKey */

/* What is left of an element's contents. */
typedef struct span {
    unsigned char *next;
    const unsigned char *end;
} span;

/* What the walk found besides. */
typedef struct features {
    bool named_curve; /* the key is a point, uncompressed, on a curve with a name */
    bool strange;     /* a critical extension or a unique identifier, which mbedTLS does not know */
} features;

static bool is_next(const span *from, int tag)
{
    return from->next < from->end && *from->next == tag;
}

/* Take the next element, which must have this tag. */
static bool take(span *from, int tag, span *contents)
{
    size_t length;

    if (mbedtls_asn1_get_tag(&from->next, from->end, &length, tag) != 0) {
        return false;
    }
    contents->next = from->next;
    from->next += length;
    contents->end = from->next;
    return true;
}

static bool is_over(const span *from)
{
    return from->next == from->end;
}

static bool begins_with(const span *text, const uint8_t *bytes, size_t length)
{
    return (size_t)(text->end - text->next) >= length && memcmp(text->next, bytes, length) == 0;
}

/* True if every element ends where the one around it says. */
static bool is_well_formed(span whole)
{
    const unsigned char *ends[DEPTH_MAX];
    unsigned depth = 0;

    ends[0] = whole.end;
    for (;;) {
        size_t length;
        int tag;

        while (whole.next == ends[depth]) {
            if (depth == 0) {
                return true;
            }
            depth--;
        }
        tag = *whole.next++;
        if (mbedtls_asn1_get_len(&whole.next, ends[depth], &length) != 0) {
            return false;
        }
        if ((tag & MBEDTLS_ASN1_CONSTRUCTED) == 0) {
            whole.next += length;
        } else if (depth == DEPTH_MAX - 1) {
            return false;
        } else {
            ends[++depth] = whole.next + length;
        }
    }
}

/* AlgorithmIdentifier: `parameters` may be anything. */
static bool take_algorithm(span *from, span *identifier, span *parameters)
{
    return take(from, SEQUENCE, parameters) && take(parameters, MBEDTLS_ASN1_OID, identifier);
}

/* A kind of string (X.680 section 41), or the BIT STRING of a unique identifier. */
static bool is_string(const span *from)
{
    const uint32_t strings = 0x5e7c1008; /* 3, 12, 18 to 22, 25 to 28, 30 */

    return from->next < from->end && *from->next < 32 && (strings >> *from->next & 1u) != 0;
}

static bool take_name(span *from)
{
    span name;
    span set;
    span pair;
    span type;

    if (!take(from, SEQUENCE, &name)) {
        return false;
    }
    while (!is_over(&name)) {
        if (!take(&name, SET, &set) || !take(&set, SEQUENCE, &pair) ||
            !take(&pair, MBEDTLS_ASN1_OID, &type) || !is_string(&pair)) {
            return false;
        }
    }
    return true;
}

static bool take_time(span *from)
{
    span time;

    if (!take(from,
              is_next(from, MBEDTLS_ASN1_UTC_TIME) ? MBEDTLS_ASN1_UTC_TIME
                                                   : MBEDTLS_ASN1_GENERALIZED_TIME,
              &time)) {
        return false;
    }
    for (; !is_over(&time); time.next++) {
        if (*time.next == 0 || strchr("+-.0123456789Z", *time.next) == NULL) {
            return false;
        }
    }
    return true;
}

static bool take_validity(span *from)
{
    span times;

    return take(from, SEQUENCE, &times) && take_time(&times) && take_time(&times) &&
           is_over(&times);
}

static bool take_key(span *from, features *found)
{
    static const uint8_t uncompressed[] = {0, 4}; /* no unused bits; SEC 1 section 2.3.3 */
    span key;
    span algorithm;
    span parameters;
    span bits;

    if (!take(from, SEQUENCE, &key) || !take_algorithm(&key, &algorithm, &parameters) ||
        !take(&key, MBEDTLS_ASN1_BIT_STRING, &bits) || !is_over(&key)) {
        return false;
    }
    if (!begins_with(&algorithm, id_ec, sizeof(id_ec))) {
        return true;
    }
    found->named_curve = is_next(&parameters, MBEDTLS_ASN1_OID) &&
                         begins_with(&bits, uncompressed, sizeof(uncompressed));
    return is_next(&parameters, MBEDTLS_ASN1_OID) || is_next(&parameters, SEQUENCE);
}

/* Those of 2.5.29 that mbedTLS reads, and which may be critical. */
static bool is_known_extension(const span *type)
{
    static const char known[] = TC3_MBEDTLS_EXTENSIONS;

    return type->end - type->next == 3 && begins_with(type, id_ce, sizeof(id_ce)) &&
           type->next[2] != 0 && strchr(known, type->next[2]) != NULL;
}

static bool take_extension(span *from, features *found)
{
    span extension;
    span type;
    span critical = {NULL, NULL};
    span value;

    if (!take(from, SEQUENCE, &extension) || !take(&extension, MBEDTLS_ASN1_OID, &type)) {
        return false;
    }
    if (is_next(&extension, MBEDTLS_ASN1_BOOLEAN)) {
        (void)take(&extension, MBEDTLS_ASN1_BOOLEAN, &critical);
    }
    if (!take(&extension, MBEDTLS_ASN1_OCTET_STRING, &value) || !is_over(&extension)) {
        return false;
    }
    if (!is_over(&critical) && *critical.next != 0 && !is_known_extension(&type)) {
        found->strange = true;
    }
    /* What others put in theirs is their affair. */
    return !begins_with(&type, id_ce, sizeof(id_ce)) || is_well_formed(value);
}

static bool take_extensions(span *from, features *found)
{
    span outer;
    span list;

    if (!take(from, MBEDTLS_ASN1_CONSTRUCTED | TAGGED(3), &outer) ||
        !take(&outer, SEQUENCE, &list) || !is_over(&outer)) {
        return false;
    }
    while (!is_over(&list)) {
        if (!take_extension(&list, found)) {
            return false;
        }
    }
    return true;
}

/* issuerUniqueID and subjectUniqueID, which need not be there. */
static bool take_identifiers(span *from, features *found)
{
    span bits;
    int tag;

    for (tag = TAGGED(1); tag <= TAGGED(2); tag++) {
        if (is_next(from, tag)) {
            found->strange = true;
            if (!take(from, tag, &bits)) {
                return false;
            }
        }
    }
    return true;
}

static bool take_version(span *from)
{
    span outer;
    span version;

    return !is_next(from, MBEDTLS_ASN1_CONSTRUCTED | TAGGED(0)) ||
           (take(from, MBEDTLS_ASN1_CONSTRUCTED | TAGGED(0), &outer) &&
            take(&outer, MBEDTLS_ASN1_INTEGER, &version) && is_over(&outer));
}

/* TBSCertificate; `algorithm` gets the element that tells how it is signed. */
static bool take_body(span *from, span *algorithm, features *found)
{
    span body;
    span serial;
    span identifier;
    span parameters;

    if (!take(from, SEQUENCE, &body) || !take_version(&body) ||
        !take(&body, MBEDTLS_ASN1_INTEGER, &serial)) {
        return false;
    }
    algorithm->next = body.next;
    if (!take_algorithm(&body, &identifier, &parameters)) {
        return false;
    }
    algorithm->end = body.next;
    if (!take_name(&body) || !take_validity(&body) || !take_name(&body) ||
        !take_key(&body, found)) {
        return false;
    }
    return take_identifiers(&body, found) && (is_over(&body) || take_extensions(&body, found)) &&
           is_over(&body);
}

/*
 * True if all of `whole` is one certificate in form; its two names of the algorithm are the same.
 */
static bool is_whole(span whole, features *found)
{
    span certificate;
    span inner;
    span signature;
    size_t length;

    if (!is_well_formed(whole) || !take(&whole, SEQUENCE, &certificate) ||
        !take_body(&certificate, &inner, found)) {
        return false;
    }
    length = (size_t)(inner.end - inner.next);
    if (!begins_with(&certificate, inner.next, length)) {
        return false;
    }
    certificate.next += length;
    return take(&certificate, MBEDTLS_ASN1_BIT_STRING, &signature) && is_over(&certificate);
}

/*
 * Whether what mbedTLS refused with `result` is whole. Beyond form: a point that is not on its
 * curve, and an extension that mbedTLS knows but cannot read, are damage.
 */
static bool is_unusable(const uint8_t *der, size_t length, int result)
{
    span whole;
    features found = {false, false};

    whole.next = (unsigned char *)(uintptr_t)der; /* mbedTLS's readers take no const */
    whole.end = der + length;
    if (!is_whole(whole, &found)) {
        return false;
    }
    if (tc3_mbedtls_is_unsupported(result)) {
        return true;
    }
    if (tc3_mbedtls_is_extension_error(result)) {
        return found.strange;
    }
    return !(found.named_curve && tc3_mbedtls_is_key_error(result));
}

#else

/* Without PEM there are no files of others: what has the right length is enough, at no cost. */
static bool is_unusable(const uint8_t *der, size_t length, int result)
{
    (void)result;
    return tc3_der_length(der, length) == length;
}

#endif

tc3_tls_verdict tc3_tls_parse(mbedtls_x509_crt *list, const uint8_t *der, size_t length, bool stays,
                              int *result)
{
    size_t end = tc3_der_length(der, length);

    if (end != 0 && end < length) { /* mbedTLS would not look at what follows */
        *result = MBEDTLS_ERR_X509_INVALID_FORMAT;
        return TC3_TLS_DAMAGED;
    }
    *result = stays ? mbedtls_x509_crt_parse_der_nocopy(list, der, length)
                    : mbedtls_x509_crt_parse_der(list, der, length);
    if (*result == 0) {
        return TC3_TLS_GOOD;
    }
    if (tc3_tls_is_memory_fault(*result)) {
        return TC3_TLS_NO_MEMORY;
    }
    return is_unusable(der, length, *result) ? TC3_TLS_UNUSABLE : TC3_TLS_DAMAGED;
}
