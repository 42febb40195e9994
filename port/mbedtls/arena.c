/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The static memory of mbedTLS: first fit over an address-ordered list of free blocks, with eight
 * bytes of header each. mbedTLS's own buffer allocator is not used for three reasons: its headers
 * take 32 bytes (64 on 64-bit machines), it cannot tell that an allocation failed, which is needed
 * to name the cause of a failed handshake, and ESP-IDF builds mbedTLS without it.
 */
#include "arena.h"

#include "tc3/mbedtls.h"
#include "tc3/mbedtls_version.h"

#include <string.h>

#if defined(MBEDTLS_THREADING_C)
#include <mbedtls/threading.h>
#endif

#if defined(MBEDTLS_PLATFORM_MEMORY) && !defined(MBEDTLS_PLATFORM_CALLOC_MACRO)

/* Blocks begin and end at multiples of this; so does what is handed out. */
#define GRAIN   8u
#define HEADER  8u
#define NOWHERE UINT32_MAX

typedef struct block {
    uint32_t size;   /* bytes with this header, a multiple of GRAIN; plus 1 while in use */
    uint32_t before; /* bytes of the block in front of this one; 0: this is the first */
    /* While free; the user's bytes begin here: */
    uint32_t next;     /* offset of the next free block, or NOWHERE */
    uint32_t previous; /* offset of the previous free block, or NOWHERE */
} block;

static struct {
    uint8_t *base;
    uint32_t size;
    uint32_t first_free;
    uint32_t used;
    uint32_t peak;
    bool exhausted;
} arena;

#if defined(MBEDTLS_THREADING_C)

/* Made for the first arena, and kept for those that replace it. */
static mbedtls_threading_mutex_t mutex;
static bool has_mutex;

static void prepare_lock(void)
{
    if (!has_mutex) {
        mbedtls_mutex_init(&mutex);
        has_mutex = true;
    }
}

static void lock(void)
{
    (void)mbedtls_mutex_lock(&mutex);
}

static void unlock(void)
{
    (void)mbedtls_mutex_unlock(&mutex);
}

#else

static void prepare_lock(void)
{
}

static void lock(void)
{
}

static void unlock(void)
{
}

#endif

static block *block_at(uint32_t offset)
{
    return (block *)(void *)(arena.base + offset);
}

static bool in_use(const block *which)
{
    return (which->size & 1u) != 0;
}

/* Tell the block after the one at `offset`, if there is one, how long that is. */
static void note_size_behind(uint32_t offset)
{
    uint32_t behind = offset + block_at(offset)->size;

    if (behind < arena.size) {
        block_at(behind)->before = block_at(offset)->size;
    }
}

/* Make `next` follow `previous` in the list of free blocks; either may be NOWHERE. */
static void chain(uint32_t previous, uint32_t next)
{
    if (previous == NOWHERE) {
        arena.first_free = next;
    } else {
        block_at(previous)->next = next;
    }
    if (next != NOWHERE) {
        block_at(next)->previous = previous;
    }
}

static uint32_t find_free(uint32_t size)
{
    uint32_t offset = arena.first_free;

    while (offset != NOWHERE && block_at(offset)->size < size) {
        offset = block_at(offset)->next;
    }
    return offset;
}

/* Use the first `size` bytes of the free block at `offset`, and the rest if that is too short. */
static void take(uint32_t offset, uint32_t size)
{
    block *taken = block_at(offset);
    uint32_t rest = taken->size - size;

    if (rest >= sizeof(block)) {
        block_at(offset + size)->size = rest;
        block_at(offset + size)->before = size;
        chain(offset + size, taken->next);
        chain(taken->previous, offset + size);
        note_size_behind(offset + size);
        taken->size = size;
    } else {
        chain(taken->previous, taken->next);
    }
    arena.used += taken->size;
    if (offset + taken->size > arena.peak) {
        arena.peak = offset + taken->size;
    }
    taken->size |= 1u;
}

/* The size of a block for `count` elements of `size` bytes, or 0 if that exceeds the arena. */
static uint32_t block_size(size_t count, size_t size)
{
    if (size > arena.size / count) {
        return 0;
    }
    size = (count * size + HEADER + GRAIN - 1u) / GRAIN * GRAIN;
    if (size > arena.size) {
        return 0;
    }
    return size < sizeof(block) ? (uint32_t)sizeof(block) : (uint32_t)size;
}

static void *allocate(size_t count, size_t size)
{
    uint32_t needed = block_size(count, size);
    uint32_t offset = needed == 0 ? NOWHERE : find_free(needed);

    if (offset == NOWHERE) {
        arena.exhausted = true;
        return NULL;
    }
    take(offset, needed);
    return memset(arena.base + offset + HEADER, 0, count * size);
}

static void *arena_calloc(size_t count, size_t size)
{
    void *memory;

    if (count == 0 || size == 0) {
        return NULL;
    }
    lock();
    memory = allocate(count, size);
    unlock();
    return memory;
}

/* Join the free block behind the block at `offset`, if there is one, to it. */
static void absorb_next(uint32_t offset)
{
    block *which = block_at(offset);
    uint32_t behind = offset + which->size;

    if (behind < arena.size && !in_use(block_at(behind))) {
        chain(block_at(behind)->previous, block_at(behind)->next);
        which->size += block_at(behind)->size;
    }
}

static void insert_in_order(uint32_t offset)
{
    uint32_t previous = NOWHERE;
    uint32_t next = arena.first_free;

    while (next != NOWHERE && next < offset) {
        previous = next;
        next = block_at(next)->next;
    }
    chain(previous, offset);
    chain(offset, next);
}

static void give_back(uint32_t offset)
{
    block *which = block_at(offset);
    uint32_t front = offset - which->before;

    which->size &= ~1u;
    arena.used -= which->size;
    absorb_next(offset);
    if (which->before != 0 && !in_use(block_at(front))) {
        block_at(front)->size += which->size;
        offset = front;
    } else {
        insert_in_order(offset);
    }
    note_size_behind(offset);
}

static void arena_free(void *memory)
{
    if (memory == NULL) {
        return;
    }
    lock();
    give_back((uint32_t)((uint8_t *)memory - arena.base) - HEADER);
    unlock();
}

bool tc3_mbedtls_set_arena(void *memory, size_t size)
{
    size_t lost = (GRAIN - (uintptr_t)memory % GRAIN) % GRAIN;

    size = size < lost ? 0 : size - lost;
    if (size > UINT32_MAX) {
        size = UINT32_MAX;
    }
    size -= size % GRAIN;
    memset(&arena, 0, sizeof(arena));
    arena.base = (uint8_t *)memory + lost;
    arena.size = (uint32_t)size;
    arena.first_free = NOWHERE;
    if (size >= sizeof(block)) {
        block_at(0)->size = arena.size;
        block_at(0)->before = 0;
        chain(NOWHERE, 0);
        chain(0, NOWHERE);
    }
    prepare_lock();
    return mbedtls_platform_set_calloc_free(arena_calloc, arena_free) == 0;
}

tc3_mbedtls_arena_usage tc3_mbedtls_get_arena_usage(void)
{
    tc3_mbedtls_arena_usage usage = {0, 0, 0, 0};
    uint32_t offset;

    if (arena.size == 0) { /* there is no lock yet, and nothing to count */
        return usage;
    }
    lock();
    usage.size = arena.size;
    usage.used = arena.used;
    usage.peak = arena.peak;
    for (offset = arena.first_free; offset != NOWHERE; offset = block_at(offset)->next) {
        if (block_at(offset)->size - HEADER > usage.largest_free) {
            usage.largest_free = block_at(offset)->size - HEADER;
        }
    }
    unlock();
    return usage;
}

bool tc3_arena_take_exhausted(void)
{
    bool exhausted;

    if (arena.size == 0) {
        return false;
    }
    lock();
    exhausted = arena.exhausted;
    arena.exhausted = false;
    unlock();
    return exhausted;
}

#else

bool tc3_mbedtls_set_arena(void *memory, size_t size)
{
    (void)memory;
    (void)size;
    return false;
}

tc3_mbedtls_arena_usage tc3_mbedtls_get_arena_usage(void)
{
    tc3_mbedtls_arena_usage usage = {0, 0, 0, 0};

    return usage;
}

bool tc3_arena_take_exhausted(void)
{
    return false;
}

#endif
