/* SPDX-License-Identifier: Apache-2.0 */
/* Trust anchors: the built-in ones or the application's, parsed on demand or in advance. */
#include "tls_parts.h"

#include "tc3/trust_anchors.h"

#include <string.h>

#define DER_SEQUENCE 0x30u

size_t tc3_der_length(const uint8_t *bytes, size_t size)
{
    size_t header = 2;
    size_t length;

    if (size < 4 || bytes[0] != DER_SEQUENCE) {
        return 0;
    }
    length = bytes[1];
    if (length == 0x81u) {
        header = 3;
        length = bytes[2];
    } else if (length == 0x82u) {
        header = 4;
        length = (size_t)bytes[2] << 8 | bytes[3];
    } else if (length > 0x7fu) {
        return 0;
    }
    return length <= size - header ? header + length : 0;
}

static bool is_der(const tc3_tls_config *config)
{
    return config->trust_anchors_size > 0 &&
           *(const uint8_t *)config->trust_anchors == DER_SEQUENCE;
}

static tc3_status status_of_parser(int result)
{
    return tc3_tls_is_memory_fault(result) ? TC3_ERROR_TLS_MEMORY : TC3_ERROR_CONFIG_TRUST_ANCHORS;
}

static mbedtls_x509_crt *new_list(void)
{
    mbedtls_x509_crt *list = (mbedtls_x509_crt *)mbedtls_calloc(1, sizeof(*list));

    if (list != NULL) {
        mbedtls_x509_crt_init(list);
    }
    return list;
}

static void delete_list(mbedtls_x509_crt *list)
{
    if (list == NULL) {
        return;
    }
    mbedtls_x509_crt_free(list);
    mbedtls_free(list);
}

static tc3_status parse_pem(tc3_tls *tls)
{
#if defined(MBEDTLS_PEM_PARSE_C)
    const uint8_t *text = (const uint8_t *)tls->config.trust_anchors;
    size_t size = tls->config.trust_anchors_size;
    int result;

    if (size == 0 || text[size - 1] != '\0') {
        return TC3_ERROR_CONFIG_TRUST_ANCHORS;
    }
    tls->anchors = new_list();
    if (tls->anchors == NULL) {
        return TC3_ERROR_TLS_MEMORY;
    }
    result = mbedtls_x509_crt_parse(tls->anchors, text, size);
    if (result < 0) {
        return status_of_parser(result);
    }
    mbedtls_ssl_conf_ca_chain(&tls->settings, tls->anchors, NULL);
    return TC3_OK;
#else
    (void)tls;
    return TC3_ERROR_CONFIG_TRUST_ANCHORS;
#endif
}

#if defined(MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK)

static bool contains(const uint8_t *bytes, size_t size, const mbedtls_x509_buf *part)
{
    size_t i;

    if (part->len == 0 || part->len > size) {
        return false;
    }
    for (i = 0; i <= size - part->len; i++) {
        if (memcmp(bytes + i, part->p, part->len) == 0) {
            return true;
        }
    }
    return false;
}

/*
 * mbedTLS's callback: list the trust anchors that may have signed `child`. Those without the
 * issuer's name are not parsed; mbedTLS itself compares name and signature of the others.
 */
static int list_issuers(void *context, const mbedtls_x509_crt *child, mbedtls_x509_crt **list)
{
    tc3_tls *tls = (tc3_tls *)context;
    const uint8_t *der = (const uint8_t *)tls->config.trust_anchors;
    size_t left = tls->config.trust_anchors_size;
    size_t length;
    int result = 0;

    *list = NULL;
    for (; result == 0 && (length = tc3_der_length(der, left)) != 0;
         der += length, left -= length) {
        if (!contains(der, length, &child->issuer_raw)) {
            continue;
        }
        if (*list == NULL) {
            *list = new_list();
        }
        if (*list == NULL) {
            result = MBEDTLS_ERR_X509_ALLOC_FAILED;
        } else {
            result = mbedtls_x509_crt_parse_der_nocopy(*list, der, length);
        }
    }
    if (result != 0) {
        delete_list(*list);
        *list = NULL;
        tls->fault = status_of_parser(result);
    }
    return result;
}

static void use_parsed(tc3_tls *tls)
{
    mbedtls_ssl_conf_ca_cb(&tls->settings, list_issuers, tls);
}

/* Parse one certificate, to know that it can be, and forget it. */
static int parse_next(tc3_tls *tls, const uint8_t *der, size_t length)
{
    mbedtls_x509_crt certificate;
    int result;

    (void)tls;
    mbedtls_x509_crt_init(&certificate);
    result = mbedtls_x509_crt_parse_der_nocopy(&certificate, der, length);
    mbedtls_x509_crt_free(&certificate);
    return result;
}

#else

static void use_parsed(tc3_tls *tls)
{
    mbedtls_ssl_conf_ca_chain(&tls->settings, tls->anchors, NULL);
}

static int parse_next(tc3_tls *tls, const uint8_t *der, size_t length)
{
    if (tls->anchors == NULL) {
        tls->anchors = new_list();
    }
    if (tls->anchors == NULL) {
        return MBEDTLS_ERR_X509_ALLOC_FAILED;
    }
    return mbedtls_x509_crt_parse_der_nocopy(tls->anchors, der, length);
}

#endif

static tc3_status parse_der(tc3_tls *tls)
{
    const uint8_t *der = (const uint8_t *)tls->config.trust_anchors;
    size_t left = tls->config.trust_anchors_size;
    size_t length;
    int result;

    for (; left > 0; der += length, left -= length) {
        length = tc3_der_length(der, left);
        if (length == 0) {
            return TC3_ERROR_CONFIG_TRUST_ANCHORS;
        }
        result = parse_next(tls, der, length);
        if (result != 0) {
            return status_of_parser(result);
        }
    }
    use_parsed(tls);
    return TC3_OK;
}

tc3_status tc3_tls_trust(tc3_tls *tls)
{
    if (tls->config.trust_anchors == NULL) {
        tls->config.trust_anchors = tc3_trust_anchors;
        tls->config.trust_anchors_size = tc3_trust_anchors_size;
    }
    return is_der(&tls->config) ? parse_der(tls) : parse_pem(tls);
}

void tc3_tls_distrust(tc3_tls *tls)
{
    delete_list(tls->anchors);
    tls->anchors = NULL;
}
