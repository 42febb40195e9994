/* SPDX-License-Identifier: Apache-2.0 */
/* Bundles of certificates, in PEM and DER: what is trusted, what is left out, what is damage. */
#include "support/test.h"
#include "tls/client.h"
#include "tls/server.h"

#include "tc3/mbedtls.h"
#include "tc3/trust_anchors.h"

static uint64_t arena[16384];
static uint8_t bundle_bytes[65536];
static size_t bundle_size;

/* Whole, but not usable by every mbedTLS; by none, if `never`. */
static const struct {
    const char *name;
    bool never;
} odd[] = {
    {"odd_names", false},  {"odd_policy", true},   {"odd_mappings", true},  {"odd_any", true},
    {"odd_private", true}, {"odd_rsa8192", false}, {"odd_explicit", false}, {"odd_curve", false},
    {"odd_ed25519", true}, {"odd_ed448", true},    {"odd_dsa", true},       {"odd_sha3", true},
    {"odd_keys", false},
};

static void append(const void *bytes, size_t size)
{
    assert_true(bundle_size + size < sizeof(bundle_bytes));
    memcpy(bundle_bytes + bundle_size, bytes, size);
    bundle_size += size;
    bundle_bytes[bundle_size] = '\0';
}

static void append_text(const char *text)
{
    append(text, strlen(text));
}

/* Append the certificate `name` as PEM or DER. */
static void append_file(const char *name, bool pem)
{
    char file[64];
    size_t size;
    const uint8_t *bytes;

    snprintf(file, sizeof(file), "%s%s", name, pem ? ".pem" : ".der");
    bytes = server_file(file, 0, &size);
    append(bytes, size);
}

/* The bundle's bytes as trust anchors count them. */
static size_t counted(void)
{
    return tc3_tls_is_der(bundle_bytes, bundle_size) ? bundle_size : bundle_size + 1;
}

static tc3_status check(tc3_tls_bundle *found)
{
    return tc3_tls_check_bundle(bundle_bytes, counted(), found);
}

static tc3_status init(void)
{
    static tls_client one;
    tc3_status status;

    client_reset(&one, NULL, "root_p256.der");
    one.config.trust_anchors = bundle_bytes;
    one.config.trust_anchors_size = counted();
    status = tc3_tls_init(&one.tls, &one.config);
    if (status == TC3_OK)
        tc3_tls_release(&one.tls);
    CHECK_INT("memory", 0, tc3_mbedtls_get_arena_usage().used);
    return status;
}

/* Check the bundle and load it: both must say the same. */
static void is_good(const char *label, uint32_t certificates, uint32_t unsupported)
{
    tc3_tls_bundle found;

    CHECK_STATUS(label, TC3_OK, check(&found));
    CHECK_INT(label, certificates, found.certificates);
    CHECK_INT(label, unsupported, found.unsupported);
    CHECK_INT(label, 0, found.broken);
    CHECK(label, (found.port_error != 0) == (unsupported != 0));
    CHECK_STATUS(label, certificates == unsupported ? TC3_ERROR_CONFIG_TRUST_ANCHORS : TC3_OK,
                 init());
}

static void is_damaged(const char *label, uint32_t broken)
{
    tc3_tls_bundle found;

    CHECK_STATUS(label, TC3_ERROR_CONFIG_TRUST_ANCHORS, check(&found));
    CHECK_INT(label, broken, found.broken);
    CHECK_STATUS(label, TC3_ERROR_CONFIG_TRUST_ANCHORS, init());
}

static void one_after_the_other(const char *first, const char *second, bool pem)
{
    bundle_size = 0;
    append_file(first, pem);
    if (second != NULL)
        append_file(second, pem);
}

static void an_odd_certificate_is_left_out(const char *name, bool never, bool pem)
{
    tc3_tls_bundle found;
    uint32_t unsupported;

    one_after_the_other(name, NULL, pem);
    CHECK_STATUS(name, TC3_OK, check(&found));
    CHECK_INT(name, 1, found.certificates);
    unsupported = found.unsupported;
    CHECK(name, unsupported == 1 || !never);
    is_good(name, 1, unsupported);
    one_after_the_other("root_p256", name, pem);
    is_good(name, 2, unsupported);
    (void)check(&found);
    CHECK_INT(name, unsupported == 0 ? 0 : 2, found.first_unsupported);
    one_after_the_other(name, "root_p256", pem);
    is_good(name, 2, unsupported);
    (void)check(&found);
    CHECK_INT(name, unsupported, found.first_unsupported);
}

static void whole_certificates_that_cannot_be_used_are_left_out(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(odd); i++) {
        an_odd_certificate_is_left_out(odd[i].name, odd[i].never, true);
        an_odd_certificate_is_left_out(odd[i].name, odd[i].never, false);
    }
}

static void certificates_that_are_not_critical_about_it_are_used(void **state)
{
    static const char *const fair[] = {"fair_extensions", "fair_v1"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(fair); i++) {
        one_after_the_other(fair[i], NULL, true);
        is_good(fair[i], 1, 0);
        one_after_the_other(fair[i], "root_rsa", false);
        is_good(fair[i], 2, 0);
    }
}

/* Behind a good certificate comes one of which a byte is changed at `at`. */
static void with_a_change(const char *name, size_t at, uint8_t change)
{
    size_t start;

    one_after_the_other("root_p256", NULL, false);
    start = bundle_size;
    append_file(name, false);
    bundle_bytes[start + at] ^= change;
}

static size_t length_of_header(const uint8_t *element)
{
    return element[1] < 0x80 ? 2 : 2 + (size_t)(element[1] & 0x7f);
}

static size_t length_of_contents(const uint8_t *element)
{
    size_t length = element[1];
    size_t i;

    if (length >= 0x80) {
        length = 0;
        for (i = 2; i < length_of_header(element); i++)
            length = length << 8 | element[i];
    }
    return length;
}

/* Every tag of an element, down to those that hold no others. */
static void a_certificate_with_a_wrong_tag_is_damaged(const char *name)
{
    static uint8_t der[4096];
    char file[64];
    size_t size;
    size_t step;
    size_t at;

    snprintf(file, sizeof(file), "%s.der", name);
    memcpy(der, server_file(file, 0, &size), sizeof(der));
    for (at = 0; at < size; at += step) {
        char label[96];

        step = length_of_header(der + at);

        snprintf(label, sizeof(label), "%s: tag 0x%02x at %u", name, der[at], (unsigned)at);
        /* Two are to mbedTLS what they should not be: 0xa2 a unique identifier ... */
        if (der[at] != 0xa3) {
            with_a_change(name, at, 0x01);
            is_damaged(label, 2);
        }
        /* ... and 0x82 a serial number. */
        if (der[at] != MBEDTLS_ASN1_INTEGER) {
            with_a_change(name, at, 0x80);
            is_damaged(label, 2);
        }
        if ((der[at] & MBEDTLS_ASN1_CONSTRUCTED) == 0)
            step += length_of_contents(der + at);
    }
    CHECK_INT(name, size, at);
}

static void certificates_with_a_wrong_tag_are_damaged(void **state)
{
    (void)state;
    a_certificate_with_a_wrong_tag_is_damaged("root_p256");
    a_certificate_with_a_wrong_tag_is_damaged("odd_names");
    a_certificate_with_a_wrong_tag_is_damaged("odd_private");
    a_certificate_with_a_wrong_tag_is_damaged("odd_ed25519");
}

static void a_point_beside_its_curve_is_damage(void **state)
{
    static const uint8_t header[] = {0x03, 0x42, 0x00, 0x04};
    size_t size;
    const uint8_t *der = server_file("odd_names.der", 0, &size);
    size_t at = 0;

    (void)state;
    while (memcmp(der + at, header, sizeof(header)) != 0)
        at++;
    with_a_change("odd_names", at + 20, 0x04);
    is_damaged("point", 2);
    with_a_change("root_p256", at + 20, 0x00);
    is_good("point", 2, 0);
}

static void what_is_cut_or_has_more_behind_it_is_damaged(void **state)
{
    static const char *const names[] = {"root_p256", "odd_names", "odd_ed25519"};
    size_t i;
    size_t cut;

    (void)state;
    for (i = 0; i < COUNT_OF(names); i++) {
        one_after_the_other("root_rsa", names[i], false);
        for (cut = 1; cut < 300; cut += 23) {
            bundle_size -= 23;
            is_damaged(names[i], 2);
        }
        one_after_the_other("root_rsa", names[i], false);
        append_text("\n");
        is_damaged(names[i], 3);
        one_after_the_other("root_rsa", names[i], false);
        append("", 1);
        is_damaged(names[i], 3);
    }
}

/*
 * Change the Base64 of the second of two certificates: put `text` in place of `length` characters.
 */
static void with_base64(const char *name, size_t length, const char *text)
{
    const char *end;
    char tail[64];
    size_t keep;

    one_after_the_other("root_p256", name, true);
    end = strstr((const char *)bundle_bytes, "-----END");
    end = strstr(end + 1, "\n-----END");
    snprintf(tail, sizeof(tail), "%s", end);
    keep = (size_t)(end - (const char *)bundle_bytes) - length;
    bundle_size = keep;
    append_text(text);
    append_text(tail);
}

static void broken_base64_is_damage(void **state)
{
    static const char *const names[] = {"root_p384", "odd_policy", "odd_private"};
    size_t i;
    size_t cut;

    (void)state;
    for (i = 0; i < COUNT_OF(names); i++) {
        with_base64(names[i], 0, "");
        is_good(names[i], 2, i == 0 ? 0 : 1);
        with_base64(names[i], 0, "\r\n\n \n");
        is_good(names[i], 2, i == 0 ? 0 : 1);
        for (cut = 1; cut <= 200; cut += cut < 8 ? 1 : 16) {
            with_base64(names[i], cut, "");
            is_damaged(names[i], 2);
        }
        with_base64(names[i], 12, "!AAAAAAAAAAA");
        is_damaged(names[i], 2);
        with_base64(names[i], 4, "AAAAAAAA");
        is_damaged(names[i], 2);
    }
    with_base64("odd_policy", 0, "\nAAAA");
    is_damaged("more", 2);
}

/* What some programs write around certificates, and editors put into files. */
static void text_around_certificates_says_nothing(void **state)
{
    static const char *const before[] = {
        "0 s:CN=Root\n",  " 0 s:CN=Root\n",
        "00 00\n",        "0-----\n",
        "0\n\n\n",        "\n\r\n",
        "\xef\xbb\xbf",   "\xef\xbb\xbf# Root\r\n",
        "Root\n====\n",   "  ",
        "0 -----BEGIN\n", "# -----BEGIN CERTIFICATE-----\n# AAAA\n# -----END CERTIFICATE-----\n",
        "0\xc2\x82\n",    "subject=/CN=x\nissuer=/CN=y\n---\n",
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(before); i++) {
        bundle_size = 0;
        append_text(before[i]);
        append_file("root_p256", true);
        append_text(before[i]);
        append_text("\n");
        append_file("root_rsa", true);
        append_text(before[i]);
        is_good(before[i], 2, 0);
    }
}

static void line_ends_may_be_those_of_any_system(void **state)
{
    char text[4096];
    size_t size;
    size_t i;

    (void)state;
    snprintf(text, sizeof(text), "%s", (const char *)server_file("root_p256.pem", 1, &size));
    bundle_size = 0;
    for (i = 0; text[i] != '\0'; i++)
        append(text[i] == '\n' ? "\r\n" : text + i, text[i] == '\n' ? 2 : 1);
    is_good("CRLF", 1, 0);
    bundle_size -= 2;
    bundle_bytes[bundle_size] = '\0';
    is_good("CRLF, none last", 1, 0);
    append_file("root_rsa", true);
    is_good("no line end between two", 2, 0);
}

static void other_blocks_are_told(void **state)
{
    static const char crl[] = "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n";
    tc3_tls_bundle found;

    (void)state;
    one_after_the_other("trusted", NULL, true);
    is_good("trusted alone", 0, 0);
    append_text(crl);
    append_file("root_p256", true);
    append_text(crl);
    is_good("others", 1, 0);
    CHECK_STATUS("others", TC3_OK, check(&found));
    CHECK_INT("others", 3, found.others);
    bundle_size = 0;
    append_text("-----BEGIN X509 CRL-----\nMIIB\n");
    append_file("root_p256", true);
    is_damaged("one without its end", 1);
}

static void the_old_label_is_a_certificate_s_too(void **state)
{
    char *at;

    (void)state;
    bundle_size = 0;
    append_text("-----BEGIN X509 CERTIFICATE-----");
    append_file("root_p256", true);
    memmove(bundle_bytes + 32, bundle_bytes + 32 + 27, bundle_size - 32 - 27 + 1);
    bundle_size -= 27;
    at = strstr((char *)bundle_bytes, "-----END");
    bundle_size = (size_t)(at - (char *)bundle_bytes);
    append_text("-----END X509 CERTIFICATE-----\n");
    is_good("X509 CERTIFICATE", 1, 0);
    bundle_size = (size_t)(at - (char *)bundle_bytes);
    append_text("-----END CERTIFICATE-----\n");
    is_damaged("two labels", 1);
}

static void text_is_told_from_der_by_one_rule(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        bool der;
    } cases[] = {
        {"\x30\x82\x01\x00", 4, true},
        {"\x30\x81\x80", 3, true},
        {"\x30\x80", 2, false},
        {"0 s:", 4, false},
        {"0\xc2\x82", 3, false},
        {"00", 2, false},
        {"0", 1, false},
        {"", 0, false},
        {"-----BEGIN", 10, false},
        {"\x31\x82\x01\x00", 4, false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++)
        CHECK_INT(cases[i].bytes, cases[i].der, tc3_tls_is_der(cases[i].bytes, cases[i].size));
    CHECK("built-in", tc3_tls_is_der(tc3_trust_anchors, tc3_trust_anchors_size));
}

static void the_built_in_anchors_are_all_used(void **state)
{
    tc3_tls_bundle found;

    (void)state;
    CHECK_STATUS("built-in", TC3_OK,
                 tc3_tls_check_bundle(tc3_trust_anchors, tc3_trust_anchors_size, &found));
    CHECK_INT("built-in", 0, found.unsupported);
    CHECK("built-in", found.certificates > 1);
}

static int set_up(void **state)
{
    (void)state;
    (void)tc3_mbedtls_set_arena(arena, sizeof(arena));
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_certificates_that_cannot_be_used_are_left_out),
        cmocka_unit_test(certificates_that_are_not_critical_about_it_are_used),
        cmocka_unit_test(certificates_with_a_wrong_tag_are_damaged),
        cmocka_unit_test(a_point_beside_its_curve_is_damage),
        cmocka_unit_test(what_is_cut_or_has_more_behind_it_is_damaged),
        cmocka_unit_test(broken_base64_is_damage),
        cmocka_unit_test(text_around_certificates_says_nothing),
        cmocka_unit_test(line_ends_may_be_those_of_any_system),
        cmocka_unit_test(other_blocks_are_told),
        cmocka_unit_test(the_old_label_is_a_certificate_s_too),
        cmocka_unit_test(text_is_told_from_der_by_one_rule),
        cmocka_unit_test(the_built_in_anchors_are_all_used),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
