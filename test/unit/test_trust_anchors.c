/* SPDX-License-Identifier: Apache-2.0 */
/* The built-in trust anchors: which they are, and that mbedTLS can use them. */
#include "support/data.h"
#include "support/sha256.h"
#include "support/test.h"

#include "tc3/mbedtls.h"
#include "tc3/tls.h"
#include "tc3/trust_anchors.h"

static uint64_t arena[4096];

static int set_up(void **state)
{
    (void)state;
    (void)tc3_mbedtls_set_arena(arena, sizeof(arena));
    return tc3_mbedtls_start();
}

static void anchors_have_the_published_fingerprints(void **state)
{
    data_node anchor = data_first(data_member(data_load("trust_anchors.json"), "anchors"));
    const uint8_t *der = tc3_trust_anchors;
    size_t left = tc3_trust_anchors_size;
    uint8_t digest[TC3_SHA256_SIZE];
    char text[2 * TC3_SHA256_SIZE + 1];

    (void)state;
    for (; anchor != DATA_NONE; anchor = data_next(anchor)) {
        size_t length = tc3_der_length(der, left);

        CHECK(data_string(anchor, "name"), length > 0);
        sha256_of(der, length, digest);
        hex_text(digest, sizeof(digest), text);
        CHECK_STRING(data_string(anchor, "name"), data_string(anchor, "sha256"), text);
        der += length;
        left -= length;
    }
    CHECK_INT("no more than these", 0, left);
}

static bool has_name(const mbedtls_x509_crt *certificate, const char *name)
{
    return memory_contains(certificate->subject_raw.p, certificate->subject_raw.len, name,
                           strlen(name));
}

static void anchors_are_readable_and_valid_for_years(void **state)
{
    data_node anchor = data_first(data_member(data_load("trust_anchors.json"), "anchors"));
    const uint8_t *der = tc3_trust_anchors;
    size_t left = tc3_trust_anchors_size;
    mbedtls_x509_crt certificate;
    size_t length;

    (void)state;
    for (; left > 0; der += length, left -= length, anchor = data_next(anchor)) {
        const char *name = data_string(anchor, "name");

        length = tc3_der_length(der, left);
        mbedtls_x509_crt_init(&certificate);
        CHECK_INT(name, 0, mbedtls_x509_crt_parse_der_nocopy(&certificate, der, length));
        CHECK(name, has_name(&certificate, name));
        CHECK(name, certificate.valid_to.year >= 2038);
        CHECK_INT(name, length, certificate.raw.len);
        mbedtls_x509_crt_free(&certificate);
    }
}

static void lengths_are_read_in_the_forms_of_der(void **state)
{
    static const struct {
        uint8_t bytes[6];
        size_t size;
        size_t length;
    } cases[] = {
        {{0x30, 0x02, 0, 0}, 4, 4},
        {{0x30, 0x02, 0, 0, 0}, 5, 4},
        {{0x30, 0x03, 0, 0}, 4, 0},
        {{0x30, 0x81, 0x01, 0}, 4, 4},
        {{0x30, 0x81, 0x02, 0}, 4, 0},
        {{0x30, 0x82, 0x00, 0x01, 0}, 5, 5},
        {{0x30, 0x82, 0x01, 0x00, 0}, 5, 0},
        {{0x30, 0x82, 0xff, 0xff, 0}, 5, 0},
        {{0x30, 0x83, 0, 0, 1, 0}, 6, 0},
        {{0x30, 0x80, 0, 0}, 4, 0},
        {{0x31, 0x02, 0, 0}, 4, 0},
        {{0x30, 0x00, 0}, 3, 0},
        {{0}, 0, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        char label[16];

        snprintf(label, sizeof(label), "case %u", (unsigned)i);
        CHECK_INT(label, cases[i].length, tc3_der_length(cases[i].bytes, cases[i].size));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anchors_have_the_published_fingerprints),
        cmocka_unit_test(anchors_are_readable_and_valid_for_years),
        cmocka_unit_test(lengths_are_read_in_the_forms_of_der),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
