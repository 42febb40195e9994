/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bundle of certificates, in PEM or DER: taken apart, each certificate judged, for whoever asks.
 */
#include "tls_parts.h"

#include "arena.h"
#include "tc3/trust_anchors.h"

#include <string.h>

#if defined(MBEDTLS_PEM_PARSE_C)
#include <mbedtls/base64.h>
#endif

/* Who wants to know. */
typedef struct reader {
    mbedtls_x509_crt *list; /* gets the good ones; NULL: they are forgotten */
    tc3_tls_bundle *bundle;
} reader;

bool tc3_tls_is_der(const void *bytes, size_t size)
{
    const uint8_t *first = (const uint8_t *)bytes;

    return size >= 2 && first[0] == 0x30 && first[1] > 0x80 && first[1] < 0x85;
}

static tc3_status refuse(tc3_tls_bundle *bundle, int result)
{
    bundle->broken = bundle->certificates;
    bundle->port_error = result;
    return TC3_ERROR_CONFIG_TRUST_ANCHORS;
}

static void leave_out(tc3_tls_bundle *bundle, int result)
{
    if (bundle->unsupported == 0) {
        bundle->first_unsupported = bundle->certificates;
        bundle->port_error = result;
    }
    bundle->unsupported++;
}

/* Judge a certificate; `stays` if it stays where it is, so that no copy is needed. */
static tc3_status take_certificate(const reader *self, const uint8_t *der, size_t length,
                                   bool stays)
{
    mbedtls_x509_crt alone;
    tc3_tls_verdict verdict;
    int result;

    self->bundle->certificates++;
    mbedtls_x509_crt_init(&alone);
    verdict = tc3_tls_parse(self->list == NULL ? &alone : self->list, der, length,
                            stays || self->list == NULL, &result);
    mbedtls_x509_crt_free(&alone);
    switch (verdict) {
    case TC3_TLS_GOOD:
        return TC3_OK;
    case TC3_TLS_UNUSABLE:
        leave_out(self->bundle, result);
        return TC3_OK;
    case TC3_TLS_NO_MEMORY:
        return TC3_ERROR_TLS_MEMORY;
    default:
        return refuse(self->bundle, result);
    }
}

static tc3_status take_der(const reader *self, const uint8_t *der, size_t left)
{
    tc3_status status = TC3_OK;
    size_t length;

    for (; status == TC3_OK && left > 0; der += length, left -= length) {
        length = tc3_der_length(der, left);
        /* What is none may as well be the rest: it is refused all the same. */
        length = length == 0 ? left : length;
        status = take_certificate(self, der, length, true);
    }
    return status;
}

#if defined(MBEDTLS_PEM_PARSE_C)

/* A line that begins or ends a block (RFC 7468 section 3). */
typedef struct mark {
    const char *start; /* of its hyphens */
    const char *label;
    size_t label_length;
    const char *after; /* behind its hyphens */
    bool begins;
} mark;

static bool read_mark(const char *line, mark *found)
{
    static const char begin[] = "-----BEGIN ";
    static const char end[] = "-----END ";
    static const char hyphens[] = "-----";

    found->start = line;
    found->begins = strncmp(line, begin, sizeof(begin) - 1) == 0;
    if (!found->begins && strncmp(line, end, sizeof(end) - 1) != 0) {
        return false;
    }
    found->label = line + (found->begins ? sizeof(begin) : sizeof(end)) - 1;
    found->after = strstr(found->label, hyphens);
    if (found->after == NULL) {
        return false;
    }
    found->label_length = (size_t)(found->after - found->label);
    found->after += sizeof(hyphens) - 1;
    return memchr(found->label, '\n', found->label_length) == NULL;
}

/*
 * Find the next mark: one that begins its line, but for blanks and a byte order mark. `text` counts
 * as the beginning of a line, so that files put together without a line end in between are read.
 */
static bool find_mark(const char *text, mark *found)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";

    for (; *text != '\0'; text += strcspn(text, "\r\n"), text += *text != '\0') {
        if (strncmp(text, byte_order_mark, sizeof(byte_order_mark) - 1) == 0) {
            text += sizeof(byte_order_mark) - 1;
        }
        text += strspn(text, " \t");
        if (read_mark(text, found)) {
            return true;
        }
    }
    return false;
}

static bool has_label(const mark *one, const char *label, size_t length)
{
    return one->label_length == length && memcmp(one->label, label, length) == 0;
}

/*
 * Find the next block; TC3_PENDING: there is none. An END alone, or none, or another's, is damage.
 */
static tc3_status find_block(tc3_tls_bundle *bundle, const char *text, mark *begin, mark *end)
{
    if (!find_mark(text, begin)) {
        return TC3_PENDING;
    }
    if (!begin->begins || !find_mark(begin->after, end) || end->begins ||
        !has_label(end, begin->label, begin->label_length)) {
        bundle->certificates++;
        return refuse(bundle, 0);
    }
    return TC3_OK;
}

static tc3_status take_base64(const reader *self, const char *text, size_t length)
{
    const unsigned char *source = (const unsigned char *)text;
    unsigned char *der;
    size_t size = 0;
    tc3_status status;
    int result = mbedtls_base64_decode(NULL, 0, &size, source, length);

    if (result != 0 && result != MBEDTLS_ERR_BASE64_BUFFER_TOO_SMALL) {
        self->bundle->certificates++;
        return refuse(self->bundle, result);
    }
    der = (unsigned char *)mbedtls_calloc(1, size + 1);
    if (der == NULL) {
        return TC3_ERROR_TLS_MEMORY;
    }
    (void)mbedtls_base64_decode(der, size, &size, source, length);
    status = take_certificate(self, der, size, false);
    mbedtls_free(der);
    return status;
}

static bool is_certificate(const mark *begin)
{
    static const char label[] = "CERTIFICATE";
    static const char old_label[] = "X509 CERTIFICATE";

    return has_label(begin, label, sizeof(label) - 1) ||
           has_label(begin, old_label, sizeof(old_label) - 1);
}

static tc3_status take_text(const reader *self, const char *text)
{
    mark begin;
    mark end;
    tc3_status status;

    while ((status = find_block(self->bundle, text, &begin, &end)) == TC3_OK) {
        if (!is_certificate(&begin)) {
            self->bundle->others++;
        } else {
            status = take_base64(self, begin.after, (size_t)(end.start - begin.after));
        }
        if (status != TC3_OK) {
            return status;
        }
        text = end.after;
    }
    return status == TC3_PENDING ? TC3_OK : status;
}

static tc3_status take_pem(const reader *self, const char *text, size_t size)
{
    if (size == 0 || memchr(text, '\0', size) != text + size - 1) {
        return TC3_ERROR_CONFIG_TRUST_ANCHORS;
    }
    return take_text(self, text);
}

#else

static tc3_status take_pem(const reader *self, const char *text, size_t size)
{
    (void)self;
    (void)text;
    (void)size;
    return TC3_ERROR_CONFIG_TRUST_ANCHORS;
}

#endif

tc3_status tc3_tls_read_bundle(const void *bytes, size_t size, mbedtls_x509_crt *list,
                               tc3_tls_bundle *bundle)
{
    const reader self = {list, bundle};

    memset(bundle, 0, sizeof(*bundle));
    return tc3_tls_is_der(bytes, size) ? take_der(&self, (const uint8_t *)bytes, size)
                                       : take_pem(&self, (const char *)bytes, size);
}

tc3_status tc3_tls_check_bundle(const void *bytes, size_t size, tc3_tls_bundle *bundle)
{
    int result;

    memset(bundle, 0, sizeof(*bundle));
    (void)tc3_arena_take_exhausted();
    result = tc3_mbedtls_start();
    if (result != 0) {
        return tc3_tls_is_memory_fault(result) ? TC3_ERROR_TLS_MEMORY : TC3_ERROR_CONFIG_RANDOM;
    }
    return tc3_tls_read_bundle(bytes, size, NULL, bundle);
}
