/* SPDX-License-Identifier: Apache-2.0 */
/* Which certificate of a PEM bundle cannot be read. */
#include "tls_parts.h"

#include "arena.h"

#include <string.h>

#if defined(MBEDTLS_PEM_PARSE_C)

static const char begin[] = "-----BEGIN CERTIFICATE-----";
static const char end[] = "-----END CERTIFICATE-----";

/* Parse the certificate of `length` characters at `text`, and forget it; mbedTLS's result. */
static int parse_alone(const char *text, size_t length)
{
    mbedtls_x509_crt certificate;
    unsigned char *copy = (unsigned char *)mbedtls_calloc(1, length + 1);
    int result;

    if (copy == NULL) {
        return MBEDTLS_ERR_X509_ALLOC_FAILED;
    }
    memcpy(copy, text, length);
    mbedtls_x509_crt_init(&certificate);
    result = mbedtls_x509_crt_parse(&certificate, copy, length + 1);
    mbedtls_x509_crt_free(&certificate);
    mbedtls_free(copy);
    return result;
}

/*
 * The character behind the certificate that begins at `start`; NULL if its marks are out of order.
 * mbedTLS gives up in silence there. `start` may be NULL, `text` is where the one before ended.
 */
static const char *find_end(const char *text, const char *start)
{
    const char *stop = strstr(text, end);
    const char *next = start == NULL ? NULL : strstr(start + sizeof(begin) - 1, begin);

    if (start == NULL || stop == NULL || stop < start || (next != NULL && next < stop)) {
        return NULL;
    }
    return stop + sizeof(end) - 1;
}

static tc3_status refuse(tc3_tls_bundle *bundle, int result)
{
    bundle->broken = bundle->certificates;
    bundle->port_error = result;
    return TC3_ERROR_CONFIG_TRUST_ANCHORS;
}

static tc3_status judge(tc3_tls_bundle *bundle, int result)
{
    if (result == 0) {
        return TC3_OK;
    }
    if (tc3_tls_is_memory_fault(result)) {
        return TC3_ERROR_TLS_MEMORY;
    }
    if (tc3_mbedtls_is_unsupported(result)) {
        bundle->unsupported++;
        return TC3_OK;
    }
    return refuse(bundle, result);
}

/* Judge the next certificate in `*text`, and move that behind it. */
static tc3_status take_next(tc3_tls_bundle *bundle, const char **text)
{
    const char *start = strstr(*text, begin);
    const char *stop = find_end(*text, start);

    bundle->certificates++;
    if (stop == NULL) {
        return refuse(bundle, 0);
    }
    *text = stop;
    return judge(bundle, parse_alone(start, (size_t)(stop - start)));
}

static tc3_status take_all(tc3_tls_bundle *bundle, const char *text)
{
    tc3_status status = TC3_OK;

    while (status == TC3_OK && (strstr(text, begin) != NULL || strstr(text, end) != NULL)) {
        status = take_next(bundle, &text);
    }
    return status;
}

tc3_status tc3_tls_check_bundle(const void *text, size_t size, tc3_tls_bundle *bundle)
{
    int result;

    memset(bundle, 0, sizeof(*bundle));
    if (size == 0 || memchr(text, '\0', size) != (const char *)text + size - 1) {
        return TC3_ERROR_CONFIG_TRUST_ANCHORS;
    }
    (void)tc3_arena_take_exhausted();
    result = tc3_mbedtls_start();
    if (result != 0) {
        return tc3_tls_is_memory_fault(result) ? TC3_ERROR_TLS_MEMORY : TC3_ERROR_CONFIG_RANDOM;
    }
    return take_all(bundle, (const char *)text);
}

#else

tc3_status tc3_tls_check_bundle(const void *text, size_t size, tc3_tls_bundle *bundle)
{
    (void)text;
    (void)size;
    memset(bundle, 0, sizeof(*bundle));
    return TC3_ERROR_CONFIG_TRUST_ANCHORS;
}

#endif
