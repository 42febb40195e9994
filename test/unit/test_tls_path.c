/* SPDX-License-Identifier: Apache-2.0 */
/* Which certificates are accepted for a host, and by which paths to a trust anchor. */
#include "support/test.h"
#include "tls/client.h"
#include "tls/server.h"

#include "tc3/mbedtls.h"

#if defined(MBEDTLS_ECP_RESTARTABLE) && MBEDTLS_VERSION_NUMBER < 0x04000000
#include <mbedtls/ecp.h>
#endif

static uint64_t arena[16384];
static tls_client one;

static void judges_the_host_by_the_alternative_names_alone(void **state)
{
    static const struct {
        const char *chain;
        const char *host;
        bool good;
    } cases[] = {
        {"name_wild+", "www.tc3.test", true},
        {"name_wild+", "WWW.tc3.TEST", true},
        {"name_wild+", "tc3.test", false},
        {"name_wild+", ".tc3.test", false},
        {"name_wild+", "a.www.tc3.test", false},
        {"name_wild+", "www.tc3.test.", false},
        {"name_top+", "tc3.test", false},
        {"name_top+", "localhost", false},
        {"name_partial+", "www.tc3.test", false},
        {"name_partial+", "w.tc3.test", false},
        {"name_case+", "www.tc3.test", true},
        {"name_case+", "wwww.tc3.test", false},
        {"name_dot+", "tc3.test", false},
        {"name_dot+", "tc3.test.", false},
        {"name_dot+", "www.tc3.test", false},
        {"name_email+", "tc3.test", false},
        {"name_uri+", "tc3.test", false},
        {"common_name+", "tc3.test", false},
        {"common_beside+", "tc3.test", false},
        {"name_address+", "127.0.0.1", true},
        {"name_address+", "127.0.0.2", false},
        {"name_address+", "127.0.0.01", false},
        {"name_address+", "127.0.0.1.", false},
        {"name_address+", "127.0.0", false},
        {"name_address+", "127.0.1", false},
        {"name_address+", "127.0.0.257", false},
        {"name_address+", "2130706433", false},
        {"name_address+", "name_address", false},
        {"name_address+", "2001:db8::1", true},
        {"name_address+", "2001:DB8:0:0:0:0:0:1", true},
        {"name_address+", "2001:0db8::0.0.0.1", true},
        {"name_address+", "2001:db8::1%eth0", true},
        {"name_address+", "2001:db8::0:0:0:0:0:1", false},
        {"name_address+", "2001:db8::2", false},
        {"name_address+", "2001:db8:::1", false},
        {"name_address+", "2001:db8::1:", false},
        {"name_address+", "2001:db8::1::", false},
        {"name_address+", ":2001:db8::1", false},
        {"name_address+", "2001:db8::00001", false},
        {"name_address+", "2001:db8::g", false},
        {"name_address+", "2001:db8:0:0:0:0:0:0:1", false},
        {"name_address+", "2001:db8:0:0:0:0:0.0.0.1:0", false},
        {"name_address+", "::", false},
        {"name_address+", ":", false},
        {"name_address+", "2001:db8::", false},
        {"name_as_address+", "127.0.0.1", false},
        {"name_as_address+", "2001:db8::1", false},
    };
    tc3_status status;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(cases); i++) {
        client_init(&one, cases[i].chain, "root_p256.der");
        status = client_connect(&one, cases[i].host);
        /* What is neither a name nor an address is not even asked for. */
        if (status != TC3_ERROR_CONFIG_HOST || cases[i].good) {
            CHECK_STATUS(cases[i].host, cases[i].good ? TC3_OK : TC3_ERROR_TLS_WRONG_HOST, status);
            CHECK_INT(cases[i].host, cases[i].good ? 0 : MBEDTLS_X509_BADCERT_CN_MISMATCH,
                      one.details.tls_verify_flags);
        }
        tc3_tls_release(&one.tls);
    }
}

/* Trust the certificates NAME+NAME..., in this order. */
static void add_anchors(const char *names, const char *suffix)
{
    const bool text = strcmp(suffix, ".pem") == 0;
    size_t used = 0;

    while (*names != '\0') {
        const int length = (int)strcspn(names, "+");
        char file[64];
        const uint8_t *content;
        size_t size;

        snprintf(file, sizeof(file), "%.*s%s", length, names, suffix);
        content = server_file(file, 0, &size);
        assert_true(used + size < sizeof(one.anchors));
        memcpy(one.anchors + used, content, size);
        used += size;
        names += (size_t)length + (names[length] == '+');
    }
    one.anchors[used] = '\0';
    one.config.trust_anchors_size = used + text;
}

typedef struct path_case {
    const char *chain;
    const char *anchors;
    tc3_status status;
    const char *host; /* NULL: HOST */
} path_case;

/* Each case has to come out the same however the anchors are given. */
static void try_all(const path_case *cases, size_t count)
{
    static const char *const suffixes[] = {".der", ".pem"};
    size_t i;
    size_t j;

    for (i = 0; i < count; i++) {
        for (j = 0; j < COUNT_OF(suffixes); j++) {
            const path_case *row = &cases[i];
            char label[400];

            snprintf(label, sizeof(label), "%s below %s (%s)", row->chain, row->anchors,
                     suffixes[j]);
            client_reset(&one, row->chain, "root_p256.der");
            add_anchors(row->anchors, suffixes[j]);
            CHECK_STATUS(label, TC3_OK, tc3_tls_init(&one.tls, &one.config));
            CHECK_STATUS(label, row->status,
                         client_connect(&one, row->host != NULL ? row->host : HOST));
            tc3_tls_release(&one.tls);
        }
    }
}

/* An expired copy hides no valid one, and one that begins later hides none either. */
static void any_path_that_is_valid_will_do(void **state)
{
    static const path_case cases[] = {
        {"by_renewed+", "renewed", TC3_OK, NULL},
        {"by_renewed+", "renewed_old+renewed", TC3_OK, NULL},
        {"by_renewed+", "renewed+renewed_old", TC3_OK, NULL},
        {"by_renewed+", "renewed_old+renewed_next+renewed", TC3_OK, NULL},
        {"by_renewed+", "renewed_next+renewed+renewed_old", TC3_OK, NULL},
        {"by_renewed+", "renewed_old", TC3_ERROR_TLS_EXPIRED, NULL},
        {"by_renewed+", "renewed_next", TC3_ERROR_TLS_NOT_YET_VALID, NULL},
        {"by_renewed+", "renewed_old+renewed_next", TC3_ERROR_TLS_EXPIRED, NULL},
        {"by_renewed+renewed_old", "renewed", TC3_OK, NULL},
        {"by_renewed+renewed_old", "root_p256", TC3_ERROR_TLS_EXPIRED, NULL},
        {"by_renewed+renewed", "root_p256", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
        {"by_issuing+issuing", "root_p256", TC3_OK, NULL},
        {"by_issuing+issuing_old+issuing", "root_p256", TC3_OK, NULL},
        {"by_issuing+issuing+issuing_old", "root_p256", TC3_OK, NULL},
        {"by_issuing+issuing_next+issuing_old+issuing", "root_p256", TC3_OK, NULL},
        {"by_issuing+issuing_old+issuing_old+issuing", "root_p256", TC3_OK, NULL},
        {"by_issuing+issuing_old", "root_p256", TC3_ERROR_TLS_EXPIRED, NULL},
        {"by_issuing+issuing_next", "root_p256", TC3_ERROR_TLS_NOT_YET_VALID, NULL},
        {"p256+", "crossed_old+root_p256", TC3_OK, NULL},
        {"p256+", "root_p256+crossed_old", TC3_OK, NULL},
        {"p256+", "crossed_old", TC3_ERROR_TLS_EXPIRED, NULL},
        {"p256+", "crossed_old+crossed", TC3_OK, NULL},
        {"p256+crossed_old", "root_p256", TC3_OK, NULL},
        {"p256+crossed_old", "root_old", TC3_ERROR_TLS_EXPIRED, NULL},
        {"p256+crossed_old+crossed", "root_old", TC3_OK, NULL},
        {"by_issuing+issuing_old+crossed_old+issuing+crossed", "root_old", TC3_OK, NULL},
        {"by_issuing+crossed+issuing+issuing_old", "root_old", TC3_OK, NULL},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

static void a_certificate_of_the_issuer_s_name_need_not_be_the_issuer(void **state)
{
    static const path_case cases[] = {
        {"p256+", "fake_root+root_p256", TC3_OK, NULL},
        {"p256+", "root_p256+fake_root", TC3_OK, NULL},
        {"p256+", "fake_root", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
        {"p256+", "fake_root+renewed", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
        {"p256+fake_root", "root_p256", TC3_OK, NULL},
        {"p256+crossed", "fake_root+root_old", TC3_OK, NULL},
        {"impostor+root_p256+fake_root", "root_p256", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
        {"by_issuing+same_name_1+issuing", "root_p256", TC3_OK, NULL},
        {"by_issuing+issuing+same_name_1", "root_p256", TC3_OK, NULL},
        {"by_issuing+same_name_1", "root_p256", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
        {"by_issuing+same_name_1+same_name_2+same_name_3+issuing", "root_p256", TC3_OK, NULL},
        {"by_rolled_next+rolled_next", "rolled", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_first_version+first_version", "root_p256", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

/* Ten at most: what a server can make the device do is bounded. */
static void gives_up_after_so_many_signatures(void **state)
{
    static const path_case cases[] = {
        {"by_issuing+same_name_1+same_name_2+same_name_3+same_name_4+same_name_5+same_name_6+"
         "same_name_7+issuing",
         "root_p256", TC3_OK, NULL},
        {"by_issuing+same_name_1+same_name_2+same_name_3+same_name_4+same_name_5+same_name_6+"
         "same_name_7+same_name_8+same_name_9+same_name_10+same_name_11+same_name_12+issuing",
         "root_p256", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

/* RFC 5280 7.1 */
static void names_are_compared_whatever_their_case_and_encoding(void **state)
{
    static const path_case cases[] = {
        {"by_spelt+", "spelt", TC3_OK, NULL},
        {"by_spelt_utf8+", "spelt", TC3_OK, NULL},
        {"by_spelt_case+", "spelt", TC3_OK, NULL},
        {"by_spelt_case+", "spelt_utf8", TC3_OK, NULL},
        {"by_spelt+", "root_p256", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

static void a_ca_for_other_purposes_issues_no_server_s_certificate(void **state)
{
    static const path_case cases[] = {
        {"by_use+use_serverAuth", "root_p256", TC3_OK, NULL},
        {"by_use+use_anyExtendedKeyUsage", "root_p256", TC3_OK, NULL},
        {"by_use+use_emailProtection_serverAuth", "root_p256", TC3_OK, NULL},
        {"by_use+use_emailProtection", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_use+use_codeSigning", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_use+use_OCSPSigning", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_use+use_clientAuth", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_use+use_emailProtection+use_serverAuth", "root_p256", TC3_OK, NULL},
        {"by_use+", "use_serverAuth", TC3_OK, NULL},
        {"by_use+", "use_clientAuth", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_use+", "use_clientAuth+use_serverAuth", TC3_OK, NULL},
        {"by_root_use+", "root_use", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_use+use_emailProtection", "root_rsa", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

/* RFC 5280 4.2.1.10 */
static void name_constraints_of_every_ca_hold(void **state)
{
    const tc3_status refused = TC3_ERROR_TLS_CERTIFICATE;
    const path_case cases[] = {
        {"by_limited+limited_host", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_above", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_other", "root_p256", refused, NULL},
        {"by_limited+limited_label", "root_p256", refused, NULL},
        {"by_limited+limited_below", "root_p256", refused, NULL},
        {"by_limited+limited_two", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_dot", "root_p256", refused, NULL},
        {"by_limited+limited_star", "root_p256", refused, NULL},
        {"by_limited+limited_not_host", "root_p256", refused, NULL},
        {"by_limited+limited_not_above", "root_p256", refused, NULL},
        {"by_limited+limited_not_other", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_not_label", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_not_below", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_both", "root_p256", refused, NULL},
        {"by_limited+limited_net", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_not_net", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_email", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_not_uri", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_directory", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_directory_other", "root_p256", refused, NULL},
        {"by_limited+limited_not_directory", "root_p256", refused, NULL},
        {"by_limited+limited_not_directory_other", "root_p256", TC3_OK, NULL},
        {"by_limited+limited_damaged", "root_p256", refused, NULL},
        {"by_limited+limited_cut", "root_p256", refused, NULL},
        {"by_limited+limited_no_sequence", "root_p256", refused, NULL},
        {"by_limited+limited_more", "root_p256", refused, NULL},
        {"by_limited+limited_distance", "root_p256", refused, NULL},
        {"by_limited+limited_other+limited_host", "root_p256", TC3_OK, NULL},
        {"by_limited_itself+limited_host", "root_p256", TC3_OK, NULL},
        {"by_limited_itself+limited_other", "root_p256", refused, NULL},
        {"by_limited_wild+limited_host", "root_p256", TC3_OK, "www.tc3.test"},
        {"by_limited_wild+limited_below", "root_p256", refused, "www.tc3.test"},
        {"by_limited_wild+limited_not_below", "root_p256", refused, "www.tc3.test"},
        {"by_limited_wild+limited_not_deeper", "root_p256", TC3_OK, "www.tc3.test"},
        {"by_limited_wild+limited_not_other", "root_p256", TC3_OK, "www.tc3.test"},
        {"by_limited_net+limited_net", "root_p256", TC3_OK, "127.0.0.1"},
        {"by_limited_net+limited_net_other", "root_p256", refused, "127.0.0.1"},
        {"by_limited_net+limited_not_net", "root_p256", refused, "127.0.0.1"},
        {"by_limited_net+limited_not_net_other", "root_p256", TC3_OK, "127.0.0.1"},
        {"by_limited_net+limited_net6", "root_p256", refused, "127.0.0.1"},
        {"by_limited_net+limited_other", "root_p256", TC3_OK, "127.0.0.1"},
        {"by_limited_nets+limited_nets", "root_p256", TC3_OK, "127.0.0.1"},
        {"by_limited_nets+limited_nets", "root_p256", TC3_OK, "2001:db8::1"},
        {"by_limited_nets+limited_net", "root_p256", refused, "127.0.0.1"},
        {"by_limited_email+limited_email", "root_p256", refused, NULL},
        {"by_limited_email+limited_host", "root_p256", TC3_OK, NULL},
        {"by_limited_uri+limited_not_uri", "root_p256", refused, NULL},
        {"by_root_limited+", "root_limited", TC3_OK, NULL},
        {"by_root_limited_other+", "root_limited", refused, "other.test"},
        {"by_below_limited+below_root_limited", "root_limited", refused, "other.test"},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

static void the_length_of_a_path_is_limited(void **state)
{
    static const path_case cases[] = {
        {"by_end+ends_here", "root_p256", TC3_OK, NULL},
        {"by_behind_end+behind_end+ends_here", "root_p256", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
        {"by_behind_end+behind_end+ends_later", "root_p256", TC3_OK, NULL},
        {"by_behind_end+behind_end+ends_here+ends_later", "root_p256", TC3_OK, NULL},
        {"by_behind_end+behind_end", "ends_here", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
        {"by_behind_end+behind_end", "ends_here+ends_later", TC3_OK, NULL},
        {"by_deep_8+deep_8+deep_7+deep_6+deep_5+deep_4+deep_3+deep_2+deep_1", "root_p256", TC3_OK,
         NULL},
        {"by_deep_9+deep_9+deep_8+deep_7+deep_6+deep_5+deep_4+deep_3+deep_2+deep_1", "root_p256",
         TC3_ERROR_TLS_CERTIFICATE, NULL},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

/* Anybody could keep a device busy with them. */
static void keys_that_take_long_are_not_accepted(void **state)
{
    static const path_case cases[] = {
        {"by_slow+slow", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_slow+", "slow", TC3_ERROR_TLS_CERTIFICATE, NULL},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

/* What stands in the chain beside the path does no harm, as far as mbedTLS can read it. */
static void needless_certificates_do_no_harm(void **state)
{
    static const path_case cases[] = {
        {"by_issuing+root_p384+issuing+root_rsa+by_renewed", "root_p256", TC3_OK, NULL},
        {"by_issuing+issuing+sha1_alone", "root_p256", TC3_OK, NULL},
        {"by_issuing+issuing+issuing+issuing_old+root_p256+crossed_old+fake_root", "root_p256",
         TC3_OK, NULL},
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

static void what_mbedtls_cannot_read_is_a_fault_of_the_certificate(void **state)
{
    static const path_case cases[] = {
        {"by_issuing+issuing+odd_algorithm", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_limited+limited_critical", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
#if !defined(MBEDTLS_ECP_DP_SECP224R1_ENABLED) && MBEDTLS_VERSION_NUMBER < 0x04000000
        {"by_issuing+issuing+odd_curve", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
#endif
    };

    (void)state;
    try_all(cases, COUNT_OF(cases));
}

/* An intermediate that expired beside it does not count. */
static void a_session_lives_as_long_as_the_path_that_was_taken(void **state)
{
    (void)state;
    client_init(&one, "by_issuing+issuing_old+issuing", "root_p256.der");
    client_must_connect(&one);
    client_close(&one);
    client_must_connect(&one);
    CHECK("resumed", one.details.tls_resumed);
    tc3_tls_release(&one.tls);
}

#if defined(MBEDTLS_ECP_RESTARTABLE) && MBEDTLS_VERSION_NUMBER < 0x04000000

static void another_path_is_found_where_cryptography_pauses(void **state)
{
    static const path_case cases[] = {
        {"by_issuing+issuing_old+issuing", "renewed_old+root_p256", TC3_OK, NULL},
        {"by_renewed+", "renewed_old+renewed", TC3_OK, NULL},
        {"by_use+use_emailProtection", "root_p256", TC3_ERROR_TLS_CERTIFICATE, NULL},
        {"by_issuing+same_name_1", "root_p256", TC3_ERROR_TLS_UNKNOWN_ISSUER, NULL},
    };

    (void)state;
    mbedtls_ecp_set_max_ops(400);
    try_all(cases, COUNT_OF(cases));
    mbedtls_ecp_set_max_ops(0);
}

#endif

static int set_up(void **state)
{
    (void)tc3_mbedtls_set_arena(arena, sizeof(arena));
    return server_start(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_the_host_by_the_alternative_names_alone),
        cmocka_unit_test(any_path_that_is_valid_will_do),
        cmocka_unit_test(a_certificate_of_the_issuer_s_name_need_not_be_the_issuer),
        cmocka_unit_test(gives_up_after_so_many_signatures),
        cmocka_unit_test(names_are_compared_whatever_their_case_and_encoding),
        cmocka_unit_test(a_ca_for_other_purposes_issues_no_server_s_certificate),
        cmocka_unit_test(name_constraints_of_every_ca_hold),
        cmocka_unit_test(the_length_of_a_path_is_limited),
        cmocka_unit_test(keys_that_take_long_are_not_accepted),
        cmocka_unit_test(needless_certificates_do_no_harm),
        cmocka_unit_test(what_mbedtls_cannot_read_is_a_fault_of_the_certificate),
        cmocka_unit_test(a_session_lives_as_long_as_the_path_that_was_taken),
#if defined(MBEDTLS_ECP_RESTARTABLE) && MBEDTLS_VERSION_NUMBER < 0x04000000
        cmocka_unit_test(another_path_is_found_where_cryptography_pauses),
#endif
    };

    return cmocka_run_group_tests(tests, set_up, server_stop);
}
