/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read from certificates here, rather than by mbedTLS: the host's names, what a CA is
 * limited to, and name constraints (RFC 5280 4.2.1.6, 4.2.1.9, 4.2.1.10; RFC 9525 6.3). mbedTLS has
 * parsed each certificate before, but knows no name constraints, and 2.28 no addresses.
 */
#include "tls_parts.h"

#include <mbedtls/asn1.h>

#include <string.h>

/* The last number of an extension's identifier; all these begin with 2.5.29, 55 1d in DER. */
#define SUBJECT_ALT_NAME  17
#define BASIC_CONSTRAINTS 19
#define NAME_CONSTRAINTS  30

#define SEQUENCE (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)

/* Bytes of an RSA exponent of 64 bits, and a zero before them. */
#define EXPONENT_MAX 9

/* The tags of a GeneralName. */
#define DNS_NAME       0x82
#define DIRECTORY_NAME 0xa4
#define IP_ADDRESS     0x87

#define PERMITTED_SUBTREES 0xa0
#define EXCLUDED_SUBTREES  0xa1

/* DER */

/* Take the first element off `*rest`. False at the end, where `rest->len` is 0, or at damage. */
static bool take(mbedtls_x509_buf *rest, mbedtls_x509_buf *element)
{
    unsigned char *next;
    const unsigned char *end;
    size_t length;

    if (rest->len == 0) {
        return false;
    }
    next = rest->p + 1;
    end = rest->p + rest->len;
    if (mbedtls_asn1_get_len(&next, end, &length) != 0) {
        return false;
    }
    element->tag = rest->p[0];
    element->len = length;
    element->p = next;
    rest->p = next + length;
    rest->len = (size_t)(end - rest->p);
    return true;
}

/* The extensions of a certificate, to be given to take_extension(). */
static mbedtls_x509_buf extensions_of(const mbedtls_x509_crt *certificate)
{
    mbedtls_x509_buf all = certificate->v3_ext;
    mbedtls_x509_buf extensions = {0, 0, NULL};

    (void)take(&all, &extensions);
    return extensions;
}

/* The content of the SEQUENCE that `extension` holds; the tag is another one if it does not. */
static mbedtls_x509_buf value_of(mbedtls_x509_buf extension)
{
    mbedtls_x509_buf part;
    mbedtls_x509_buf value = {0, 0, NULL};

    while (take(&extension, &part)) {
        if (part.tag == MBEDTLS_ASN1_OCTET_STRING && (!take(&part, &value) || part.len != 0)) {
            value.tag = 0;
        }
    }
    return value;
}

static bool is_extension(const mbedtls_x509_buf *identifier, uint8_t number)
{
    const uint8_t wanted[] = {0x55, 0x1d, number};

    return identifier->len == sizeof(wanted) && memcmp(identifier->p, wanted, sizeof(wanted)) == 0;
}

/* Go on in `*rest` behind the next extension of this number, whose content is `*value`. */
static bool take_extension(mbedtls_x509_buf *rest, uint8_t number, mbedtls_x509_buf *value)
{
    mbedtls_x509_buf extension;
    mbedtls_x509_buf identifier;

    while (take(rest, &extension)) {
        if (take(&extension, &identifier) && is_extension(&identifier, number)) {
            *value = value_of(extension);
            return true;
        }
    }
    return false;
}

/* Names */

/*
 * Upper case as lower, and the tag of PrintableString as that of UTF8String, between which RFC 5280
 * 7.1 makes no difference. In a host's name that tag, a control character, does not occur.
 */
static uint8_t fold(uint8_t byte)
{
    if (byte == MBEDTLS_ASN1_PRINTABLE_STRING) {
        return MBEDTLS_ASN1_UTF8_STRING;
    }
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte - 'A' + 'a') : byte;
}

bool tc3_tls_alike(const uint8_t *one, const uint8_t *other, size_t length)
{
    while (length > 0 && fold(*one) == fold(*other)) {
        one++;
        other++;
        length--;
    }
    return length == 0;
}

/* Whether `name` ends in `end`. */
static bool has_end(const mbedtls_x509_buf *name, const uint8_t *end, size_t length)
{
    return length <= name->len && tc3_tls_alike(name->p + (name->len - length), end, length);
}

/* Addresses */

#define NO_GAP   17
#define TOO_MANY 17

static bool ends_address(char character)
{
    return character == '\0' || character == '%'; /* a zone may follow */
}

/* The number of at most `most` digits at `*text`, which moves behind it; -1: there is none. */
static int read_number(const char **text, int base, int most)
{
    const char *const start = *text;
    int value = 0;

    for (; *text - start < most; (*text)++) {
        const int character = fold((uint8_t) * *text);

        if (character >= '0' && character <= '9') {
            value = value * base + character - '0';
        } else if (base == 16 && character >= 'a' && character <= 'f') {
            value = value * base + character - 'a' + 10;
        } else {
            break;
        }
    }
    return *text == start ? -1 : value;
}

static bool read_ipv4(const char *text, uint8_t address[4])
{
    int i;

    for (i = 0; i < 4; i++) {
        const char *const start = text;
        const int value = read_number(&text, 10, 3);

        if (value < 0 || value > 255 || (*start == '0' && text - start > 1)) {
            return false;
        }
        address[i] = (uint8_t)value;
        if (i < 3 ? *text++ != '.' : !ends_address(*text)) {
            return false;
        }
    }
    return true;
}

/*
 * One or, where "::" stands, two colons; `*gap` is the first byte of the zeros that "::" stands
 * for.
 */
static bool read_colons(const char **text, size_t length, size_t *gap)
{
    if (*(*text)++ != ':') {
        return false;
    }
    if (**text == ':') {
        if (*gap != NO_GAP) {
            return false;
        }
        *gap = length;
        (*text)++;
    }
    return true;
}

/* A group of four digits at most, or an IPv4 address, which ends the text. */
static bool read_group(const char **text, uint8_t address[16], size_t *length)
{
    int value;

    if (*length <= 12 && read_ipv4(*text, address + *length)) {
        *text += strlen(*text);
        *length += 4;
        return true;
    }
    value = read_number(text, 16, 4);
    if (value < 0 || *length > 14) {
        return false;
    }
    address[(*length)++] = (uint8_t)(value >> 8);
    address[(*length)++] = (uint8_t)value;
    return true;
}

/* Read the groups of an IPv6 address; how many bytes they have, or TOO_MANY. */
static size_t read_groups(const char *text, uint8_t address[16], size_t *gap)
{
    size_t length = 0;

    if (*text == ':' && (!read_colons(&text, 0, gap) || *gap == NO_GAP)) {
        return TOO_MANY;
    }
    while (*gap != length || !ends_address(*text)) {
        if (!read_group(&text, address, &length)) {
            return TOO_MANY;
        }
        if (ends_address(*text)) {
            break;
        }
        if (!read_colons(&text, length, gap)) {
            return TOO_MANY;
        }
    }
    return length;
}

static bool read_ipv6(const char *text, uint8_t address[16])
{
    size_t gap = NO_GAP;
    const size_t length = read_groups(text, address, &gap);

    if (gap == NO_GAP || length >= 16) {
        return gap == NO_GAP && length == 16;
    }
    memmove(address + 16 - (length - gap), address + gap, length - gap);
    memset(address + gap, 0, 16 - length);
    return true;
}

size_t tc3_tls_read_address(const char *text, uint8_t address[16])
{
    if (read_ipv4(text, address)) {
        return 4;
    }
    return read_ipv6(text, address) ? 16 : 0;
}

/* The host's name */

/*
 * RFC 9525 6.3: a "*" stands for one label, the whole leftmost one. Directly above a top-level
 * domain it would stand for everybody's names: it matches nothing there.
 */
static bool is_host(const mbedtls_x509_buf *name, const char *host)
{
    const uint8_t *text = (const uint8_t *)host;
    const uint8_t *pattern = name->p;
    size_t length = name->len;

    if (length > 3 && pattern[0] == '*' && pattern[1] == '.') {
        pattern++;
        length--;
        while (*text != '\0' && *text != '.') {
            text++;
        }
        if (*host == '.' || memchr(pattern + 1, '.', length - 2) == NULL) {
            return false;
        }
    }
    return length > 0 && length == strlen((const char *)text) && pattern[length - 1] != '.' &&
           tc3_tls_alike(pattern, text, length);
}

bool tc3_tls_host_matches(const mbedtls_x509_crt *certificate, const char *host)
{
    mbedtls_x509_buf rest = extensions_of(certificate);
    mbedtls_x509_buf names;
    mbedtls_x509_buf name;
    uint8_t address[16];
    const size_t length = tc3_tls_read_address(host, address);
    bool matches = false;

    if (!take_extension(&rest, SUBJECT_ALT_NAME, &names)) {
        return false;
    }
    while (!matches && take(&names, &name)) {
        if (length == 0) {
            matches = name.tag == DNS_NAME && is_host(&name, host);
        } else {
            matches = name.tag == IP_ADDRESS && name.len == length &&
                      memcmp(name.p, address, length) == 0;
        }
    }
    return matches;
}

mbedtls_x509_buf tc3_tls_names_of(const mbedtls_x509_crt *certificate)
{
    mbedtls_x509_buf rest = extensions_of(certificate);
    mbedtls_x509_buf names = {0, 0, NULL};

    (void)take_extension(&rest, SUBJECT_ALT_NAME, &names);
    return names;
}

bool tc3_tls_take_name(mbedtls_x509_buf *names, mbedtls_x509_buf *name)
{
    return take(names, name);
}

/* What a CA may do */

bool tc3_tls_is_ca(const mbedtls_x509_crt *certificate, uint32_t *length)
{
    mbedtls_x509_buf rest = extensions_of(certificate);
    mbedtls_x509_buf constraints;
    mbedtls_x509_buf part;
    bool is_ca = false;
    size_t i;

    *length = UINT32_MAX;
    if (!take_extension(&rest, BASIC_CONSTRAINTS, &constraints)) {
        return false;
    }
    while (take(&constraints, &part)) {
        if (part.tag == MBEDTLS_ASN1_BOOLEAN) {
            is_ca = part.len == 1 && part.p[0] != 0;
        } else {
            *length = 0;
            for (i = 0; i < part.len; i++) {
                *length = *length << 8 | part.p[i];
            }
        }
    }
    return is_ca;
}

bool tc3_tls_is_quick(const mbedtls_x509_crt *certificate)
{
    mbedtls_x509_buf rest = certificate->pk_raw;
    mbedtls_x509_buf part = {0, 0, NULL};
    mbedtls_x509_buf key = {0, 0, NULL};

    (void)take(&rest, &part);
    while (take(&part, &rest)) {
        /* The algorithm; last the BIT STRING: how many bits are unused, and the key. */
    }
    if (rest.len == 0) {
        return true; /* mbedTLS parses no such key */
    }
    rest.p++;
    rest.len--;
    if (!take(&rest, &key) || key.tag != SEQUENCE) {
        return true; /* a point on a curve */
    }
    while (take(&key, &part)) {
        /* The modulus; last the exponent. */
    }
    return part.len <= EXPONENT_MAX;
}

/* How a name lies to a subtree of name constraints. */
enum {
    OUTSIDE,
    INSIDE,
    UNKNOWN
};

/*
 * A name that is a "*" and a domain is inside of what it could stand for, as far as that counts;
 * the "*" stands for one label.
 */
static int place_dns(const mbedtls_x509_buf *base, const mbedtls_x509_buf *name, bool excluded)
{
    const size_t length = base->len;

    if (length == 0) {
        return INSIDE;
    }
    if (base->p[0] == '.' || base->p[length - 1] == '.' || memchr(base->p, '*', length) != NULL) {
        return UNKNOWN;
    }
    if (excluded && name->len > 1 && name->p[0] == '*' &&
        has_end(base, name->p + 1, name->len - 1) &&
        memchr(base->p, '.', length - (name->len - 1)) == NULL) {
        return INSIDE;
    }
    return has_end(name, base->p, length) &&
                   (name->len == length || name->p[name->len - length - 1] == '.')
               ? INSIDE
               : OUTSIDE;
}

/* A base is an address and a mask of equal length. */
static int place_address(const mbedtls_x509_buf *base, const mbedtls_x509_buf *name)
{
    size_t i;

    if (base->len != 8 && base->len != 32) {
        return UNKNOWN;
    }
    if (base->len != 2 * name->len) {
        return OUTSIDE;
    }
    for (i = 0; i < name->len; i++) {
        if (((name->p[i] ^ base->p[i]) & base->p[name->len + i]) != 0) {
            return OUTSIDE;
        }
    }
    return INSIDE;
}

/* Both are a SEQUENCE; a name is inside if it begins with the parts of the base. */
static int place_directory(mbedtls_x509_buf base, mbedtls_x509_buf name)
{
    mbedtls_x509_buf parts;
    mbedtls_x509_buf own;

    if (!take(&base, &parts) || parts.tag != SEQUENCE || !take(&name, &own)) {
        return UNKNOWN;
    }
    return parts.len <= own.len && tc3_tls_alike(own.p, parts.p, parts.len) ? INSIDE : OUTSIDE;
}

static int place(const mbedtls_x509_buf *base, const mbedtls_x509_buf *name, bool excluded)
{
    switch (base->tag) {
    case DNS_NAME:
        return place_dns(base, name, excluded);
    case IP_ADDRESS:
        return place_address(base, name);
    case DIRECTORY_NAME:
        return place_directory(*base, *name);
    default:
        return UNKNOWN;
    }
}

/*
 * Whether the subtrees of one kind permit `name`: one of those of its type has to contain it, or
 * none may. What cannot be judged permits nothing.
 */
static bool subtrees_permit(mbedtls_x509_buf subtrees, const mbedtls_x509_buf *name, bool excluded)
{
    mbedtls_x509_buf subtree;
    mbedtls_x509_buf base;
    bool applies = false;
    bool contains = false;

    while (take(&subtrees, &subtree)) {
        int where;

        if (!take(&subtree, &base) || subtree.len != 0) {
            return false; /* a minimum or maximum, which RFC 5280 does not allow */
        }
        if (base.tag != name->tag) {
            continue;
        }
        where = place(&base, name, excluded);
        if (where == UNKNOWN) {
            return false;
        }
        applies = true;
        contains = contains || where == INSIDE;
    }
    return subtrees.len == 0 && (excluded ? !contains : contains || !applies);
}

static bool constraints_permit(mbedtls_x509_buf constraints, const mbedtls_x509_buf *name)
{
    mbedtls_x509_buf part;
    bool permit = true;

    while (permit && take(&constraints, &part)) {
        permit = (part.tag == PERMITTED_SUBTREES || part.tag == EXCLUDED_SUBTREES) &&
                 subtrees_permit(part, name, part.tag == EXCLUDED_SUBTREES);
    }
    return permit && constraints.len == 0;
}

/* The subject, unless it is empty, and each of the alternative names. */
static bool constraints_permit_all(mbedtls_x509_buf constraints,
                                   const mbedtls_x509_crt *certificate)
{
    mbedtls_x509_buf rest = extensions_of(certificate);
    mbedtls_x509_buf name = certificate->subject_raw;
    mbedtls_x509_buf names = {0, 0, NULL};
    bool permit;

    name.tag = DIRECTORY_NAME;
    permit = name.len <= 2 || constraints_permit(constraints, &name);
    (void)take_extension(&rest, SUBJECT_ALT_NAME, &names);
    while (permit && take(&names, &name)) {
        permit = constraints_permit(constraints, &name);
    }
    return permit;
}

bool tc3_tls_permits(const mbedtls_x509_crt *authority, const mbedtls_x509_crt *certificate)
{
    mbedtls_x509_buf rest = extensions_of(authority);
    mbedtls_x509_buf constraints;
    bool permits = true;

    while (permits && take_extension(&rest, NAME_CONSTRAINTS, &constraints)) {
        permits = constraints.tag == SEQUENCE && constraints_permit_all(constraints, certificate);
    }
    return permits;
}
