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

/* What init found to be whole, but of no use, is left out. */
static int parse_candidate(mbedtls_x509_crt *list, const uint8_t *der, size_t length)
{
    int result;

    return tc3_tls_parse(list, der, length, true, &result) == TC3_TLS_NO_MEMORY ? result : 0;
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
            result = parse_candidate(*list, der, length);
        }
    }
    if (result != 0 || (*list != NULL && (*list)->raw.len == 0)) {
        delete_list(*list);
        *list = NULL;
    }
    if (result != 0) {
        tls->fault = TC3_ERROR_TLS_MEMORY;
    }
    return result;
}

/* Certificates in DER stay where they are, and are parsed when they are looked for. */
static bool is_on_demand(const tc3_tls *tls)
{
    return tc3_tls_is_der(tls->config.trust_anchors, tls->config.trust_anchors_size);
}

static void use_on_demand(tc3_tls *tls)
{
    mbedtls_ssl_conf_ca_cb(&tls->settings, list_issuers, tls);
}

#else

static bool is_on_demand(const tc3_tls *tls)
{
    (void)tls;
    return false;
}

static void use_on_demand(tc3_tls *tls)
{
    (void)tls;
}

#endif

static tc3_status read_anchors(tc3_tls *tls)
{
    tc3_tls_bundle bundle;
    tc3_status status = tc3_tls_read_bundle(tls->config.trust_anchors,
                                            tls->config.trust_anchors_size, tls->anchors, &bundle);

    if (status == TC3_OK && bundle.certificates == bundle.unsupported) {
        status = TC3_ERROR_CONFIG_TRUST_ANCHORS;
    }
    return status;
}

tc3_status tc3_tls_trust(tc3_tls *tls)
{
    if (tls->config.trust_anchors == NULL) {
        tls->config.trust_anchors = tc3_trust_anchors;
        tls->config.trust_anchors_size = tc3_trust_anchors_size;
    }
    if (is_on_demand(tls)) {
        use_on_demand(tls);
        return read_anchors(tls);
    }
    tls->anchors = new_list();
    if (tls->anchors == NULL) {
        return TC3_ERROR_TLS_MEMORY;
    }
    mbedtls_ssl_conf_ca_chain(&tls->settings, tls->anchors, NULL);
    return read_anchors(tls);
}

void tc3_tls_distrust(tc3_tls *tls)
{
    delete_list(tls->anchors);
    tls->anchors = NULL;
}
