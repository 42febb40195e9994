/* SPDX-License-Identifier: Apache-2.0 */
/* The arena under TLS: all of it comes back, and too little of it is called by its name. */
#include "support/test.h"
#include "tls/client.h"
#include "tls/server.h"

#include "tc3/mbedtls.h"

#include <stdlib.h>

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

/* Another OpenSSL may write a little more into the certificates than the one measured with. */
#define SLACK 64u

/* The build whose numbers tc3/tls.h gives. Elsewhere they are only printed. */
#if defined(__x86_64__) && MBEDTLS_VERSION_NUMBER == 0x03060600 && \
    MBEDTLS_SSL_IN_CONTENT_LEN == 16384 && MBEDTLS_SSL_OUT_CONTENT_LEN == 2048
static const bool build_is_documented = true;
#else
static const bool build_is_documented = false;
#endif

static void documented_size_is_enough(const char *identity, const char *anchors, size_t documented)
{
    const size_t smallest = shrink(identity, anchors);

    print_message("smallest arena, %s with %s: %zu\n", identity, anchors, smallest);
    if (build_is_documented)
        CHECK(identity, smallest <= documented + SLACK);
}

static void says_so_when_the_arena_is_too_small(void **state)
{
    (void)state;
    if (!have_arena(ARENA_SIZE))
        skip();
    documented_size_is_enough("p256", "root_p256.der", 24632);
    documented_size_is_enough("p384", "root_p384.der", 25296);
    documented_size_is_enough("rsa", "root_rsa.der", 39344);
    print_message("smallest arena, RSA-4096, PEM: %zu\n", shrink("rsa", "root_rsa.pem"));
}

/* Nearly: each RSA key that has verified a signature keeps a number of its size. */
static void another_path_takes_little_more(void **state)
{
    size_t first;
    size_t second;

    (void)state;
    if (!have_arena(ARENA_SIZE))
        skip();
    first = shrink("rsa+issuer_rsa+issuer_rsa_old", "root_rsa.der");
    second = shrink("rsa+issuer_rsa_old+issuer_rsa", "root_rsa.der");
    print_message("smallest arena, first path %zu, second path %zu\n", first, second);
    CHECK("second path", second <= first + 512 + SLACK);
}

static void takes_as_much_as_documented_while_connected(void **state)
{
    (void)state;
    if (!build_is_documented || !have_arena(ARENA_SIZE))
        skip();
    CHECK("tc3_tls", sizeof(tc3_tls) <= 1312);
    client_init(&one, "rsa", "root_rsa.der");
    client_must_connect(&one);
    CHECK("connected", tc3_mbedtls_get_arena_usage().used <= 20608);
    tc3_tls_release(&one.tls);
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

/*
 * Without an arena, which is forgotten easily, nothing can be allocated; elsewhere the heap serves.
 * No other test of this program may come before: an arena cannot be taken back.
 */
static void says_so_when_there_is_no_arena(void **state)
{
    static const char *const anchors[] = {"root_p256.der", "root_p384.der", "root_rsa.der",
                                          "root_p256.pem", "root_rsa.pem"};
    void *memory = mbedtls_calloc(1, 1);
    size_t i;

    (void)state;
    if (memory != NULL) {
        mbedtls_free(memory);
        skip();
    }
    for (i = 0; i < COUNT_OF(anchors); i++) {
        client_reset(&one, NULL, anchors[i]);
        CHECK_STATUS(anchors[i], TC3_ERROR_TLS_MEMORY, tc3_tls_init(&one.tls, &one.config));
    }
}

/*
 * Another allocator than the arena, which cannot tell that it failed: mbedTLS's code has to. It
 * does not for the numbers of an RSA key, so anchors with such a one are not looked at.
 */

static unsigned allocations_left;

static void *allocate_a_few(size_t count, size_t size)
{
    if (allocations_left == 0)
        return NULL;
    allocations_left--;
    return calloc(count, size);
}

/* False where mbedTLS's allocator is fixed, or where PSA keeps memory for good. */
static bool use_the_few(void)
{
#if defined(MBEDTLS_PLATFORM_MEMORY) && !defined(MBEDTLS_PLATFORM_CALLOC_MACRO)
    return MBEDTLS_VERSION_NUMBER < 0x04000000 &&
           mbedtls_platform_set_calloc_free(allocate_a_few, free) == 0;
#else
    (void)allocate_a_few;
    return false;
#endif
}

static void says_so_whichever_allocation_fails(void **state)
{
    static const char *const anchors[] = {"root_p256.der", "root_p384.der", "root_p256.pem"};
    size_t i;

    (void)state;
    if (!use_the_few())
        skip();
    for (i = 0; i < COUNT_OF(anchors); i++) {
        tc3_status status = TC3_ERROR_TLS_MEMORY;
        unsigned count = 0;

        client_reset(&one, NULL, anchors[i]);
        for (; status != TC3_OK; count++) {
            allocations_left = count;
            status = tc3_tls_init(&one.tls, &one.config);
            if (status != TC3_OK)
                CHECK_STATUS(anchors[i], TC3_ERROR_TLS_MEMORY, status);
        }
        CHECK(anchors[i], count > 5);
        tc3_tls_release(&one.tls);
    }
}

static int set_up(void **state)
{
    return server_start(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_so_when_there_is_no_arena),
        cmocka_unit_test(everything_comes_back),
        cmocka_unit_test(says_so_when_the_arena_is_too_small),
        cmocka_unit_test(another_path_takes_little_more),
        cmocka_unit_test(takes_as_much_as_documented_while_connected),
        cmocka_unit_test(sessions_fit_in_the_same_arena),
        cmocka_unit_test(says_so_whichever_allocation_fails),
    };

    return cmocka_run_group_tests(tests, set_up, server_stop);
}
