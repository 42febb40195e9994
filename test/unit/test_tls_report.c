/* SPDX-License-Identifier: Apache-2.0 */
/* Why a server's certificates were refused, in words. */
#include "support/test.h"
#include "tls/client.h"
#include "tls/server.h"

#include "tc3/mbedtls.h"
#include "tc3/tls_report.h"

static uint64_t arena[16384];
static tls_client one;
static tc3_tls_report report;

static void start(const char *identity, const char *anchors)
{
    client_reset(&one, identity, anchors);
    one.config.observe = tc3_tls_report_observe;
    one.config.observer = &report;
    CHECK_STATUS("init", TC3_OK, tc3_tls_init(&one.tls, &one.config));
}

static void says(const char *host, tc3_status status, const char *text)
{
    client_expect(&one, host, status);
    CHECK_STRING(host, text, report.text);
}

static void says_nothing_of_a_good_chain(void **state)
{
    (void)state;
    start("rsa", "root_rsa.der");
    says("other.test", TC3_ERROR_TLS_WRONG_HOST, report.text);
    CHECK("fault", report.text[0] != '\0');
    says(HOST, TC3_OK, "");
    one.transport.refusal = TC3_ERROR_DNS;
    says(HOST, TC3_ERROR_DNS, "");
    tc3_tls_release(&one.tls);
}

static void tells_which_name_was_wanted_and_which_there_are(void **state)
{
    (void)state;
    start("p256", "root_p256.der");
    says("other.test", TC3_ERROR_TLS_WRONG_HOST,
         "Wanted was \"other.test\", but the server's certificate is for \"tc3.test\".");
    tc3_tls_release(&one.tls);
    start("p256_addresses", "root_p256.der");
    says("127.0.0.2", TC3_ERROR_TLS_WRONG_HOST,
         "Wanted was \"127.0.0.2\", but the server's certificate is for \"tc3.test\", 127.0.0.1, "
         "0000:0000:0000:0000:0000:0000:0000:0001.");
    tc3_tls_release(&one.tls);
    start("common_name+", "root_p256.der");
    says(HOST, TC3_ERROR_TLS_WRONG_HOST,
         "Wanted was \"tc3.test\", but the server's certificate is for no host.");
    tc3_tls_release(&one.tls);
    start("rsa", "root_rsa.der");
    says("other.test", TC3_ERROR_TLS_WRONG_HOST,
         "Wanted was \"other.test\", but the server's certificate is for \"tc3.test\", "
         "\"region-1.service.tc3.test\", \"region-2.service.tc3.test\", "
         "\"region-3.service.tc3.test\" and 42 more.");
    tc3_tls_release(&one.tls);
}

static void tells_which_certificate_is_out_of_date(void **state)
{
    (void)state;
    start("short", "root_p256.der");
    client_now = SHORT_UNTIL + 1;
    says(HOST, TC3_ERROR_TLS_EXPIRED,
         "By the clock it is 2025-01-01 00:00:01 UTC, but the intermediate certificate "
         "\"issuer_short\" ended at 2025-01-01 00:00:00 UTC.");
    tc3_tls_release(&one.tls);
    start("self_signed", "root_p256.der");
    client_now = VALID_FROM - 1;
    says(HOST, TC3_ERROR_TLS_NOT_YET_VALID,
         "By the clock it is 2019-12-31 23:59:59 UTC, but the server's certificate \"tc3.test\" "
         "begins at 2020-01-01 00:00:00 UTC. Not trusted: the server's certificate \"tc3.test\", "
         "which signed itself.");
    client_now = 0;
    client_expect(&one, HOST, TC3_ERROR_TLS_NOT_YET_VALID);
    CHECK("1970", strstr(report.text, "it is 1970-01-01 00:00:00 UTC") != NULL);
    client_now = UINT32_MAX;
    client_expect(&one, HOST, TC3_ERROR_TLS_EXPIRED);
    CHECK("2106", strstr(report.text, "it is 2106-02-07 06:28:15 UTC") != NULL);
    client_now = 2214864000u - 1;
    client_expect(&one, HOST, TC3_ERROR_TLS_EXPIRED);
    CHECK("leap", strstr(report.text, "it is 2040-03-08 23:59:59 UTC") != NULL);
    client_now = 2214086400u;
    client_expect(&one, HOST, TC3_ERROR_TLS_EXPIRED);
    CHECK("leap", strstr(report.text, "it is 2040-02-29 00:00:00 UTC") != NULL);
    tc3_tls_release(&one.tls);
}

static void tells_whose_certificate_is_missing(void **state)
{
    (void)state;
    start("rsa+", "root_p256.der");
    says(HOST, TC3_ERROR_TLS_UNKNOWN_ISSUER,
         "No trusted certificate vouches for the server's certificate \"rsa\", which is signed by "
         "\"issuer_rsa\".");
    tc3_tls_release(&one.tls);
    start("rsa", "root_p256.der");
    says(HOST, TC3_ERROR_TLS_UNKNOWN_ISSUER,
         "No trusted certificate vouches for the intermediate certificate \"root_rsa\", which is "
         "signed by \"root_old\".");
    tc3_tls_release(&one.tls);
    start("self_signed", "root_p256.der");
    says(HOST, TC3_ERROR_TLS_UNKNOWN_ISSUER,
         "Not trusted: the server's certificate \"tc3.test\", which signed itself.");
    tc3_tls_release(&one.tls);
}

static void tells_other_faults(void **state)
{
    (void)state;
    start("usage", "root_p256.der");
    says(HOST, TC3_ERROR_TLS_CERTIFICATE, "A certificate of the chain is for another purpose.");
    tc3_tls_release(&one.tls);
    start("weak", "root_p256.der");
    says(HOST, TC3_ERROR_TLS_CERTIFICATE,
         "A key in the chain is too short, or not of a kind used here.");
    tc3_tls_release(&one.tls);
}

static void tells_of_a_name_that_a_ca_may_not_certify(void **state)
{
    (void)state;
    start("by_limited+limited_other", "root_p256.der");
    says(HOST, TC3_ERROR_TLS_CERTIFICATE,
         "The server's certificate cannot be judged, or a CA may not certify one of its names.");
    tc3_tls_release(&one.tls);
}

#define FOUR_ROOTS "+root_rsa+root_rsa+root_rsa+root_rsa"

static void tells_that_a_chain_is_too_long(void **state)
{
    (void)state;
    start("long_0+long_1+long_2+long_3+long_4+long_5+long_6+long_7+long_8+", "long_9.der");
    says(HOST, TC3_OK, "");
    tc3_tls_release(&one.tls);
    start("long_0+long_1+long_2+long_3+long_4+long_5+long_6+long_7+long_8+long_9+",
          "root_p256.der");
    client_expect(&one, HOST, TC3_ERROR_TLS_CERTIFICATE);
    CHECK("too long", strstr(report.text, "more than 8 intermediate certificates") != NULL);
    tc3_tls_release(&one.tls);
    start("by_issuing+issuing" FOUR_ROOTS FOUR_ROOTS FOUR_ROOTS FOUR_ROOTS, "root_p256.der");
    client_expect(&one, HOST, TC3_ERROR_TLS_HANDSHAKE);
    CHECK("too many bytes", strstr(report.text, "more than the 16384 bytes") != NULL);
    tc3_tls_release(&one.tls);
}

static void shows_nothing_that_a_terminal_would_act_on(void **state)
{
    size_t i;

    (void)state;
    start("hostile+", "root_p256.der");
    says(HOST, TC3_ERROR_TLS_UNKNOWN_ISSUER,
         "Not trusted: the server's certificate \"evil\\x22\\x1B[2J\\x5C\\xC3\\x83\\xC2\\xA9\", "
         "which signed itself.");
    for (i = 0; i < report.length; i++)
        CHECK("printable", report.text[i] >= ' ' && report.text[i] <= '~');
    tc3_tls_release(&one.tls);
}

/* A host's name as long as may be, and a certificate that is wrong in every way. */
static void cuts_what_is_too_long(void **state)
{
    static mbedtls_x509_crt certificate;
    static uint8_t name[300];
    tc3_tls_finding finding = {&certificate, 0, 0x7f, "host", 0};
    unsigned i;

    (void)state;
    memset(name, 7, sizeof(name));
    memset(&certificate, 0, sizeof(certificate));
    certificate.raw.len = 1;
    certificate.subject.oid.p = (unsigned char *)(uintptr_t) "\x55\x04\x03";
    certificate.subject.oid.len = 3;
    certificate.subject.val.p = name;
    certificate.subject.val.len = sizeof(name);
    certificate.issuer = certificate.subject;
    certificate.issuer_raw.len = 1;
    certificate.valid_from.year = 2000;
    certificate.valid_to.year = 1;
    for (i = 0; i < TC3_TLS_REPORT_CHAIN_MAX + 1; i++) {
        finding.depth = TC3_TLS_REPORT_CHAIN_MAX - i;
        tc3_tls_report_observe(&report, &finding);
    }
    CHECK_INT("length", sizeof(report.text) - 1, strlen(report.text));
    CHECK_STRING("end", "...", report.text + sizeof(report.text) - 4);
}

/* Whatever its length: what comes last fits exactly at some. */
static void never_ends_in_the_middle_without_a_sign(void **state)
{
    static mbedtls_x509_crt certificate;
    char host[2 * TC3_TLS_REPORT_NAME_MAX + 1];
    tc3_tls_finding finding = {&certificate, 0, 0xffff, host, UINT32_MAX};
    size_t escaped;
    size_t length;

    (void)state;
    memset(&certificate, 0, sizeof(certificate));
    certificate.raw.len = 1;
    for (length = 0; length < TC3_TLS_REPORT_NAME_MAX; length++) {
        for (escaped = 0; escaped <= length; escaped++) {
            memset(host, 'h', length);
            memset(host, 7, escaped);
            host[length] = '\0';
            tc3_tls_report_observe(&report, &finding);
            CHECK_INT("length", report.length, strlen(report.text));
            CHECK("end", report.length == sizeof(report.text) - 1 ||
                             strstr(report.text, "one of its names.") != NULL);
        }
    }
}

static int set_up(void **state)
{
    (void)tc3_mbedtls_set_arena(arena, sizeof(arena));
    return server_start(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_nothing_of_a_good_chain),
        cmocka_unit_test(tells_which_name_was_wanted_and_which_there_are),
        cmocka_unit_test(tells_which_certificate_is_out_of_date),
        cmocka_unit_test(tells_whose_certificate_is_missing),
        cmocka_unit_test(tells_other_faults),
        cmocka_unit_test(tells_of_a_name_that_a_ca_may_not_certify),
        cmocka_unit_test(tells_that_a_chain_is_too_long),
        cmocka_unit_test(shows_nothing_that_a_terminal_would_act_on),
        cmocka_unit_test(cuts_what_is_too_long),
        cmocka_unit_test(never_ends_in_the_middle_without_a_sign),
    };

    return cmocka_run_group_tests(tests, set_up, server_stop);
}
