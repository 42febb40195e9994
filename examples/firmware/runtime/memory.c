/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memcpy, memmove, memset and memcmp by words: small C libraries have byte loops, which take a
 * sixth of a TLS handshake. Compiled with -fno-tree-loop-distribute-patterns, or these loops would
 * be recognised as memcpy and call themselves.
 */
#include <stddef.h>
#include <stdint.h>

/** A word that may alias anything, as memory functions must. */
typedef uint32_t __attribute__((may_alias)) word;

#define WORD sizeof(word)

void *memcpy(void *restrict to, const void *restrict from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *memory, int value, size_t length);
int memcmp(const void *left, const void *right, size_t length);

static int both_aligned(const void *left, const void *right)
{
    return (((uintptr_t)left | (uintptr_t)right) & (WORD - 1)) == 0;
}

/** Copy from the first byte to the last. */
static void copy_up(uint8_t *to, const uint8_t *from, size_t length)
{
    if (both_aligned(to, from)) {
        for (; length >= WORD; length -= WORD, to += WORD, from += WORD) {
            *(word *)(void *)to = *(const word *)(const void *)from;
        }
    }
    for (; length > 0; length--) {
        *to++ = *from++;
    }
}

/** Copy from the last byte to the first. */
static void copy_down(uint8_t *to, const uint8_t *from, size_t length)
{
    to += length;
    from += length;
    if (both_aligned(to, from)) {
        for (; length >= WORD; length -= WORD) {
            to -= WORD;
            from -= WORD;
            *(word *)(void *)to = *(const word *)(const void *)from;
        }
    }
    for (; length > 0; length--) {
        *--to = *--from;
    }
}

void *memcpy(void *restrict to, const void *restrict from, size_t length)
{
    copy_up(to, from, length);
    return to;
}

void *memmove(void *to, const void *from, size_t length)
{
    if ((uintptr_t)to - (uintptr_t)from < length) {
        copy_down(to, from, length);
    } else {
        copy_up(to, from, length);
    }
    return to;
}

void *memset(void *memory, int value, size_t length)
{
    uint8_t *byte = memory;
    const word pattern = (uint8_t)value * 0x01010101u;

    for (; length > 0 && ((uintptr_t)byte & (WORD - 1)) != 0; length--) {
        *byte++ = (uint8_t)value;
    }
    for (; length >= WORD; length -= WORD, byte += WORD) {
        *(word *)(void *)byte = pattern;
    }
    for (; length > 0; length--) {
        *byte++ = (uint8_t)value;
    }
    return memory;
}

int memcmp(const void *left, const void *right, size_t length)
{
    const uint8_t *one = left;
    const uint8_t *other = right;

    for (; length > 0; length--, one++, other++) {
        if (*one != *other) {
            return *one - *other;
        }
    }
    return 0;
}
