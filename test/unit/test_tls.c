/* SPDX-License-Identifier: Apache-2.0 */
/* TLS with a server on loopback: whom it trusts, what it calls faults, how it moves bytes. */
#include "support/test.h"
#include "tls/client.h"
#include "tls/server.h"

#include "tc3/mbedtls.h"
#include "tc3/trust_anchors.h"

#if defined(MBEDTLS_ECP_RESTARTABLE) && MBEDTLS_VERSION_NUMBER < 0x04000000
#include <mbedtls/ecp.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER
#endif
#endif

static uint64_t arena[16384];
static tls_client one;
static uint8_t received_bytes[200000];

/* Connecting */

static void connects_to(const char *identity, const char *anchors)
{
    client_init(&one, identity, anchors);
    client_must_connect(&one);
    CHECK(identity, !one.details.tls_resumed);
    CHECK_INT(identity, 0, one.details.tls_verify_flags);
    client_must_echo(&one);
    tc3_tls_release(&one.tls);
}

static void connects_with_every_kind_of_key_and_suite(void **state)
{
    (void)state;
    connects_to("p256", "root_p256.der");
    connects_to("p384", "root_p384.der");
    connects_to("rsa", "root_rsa.der");
    connects_to("rsa:chacha", "root_rsa.der");
    connects_to("rsa:aes256", "root_rsa.der");
    connects_to("p256:aes256", "root_p256.der");
}

static void trusts_anchors_given_as_pem(void **state)
{
    (void)state;
    connects_to("p256", "root_p256.pem");
    connects_to("rsa", "root_rsa.pem");
}

/* A client with one anchor behind the other in DER. */
static void init_with_two_anchors(const char *identity, const char *first, const char *second)
{
    size_t size;
    const uint8_t *more;

    client_reset(&one, identity, first);
    more = server_file(second, 0, &size);
    memcpy(one.anchors + one.config.trust_anchors_size, more, size);
    one.config.trust_anchors_size += size;
    CHECK_STATUS("two anchors", TC3_OK, tc3_tls_init(&one.tls, &one.config));
}

static void trusts_each_of_several_anchors(void **state)
{
    (void)state;
    init_with_two_anchors("p256", "root_rsa.der", "root_p256.der");
    client_must_connect(&one);
    client_close(&one);
    one.transport.port = server_port("rsa");
    client_must_connect(&one);
    tc3_tls_release(&one.tls);
}

/* As when a root gets a new key but keeps its name. */
static void trusts_each_of_several_anchors_of_one_name(void **state)
{
    (void)state;
    init_with_two_anchors("p256", "fake_root.der", "root_p256.der");
    client_must_connect(&one);
    tc3_tls_release(&one.tls);
    init_with_two_anchors("impostor", "root_p256.der", "fake_root.der");
    client_must_connect(&one);
    tc3_tls_release(&one.tls);
}

static void says_that_it_verifies(void **state)
{
    (void)state;
    client_init(&one, "p256", "root_p256.der");
    CHECK("io", tc3_tls_io(&one.tls)->verified);
    tc3_tls_release(&one.tls);
}

static void asks_for_the_host_by_name(void **state)
{
    uint8_t name[sizeof(HOST)];
    size_t length;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    client_send(&one, "name\n");
    CHECK_STATUS("name", TC3_OK, client_receive(&one, name, sizeof(name), sizeof(name), &length));
    CHECK_BYTES("name", HOST "\n", sizeof(name), name, length);
    tc3_tls_release(&one.tls);
}

/* As if mbedTLS let a handshake end without having judged anybody: no session was offered. */
static void accepts_no_handshake_in_which_nobody_was_verified(void **state)
{
    (void)state;
    client_init(&one, "p256", "root_p256.der");
    mbedtls_ssl_conf_authmode(&one.tls.settings, MBEDTLS_SSL_VERIFY_NONE);
    CHECK_STATUS("unverified", TC3_ERROR_TLS_CERTIFICATE, client_connect(&one, HOST));
    CHECK_INT("no session", 0, one.tls.session_length);
    tc3_tls_release(&one.tls);
}

/* A server may refuse an address as a name: RFC 6066 section 3 forbids it. */
static void does_not_send_an_address_as_a_name(void **state)
{
    static const char *const addresses[] = {"127.0.0.1", "::1"};
    uint8_t name[5];
    size_t length;
    size_t i;

    (void)state;
    client_init(&one, "p256_addresses", "root_p256.der");
    for (i = 0; i < COUNT_OF(addresses); i++) {
        CHECK_STATUS(addresses[i], TC3_OK, client_connect(&one, addresses[i]));
        client_send(&one, "name\n");
        CHECK_STATUS(addresses[i], TC3_OK,
                     client_receive(&one, name, sizeof(name), sizeof(name), &length));
        CHECK_BYTES(addresses[i], "None\n", sizeof(name), name, length);
        client_close(&one);
    }
    tc3_tls_release(&one.tls);
}

static void refuses_an_address_that_is_not_the_server_s(void **state)
{
    static const char *const addresses[] = {"127.0.0.2", "::2"};
    size_t i;

    (void)state;
    client_init(&one, "p256_addresses", "root_p256.der");
    for (i = 0; i < COUNT_OF(addresses); i++)
        client_expect(&one, addresses[i], TC3_ERROR_TLS_WRONG_HOST);
    tc3_tls_release(&one.tls);
    client_init(&one, "p256", "root_p256.der");
    client_expect(&one, "127.0.0.1", TC3_ERROR_TLS_WRONG_HOST);
    tc3_tls_release(&one.tls);
}

/* Resolvers take them for addresses, certificates do not. */
static void refuses_what_is_neither_a_name_nor_an_address(void **state)
{
    static const char *const hosts[] = {
        "127.1",     "127.0.1",   "0x7f.1",     "0x7f000001",  "2130706433", "1.2.3.4.",
        "1.2.3.4.5", "256.1.1.1", "127.0.0.01", "1.2.3.0x4",   "host.1",     "host.0x",
        "tc3.test.", ".",         "",           "1.2.3.4:443", "::1::",      "[::1]",
    };
    static const char *const names[] = {"0x7f.tc3.test", "127.tc3.test", "1.2.3.4.test", "0xg"};
    size_t i;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    for (i = 0; i < COUNT_OF(hosts); i++)
        client_expect(&one, hosts[i], TC3_ERROR_CONFIG_HOST);
    CHECK_INT("transport", 0, one.transport.connects);
    for (i = 0; i < COUNT_OF(names); i++)
        client_expect(&one, names[i], TC3_ERROR_TLS_WRONG_HOST);
    tc3_tls_release(&one.tls);
}

/* A display is refreshed between the steps, so there must be many, and none may wait for two. */
static void handshake_takes_one_message_a_step(void **state)
{
    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    CHECK("steps", one.steps >= 12);
    tc3_tls_release(&one.tls);
}

#if defined(MBEDTLS_ECP_RESTARTABLE) && MBEDTLS_VERSION_NUMBER < 0x04000000

static void handshake_pauses_inside_cryptography_if_asked(void **state)
{
    (void)state;
    client_init(&one, "p256", "root_p256.der");
    mbedtls_ecp_set_max_ops(400);
    client_must_connect(&one);
    mbedtls_ecp_set_max_ops(0);
    CHECK("steps", one.steps >= 30);
    client_must_echo(&one);
    tc3_tls_release(&one.tls);
}

#endif

static void works_over_a_transport_that_moves_single_bytes(void **state)
{
    (void)state;
    client_init(&one, "p256", "root_p256.der");
    one.transport.piece = 1;
    client_must_connect(&one);
    client_must_echo(&one);
    tc3_tls_release(&one.tls);
}

static void works_over_a_transport_that_hesitates_at_every_call(void **state)
{
    (void)state;
    client_init(&one, "rsa", "root_rsa.der");
    one.transport.reluctant = true;
    client_must_connect(&one);
    client_must_echo(&one);
    client_close(&one);
    one.transport.piece = 1;
    client_must_connect(&one);
    client_must_echo(&one);
    tc3_tls_release(&one.tls);
}

static void passes_on_the_transport_s_phases(void **state)
{
    const tc3_endpoint endpoint = {HOST, 443};
    const tc3_time_budget time = {0, 1000, TC3_ADDRESS_FIRST};
    const tc3_io *io;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    one.transport.reluctant = true;
    io = tc3_tls_io(&one.tls);
    CHECK_STATUS("first", TC3_PENDING, io->connect(io->context, &endpoint, time, &one.wait));
    CHECK_INT("first", TC3_PHASE_RESOLVE, one.wait.phase);
    CHECK_STATUS("second", TC3_PENDING, io->connect(io->context, &endpoint, time, &one.wait));
    CHECK_INT("second", TC3_PHASE_HANDSHAKE, one.wait.phase);
    CHECK_INT("second", 0, one.wait.timeout_ms);
    tc3_tls_release(&one.tls);
}

static void passes_on_the_transport_s_errors(void **state)
{
    static const tc3_status errors[] = {TC3_ERROR_DNS, TC3_ERROR_REFUSED, TC3_ERROR_UNREACHABLE,
                                        TC3_ERROR_NETWORK};
    size_t i;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    for (i = 0; i < COUNT_OF(errors); i++) {
        one.transport.refusal = errors[i];
        one.transport.port_error = 4711;
        CHECK_STATUS("refusal", errors[i], client_connect(&one, HOST));
        CHECK_INT("refusal", TC3_PHASE_CONNECT, one.wait.phase);
        CHECK_INT("refusal", 4711, one.details.port_error);
        CHECK_INT("addresses", i % 2, one.details.more_addresses);
        client_close(&one);
        one.transport.more_addresses = i % 2 == 0;
    }
    one.transport.refusal = TC3_OK;
    client_must_connect(&one);
    tc3_tls_release(&one.tls);
}

/* Whoever gives up waiting asks why, and whether there is another address. */
static void passes_on_what_the_transport_knows_while_it_waits(void **state)
{
    const tc3_endpoint endpoint = {HOST, 443};
    const tc3_time_budget time = {0, 1000, TC3_ADDRESS_NEXT};
    const tc3_io *io;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    io = tc3_tls_io(&one.tls);
    one.transport.reluctant = true;
    one.transport.port_error = 4711;
    one.transport.more_addresses = true;
    CHECK_STATUS("first", TC3_PENDING, io->connect(io->context, &endpoint, time, &one.wait));
    CHECK_INT("first", TC3_ADDRESS_NEXT, one.transport.address);
    io->explain(io->context, &one.details);
    CHECK_INT("connecting", 4711, one.details.port_error);
    CHECK("connecting", one.details.more_addresses);
    CHECK_STATUS("second", TC3_PENDING, io->connect(io->context, &endpoint, time, &one.wait));
    io->explain(io->context, &one.details);
    CHECK_INT("connected", 0, one.details.port_error);
    CHECK("connected", one.details.more_addresses);
    tc3_tls_release(&one.tls);
}

/* Certificates that are refused */

static void refuses(const char *identity, const char *host, tc3_status status, uint32_t flags)
{
    CHECK_STATUS(identity, status, client_connect(&one, host));
    CHECK_INT(identity, flags, one.details.tls_verify_flags);
    CHECK_INT(identity, TC3_PHASE_HANDSHAKE, one.wait.phase);
    CHECK("port_error", one.details.port_error < 0);
    client_close(&one);
}

static void judges_validity_by_its_clock_to_the_second(void **state)
{
    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_now = VALID_UNTIL + 1;
    refuses("expired", HOST, TC3_ERROR_TLS_EXPIRED, MBEDTLS_X509_BADCERT_EXPIRED);
    client_now = UINT32_MAX;
    refuses("long ago", HOST, TC3_ERROR_TLS_EXPIRED, MBEDTLS_X509_BADCERT_EXPIRED);
    client_now = VALID_FROM - 1;
    refuses("not yet", HOST, TC3_ERROR_TLS_NOT_YET_VALID, MBEDTLS_X509_BADCERT_FUTURE);
    client_now = 0;
    refuses("1970", HOST, TC3_ERROR_TLS_NOT_YET_VALID, MBEDTLS_X509_BADCERT_FUTURE);
    client_now = VALID_FROM;
    client_expect(&one, HOST, TC3_OK);
    client_now = VALID_UNTIL;
    client_expect(&one, HOST, TC3_OK);
    tc3_tls_release(&one.tls);
}

static void judges_the_validity_of_intermediates_too(void **state)
{
    (void)state;
    client_init(&one, "short", "root_p256.der");
    client_now = SHORT_UNTIL;
    client_expect(&one, HOST, TC3_OK);
    client_now = SHORT_UNTIL + 1;
    refuses("short", HOST, TC3_ERROR_TLS_EXPIRED, MBEDTLS_X509_BADCERT_EXPIRED);
    tc3_tls_release(&one.tls);
}

static void refuses_while_the_time_is_unknown(void **state)
{
    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_now_known = false;
    client_expect(&one, HOST, TC3_ERROR_CLOCK_NOT_SET);
    CHECK_INT("transport", 0, one.transport.connects);
    client_now_known = true;
    client_expect(&one, HOST, TC3_OK);
    tc3_tls_release(&one.tls);
}

static void refuses_another_host_s_certificate(void **state)
{
    static const char *const hosts[] = {"other.test", "tc3.test.other.test", "tc3.tes", "c3.test",
                                        "www.tc3.test"};
    size_t i;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    for (i = 0; i < COUNT_OF(hosts); i++)
        refuses("p256", hosts[i], TC3_ERROR_TLS_WRONG_HOST, MBEDTLS_X509_BADCERT_CN_MISMATCH);
    tc3_tls_release(&one.tls);
}

static void refuses_issuers_that_it_does_not_trust(void **state)
{
    static const char *const identities[] = {"rsa", "self_signed", "impostor", "by_leaf"};
    static const char *const anchors[] = {"root_p256.der", "root_p256.pem"};
    size_t i;
    size_t j;

    (void)state;
    for (j = 0; j < COUNT_OF(anchors); j++) {
        for (i = 0; i < COUNT_OF(identities); i++) {
            client_init(&one, identities[i], anchors[j]);
            refuses(identities[i], HOST, TC3_ERROR_TLS_UNKNOWN_ISSUER,
                    MBEDTLS_X509_BADCERT_NOT_TRUSTED);
            tc3_tls_release(&one.tls);
        }
    }
}

static void refuses_what_the_built_in_anchors_did_not_sign(void **state)
{
    (void)state;
    client_reset(&one, "rsa", "root_rsa.der");
    one.config.trust_anchors = NULL;
    one.config.trust_anchors_size = 0;
    CHECK_STATUS("built-in", TC3_OK, tc3_tls_init(&one.tls, &one.config));
    refuses("rsa", HOST, TC3_ERROR_TLS_UNKNOWN_ISSUER, MBEDTLS_X509_BADCERT_NOT_TRUSTED);
    tc3_tls_release(&one.tls);
}

static void refuses_certificates_for_other_purposes_or_too_weak(void **state)
{
    (void)state;
    client_init(&one, "usage", "root_p256.der");
    refuses("usage", HOST, TC3_ERROR_TLS_CERTIFICATE, MBEDTLS_X509_BADCERT_EXT_KEY_USAGE);
    tc3_tls_release(&one.tls);
    client_init(&one, "weak", "root_p256.der");
    refuses("weak", HOST, TC3_ERROR_TLS_CERTIFICATE, MBEDTLS_X509_BADCERT_BAD_KEY);
    tc3_tls_release(&one.tls);
}

/*
 * mbedTLS without SHA-1 does not even parse the server's certificate. If there is no other, 3.6.6
 * compares zero bytes at NULL, which is harmless, but a sanitizer ends the program.
 */
static void refuses_certificates_signed_with_sha1(void **state)
{
#if defined(HAS_SANITIZER)
    static const char *const identities[] = {"sha1"};
#else
    static const char *const identities[] = {"sha1", "sha1_alone"};
#endif
#if defined(MBEDTLS_SHA1_C)
    const uint32_t flags = MBEDTLS_X509_BADCERT_BAD_MD;
#else
    const uint32_t flags = MBEDTLS_X509_BADCERT_OTHER;
#endif
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(identities); i++) {
        client_init(&one, identities[i], "root_p256.der");
        refuses(identities[i], HOST, TC3_ERROR_TLS_CERTIFICATE, flags);
        tc3_tls_release(&one.tls);
    }
}

static void tells_an_intermediate_from_another_host_s_certificate(void **state)
{
    (void)state;
    client_init(&one, "misplaced", "root_p256.der");
    refuses("intermediate", HOST, TC3_ERROR_TLS_CERTIFICATE, MBEDTLS_X509_BADCERT_OTHER);
    client_now = VALID_UNTIL + 1;
    refuses("expired", HOST, TC3_ERROR_TLS_EXPIRED,
            MBEDTLS_X509_BADCERT_OTHER | MBEDTLS_X509_BADCERT_EXPIRED);
    tc3_tls_release(&one.tls);
    client_init(&one, "self_issued", "root_p256.der");
    refuses("self-issued", HOST, TC3_ERROR_TLS_WRONG_HOST,
            MBEDTLS_X509_BADCERT_CN_MISMATCH | MBEDTLS_X509_BADCERT_NOT_TRUSTED);
    tc3_tls_release(&one.tls);
}

static void names_the_most_useful_of_several_faults(void **state)
{
    const uint32_t untrusted = MBEDTLS_X509_BADCERT_NOT_TRUSTED;
    const uint32_t elsewhere = untrusted | MBEDTLS_X509_BADCERT_CN_MISMATCH;

    (void)state;
    client_init(&one, "self_signed", "root_p256.der");
    refuses("host", "other.test", TC3_ERROR_TLS_WRONG_HOST, elsewhere);
    client_now = VALID_UNTIL + 1;
    refuses("expired", "other.test", TC3_ERROR_TLS_EXPIRED,
            elsewhere | MBEDTLS_X509_BADCERT_EXPIRED);
    client_now = VALID_FROM - 1;
    refuses("future", "other.test", TC3_ERROR_TLS_NOT_YET_VALID,
            elsewhere | MBEDTLS_X509_BADCERT_FUTURE);
    tc3_tls_release(&one.tls);
}

/* The alert about it goes to a peer that may be gone already. */
static void names_the_fault_even_if_the_alert_cannot_be_sent(void **state)
{
    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_expect(&one, "other.test", TC3_ERROR_TLS_WRONG_HOST);
    one.transport.send_limit = one.transport.sent - 7; /* an alert's record */
    refuses("alert", "other.test", TC3_ERROR_TLS_WRONG_HOST, MBEDTLS_X509_BADCERT_CN_MISMATCH);
    CHECK_INT("no alert", one.transport.send_limit, one.transport.sent);
    client_expect(&one, HOST, TC3_ERROR_RESET);
    tc3_tls_release(&one.tls);
}

static void refuses_a_name_that_is_too_long_for_tls(void **state)
{
    char host[301];

    (void)state;
    memset(host, 'a', sizeof(host) - 1);
    host[sizeof(host) - 1] = '\0';
    client_init(&one, "p256", "root_p256.der");
    client_expect(&one, host, TC3_ERROR_CONFIG_HOST);
    tc3_tls_release(&one.tls);
}

/* Handshakes that fail */

static void refuses_old_versions_and_suites_without_forward_secrecy(void **state)
{
    static const char *const identities[] = {"p256:tls11", "rsa:static-rsa", "rsa:cbc",
                                             "p256:tls13"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(identities); i++) {
        client_init(&one, identities[i], "root_p256.der");
        CHECK_STATUS(identities[i], TC3_ERROR_TLS_HANDSHAKE, client_connect(&one, HOST));
        CHECK(identities[i], one.details.port_error < 0);
        tc3_tls_release(&one.tls);
    }
}

static void calls_garbage_no_tls(void **state)
{
    static const char *const scripts[] = {
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nYou spoke TLS to a plain port.\n",
        "\x16\x03\x03\xff\xff a record longer than allowed",
        "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
    };
    static const uint8_t handshake_failure[] = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28};
    size_t i;

    (void)state;
    client_init(&one, NULL, "root_p256.der");
    for (i = 0; i < COUNT_OF(scripts); i++) {
        one.transport.script = (const uint8_t *)scripts[i];
        one.transport.script_length = strlen(scripts[i]);
        CHECK_STATUS(scripts[i], TC3_ERROR_TLS_HANDSHAKE, client_connect(&one, HOST));
        CHECK(scripts[i], one.details.port_error < 0);
        client_close(&one);
    }
    one.transport.script = handshake_failure;
    one.transport.script_length = sizeof(handshake_failure);
    CHECK_STATUS("alert", TC3_ERROR_TLS_HANDSHAKE, client_connect(&one, HOST));
    CHECK_INT("alert", MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE, one.details.port_error);
    tc3_tls_release(&one.tls);
}

static void tells_an_end_from_a_reset_during_the_handshake(void **state)
{
    static const tc3_status ends[] = {TC3_ERROR_CLOSED, TC3_ERROR_RESET};
    static const size_t lengths[] = {0, 1, 5, 6, 80, 100, 500, 700, 800, 900};
    size_t i;
    size_t j;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    for (i = 0; i < COUNT_OF(ends); i++) {
        for (j = 0; j < COUNT_OF(lengths); j++) {
            one.transport.cut = ends[i];
            one.transport.cut_after = lengths[j];
            client_expect(&one, HOST, ends[i]);
        }
    }
    one.transport.cut = TC3_OK;
    client_expect(&one, HOST, TC3_OK);
    tc3_tls_release(&one.tls);
}

/* Whatever byte of the server's handshake is damaged, there is no connection. */
static void refuses_every_damaged_handshake(void **state)
{
    size_t length;
    size_t i;

    (void)state;
    client_reset(&one, "p256", "root_p256.der");
    one.config.session_size = 0;
    CHECK_STATUS("init", TC3_OK, tc3_tls_init(&one.tls, &one.config));
    client_must_connect(&one);
    length = one.transport.contents;
    client_close(&one);
    one.transport.port = server_port("p256:hasty");
    assert_true(length > 600);
    for (i = 1; i <= length; i += 13) {
        one.transport.flip_at = i;
        /* An ECDSA signature is a byte or two shorter now and then. */
        if (client_connect(&one, HOST) == TC3_OK && one.transport.contents >= i)
            fail_msg("accepted with byte %zu of %zu damaged", i, one.transport.contents);
        client_close(&one);
    }
    tc3_tls_release(&one.tls);
}

/* Data */

static void receives_long_answers_in_any_pieces(void **state)
{
    static const size_t pieces[] = {sizeof(received_bytes), 1000, 7, 1};
    size_t length;
    size_t i;
    size_t j;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    for (i = 0; i < COUNT_OF(pieces); i++) {
        client_send(&one, "bytes 200000\n");
        CHECK_STATUS(
            "bytes", TC3_OK,
            client_receive(&one, received_bytes, sizeof(received_bytes), pieces[i], &length));
        for (j = 0; j < length; j++)
            assert_int_equal(received_bytes[j], j % 251);
    }
    tc3_tls_release(&one.tls);
}

static void ends_with(const char *command, tc3_status status, int32_t port_error)
{
    size_t length;

    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    client_send(&one, "bytes 10\n");
    client_send(&one, command);
    CHECK_STATUS(command, status, client_receive(&one, received_bytes, 100, 100, &length));
    CHECK_INT(command, 10, length);
    CHECK_INT(command, port_error, one.details.port_error);
    tc3_tls_release(&one.tls);
}

static void tells_how_the_stream_ended(void **state)
{
    (void)state;
    ends_with("notify\n", TC3_ERROR_CLOSED, MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY);
    ends_with("drop\n", TC3_ERROR_CLOSED, 0);
    ends_with("broken\n", TC3_ERROR_TLS_RECORD, MBEDTLS_ERR_SSL_INVALID_MAC);
}

static void passes_on_a_reset(void **state)
{
    size_t length;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    client_send(&one, "reset\n");
    CHECK_STATUS("reset", TC3_ERROR_RESET, client_receive(&one, received_bytes, 1, 1, &length));
    CHECK("errno", one.details.port_error > 0);
    tc3_tls_release(&one.tls);
}

static void refuses_damaged_data(void **state)
{
    size_t length;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    one.transport.flip_at = one.transport.contents + 20;
    client_send(&one, "bytes 10\n");
    CHECK_STATUS("flip", TC3_ERROR_TLS_RECORD,
                 client_receive(&one, received_bytes, 10, 10, &length));
    CHECK_INT("flip", 0, length);
    tc3_tls_release(&one.tls);
}

/* Closing and setting up */

static void close_is_allowed_at_any_time(void **state)
{
    const tc3_endpoint endpoint = {HOST, 443};
    const tc3_time_budget time = {0, 1000, TC3_ADDRESS_FIRST};
    const tc3_io *io;
    unsigned steps;
    unsigned i;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_close(&one);
    client_close(&one);
    io = tc3_tls_io(&one.tls);
    for (steps = 1; steps < 12; steps++) {
        for (i = 0; i < steps; i++) {
            if (io->connect(io->context, &endpoint, time, &one.wait) == TC3_PENDING)
                loopback_wait(&one.transport, &one.wait);
        }
        client_close(&one);
        client_close(&one);
    }
    client_must_connect(&one);
    tc3_tls_release(&one.tls);
}

static void close_announces_the_end(void **state)
{
    size_t before;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    before = one.transport.sent;
    client_close(&one);
    CHECK("alert", one.transport.sent > before);
    tc3_tls_release(&one.tls);
}

static void release_leaves_nothing_behind(void **state)
{
    static const tls_client zero;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    tc3_tls_release(&one.tls);
    assert_memory_equal(&one.tls, &zero.tls, sizeof(one.tls));
    assert_memory_equal(one.session, zero.session, sizeof(one.session));
    CHECK_INT("transport", -1, one.transport.socket);
}

static void init_refuses_an_incomplete_configuration(void **state)
{
    tc3_tls_config config;

    (void)state;
    client_reset(&one, NULL, "root_p256.der");
    config = one.config;
    config.transport = NULL;
    CHECK_STATUS("transport", TC3_ERROR_CONFIG_MISSING, tc3_tls_init(&one.tls, &config));
    config = one.config;
    config.clock = NULL;
    CHECK_STATUS("clock", TC3_ERROR_CONFIG_MISSING, tc3_tls_init(&one.tls, &config));
    config = one.config;
    config.random = NULL;
    CHECK_STATUS("random", TC3_ERROR_CONFIG_MISSING, tc3_tls_init(&one.tls, &config));
    config = one.config;
    config.session = NULL;
    CHECK_STATUS("session", TC3_ERROR_CONFIG_MISSING, tc3_tls_init(&one.tls, &config));
}

static void init_tells_when_there_is_no_entropy(void **state)
{
    (void)state;
    if (MBEDTLS_VERSION_NUMBER >= 0x04000000)
        skip();
    client_reset(&one, NULL, "root_p256.der");
    client_random_fails = true;
    CHECK_STATUS("random", TC3_ERROR_CONFIG_RANDOM, tc3_tls_init(&one.tls, &one.config));
}

static void check_anchors(const char *label, const void *bytes, size_t size, tc3_status status)
{
    client_reset(&one, NULL, "root_p256.der");
    one.config.trust_anchors = bytes;
    one.config.trust_anchors_size = size;
    CHECK_STATUS(label, status, tc3_tls_init(&one.tls, &one.config));
    if (status == TC3_OK)
        tc3_tls_release(&one.tls);
}

static void init_refuses_anchors_that_are_none(void **state)
{
    static const char no_pem[] = "these are no certificates\n";
    static uint8_t copy[16384];
    size_t size;

    (void)state;
    check_anchors("no PEM", no_pem, sizeof(no_pem), TC3_ERROR_CONFIG_TRUST_ANCHORS);
    check_anchors("nothing", no_pem, 0, TC3_ERROR_CONFIG_TRUST_ANCHORS);
    memcpy(copy, server_file("root_p256.pem", 1, &size), sizeof(copy));
    check_anchors("PEM", copy, size, TC3_OK);
    check_anchors("PEM without NUL", copy, size - 1, TC3_ERROR_CONFIG_TRUST_ANCHORS);
    copy[100] = '!';
    check_anchors("damaged PEM", copy, size, TC3_ERROR_CONFIG_TRUST_ANCHORS);
    memcpy(copy, server_file("root_p256.der", 0, &size), sizeof(copy));
    check_anchors("DER", copy, size, TC3_OK);
    check_anchors("cut DER", copy, size - 1, TC3_ERROR_CONFIG_TRUST_ANCHORS);
    check_anchors("one byte of DER", copy, 1, TC3_ERROR_CONFIG_TRUST_ANCHORS);
    check_anchors("DER and more", copy, size + 1, TC3_ERROR_CONFIG_TRUST_ANCHORS);
    memset(copy + 20, 0xff, 20);
    check_anchors("damaged DER", copy, size, TC3_ERROR_CONFIG_TRUST_ANCHORS);
}

/* The bundles of operating systems hold certificates that not every mbedTLS can use. */
static void a_bundle_may_hold_unusable_certificates(void **state)
{
    size_t used;
    size_t size;

    (void)state;
    client_reset(&one, "p256", "root_p256.der");
    memcpy(one.anchors, server_file("odd_policy.pem", 0, &used), 4096);
    memcpy(one.anchors + used, server_file("root_p256.pem", 1, &size), 4096);
    one.config.trust_anchors_size = used + size;
    CHECK_STATUS("bundle", TC3_OK, tc3_tls_init(&one.tls, &one.config));
    client_must_connect(&one);
    tc3_tls_release(&one.tls);
}

/* Put the files together in one.anchors, and check them. */
static tc3_status check_bundle(const char *const names[], size_t count, tc3_tls_bundle *bundle)
{
    size_t used = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        size_t size;
        const uint8_t *file = server_file(names[i], 1, &size);

        memcpy(one.anchors + used, file, size);
        used += size - 1;
    }
    return tc3_tls_check_bundle(one.anchors, used + 1, bundle);
}

static void check_bundle_text(const char *label, const char *text, uint32_t broken, bool has_error)
{
    tc3_tls_bundle bundle;

    CHECK_STATUS(label, TC3_ERROR_CONFIG_TRUST_ANCHORS,
                 tc3_tls_check_bundle(text, strlen(text) + 1, &bundle));
    CHECK_INT(label, broken, bundle.broken);
    CHECK_INT(label, broken, bundle.certificates);
    CHECK(label, (bundle.port_error != 0) == has_error);
}

static void check_of_a_bundle_passes_what_can_be_read(void **state)
{
    static const char *const good[] = {"root_p256.pem", "root_rsa.pem", "root_p384.pem"};
    static const char *const partly[] = {"root_p256.pem", "sha1_alone.pem", "p521.pem",
                                         "root_rsa.pem"};
    tc3_tls_bundle bundle;

    (void)state;
    CHECK_STATUS("good", TC3_OK, check_bundle(good, COUNT_OF(good), &bundle));
    CHECK_INT("good", 3, bundle.certificates);
    CHECK_INT("good", 0, bundle.unsupported);
    CHECK_INT("good", 0, bundle.broken);
    CHECK_STATUS("partly", TC3_OK, check_bundle(partly, COUNT_OF(partly), &bundle));
    CHECK_INT("partly", 4, bundle.certificates);
#if defined(MBEDTLS_SHA1_C) && defined(MBEDTLS_ECP_DP_SECP521R1_ENABLED)
    CHECK_INT("partly", 0, bundle.unsupported);
#else
    CHECK_INT("partly", 2, bundle.unsupported);
#endif
    CHECK_INT("partly", 0, bundle.broken);
    CHECK_STATUS("none", TC3_OK, tc3_tls_check_bundle("none", 5, &bundle));
    CHECK_INT("none", 0, bundle.certificates);
    CHECK_INT("memory", 0, tc3_mbedtls_get_arena_usage().used);
}

static void check_of_a_bundle_tells_which_is_broken(void **state)
{
    static const char *const files[] = {"root_p256.pem", "root_rsa.pem", "root_p384.pem"};
    char *const text = (char *)one.anchors;
    tc3_tls_bundle bundle;
    char *mark;

    (void)state;
    (void)check_bundle(files, COUNT_OF(files), &bundle);
    mark = strstr(strstr(text, "-----END") + 1, "-----BEGIN");
    mark[200] = '!';
    check_bundle_text("Base64", text, 2, true);
    (void)check_bundle(files, COUNT_OF(files), &bundle);
    memcpy(mark + 29, "AAAA", 4);
    check_bundle_text("DER", text, 2, true);
    (void)check_bundle(files, COUNT_OF(files), &bundle);
    mark[27] = '.';
    check_bundle_text("more in the first line", text, 2, true);
    (void)check_bundle(files, COUNT_OF(files), &bundle);
    mark[0] = '.';
    check_bundle_text("no beginning", text, 2, false);
    (void)check_bundle(files, COUNT_OF(files), &bundle);
    mark[-8] = '.';
    check_bundle_text("no end", text, 1, false);
    (void)check_bundle(files, COUNT_OF(files), &bundle);
    text[strlen(text) - 20] = '\0';
    check_bundle_text("cut", text, 3, false);
}

static void check_of_a_bundle_refuses_what_is_no_text(void **state)
{
    static const char *const files[] = {"root_p256.pem"};
    tc3_tls_bundle bundle;
    size_t size;

    (void)state;
    CHECK_STATUS("text", TC3_OK, check_bundle(files, COUNT_OF(files), &bundle));
    size = strlen((const char *)one.anchors) + 1;
    CHECK_STATUS("nothing", TC3_ERROR_CONFIG_TRUST_ANCHORS,
                 tc3_tls_check_bundle(one.anchors, 0, &bundle));
    CHECK_STATUS("no NUL", TC3_ERROR_CONFIG_TRUST_ANCHORS,
                 tc3_tls_check_bundle(one.anchors, size - 1, &bundle));
    CHECK_STATUS("more than a NUL", TC3_ERROR_CONFIG_TRUST_ANCHORS,
                 tc3_tls_check_bundle(one.anchors, size + 1, &bundle));
    CHECK_INT("more than a NUL", 0, bundle.broken);
}

#if defined(MBEDTLS_SSL_PROTO_TLS1_3)

static void speaks_tls13_if_asked(void **state)
{
    (void)state;
    client_reset(&one, "p256:tls13", "root_p256.der");
    one.config.tls13 = true;
    CHECK_STATUS("init", TC3_OK, tc3_tls_init(&one.tls, &one.config));
    client_must_connect(&one);
    client_must_echo(&one);
    client_close(&one);
    client_must_connect(&one);
    CHECK("tls13", one.details.tls_resumed);
    client_must_echo(&one);
    tc3_tls_release(&one.tls);
}

/* Somebody between the two can make mbedTLS fail, but not have its way by that. */
static void nobody_forces_tls12_on_a_server_that_has_tls13(void **state)
{
    unsigned i;

    (void)state;
    for (i = 0; i < 2; i++) {
        client_reset(&one, "rsa:both", "root_rsa.der");
        one.config.tls13 = true;
        one.transport.hides_offer = true;
        one.transport.hides_mark = i > 0;
        CHECK_STATUS("init", TC3_OK, tc3_tls_init(&one.tls, &one.config));
        CHECK_STATUS("lowered", TC3_ERROR_TLS_HANDSHAKE, client_connect(&one, HOST));
        CHECK("lowered", one.transport.connects <= 1 + i);
        client_close(&one);
        CHECK_STATUS("left alone", TC3_OK, client_connect(&one, HOST));
        tc3_tls_release(&one.tls);
    }
}

/* mbedTLS 3.6.6 fails here at first. */
static void falls_back_to_tls12_if_asked_for_both(void **state)
{
    (void)state;
    client_reset(&one, "rsa", "root_rsa.der");
    one.config.tls13 = true;
    CHECK_STATUS("init", TC3_OK, tc3_tls_init(&one.tls, &one.config));
    client_must_connect(&one);
    client_must_echo(&one);
    tc3_tls_release(&one.tls);
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
        cmocka_unit_test(connects_with_every_kind_of_key_and_suite),
        cmocka_unit_test(trusts_anchors_given_as_pem),
        cmocka_unit_test(trusts_each_of_several_anchors),
        cmocka_unit_test(trusts_each_of_several_anchors_of_one_name),
        cmocka_unit_test(says_that_it_verifies),
        cmocka_unit_test(asks_for_the_host_by_name),
        cmocka_unit_test(accepts_no_handshake_in_which_nobody_was_verified),
        cmocka_unit_test(does_not_send_an_address_as_a_name),
        cmocka_unit_test(refuses_an_address_that_is_not_the_server_s),
        cmocka_unit_test(refuses_what_is_neither_a_name_nor_an_address),
        cmocka_unit_test(handshake_takes_one_message_a_step),
#if defined(MBEDTLS_ECP_RESTARTABLE) && MBEDTLS_VERSION_NUMBER < 0x04000000
        cmocka_unit_test(handshake_pauses_inside_cryptography_if_asked),
#endif
        cmocka_unit_test(works_over_a_transport_that_moves_single_bytes),
        cmocka_unit_test(works_over_a_transport_that_hesitates_at_every_call),
        cmocka_unit_test(passes_on_the_transport_s_phases),
        cmocka_unit_test(passes_on_the_transport_s_errors),
        cmocka_unit_test(passes_on_what_the_transport_knows_while_it_waits),
        cmocka_unit_test(judges_validity_by_its_clock_to_the_second),
        cmocka_unit_test(judges_the_validity_of_intermediates_too),
        cmocka_unit_test(refuses_while_the_time_is_unknown),
        cmocka_unit_test(refuses_another_host_s_certificate),
        cmocka_unit_test(refuses_issuers_that_it_does_not_trust),
        cmocka_unit_test(refuses_what_the_built_in_anchors_did_not_sign),
        cmocka_unit_test(refuses_certificates_for_other_purposes_or_too_weak),
        cmocka_unit_test(refuses_certificates_signed_with_sha1),
        cmocka_unit_test(tells_an_intermediate_from_another_host_s_certificate),
        cmocka_unit_test(names_the_most_useful_of_several_faults),
        cmocka_unit_test(names_the_fault_even_if_the_alert_cannot_be_sent),
        cmocka_unit_test(refuses_a_name_that_is_too_long_for_tls),
        cmocka_unit_test(refuses_old_versions_and_suites_without_forward_secrecy),
        cmocka_unit_test(calls_garbage_no_tls),
        cmocka_unit_test(tells_an_end_from_a_reset_during_the_handshake),
        cmocka_unit_test(refuses_every_damaged_handshake),
        cmocka_unit_test(receives_long_answers_in_any_pieces),
        cmocka_unit_test(tells_how_the_stream_ended),
        cmocka_unit_test(passes_on_a_reset),
        cmocka_unit_test(refuses_damaged_data),
        cmocka_unit_test(close_is_allowed_at_any_time),
        cmocka_unit_test(close_announces_the_end),
        cmocka_unit_test(release_leaves_nothing_behind),
        cmocka_unit_test(init_refuses_an_incomplete_configuration),
        cmocka_unit_test(init_tells_when_there_is_no_entropy),
        cmocka_unit_test(init_refuses_anchors_that_are_none),
        cmocka_unit_test(a_bundle_may_hold_unusable_certificates),
        cmocka_unit_test(check_of_a_bundle_passes_what_can_be_read),
        cmocka_unit_test(check_of_a_bundle_tells_which_is_broken),
        cmocka_unit_test(check_of_a_bundle_refuses_what_is_no_text),
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
        cmocka_unit_test(speaks_tls13_if_asked),
        cmocka_unit_test(falls_back_to_tls12_if_asked_for_both),
        cmocka_unit_test(nobody_forces_tls12_on_a_server_that_has_tls13),
#endif
    };

    return cmocka_run_group_tests(tests, set_up, server_stop);
}
