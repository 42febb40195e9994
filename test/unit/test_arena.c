/* SPDX-License-Identifier: Apache-2.0 */
/* mbedTLS's static memory, through mbedtls_calloc() and mbedtls_free(). */
#include "support/test.h"

#include "tc3/mbedtls.h"

#include <mbedtls/platform.h>

#define ARENA_SIZE 8192u
#define SLOTS      64u
#define ROUNDS     200000u
/* Header of an allocation, and the size of the smallest block. */
#define HEADER     8u
#define SMALLEST   16u

static uint64_t memory[ARENA_SIZE / 8];

static struct {
    uint8_t *bytes;
    size_t size;
    uint8_t mark;
} slots[SLOTS];

static int set_up(void **state)
{
    (void)state;
    memset(memory, 0xa5, sizeof(memory));
    memset(slots, 0, sizeof(slots));
    return 0;
}

static void need_arena(void *where, size_t size)
{
    if (!tc3_mbedtls_set_arena(where, size))
        skip();
}

static uint32_t next_random(void)
{
    static uint32_t state = 1;

    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static void fill_slot(size_t i)
{
    /* Mostly small, now and then a large one, as TLS has them. */
    size_t size = 1 + next_random() % (next_random() % 8 == 0 ? 2000 : 120);
    size_t j;

    slots[i].bytes = (uint8_t *)mbedtls_calloc(1, size);
    if (slots[i].bytes == NULL)
        return;
    slots[i].size = size;
    slots[i].mark = (uint8_t)(next_random() | 1u);
    assert_int_equal((uintptr_t)slots[i].bytes % 8, 0);
    assert_true((uint8_t *)memory <= slots[i].bytes);
    assert_true(slots[i].bytes + size <= (uint8_t *)memory + sizeof(memory));
    for (j = 0; j < size; j++)
        assert_int_equal(slots[i].bytes[j], 0);
    memset(slots[i].bytes, slots[i].mark, size);
}

static void empty_slot(size_t i)
{
    size_t j;

    for (j = 0; j < slots[i].size; j++)
        assert_int_equal(slots[i].bytes[j], slots[i].mark);
    mbedtls_free(slots[i].bytes);
    slots[i].bytes = NULL;
    slots[i].size = 0;
}

static size_t block_of(size_t size)
{
    size_t block = (size + HEADER + 7) / 8 * 8;

    return block < SMALLEST ? SMALLEST : block;
}

/* At least what was asked for is counted; a remainder too small for a block may come on top. */
static void check_usage(void)
{
    tc3_mbedtls_arena_usage usage = tc3_mbedtls_get_arena_usage();
    size_t least = 0;
    size_t most = 0;
    size_t i;

    for (i = 0; i < SLOTS; i++) {
        if (slots[i].bytes != NULL) {
            least += block_of(slots[i].size);
            most += block_of(slots[i].size) + SMALLEST - 8;
        }
    }
    assert_in_range(usage.used, least, most);
    assert_in_range(usage.peak, usage.used, usage.size);
    assert_true(usage.largest_free <= usage.size - usage.used);
}

static void blocks_never_overlap_and_all_comes_back(void **state)
{
    size_t failures = 0;
    size_t i;
    size_t slot;

    (void)state;
    need_arena(memory, sizeof(memory));
    for (i = 0; i < ROUNDS; i++) {
        slot = next_random() % SLOTS;
        if (slots[slot].bytes != NULL) {
            empty_slot(slot);
        } else {
            fill_slot(slot);
            failures += slots[slot].bytes == NULL;
        }
        if (i % 97 == 0)
            check_usage();
    }
    CHECK("exhausted at times", failures > 0);
    for (slot = 0; slot < SLOTS; slot++) {
        if (slots[slot].bytes != NULL)
            empty_slot(slot);
    }
    CHECK_INT("used", 0, tc3_mbedtls_get_arena_usage().used);
    CHECK_INT("free", sizeof(memory) - HEADER, tc3_mbedtls_get_arena_usage().largest_free);
}

static void all_of_it_can_be_one_block(void **state)
{
    void *all;

    (void)state;
    need_arena(memory, sizeof(memory));
    CHECK("too much", mbedtls_calloc(1, sizeof(memory) - HEADER + 1) == NULL);
    all = mbedtls_calloc(1, sizeof(memory) - HEADER);
    CHECK("all", all != NULL);
    CHECK_INT("free", 0, tc3_mbedtls_get_arena_usage().largest_free);
    CHECK("no more", mbedtls_calloc(1, 1) == NULL);
    mbedtls_free(all);
    CHECK_INT("peak", sizeof(memory), tc3_mbedtls_get_arena_usage().peak);
    CHECK_INT("used", 0, tc3_mbedtls_get_arena_usage().used);
}

static void impossible_requests_fail(void **state)
{
    (void)state;
    need_arena(memory, sizeof(memory));
    CHECK("product overflows", mbedtls_calloc(SIZE_MAX / 2, 4) == NULL);
    CHECK("sum overflows", mbedtls_calloc(1, SIZE_MAX) == NULL);
    CHECK("sum overflows", mbedtls_calloc(SIZE_MAX, 1) == NULL);
    CHECK("no elements", mbedtls_calloc(0, 8) == NULL);
    CHECK("no bytes", mbedtls_calloc(8, 0) == NULL);
    mbedtls_free(NULL);
    CHECK_INT("used", 0, tc3_mbedtls_get_arena_usage().used);
}

/* The peak is what a smaller arena would have to have. */
static void the_peak_is_enough(void **state)
{
    void *blocks[10];
    size_t peak;
    size_t round;
    size_t i;

    (void)state;
    need_arena(memory, sizeof(memory));
    for (round = 0; round < 2; round++) {
        for (i = 0; i < COUNT_OF(blocks); i++) {
            blocks[i] = mbedtls_calloc(1, 100 + 37 * i);
            CHECK("allocated", blocks[i] != NULL);
        }
        for (i = 0; i < COUNT_OF(blocks); i++)
            mbedtls_free(blocks[(i * 3) % COUNT_OF(blocks)]);
        peak = tc3_mbedtls_get_arena_usage().peak;
        need_arena(memory, peak);
    }
    CHECK_INT("exact", peak, tc3_mbedtls_get_arena_usage().size);
}

static void any_memory_will_do(void **state)
{
    uint8_t *bytes = (uint8_t *)memory;
    size_t offset;
    size_t size;

    (void)state;
    for (offset = 0; offset < 9; offset++) {
        for (size = 0; size < 64; size++) {
            void *block;

            memset(memory, 0xa5, sizeof(memory));
            need_arena(bytes + offset, size);
            block = mbedtls_calloc(1, 1);
            if (block != NULL)
                memset(block, 0x5a, 1);
            CHECK("big enough", size < SMALLEST + 7 || block != NULL);
            CHECK("inside", block == NULL || size >= SMALLEST);
            mbedtls_free(block);
            assert_true(offset == 0 || bytes[offset - 1] == 0xa5);
            assert_int_equal(bytes[offset + size], 0xa5);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(blocks_never_overlap_and_all_comes_back, set_up),
        cmocka_unit_test_setup(all_of_it_can_be_one_block, set_up),
        cmocka_unit_test_setup(impossible_requests_fail, set_up),
        cmocka_unit_test_setup(the_peak_is_enough, set_up),
        cmocka_unit_test_setup(any_memory_will_do, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
