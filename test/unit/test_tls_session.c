/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions: resumed where that is safe, and nowhere else. */
#define _POSIX_C_SOURCE 200809L

#include "support/test.h"
#include "tls/client.h"
#include "tls/server.h"

#include "tc3/mbedtls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static uint64_t arena[16384];
static tls_client one;
static tls_client two;

static void start(const char *identity)
{
    client_init(&one, identity, "root_p256.der");
    client_must_connect(&one);
    CHECK("first", !one.details.tls_resumed);
    client_close(&one);
}

static void next_is(bool resumed, const char *label)
{
    client_must_connect(&one);
    CHECK_INT(label, resumed, one.details.tls_resumed);
    client_must_echo(&one);
    client_close(&one);
}

static void resumes_the_next_connection(void **state)
{
    (void)state;
    start("p256");
    next_is(true, "second");
    next_is(true, "third");
    tc3_tls_release(&one.tls);
}

static void a_resumed_handshake_costs_fewer_bytes(void **state)
{
    size_t full;

    (void)state;
    start("p256");
    full = one.transport.received;
    client_must_connect(&one);
    CHECK("bytes", one.transport.received < full / 2);
    tc3_tls_release(&one.tls);
}

static void resumption_survives_a_connection_that_ended_badly(void **state)
{
    size_t length;
    uint8_t byte;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    client_must_connect(&one);
    client_send(&one, "broken\n");
    CHECK_STATUS("broken", TC3_ERROR_TLS_RECORD, client_receive(&one, &byte, 1, 1, &length));
    client_close(&one);
    next_is(true, "after");
    tc3_tls_release(&one.tls);
}

static void needs_memory_for_the_session(void **state)
{
    static const size_t sizes[] = {0, 1, 44, 45, 100, 200};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(sizes); i++) {
        client_reset(&one, "p256", "root_p256.der");
        one.config.session_size = sizes[i];
        CHECK_STATUS("init", TC3_OK, tc3_tls_init(&one.tls, &one.config));
        next_is(false, "first");
        next_is(false, "second");
        tc3_tls_release(&one.tls);
    }
}

static void does_not_resume_with_another_host_or_port(void **state)
{
    const tc3_time_budget time = {0, 60000, TC3_ADDRESS_FIRST};
    const tc3_endpoint other_port = {HOST, 8443};
    const tc3_io *io;
    tc3_status status;

    (void)state;
    start("p256");
    client_expect(&one, "other.test", TC3_ERROR_TLS_WRONG_HOST);
    tc3_tls_release(&one.tls);
    start("p256");
    io = tc3_tls_io(&one.tls);
    do {
        status = io->connect(io->context, &other_port, time, &one.wait);
        loopback_wait(&one.transport, &one.wait);
    } while (status == TC3_PENDING);
    CHECK_STATUS("port", TC3_OK, status);
    io->explain(io->context, &one.details);
    CHECK("port", !one.details.tls_resumed);
    tc3_tls_release(&one.tls);
}

/* The chain expires while the session is kept: what a full handshake refuses, resuming refuses. */
static void a_session_ends_with_its_certificates(void **state)
{
    (void)state;
    client_init(&one, "short", "root_p256.der");
    client_now = SHORT_UNTIL - 10;
    next_is(false, "first");
    client_now = SHORT_UNTIL;
    next_is(true, "last second");
    client_now = SHORT_UNTIL + 1;
    client_expect(&one, HOST, TC3_ERROR_TLS_EXPIRED);
    tc3_tls_release(&one.tls);
}

/* The path that mbedTLS finds first is of no use, and another one that expires is taken. */
static void a_session_ends_with_the_path_that_was_taken(void **state)
{
    (void)state;
    client_reset(&one, "by_issuing+issuing_next+issuing_old", "root_p256.der");
    CHECK_STATUS("init", TC3_OK, tc3_tls_init(&one.tls, &one.config));
    client_now = SHORT_UNTIL - 3600;
    client_must_connect(&one);
    client_close(&one);
    next_is(true, "before the end");
    client_now = SHORT_UNTIL + 1;
    CHECK("after the end", client_connect(&one, HOST) != TC3_OK);
    tc3_tls_release(&one.tls);
}

/* Resuming in between does not lengthen it: the certificate was seen at the first one only. */
static void a_session_lasts_a_day(void **state)
{
    (void)state;
    start("p256");
    client_now = MIDDLE + TC3_TLS_SESSION_LIFETIME / 2;
    next_is(true, "half a day");
    client_now = MIDDLE + TC3_TLS_SESSION_LIFETIME - 1;
    next_is(true, "nearly a day");
    client_now = MIDDLE + TC3_TLS_SESSION_LIFETIME;
    next_is(false, "a day");
    next_is(true, "anew");
    tc3_tls_release(&one.tls);
}

static void a_clock_set_back_ends_a_session(void **state)
{
    (void)state;
    start("p256");
    client_now = MIDDLE - 1;
    next_is(false, "set back");
    tc3_tls_release(&one.tls);
}

static void a_failed_handshake_ends_a_session(void **state)
{
    (void)state;
    start("p256");
    one.transport.cut = TC3_ERROR_RESET;
    one.transport.cut_after = 100;
    client_expect(&one, HOST, TC3_ERROR_RESET);
    one.transport.cut = TC3_OK;
    next_is(false, "after a failure");
    tc3_tls_release(&one.tls);
}

static void a_failed_transport_does_not_end_a_session(void **state)
{
    (void)state;
    start("p256");
    one.transport.refusal = TC3_ERROR_DNS;
    client_expect(&one, HOST, TC3_ERROR_DNS);
    one.transport.refusal = TC3_OK;
    next_is(true, "after DNS");
    tc3_tls_release(&one.tls);
}

/* A server that does not know the session shakes hands in full, and is verified. */
static void a_server_may_decline(void **state)
{
    (void)state;
    start("p256");
    one.transport.port = server_port("p256:aes256");
    next_is(false, "another server of the same name");
    tc3_tls_release(&one.tls);
    start("p256");
    one.transport.port = server_port("self_signed");
    client_expect(&one, HOST, TC3_ERROR_TLS_UNKNOWN_ISSUER);
    CHECK_INT("a certificate is final", 2, one.transport.connects);
    tc3_tls_release(&one.tls);
}

/* What was kept to save time decides nothing: see "alert" and so on in tls/server.py. */
static void a_server_may_fail_at_a_session(void **state)
{
    static const char *const identities[] = {"p256:alert", "p256:close", "p256:nonsense",
                                             "p256:reset"};
    size_t i;
    unsigned call;

    (void)state;
    for (i = 0; i < COUNT_OF(identities); i++) {
        start(identities[i]);
        for (call = 1; call < 4; call++) {
            next_is(false, identities[i]);
            CHECK_INT(identities[i], 1 + 2 * call, one.transport.connects);
            CHECK_INT(identities[i], TC3_ADDRESS_AGAIN, one.transport.address);
        }
        one.transport.port = server_port("p256");
        next_is(false, "elsewhere");
        CHECK_INT(identities[i], TC3_ADDRESS_FIRST, one.transport.address);
        next_is(true, "elsewhere");
        tc3_tls_release(&one.tls);
    }
}

/* A server that accepts connections and says nothing; `*port` is its. */
static int listen_in_silence(uint16_t *port)
{
    struct sockaddr_in name;
    socklen_t length = sizeof(name);
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    memset(&name, 0, sizeof(name));
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (const struct sockaddr *)&name, sizeof(name)), 0);
    assert_int_equal(listen(listener, 8), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&name, &length), 0);
    *port = ntohs(name.sin_port);
    return listener;
}

/* Connect until the server is waited for: whether there is another way to go. */
static bool has_other_way(void)
{
    const tc3_io *io = tc3_tls_io(&one.tls);
    const tc3_endpoint endpoint = {HOST, 443};
    const tc3_time_budget time = {0, 1000, TC3_ADDRESS_FIRST};
    tc3_io_details details;
    tc3_status status;

    do {
        status = io->connect(io->context, &endpoint, time, &one.wait);
    } while (status == TC3_PENDING && (one.wait.events & TC3_WAIT_READABLE) == 0);
    CHECK_STATUS("silence", TC3_PENDING, status);
    io->explain(io->context, &details);
    client_close(&one);
    return details.more_addresses;
}

static void a_server_that_is_silent_may_be_asked_without_the_session(void **state)
{
    int listener;

    (void)state;
    start("p256");
    listener = listen_in_silence(&one.transport.port);
    CHECK("with the session", has_other_way());
    CHECK("without it", !has_other_way());
    one.transport.more_addresses = true;
    CHECK("elsewhere", has_other_way());
    close(listener);
    tc3_tls_release(&one.tls);
}

/* It is the full handshake that says what is wrong. */
static void a_failure_without_a_session_is_final(void **state)
{
    (void)state;
    start("p256");
    one.transport.port = server_port("p256:tls13");
    client_expect(&one, HOST, TC3_ERROR_TLS_HANDSHAKE);
    CHECK_INT("offered", 3, one.transport.connects);
    client_expect(&one, HOST, TC3_ERROR_TLS_HANDSHAKE);
    CHECK_INT("not offered", 4, one.transport.connects);
    one.transport.port = server_port("p256");
    next_is(false, "elsewhere");
    one.transport.cut = TC3_ERROR_CLOSED;
    client_expect(&one, HOST, TC3_ERROR_CLOSED);
    CHECK_INT("cut", 7, one.transport.connects);
    tc3_tls_release(&one.tls);
}

/* What is kept after a full handshake rests on that one, not on the session that was declined. */
static void a_declined_session_leaves_nothing_behind(void **state)
{
    (void)state;
    start("p256");
    one.transport.port = server_port("p256:aes256");
    client_now = MIDDLE + TC3_TLS_SESSION_LIFETIME - 10;
    next_is(false, "declined");
    client_now = MIDDLE + TC3_TLS_SESSION_LIFETIME + 10;
    next_is(true, "a day after the declined one");
    client_now = MIDDLE + 2 * TC3_TLS_SESSION_LIFETIME - 10;
    next_is(false, "a day after its own");
    tc3_tls_release(&one.tls);

    client_init(&one, "short", "root_p256.der");
    client_now = SHORT_UNTIL;
    next_is(false, "short");
    one.transport.port = server_port("p256");
    next_is(false, "declined");
    client_now = SHORT_UNTIL + 1;
    next_is(true, "after the end of the declined one's chain");
    tc3_tls_release(&one.tls);
}

/* Deep sleep: the struct is gone, the saved bytes are not. */

static size_t save(uint8_t *memory, size_t capacity)
{
    size_t length;

    CHECK_STATUS("save", TC3_OK, tc3_tls_session_save(&one.tls, memory, capacity, &length));
    return length;
}

static void a_saved_session_works_after_a_restart(void **state)
{
    uint8_t saved[4096];
    size_t length;

    (void)state;
    start("p256");
    length = save(saved, sizeof(saved));
    CHECK("length", length > 100 && length <= 2048);
    tc3_tls_release(&one.tls);
    client_init(&two, "p256", "root_p256.der");
    CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&two.tls, saved, length));
    client_must_connect(&two);
    CHECK("resumed", two.details.tls_resumed);
    client_must_echo(&two);
    tc3_tls_release(&two.tls);
}

static void a_saved_session_is_bound_to_time_and_host(void **state)
{
    uint8_t saved[4096];
    size_t length;

    (void)state;
    start("p256");
    length = save(saved, sizeof(saved));
    CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&one.tls, saved, length));
    client_now = MIDDLE + TC3_TLS_SESSION_LIFETIME;
    next_is(false, "a day later");
    CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&one.tls, saved, length));
    client_expect(&one, "other.test", TC3_ERROR_TLS_WRONG_HOST);
    tc3_tls_release(&one.tls);
}

/* As after an update that takes a root out, or adds one. */
static void a_saved_session_is_bound_to_the_anchors(void **state)
{
    static const char *const others[] = {"root_p256.pem", "root_old.der"};
    uint8_t saved[4096];
    size_t length;
    size_t i;

    (void)state;
    start("p256");
    length = save(saved, sizeof(saved));
    tc3_tls_release(&one.tls);
    for (i = 0; i < COUNT_OF(others); i++) {
        client_init(&one, "p256", others[i]);
        CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&one.tls, saved, length));
        CHECK_STATUS(others[i], i == 0 ? TC3_OK : TC3_ERROR_TLS_UNKNOWN_ISSUER,
                     client_connect(&one, HOST));
        CHECK(others[i], !one.details.tls_resumed);
        tc3_tls_release(&one.tls);
    }
    client_init(&one, "p256", "root_p256.der");
    CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&one.tls, saved, length));
    next_is(true, "the same");
    tc3_tls_release(&one.tls);
}

static void a_damaged_saved_session_is_dropped(void **state)
{
    uint8_t saved[4096];
    uint8_t damaged[4096];
    size_t length;
    size_t i;

    (void)state;
    start("p256");
    length = save(saved, sizeof(saved));
    for (i = 0; i < length; i += 1 + length / 40) {
        memcpy(damaged, saved, length);
        damaged[i] ^= 0x10;
        CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&one.tls, damaged, length));
        next_is(false, "damaged");
    }
    for (i = 0; i < length; i += 1 + length / 20) {
        CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&one.tls, saved, i));
        next_is(false, "cut");
    }
    memset(damaged, 0xff, sizeof(damaged));
    CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&one.tls, damaged, sizeof(damaged)));
    next_is(false, "garbage");
    CHECK_STATUS("load", TC3_OK, tc3_tls_session_load(&one.tls, saved, length));
    next_is(true, "whole");
    tc3_tls_release(&one.tls);
}

static void saving_and_loading_check_sizes(void **state)
{
    uint8_t saved[4096];
    size_t length;
    size_t other = 1;

    (void)state;
    client_init(&one, "p256", "root_p256.der");
    CHECK_INT("none", 0, save(saved, 0));
    tc3_tls_release(&one.tls);
    start("p256");
    length = save(saved, sizeof(saved));
    CHECK_STATUS("small", TC3_ERROR_CONFIG_MEMORY,
                 tc3_tls_session_save(&one.tls, saved, length - 1, &other));
    CHECK_INT("small", 0, other);
    CHECK_INT("exact", length, save(saved, length));
    CHECK_STATUS("forget", TC3_OK, tc3_tls_session_load(&one.tls, NULL, 0));
    CHECK_INT("forgotten", 0, save(saved, 0));
    tc3_tls_release(&one.tls);

    client_reset(&two, "p256", "root_p256.der");
    two.config.session_size = length - 1;
    CHECK_STATUS("init", TC3_OK, tc3_tls_init(&two.tls, &two.config));
    CHECK_STATUS("load", TC3_ERROR_CONFIG_MEMORY, tc3_tls_session_load(&two.tls, saved, length));
    tc3_tls_release(&two.tls);
}

static int set_up(void **state)
{
    (void)tc3_mbedtls_set_arena(arena, sizeof(arena));
    return server_start(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resumes_the_next_connection),
        cmocka_unit_test(a_resumed_handshake_costs_fewer_bytes),
        cmocka_unit_test(resumption_survives_a_connection_that_ended_badly),
        cmocka_unit_test(needs_memory_for_the_session),
        cmocka_unit_test(does_not_resume_with_another_host_or_port),
        cmocka_unit_test(a_session_ends_with_its_certificates),
        cmocka_unit_test(a_session_ends_with_the_path_that_was_taken),
        cmocka_unit_test(a_session_lasts_a_day),
        cmocka_unit_test(a_clock_set_back_ends_a_session),
        cmocka_unit_test(a_failed_handshake_ends_a_session),
        cmocka_unit_test(a_failed_transport_does_not_end_a_session),
        cmocka_unit_test(a_server_may_decline),
        cmocka_unit_test(a_server_may_fail_at_a_session),
        cmocka_unit_test(a_server_that_is_silent_may_be_asked_without_the_session),
        cmocka_unit_test(a_failure_without_a_session_is_final),
        cmocka_unit_test(a_declined_session_leaves_nothing_behind),
        cmocka_unit_test(a_saved_session_works_after_a_restart),
        cmocka_unit_test(a_saved_session_is_bound_to_time_and_host),
        cmocka_unit_test(a_saved_session_is_bound_to_the_anchors),
        cmocka_unit_test(a_damaged_saved_session_is_dropped),
        cmocka_unit_test(saving_and_loading_check_sizes),
    };

    return cmocka_run_group_tests(tests, set_up, server_stop);
}
