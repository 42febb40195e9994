/* SPDX-License-Identifier: Apache-2.0 */
/* The arena under TLS: all of it comes back, and too little of it is called by its name. */
#include "support/test.h"
#include "tls/client.h"
#include "tls/server.h"

#include "tc3/mbedtls.h"

/* More than any case here needs. */
#define ARENA_SIZE 131072u
/* Steps in which the arena shrinks; finer than mbedTLS's larger allocations. */
#define STEP       509u

static uint64_t arena[ARENA_SIZE / 8];
static tls_client one;

/* False where there is none, or where PSA keeps memory for good, as in mbedTLS 4.x. */
static bool have_arena(size_t size)
{
    return MBEDTLS_VERSION_NUMBER < 0x04000000 && tc3_mbedtls_set_arena(arena, size);
}

static void everything_comes_back(void **state)
{
    tc3_mbedtls_arena_usage before;
    tc3_mbedtls_arena_usage after;
    size_t peak = 0;
    unsigned i;

    (void)state;
    if (!have_arena(ARENA_SIZE))
        skip();
    client_init(&one, "rsa", "root_rsa.der");
    client_must_connect(&one); /* a parsed RSA anchor keeps a constant from its first use */
    client_close(&one);
    before = tc3_mbedtls_get_arena_usage();
    for (i = 0; i < 20; i++) {
        one.transport.cut = i % 4 == 3 ? TC3_ERROR_RESET : TC3_OK;
        one.transport.cut_after = 300 * i;
        client_now = i % 4 == 2 ? VALID_UNTIL + 1 : MIDDLE;
        (void)client_connect(&one, i % 4 == 1 ? "other.test" : HOST);
        CHECK("in use", tc3_mbedtls_get_arena_usage().used > before.used);
        client_close(&one);
        after = tc3_mbedtls_get_arena_usage();
        CHECK_INT("used", before.used, after.used);
        CHECK_INT("free", before.largest_free, after.largest_free);
        if (i == 3)
            peak = after.peak;
        if (i > 3)
            CHECK_INT("peak", peak, after.peak);
    }
    tc3_tls_release(&one.tls);
    CHECK_INT("released", 0, tc3_mbedtls_get_arena_usage().used);
}

/*
 * The smallest arena with which init, or else a connection, works; every smaller one has to fail as
 * being too small, and leave nothing allocated.
 */
static size_t shrink(const char *identity, const char *anchors)
{
    size_t size = ARENA_SIZE;
    size_t smallest = 0;
    tc3_status status;

    for (; size > STEP; size -= STEP) {
        assert_true(have_arena(size));
        client_reset(&one, identity, anchors);
        one.config.session_size = 0;
        status = tc3_tls_init(&one.tls, &one.config);
        if (status == TC3_OK) {
            status = client_connect(&one, HOST);
            tc3_tls_release(&one.tls);
        }
        CHECK_INT(identity, 0, tc3_mbedtls_get_arena_usage().used);
        if (status == TC3_OK && smallest == 0) {
            /* Jump to where it gets interesting, as first fit needs what it needed here. */
            smallest = tc3_mbedtls_get_arena_usage().peak;
            size = smallest + STEP;
        } else if (size >= smallest) {
            CHECK_STATUS(identity, TC3_OK, status);
        } else {
            CHECK_STATUS(identity, TC3_ERROR_TLS_MEMORY, status);
        }
    }
    return smallest;
}

static void says_so_when_the_arena_is_too_small(void **state)
{
    (void)state;
    if (!have_arena(ARENA_SIZE))
        skip();
    print_message("smallest arena, P-256: %zu\n", shrink("p256", "root_p256.der"));
    print_message("smallest arena, P-384: %zu\n", shrink("p384", "root_p384.der"));
    print_message("smallest arena, RSA-4096: %zu\n", shrink("rsa", "root_rsa.der"));
    print_message("smallest arena, RSA-4096, PEM: %zu\n", shrink("rsa", "root_rsa.pem"));
}

/* Resuming needs no more than a full handshake, and keeping the session does not either. */
static void sessions_fit_in_the_same_arena(void **state)
{
    size_t peak;

    (void)state;
    if (!have_arena(ARENA_SIZE))
        skip();
    client_init(&one, "rsa", "root_rsa.der");
    client_must_connect(&one);
    client_close(&one);
    peak = tc3_mbedtls_get_arena_usage().peak;
    tc3_tls_release(&one.tls);

    assert_true(have_arena(peak));
    client_init(&one, "rsa", "root_rsa.der");
    client_must_connect(&one);
    client_close(&one);
    client_must_connect(&one);
    CHECK("resumed", one.details.tls_resumed);
    client_must_echo(&one);
    tc3_tls_release(&one.tls);
}

static int set_up(void **state)
{
    return server_start(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_comes_back),
        cmocka_unit_test(says_so_when_the_arena_is_too_small),
        cmocka_unit_test(sessions_fit_in_the_same_arena),
    };

    return cmocka_run_group_tests(tests, set_up, server_stop);
}
