/* SPDX-License-Identifier: Apache-2.0 */
/* mbedTLS's SHA-256 as the core uses it, against published digests and the tests' own hash. */
#include "support/data.h"
#include "support/sha256.h"
#include "support/test.h"

#include "tc3/mbedtls.h"
#include "tc3/mbedtls_version.h"

/* The core's contexts may be set too small for a hash; these hold any. */
typedef union roomy_context {
    tc3_sha256_context context;
    uint64_t room[64];
} roomy_context;

static const tc3_sha256 *hash;
static roomy_context first;
static roomy_context second;
static uint8_t message[10000];

static int set_up(void **state)
{
    static uint64_t arena[8192]; /* mbedTLS 4.x starts PSA */
    size_t i;

    (void)state;
    (void)tc3_mbedtls_set_arena(arena, sizeof(arena));
    hash = tc3_mbedtls_sha256();
    for (i = 0; i < sizeof(message); i++)
        message[i] = (uint8_t)(i * 167 + (i >> 8));
    return 0;
}

static void update(roomy_context *context, const void *bytes, size_t length)
{
    assert_int_equal(hash->update(&context->context, bytes, length), TC3_OK);
}

static void start(roomy_context *context)
{
    assert_int_equal(hash->start(&context->context), TC3_OK);
}

/* Finish, release, and compare with the tests' own digest of `length` bytes. */
static void ends_as(roomy_context *context, const void *bytes, size_t length, const char *label)
{
    uint8_t expected[TC3_SHA256_SIZE];
    uint8_t actual[TC3_SHA256_SIZE];

    sha256_of(bytes, length, expected);
    CHECK_STATUS(label, TC3_OK, hash->finish(&context->context, actual));
    hash->release(&context->context);
    CHECK_BYTES(label, expected, sizeof(expected), actual, sizeof(actual));
}

static void gives_the_published_digests(void **state)
{
    data_node vector = data_first(data_member(data_load("sha256.json"), "vectors"));
    uint8_t digest[TC3_SHA256_SIZE];
    char text[2 * TC3_SHA256_SIZE + 1];

    (void)state;
    for (; vector != DATA_NONE; vector = data_next(vector)) {
        const char *expected = data_string(vector, "digest");
        tc3_text bytes = data_bytes(data_member(vector, "message"));

        start(&first);
        update(&first, bytes.bytes, bytes.length);
        CHECK_STATUS(expected, TC3_OK, hash->finish(&first.context, digest));
        hash->release(&first.context);
        hex_text(digest, sizeof(digest), text);
        CHECK_STRING(expected, expected, text);
    }
}

static void splits_do_not_matter(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i <= 200; i++) {
        start(&first);
        update(&first, message, i);
        update(&first, message + i, 200 - i);
        ends_as(&first, message, 200, "two parts");
    }
}

static void odd_portions_do_not_matter(void **state)
{
    static const size_t portions[] = {1, 3, 7, 55, 56, 63, 64, 65, 127, 1021};
    size_t i;
    size_t done;

    (void)state;
    for (i = 0; i < COUNT_OF(portions); i++) {
        start(&first);
        for (done = 0; done + portions[i] <= sizeof(message); done += portions[i])
            update(&first, message + done, portions[i]);
        update(&first, message + done, sizeof(message) - done);
        ends_as(&first, message, sizeof(message), "portions");
    }
}

static void every_length_has_its_padding(void **state)
{
    size_t length;

    (void)state;
    for (length = 0; length <= 260; length++) {
        start(&first);
        update(&first, message, length);
        ends_as(&first, message, length, "length");
    }
}

/* The day's signing key is kept as two states that are cloned for each request. */
static void a_clone_goes_its_own_way(void **state)
{
    uint8_t other[200];
    size_t i;

    (void)state;
    for (i = 0; i <= 130; i++) {
        memcpy(other, message, sizeof(other));
        memset(other + i, 0x33, sizeof(other) - i);
        start(&first);
        update(&first, message, i);
        assert_int_equal(hash->clone(&second.context, &first.context), TC3_OK);
        update(&second, other + i, sizeof(other) - i);
        update(&first, message + i, sizeof(other) - i);
        ends_as(&second, other, sizeof(other), "clone");
        ends_as(&first, message, sizeof(other), "original");
    }
}

static void a_clone_outlives_its_original(void **state)
{
    (void)state;
    start(&first);
    update(&first, message, 100);
    assert_int_equal(hash->clone(&second.context, &first.context), TC3_OK);
    hash->release(&first.context);
    memset(&first, 0xff, sizeof(first));
    update(&second, message + 100, 100);
    ends_as(&second, message, 200, "clone");
}

static void release_wipes_what_was_hashed(void **state)
{
    (void)state;
    memset(&first, 0, sizeof(first));
    start(&first);
    update(&first, message, 60);
    CHECK("held", memory_contains(&first, sizeof(first), message, 16));
    hash->release(&first.context);
    CHECK("wiped", !memory_contains(&first, sizeof(first), message, 4));
}

static void the_size_is_told_and_kept(void **state)
{
    roomy_context expected;

    (void)state;
    CHECK("size", hash->context_size > 0 && hash->context_size <= sizeof(roomy_context));
    memset(&expected, 0xa5, sizeof(expected));
    memset(&first, 0xa5, sizeof(first));
    start(&first);
    update(&first, message, 100);
    assert_memory_equal((uint8_t *)&first + hash->context_size,
                        (uint8_t *)&expected + hash->context_size,
                        sizeof(first) - hash->context_size);
    hash->release(&first.context);
#if MBEDTLS_VERSION_NUMBER < 0x04000000
    CHECK("fits as the core is set by default", hash->context_size <= TC3_SHA256_CONTEXT_SIZE);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_published_digests),
        cmocka_unit_test(splits_do_not_matter),
        cmocka_unit_test(odd_portions_do_not_matter),
        cmocka_unit_test(every_length_has_its_padding),
        cmocka_unit_test(a_clone_goes_its_own_way),
        cmocka_unit_test(a_clone_outlives_its_original),
        cmocka_unit_test(release_wipes_what_was_hashed),
        cmocka_unit_test(the_size_is_told_and_kept),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
