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

mbedtls_x509_crt *tc3_tls_new_list(void)
{
    mbedtls_x509_crt *list = (mbedtls_x509_crt *)mbedtls_calloc(1, sizeof(*list));

    if (list != NULL) {
        mbedtls_x509_crt_init(list);
    }
    return list;
}

void tc3_tls_delete_list(mbedtls_x509_crt *list)
{
    if (list == NULL) {
        return;
    }
    mbedtls_x509_crt_free(list);
    mbedtls_free(list);
}

#if defined(MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK)

/* Certificates in DER stay where they are, and are parsed when they are looked for. */
static bool is_on_demand(const tc3_tls *tls)
{
    return tc3_tls_is_der(tls->config.trust_anchors, tls->config.trust_anchors_size);
}

static void use_on_demand(tc3_tls *tls)
{
    mbedtls_ssl_conf_ca_cb(&tls->settings, tc3_tls_list_issuers, tls);
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
    if (status == TC3_OK && !tc3_tls_bind_sessions(tls)) {
        status = TC3_ERROR_TLS_MEMORY;
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
    tls->anchors = tc3_tls_new_list();
    if (tls->anchors == NULL) {
        return TC3_ERROR_TLS_MEMORY;
    }
    mbedtls_ssl_conf_ca_chain(&tls->settings, tls->anchors, NULL);
    return read_anchors(tls);
}

void tc3_tls_distrust(tc3_tls *tls)
{
    tc3_tls_delete_list(tls->anchors);
    tls->anchors = NULL;
}
